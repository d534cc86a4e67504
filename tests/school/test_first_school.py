"""The first steps of a school: its year, by the ministry's dates and by the rule behind them."""

import datetime as dt
from itertools import pairwise

import pytest

from zhurnal.audit.models import Line
from zhurnal.school.actions.default_year import default_year
from zhurnal.school.actions.schools import create_school
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import School


def d(text: str) -> dt.date:
    day, month, year = map(int, text.split("."))
    return dt.date(year, month, day)


def spans(*pairs: tuple[str, str]) -> list[tuple[dt.date, dt.date]]:
    return [(d(first), d(last)) for first, last in pairs]


def free(days) -> list[tuple[dt.date, dt.date]]:
    return [(one.starts, one.ends) for one in days]


def test_the_year_2025_is_the_one_that_the_ministry_recommended():
    plan = default_year(2025)
    assert plan.name == "2025/26"
    assert plan.quarters == spans(
        ("01.09.2025", "24.10.2025"), ("05.11.2025", "30.12.2025"),
        ("12.01.2026", "27.03.2026"), ("06.04.2026", "26.05.2026"),
    )  # fmt: skip
    assert plan.half_years == spans(("01.09.2025", "30.12.2025"), ("12.01.2026", "26.05.2026"))
    assert free(plan.holidays) == spans(
        ("25.10.2025", "04.11.2025"), ("31.12.2025", "11.01.2026"),
        ("16.02.2026", "22.02.2026"), ("28.03.2026", "05.04.2026"),
    )  # fmt: skip
    assert free(plan.days_off) == [
        (d(day), d(day)) for day in ("23.02.2026", "09.03.2026", "01.05.2026", "09.05.2026", "11.05.2026")
    ]


def test_the_year_2026_follows_the_same_weekdays():
    plan = default_year(2026)
    assert plan.quarters == spans(
        ("01.09.2026", "23.10.2026"), ("02.11.2026", "30.12.2026"),
        ("11.01.2027", "26.03.2027"), ("05.04.2027", "26.05.2027"),
    )  # fmt: skip
    assert free(plan.days_off) == [
        (d(day), d(day))
        for day in ("04.11.2026", "23.02.2027", "08.03.2027", "01.05.2027", "03.05.2027", "10.05.2027")
    ]


def test_extra_holidays_are_for_the_first_grade_only():
    extra = next(one for one in default_year(2025).holidays if one.starts == d("16.02.2026"))
    assert extra.last_grade == 1


@pytest.mark.parametrize("first_year", range(2020, 2060))
def test_quarters_and_holidays_fill_any_year_without_gap_or_overlap(first_year):
    plan = default_year(first_year)
    common = [one for one in plan.holidays if one.last_grade > 1]
    days = sorted([*plan.quarters, *free(common)])
    assert all(after[0] - before[1] == dt.timedelta(days=1) for before, after in pairwise(days))
    assert all(first.isoweekday() <= 5 for first, _ in plan.quarters)
    assert all((last - first).days >= 35 for first, last in plan.quarters)
    assert all(day.starts.isoweekday() <= 6 for day in plan.days_off)


@pytest.mark.django_db
def test_a_new_school_has_its_year_with_both_kinds_of_periods():
    school = create_school(actor=None, name="Средняя школа № 3", short_name="Школа № 3", first_year=2025)
    year = school.years.get()
    assert (year.starts, year.ends) == (d("01.09.2025"), d("26.05.2026"))
    assert [(period.kind, period.number) for period in year.periods.all()] == [
        ("half_year", 1), ("half_year", 2), *(("quarter", number) for number in (1, 2, 3, 4)),
    ]  # fmt: skip
    assert year.days_off.filter(kind="holidays").count() == 4
    line = Line.objects.get(chain=f"school:{school.pk}")
    assert (line.action, line.actor_role) == ("school.created", "command line")


@pytest.mark.django_db
def test_without_a_year_the_running_one_is_opened(monkeypatch):
    for today, name in ((dt.date(2027, 5, 31), "2026/27"), (dt.date(2027, 6, 1), "2027/28")):
        monkeypatch.setattr(School, "today", lambda _, day=today: day)
        assert create_school(actor=None, name="Школа", short_name="Школа").years.get().name == name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "code"),
    [({"short_name": " "}, "empty_name"), ({"time_zone": "Europe/Moskva"}, "unknown_time_zone")],
)
def test_a_school_that_cannot_be_is_refused_and_leaves_nothing(changed, code):
    asked = {"name": "Средняя школа № 3", "short_name": "Школа № 3"} | changed
    with pytest.raises(RegisterError) as refusal:
        create_school(actor=None, **asked)
    assert refusal.value.code == code
    assert not School.objects.exists()
