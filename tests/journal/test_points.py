"""Points whose last day has passed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection

from tests.journal.entering import standing
from tests.journal.ruling import rule
from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.cells import CellChange, Saved, save_cells
from zhurnal.journal.actions.points import Settled, settle_points
from zhurnal.journal.models import Average, Mark, PeriodClosure
from zhurnal.journal.replay import replay
from zhurnal.ops.checks import run_checks
from zhurnal.school.models import CourseMembership
from zhurnal.timetable.models import LessonCancellation

pytestmark = pytest.mark.django_db
DAY = "2026-02-16"  # fourteen days later is Monday 2 March
LAST = dt.date(2026, 3, 2)


@pytest.fixture
def two(cast):
    """A point becomes a «2» after 14 days."""
    rule(cast, counting={"dot_after_days": 14, "dot_becomes": "2"})


def point(cast, pupil=None, *, text="•", due=None, comment=None):
    course = cast.algebra_7a
    change = CellChange(
        uuid.uuid4(), (pupil or cast.child).pk, cast.column(course, DAY).pk, text, 0, due=due,
        comment=comment,
    )  # fmt: skip
    (answer,) = save_cells(actor=cast.teacher, course=course, changes=[change])
    assert isinstance(answer, Saved)
    assert isinstance(answer, Saved)
    assert answer.text == text


def settle(cast, day=LAST + dt.timedelta(days=1)):
    return settle_points(school=cast.school, day=day)


def text(cast, pupil=None):
    return standing(cast, cast.column(cast.algebra_7a, DAY), pupil or cast.child)[0]


def sums(cast):
    row = Average.objects.get(course=cast.algebra_7a, period=cast.quarter, pupil=cast.child)
    return Sums(row.weight, row.weighted, row.count)


def well():
    return run_checks() == [] and list(replay()) == []


@pytest.mark.usefixtures("two")
def test_the_day_after_the_last_one_it_becomes_the_mark_of_the_rules(cast):
    cast.put(cast.algebra_7a, "2026-02-18", cast.child, "5")
    point(cast)
    assert settle(cast, LAST) == Settled(0, 0)
    assert (text(cast), sums(cast)) == ("•", Sums(100, 500, 1))
    assert settle(cast) == Settled(marks=1)
    assert (text(cast), sums(cast)) == ("2", Sums(200, 700, 2))
    assert well()


def test_where_the_rules_name_no_mark_it_vanishes(cast):
    rule(cast, counting={"dot_after_days": 14})
    point(cast)
    assert settle(cast) == Settled(vanished=1)
    assert (text(cast), sums(cast)) == ("", Sums(0, 0, 0))
    assert well()


@pytest.mark.usefixtures("two")
def test_a_day_of_its_own_goes_before_the_rules(cast):
    point(cast, due=dt.date(2026, 3, 20))
    assert settle(cast, dt.date(2026, 3, 20)) == Settled()
    assert settle(cast, dt.date(2026, 3, 21)) == Settled(marks=1)


def test_without_a_last_day_it_waits_for_ever(cast):
    rule(cast, counting={"dot_after_days": None, "dot_becomes": "2"})
    point(cast)
    assert settle(cast, dt.date(2026, 5, 26)) == Settled()


@pytest.mark.usefixtures("two")
def test_doing_it_again_changes_nothing(cast):
    point(cast)
    settle(cast)
    lines, row = Line.objects.count(), Mark.objects.get()
    assert settle(cast) == Settled()
    assert (Line.objects.count(), Mark.objects.get().version) == (lines, row.version)


@pytest.mark.usefixtures("two")
def test_the_ledger_says_that_nobody_did_it_and_why(cast):
    point(cast, comment="Принести тетрадь")
    settle(cast)
    line = Line.objects.order_by("-pk")[0]
    assert (line.chain, line.action) == (f"course:{cast.algebra_7a.pk}", "cell.set")
    assert (line.actor_id, line.actor_role) == (None, "command line")
    told = line.details or {}
    assert (told["before"], told["after"], told["version"]) == ("•", "2", 2)
    assert told["reason"] == "точка: работа не сдана до 2 марта"
    assert told["average"] == [100, 200, 1]
    row = Mark.objects.get()
    assert (row.comment, row.author, row.pending, row.due) == (
        "Принести тетрадь", cast.teacher.person, False, None,
    )  # fmt: skip


@pytest.mark.usefixtures("two")
def test_points_of_two_teachers_stay_with_who_has_put_them(cast):
    point(cast)
    Mark.objects.update(author=cast.colleague.person)
    point(cast, cast.pupils_7a[0])
    assert settle(cast) == Settled(marks=2)
    authors = Mark.objects.order_by("pk").values_list("author", flat=True)
    assert list(authors) == [cast.colleague.person_id, cast.teacher.person_id]
    assert well()


@pytest.mark.usefixtures("two")
def test_a_closed_period_and_a_cancelled_lesson_stay_as_they_are(cast):
    point(cast)
    lesson = cast.lesson(cast.algebra_7a, DAY)
    cancellation = LessonCancellation.objects.create(
        lesson=lesson, reason="Карантин", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    assert settle(cast) == Settled()
    cancellation.delete()
    closure = PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert settle(cast) == Settled()
    closure.delete()
    assert settle(cast) == Settled(marks=1)


@pytest.mark.usefixtures("two")
def test_who_has_left_by_the_last_day_is_not_marked_for_it(cast):
    point(cast)
    CourseMembership.objects.filter(pupil=cast.child).update(valid_to=dt.date(2026, 2, 27))
    assert settle(cast) == Settled()
    CourseMembership.objects.filter(pupil=cast.child).update(valid_to=LAST)
    assert settle(cast) == Settled(marks=1)


@pytest.mark.usefixtures("two")
def test_beside_a_lesson_missed_it_vanishes_where_no_mark_may_stand_there(cast):
    point(cast, text="• н", comment="Написать в четверг")
    assert settle(cast) == Settled(vanished=1)
    assert text(cast) == "н"
    assert Mark.objects.get().comment == "Написать в четверг"
    assert well()


def test_beside_a_lesson_missed_it_becomes_a_dated_mark_where_the_rules_let_it(cast):
    rule(cast, counting={"dot_after_days": 14, "dot_becomes": "2"}, absence_with_mark="allowed_if_dated")
    point(cast, text="• б")
    assert settle(cast) == Settled(marks=1)
    assert (text(cast), Mark.objects.get().handed_in) == ("б/2", LAST)
    assert sums(cast) == Sums(100, 200, 1)
    assert well()


@pytest.mark.usefixtures("two")
def test_who_was_late_keeps_the_lateness_beside_the_mark(cast):
    point(cast, text="• оп5")
    assert settle(cast) == Settled(marks=1)
    assert text(cast) == "2 оп5"
    assert well()


@pytest.mark.usefixtures("two")
def test_only_the_school_that_is_asked_about_is_touched(cast):
    point(cast)
    after = LAST + dt.timedelta(days=1)
    assert settle_points(school=cast.other_school, day=after) == Settled()
    assert settle_points(school=cast.school) == Settled(marks=1), "today is Wednesday 4 March"


@pytest.mark.usefixtures("two")
def test_a_page_that_shows_the_point_learns_of_the_mark(cast):
    point(cast)
    settle(cast)
    assert type(cast.put(cast.algebra_7a, DAY, cast.child, "4", seen=1)).__name__ == "Conflict"
    assert cast.put(cast.algebra_7a, DAY, cast.child, "4", seen=2).text == "4"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("many", [1, 5])
def test_it_costs_the_same_whatever_the_number_of_points(cast, many, django_assert_num_queries):
    for pupil in cast.pupils_7a[:many]:
        point(cast, pupil)
    # Courses; then transaction (2), end of the chain, points, three for the rows, marks, averages, line.
    locks = connection.vendor == "postgresql"
    with django_assert_num_queries(11 + locks):
        assert settle(cast) == Settled(marks=many)
