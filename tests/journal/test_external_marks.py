"""Marks that a pupil brought along count with all others; the marks of a course left go along."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.carry import carry_marks
from zhurnal.journal.actions.external_marks import bring_marks, change_external_mark
from zhurnal.journal.actions.external_rules import BroughtMark, BroughtRefusedError
from zhurnal.journal.models import Average, ExternalMark, Mark, PeriodClosure, Work
from zhurnal.journal.queries.carrying import carry_offers
from zhurnal.journal.replay import replay
from zhurnal.journal.rules import RefusedError
from zhurnal.ops.checks import CHECKS, run_checks
from zhurnal.school.actions.enrolments import move_pupil
from zhurnal.school.models import Subject

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 20)


@pytest.fixture(autouse=True)
def nothing_is_left_wrong(cast):  # noqa: ARG001 -- asked for by name
    """Whatever a test does, history and sums agree at its end."""
    yield
    assert list(replay()) == []
    wrong = ("average_differs", "external_mark_outside_period", "external_mark_of_stranger")
    assert run_checks([check for check in CHECKS if check.code in wrong]) == []


def mark(value="4", day=DAY, **more):
    return BroughtMark(day, value, **({"source": "Школа № 5"} | more))


def bring(cast, *marks, by=None, course=None, pupil=None):
    return bring_marks(
        actor=by or cast.teacher, course=course or cast.algebra_7a, pupil=pupil or cast.arrived,
        marks=marks or [mark()],
    )  # fmt: skip


def change(cast, row, new, *, by=None, seen=1):
    return change_external_mark(actor=by or cast.teacher, mark=row, seen_version=seen, change=new)


def carry(cast, *, by=None, source=None, course=None, pupil=None, period=None):
    return carry_marks(
        actor=by or cast.deputy, pupil=pupil or cast.child, from_course=source or cast.algebra_7a,
        to_course=course or cast.algebra_7b, period=period or cast.quarter,
    )  # fmt: skip


def refusal(action, *args, **kwargs) -> RefusedError:
    """What was refused, of one mark or of all."""
    lines, rows = Line.objects.count(), ExternalMark.objects.count()
    with pytest.raises((RefusedError, BroughtRefusedError)) as caught:
        action(*args, **kwargs)
    assert (Line.objects.count(), ExternalMark.objects.count()) == (lines, rows)
    refused = caught.value
    if isinstance(refused, RefusedError):
        return refused
    assert isinstance(refused, BroughtRefusedError)
    (problem,) = refused.problems.values()
    return problem


def sums(cast, pupil=None, course=None):
    row = Average.objects.filter(
        course=course or cast.algebra_7a, pupil=pupil or cast.arrived, period=cast.quarter
    ).first()
    return Sums(row.weight, row.weighted, row.count) if row else None


@pytest.mark.parametrize(
    ("login", "role"),
    [("teacher", "teacher"), ("classteacher", "class_teacher"), ("deputy", "deputy")],
)
def test_marks_brought_along_count_with_the_others(cast, login, role):
    """An own 5 of weight 1; a 4 of weight 1 and a control 3 of weight 2: (5 + 4 + 6) / 4."""
    cast.put(cast.algebra_7a, "2026-03-04", cast.arrived, "5")
    control = mark("3", weight=200, is_control=True, title=" Дроби\n", source=" Школа  № 5")
    rows = bring(cast, mark(), control, by=getattr(cast, login))
    assert sums(cast) == Sums(400, 500 + 400 + 600, 3)
    assert [(row.position, row.title, row.source, row.period) for row in rows] == [
        (1, "", "Школа № 5", cast.quarter), (2, "Дроби", "Школа № 5", cast.quarter),
    ]  # fmt: skip
    line = Line.objects.filter(action="external.set").latest("seq")
    assert (line.chain, line.actor_role) == (f"course:{cast.algebra_7a.pk}", role)
    assert line.subject == f"external:{cast.arrived.pk}:{rows[1].pk}"
    assert line.details == {
        "before": None, "version": 1, "period": cast.quarter.pk,
        "after": {
            "date": "2026-01-20", "value": 3, "weight": 200, "is_control": True, "title": "Дроби",
            "source": "Школа № 5",
        },
    }  # fmt: skip


@pytest.mark.parametrize("login", ["colleague", "director", "office", "auditor", "parent", "deputy2"])
def test_nobody_else_brings_marks(cast, login):
    assert refusal(bring, cast, by=getattr(cast, login)).code == "not_allowed"
    (row,) = bring(cast)
    assert refusal(change, cast, row, None, by=getattr(cast, login)).code == "not_allowed"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (mark("7"), "outside_scale"),
        (mark("5/4"), "outside_scale"),
        (mark(""), "outside_scale"),
        (mark(weight=10001), "unreadable_weight"),
        (mark(weight=-50), "unreadable_weight"),
        (mark(source=" "), "no_source"),
        (mark(source="о" * 201), "text_too_long"),
        (mark(title="о" * 201), "text_too_long"),
        (mark(day=dt.date(2026, 3, 5)), "future_mark"),
        (mark(day=dt.date(2026, 1, 5)), "no_period"),
        (mark(day=dt.date(2025, 12, 20)), "closed_period"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_cannot_be_is_refused(cast, given, code):
    assert refusal(bring, cast, given, pupil=cast.child).code == code


def test_one_wrong_mark_refuses_all_and_each_is_named(cast):
    with pytest.raises(BroughtRefusedError) as caught:
        bring(cast, mark(), mark("7"), mark(source=""))
    assert {number: problem.code for number, problem in caught.value.problems.items()} == {
        1: "outside_scale", 2: "no_source",
    }  # fmt: skip
    assert not ExternalMark.objects.exists()


def test_a_pupil_must_be_taught_here_in_the_period(cast):
    """Королёв came in the third quarter: his marks of the second one stay with his old school."""
    assert refusal(bring, cast, pupil=cast.pupil_7b).code == "foreign_pupil"
    PeriodClosure.objects.all().delete()
    assert refusal(bring, cast, mark(day=dt.date(2025, 12, 20))).code == "not_there_in_period"


def test_a_subject_without_marks_takes_none(cast):
    Subject.objects.filter(pk=cast.algebra_7a.subject_id).update(scale="none")
    cast.algebra_7a.refresh_from_db()
    assert refusal(bring, cast).code == "no_marks_in_subject"


def test_a_mark_changes_with_its_version_and_average(cast):
    (row,) = bring(cast)
    change(cast, row, mark("5", weight=150))
    row.refresh_from_db()
    assert (row.value, row.version, sums(cast)) == (5, 2, Sums(150, 750, 1))
    line = Line.objects.latest("seq")
    assert (line.details["before"]["value"], line.details["after"]["value"]) == (4, 5)
    change(cast, row, mark("5", weight=150), seen=2)
    assert Line.objects.count() == 2, "what is so already writes nothing"


def test_a_stale_version_is_a_conflict(cast):
    (row,) = bring(cast, by=cast.deputy)
    change(cast, row, mark("5"))
    found = refusal(change, cast, row, mark("3"), by=cast.deputy)
    assert found.code == "conflict"
    assert "Смирнова И. В." in found.sentence
    assert sums(cast) == Sums(100, 500, 1)


def test_taken_back_it_counts_no_more_and_may_come_again(cast):
    (row,) = bring(cast)
    change(cast, row, None)
    row.refresh_from_db()
    assert (row.value, row.version, sums(cast)) == (None, 2, Sums(0, 0, 0))
    change(cast, row, mark("4"), seen=2)
    assert sums(cast) == Sums(100, 400, 1)


def test_on_another_day_it_gets_its_place_there(cast):
    """Two of the 20th and one of the 21st; the second one moves to the 21st."""
    _, second, _ = bring(cast, mark("4"), mark("5"), mark("3", day=DAY + dt.timedelta(days=1)))
    change(cast, second, mark("5", day=DAY + dt.timedelta(days=1)))
    second.refresh_from_db()
    assert (second.date.day, second.position) == (21, 2)
    assert sums(cast) == Sums(300, 1200, 3)


def test_nothing_changes_in_a_closed_period(cast):
    (row,) = bring(cast)
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    for attempt in (functools.partial(bring, cast), functools.partial(change, cast, row, None)):
        assert refusal(attempt).code == "closed_period"
    PeriodClosure.objects.filter(period=cast.quarter).delete()


def test_a_mark_altered_behind_the_ledger_is_found(cast):
    (row,) = bring(cast)
    ExternalMark.objects.update(value=5)
    mark_, average = replay()
    assert mark_.subject == f"external.set external:{cast.arrived.pk}:{row.pk}"
    assert ('"value": 4' in mark_.expected, '"value": 5' in mark_.found) == (True, True)
    assert average.subject.startswith("average:")
    ExternalMark.objects.update(value=4)


@pytest.fixture
def moved(cast):
    """Петрова moves from 7 «А» to 7 «Б» on 2 March with 5, 4/3, a control work 2→4, an absence, and a mark
    in a lesson that is cancelled.
    """
    for day, value in (("2026-02-16", "5"), ("2026-02-18", "4/3"), ("2026-02-20", "н")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "2", position=2)
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "2→4", position=2, seen=1)
    move_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=dt.date(2026, 3, 2))
    return cast


@pytest.mark.parametrize("login", ["colleague", "deputy"])
def test_what_counts_goes_along_into_the_new_course(moved, login):
    """By the default rules the re-sit replaces: 5, 4, 3 of weight 1 and 4 of weight 2. Петрова leads 7 «Б»."""
    assert carry(moved, by=getattr(moved, login)) == 4
    rows = ExternalMark.objects.order_by("date", "position")
    assert [(f"{row.date:%d.%m}", row.value, row.weight, row.is_control) for row in rows] == [
        ("16.02", 5, 100, False), ("18.02", 4, 100, False), ("18.02", 3, 100, False), ("25.02", 4, 200, True),
    ]  # fmt: skip
    assert {row.source for row in rows} == {"7 «А»"}
    assert rows[3].title == "Контрольная работа № 5 по теме «Линейная функция»"
    new = sums(moved, moved.child, moved.algebra_7b)
    assert new == Sums(500, 500 + 400 + 300 + 800, 4)
    assert new == sums(moved, moved.child, moved.algebra_7a), "the old course keeps its own"


def test_done_twice_nothing_is_doubled_and_what_came_later_is_added(moved):
    assert carry(moved) == 4
    row = ExternalMark.objects.get(date="2026-02-16")
    change(moved, row, None, by=moved.deputy)
    assert carry(moved) == 0, "what was taken back is not brought again"
    work = Work.objects.get(lesson__course=moved.algebra_7a, lesson__date="2026-02-18")
    Mark.objects.filter(work=work, pupil=moved.child).update(second=None)
    moved.put(moved.algebra_7a, "2026-02-13", moved.child, "3")
    assert carry(moved) == 1
    Mark.objects.filter(work=work, pupil=moved.child).update(second=3)


def test_what_could_be_carried_is_offered_until_it_is(moved):
    (offer,) = carry_offers([moved.child.pk], [moved.algebra_7b.pk])
    assert offer == (moved.child.pk, moved.algebra_7a, moved.algebra_7b, moved.quarter, 4)
    carry(moved)
    assert carry_offers([moved.child.pk], [moved.algebra_7b.pk]) == []


def test_nothing_is_offered_from_another_subject_a_closed_period_or_without_a_move(moved):
    assert carry_offers([moved.child.pk], [moved.russian_7a.pk, moved.algebra_7a.pk]) == []
    assert carry_offers([moved.pupil_7b.pk, moved.arrived.pk], [moved.algebra_7b.pk]) == []
    PeriodClosure.objects.create(
        period=moved.quarter, closed_by=moved.deputy.person, closed_at=moved.school.now()
    )
    assert carry_offers([moved.child.pk], [moved.algebra_7b.pk]) == []


def test_who_moved_in_the_holidays_brings_nothing_into_the_new_period(cast):
    """The old course ended before the period in which the new one begins."""
    cast.put(cast.algebra_7a, "2026-02-16", cast.child, "5")
    move_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=dt.date(2026, 4, 6))
    assert carry_offers([cast.child.pk], [cast.algebra_7b.pk]) == []


@pytest.mark.parametrize("pupils", [1, 3])
def test_offers_cost_the_same_whatever_their_number(cast, django_assert_num_queries, pupils):
    moving = cast.pupils_7a[:pupils]
    for pupil in moving:
        cast.put(cast.algebra_7a, "2026-02-16", pupil, "5")
        cast.put(cast.algebra_7a, "2026-02-18", pupil, "н")
        move_pupil(actor=cast.office, pupil=pupil, school_class=cast.class_7b, day=dt.date(2026, 3, 2))
    with django_assert_num_queries(10):
        offers = carry_offers([pupil.pk for pupil in moving], [cast.algebra_7b.pk])
    assert [offer.marks for offer in offers] == [1] * pupils


def test_teacher_of_the_old_course_and_strangers_carry_nothing(moved):
    for login in ("teacher", "classteacher", "director", "office", "deputy2"):
        assert refusal(carry, moved, by=getattr(moved, login)).code == "not_allowed"


def test_marks_go_only_from_a_course_that_was_left_for_the_same_subject(moved):
    half_year = moved.year.periods.get(kind="half_year", number=2)
    for wrong in (
        {"source": moved.russian_7a},
        {"source": moved.algebra_5a},
        {"source": moved.algebra_7b},
        {"source": moved.other_algebra},
        {"period": half_year},
        {"period": moved.quarters[3]},
    ):
        assert refusal(carry, moved, **wrong).code == "nothing_to_carry", wrong
    assert refusal(carry, moved, period=moved.quarters[1]).code == "closed_period"
    assert refusal(carry, moved, pupil=moved.pupil_7b).code == "nothing_to_carry"
    assert refusal(carry, moved, pupil=moved.left).code == "foreign_pupil"
