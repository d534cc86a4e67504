"""The «Сводная ведомость» of a class, counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.pages import page
from tests.journal.totalling import DAYS, LAST_WEEK, give, on, period_mark
from zhurnal.calc.grading.indices import Category, Tally
from zhurnal.journal.models import YearMark
from zhurnal.journal.queries.summary import summary
from zhurnal.school.models import Course, CourseMembership, SchoolClass, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast):
    """Algebra of ten pupils: 5 5 4 4 4 3 3 2 н/а осв; Russian has a mark of the first one only."""
    on(cast, LAST_WEEK)
    values = ["5", "5", "4", "4", "4", "3", "3", "2", "н/а", "осв"]
    for pupil, value in zip(cast.pupils_7a, values, strict=True):
        period_mark(cast, pupil, 3, value)
    period_mark(cast, cast.pupils_7a[0], 3, "5", cast.russian_7a)
    return cast


def of_class(cast, period="quarter"):
    school_class = SchoolClass.objects.select_related("year__school").get(pk=cast.class_7a.pk)
    return summary(school_class, cast.quarter if period else None, school_class.year.school.today())


def column(found, name):
    return next(i for i, one in enumerate(found.outcomes.subjects) if one.name == name)


def year_mark(cast, pupil, value, kind="year", course=None):
    YearMark.objects.create(
        course=course or cast.algebra_7a, kind=kind, pupil=pupil, value=value, author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip


def test_the_subjects_stand_in_their_order_and_the_pupils_in_theirs(cast):
    found = of_class(cast)
    assert [one.name for one in found.outcomes.subjects] == ["Русский язык", "Английский язык", "Алгебра"]
    assert [one.pupil for one in found.outcomes.pupils] == cast.pupils_7a  # who left is gone
    assert [one.name for one in found.outcomes.pupils[3:5]] == [
        "Иванова Мария Петровна (04.05.2012)", "Иванова Мария Петровна (05.05.2012)",
    ]  # fmt: skip


def test_two_groups_of_a_subject_are_one_column(cast):
    found = of_class(cast)
    english = found.outcomes.subjects[column(found, "Английский язык")]
    assert english.courses == {cast.english_7a_1.pk, cast.english_7a_2.pk}
    assert all(english.subject in one.outcomes for one in found.outcomes.pupils)


def test_every_mark_is_counted_under_its_heading(cast):
    found = of_class(cast)
    algebra = found.figures[column(found, "Алгебра")].tally
    assert algebra == Tally(
        excellent=2, good=3, fair=2, poor=1, not_attested=1, exempt=1, total=30, averaged=8
    )
    assert algebra.counted == 9
    assert found.figures[column(found, "Русский язык")].tally.unset == 9


def test_the_class_is_the_sum_of_its_subjects(cast):
    found = of_class(cast)
    assert (found.total.counted, found.total.excellent, found.total.unset) == (10, 3, 19)


def test_pupils_are_judged_by_all_their_subjects(cast):
    found = of_class(cast)
    assert [one.category for one in found.results] == [
        *[Category.EXCELLENT] * 2, *[Category.GOOD] * 3, *[Category.FAIR] * 2, Category.FAILING,
        Category.NOT_ATTESTED, Category.UNRATED,
    ]  # fmt: skip
    assert found.results[2].one_good == "Алгебра"
    assert (found.level.counted, found.level.one_good, found.level.one_fair) == (9, 3, 2)


def test_a_mark_from_another_course_of_the_subject_counts(cast):
    pupil = cast.pupils_7a[0]
    member = CourseMembership.objects.get(course__subject__name="Английский язык", pupil=pupil)
    other = {cast.english_7a_1: cast.english_7a_2, cast.english_7a_2: cast.english_7a_1}[member.course]
    period_mark(cast, pupil, 3, "3", other)
    found = of_class(cast)
    english = found.outcomes.subjects[column(found, "Английский язык")].subject
    assert found.outcomes.pupils[0].texts[english] == "3"
    period_mark(cast, pupil, 3, "4", member.course)
    assert of_class(cast).outcomes.pupils[0].texts[english] == "4"


def test_behaviour_has_a_column_and_no_part_in_the_figures(cast):
    before = of_class(cast)
    behaviour = Course.objects.create(
        year=cast.year, school_class=cast.class_7a, period_kind="quarter", hours_a_week=0, grade=7,
        subject=Subject.objects.create(
            school=cast.school, name="Поведение", short_name="Повед.", scale="behaviour_three", position=9
        ),
    )  # fmt: skip
    CourseMembership.objects.create(course=behaviour, pupil=cast.pupils_7a[0], valid_from=cast.year.starts)
    period_mark(cast, cast.pupils_7a[0], 3, "неуд", behaviour)
    after = of_class(cast)
    assert after.outcomes.subjects[-1].is_behaviour
    assert after.outcomes.pupils[0].texts[behaviour.subject_id] == "неуд"
    assert (after.total, after.level) == (before.total, before.level)


def test_a_subject_without_marks_has_no_column(cast):
    Subject.objects.filter(name="Английский язык").update(scale="none")
    assert [one.name for one in of_class(cast).outcomes.subjects] == ["Русский язык", "Алгебра"]


def test_coverage_is_marks_per_pupil_against_one_in_three_lessons(cast):
    """27 lessons ask for 9 marks; 4 marks of one pupil of ten are 0,4."""
    give(cast, cast.child, *"5" * len(DAYS))
    found = of_class(cast)
    share = found.figures[column(found, "Алгебра")].share
    assert share is not None
    assert float(share) == pytest.approx(0.4 / 9)


def test_the_year_shows_the_final_mark_and_where_there_is_none_the_years(cast):
    on(cast, dt.date(2026, 5, 20))
    year_mark(cast, cast.pupils_7a[0], "3")
    year_mark(cast, cast.pupils_7a[0], "5", "final")
    year_mark(cast, cast.pupils_7a[0], "2", "exam")
    year_mark(cast, cast.pupils_7a[1], "4")
    found = of_class(cast, None)
    algebra = found.outcomes.subjects[column(found, "Алгебра")].subject
    assert [one.texts[algebra] for one in found.outcomes.pupils[:3]] == ["5", "4", ""]


def test_the_page_shows_it_to_the_class_teacher(client, cast):
    client.force_login(cast.classteacher)
    shown = page(client.get(f"/classes/{cast.class_7a.pk}/summary/?period={cast.quarter.pk}"))
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in shown.all("tr")[1:]}
    assert rows["Абдуллаев Рустам"] == ["5", "", "5", "отличник"]
    assert rows["Ёлкин Семён"][-1] == "хорошист, одна «4»: Алгебра"
    assert rows["учтено, N"] == ["1", "0", "9", "10"]
    # 7 of 9; 5 of 9; (2×100 + 3×64 + 2×36 + 16 + 7) / 9 = 54,1; 30 / 8.
    assert [rows[name][2] for name in ("успеваемость, %", "качество, %", "СОУ, %", "средний балл")] == [
        "78", "56", "54", "3,75",
    ]  # fmt: skip
    facts = shown.one("dl").text
    assert "56 % — отличников и хорошистов 5 из 9" in facts
    assert "78 % — без «2» и н/а 7 из 9" in facts


@pytest.mark.parametrize(
    ("asked", "status"), [("", 200), ("year", 200), ("0", 404), ("x", 404), ("9" * 19, 404)]
)
def test_a_period_of_another_kind_is_not_found(client, cast, asked, status):
    client.force_login(cast.deputy)
    assert client.get(f"/classes/{cast.class_7a.pk}/summary/?period={asked}").status_code == status


def test_the_page_costs_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    client.force_login(cast.deputy)
    path = f"/classes/{cast.class_7a.pk}/summary/"
    client.get(path)
    with django_assert_num_queries(11):
        client.get(path)
    with django_assert_num_queries(10):
        client.get(f"{path}?period=year")
