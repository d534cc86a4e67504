"""What the year came to, in both views of «Оценки»."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.diary.reading import frame_for, marks_path, move, read, rows_of, source
from tests.diary.test_marks import set_period_mark
from tests.journal.ruling import rule
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.journal.models import Average, YearMark

VIEWS = ("simple", "extended")
# What each of 7 «А» has in every quarter, in hundredths; the child is the eighth.
AVERAGES = (500, 450, 400, 400, 350, 300, 250, 400, 200, 350)


def set_year_mark(cast, value, kind="year", course=None, pupil=None):
    return YearMark.objects.create(
        course=course or cast.algebra_7a, kind=kind, pupil=pupil or cast.child, value=value,
        author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def averaged(cast):
    """Averages of all four quarters, and a mark for the year."""
    Average.objects.bulk_create(
        Average(course=cast.algebra_7a, period=period, pupil=pupil, weight=300, weighted=3 * average, count=3)
        for period in cast.quarters
        for pupil, average in zip(cast.pupils_7a, AVERAGES, strict=True)
    )
    set_year_mark(cast, "4")
    return cast


def year(cast, user=None):
    [table] = simple_marks(frame_for(user or cast.parent, cast.child))
    return next(row.year for row in table.rows if row.subject == "Алгебра")


@pytest.mark.parametrize("view", VIEWS)
def test_year_exam_and_final_stand_behind_the_periods(cast, client, view):
    set_year_mark(cast, "4")
    set_year_mark(cast, "5", "exam")
    set_year_mark(cast, "5", "final")
    client.force_login(cast.parent)
    page = source(client, marks_path(cast.child, view))
    [algebra] = [row for row in rows_of(page) if row[0] == "Алгебра"]
    assert algebra[-1] == "годовая 4 экзамен 5 итоговая 5"
    assert any("Год" in row for row in rows_of(page))


@pytest.mark.parametrize("view", VIEWS)
def test_before_the_year_has_come_to_anything_there_is_no_column(cast, client, view):
    set_year_mark(cast, "")
    client.force_login(cast.parent)
    assert not any("Год" in row for row in rows_of(source(client, marks_path(cast.child, view))))


def test_the_place_for_the_year_follows_from_the_averages_of_its_periods(averaged):
    # 5,00 4,50, then three with 4,00
    assert year(averaged) == ("4", "", "", "3–5-е из 10")
    Average.objects.filter(pupil=averaged.child, period=averaged.quarters[0]).update(weighted=1500)
    assert year(averaged).place == "3-е из 10"


def test_without_a_mark_for_the_year_there_is_no_place(averaged):
    YearMark.objects.all().delete()
    set_year_mark(averaged, "5", "exam")
    assert year(averaged) == ("", "5", "", "")


@pytest.mark.parametrize(("show", "place"), [("off", ""), ("quartile", "во второй четверти списка")])
def test_the_school_decides_about_the_place_for_the_year_too(averaged, show, place):
    rule(averaged, rating={"show": show})
    assert year(averaged).place == place


def test_a_class_too_small_hides_the_place_for_the_year(averaged):
    Average.objects.exclude(pupil__in=[averaged.child, *averaged.pupils_7a[:3]]).delete()
    assert year(averaged).place == ""


def test_a_class_teacher_of_yesterday_does_not_read_what_the_year_came_to(averaged):
    move(averaged.child, "2026-02-16", averaged.class_7b, [averaged.algebra_7b])
    assert year(averaged).year == "4"
    assert year(averaged, averaged.classteacher).year == ""


def test_the_mark_of_the_later_course_goes_before(cast):
    set_year_mark(cast, "3")
    set_year_mark(cast, "5", course=cast.algebra_7b)
    assert year(cast).year == "5"


def test_the_year_costs_no_query_more(averaged, client, django_assert_num_queries):
    for period in averaged.quarters:
        set_period_mark(averaged, "4", period=period)
    client.force_login(averaged.parent)
    with django_assert_num_queries(10):
        assert "3–5-е из 10" in read(client, marks_path(averaged.child))
