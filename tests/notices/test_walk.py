"""Lines of the ledger become events."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.notices.world import DAY, events, put
from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.journal.actions.lesson_changes import cancel_lessons
from zhurnal.notices.actions import walk as walking
from zhurnal.notices.actions.walk import show_since, walk
from zhurnal.notices.models import Event, LedgerCursor
from zhurnal.notices.worker import work

pytestmark = pytest.mark.django_db


def test_a_mark_is_one_event_of_its_pupil(school, clock):
    put(school, "5")
    assert walk(clock.now) == 1
    event = Event.objects.get()
    assert (event.kind, event.before, event.after) == ("mark", "", "5")
    assert (event.person, event.course) == (school.child, school.algebra_7a)
    assert event.lesson == school.lesson(school.algebra_7a, DAY)


def test_what_is_read_is_not_read_again(school, clock):
    put(school, "5")
    assert (walk(clock.now), walk(clock.now)) == (1, 0)
    assert len(events()) == 1


def test_changes_of_a_cell_within_the_quiet_time_are_one_event(school, clock):
    put(school, "4")
    walk(clock.now)
    clock.on(minutes=2)
    put(school, "5", seen=1)
    walk(clock.now)
    assert events() == [("mark", "", "5")]
    assert Event.objects.get().due_at == clock.now + dt.timedelta(minutes=10)


def test_a_change_after_that_is_another_event(school, clock):
    put(school, "4")
    work()
    clock.on(minutes=11)
    work()
    put(school, "5", seen=1)
    walk(clock.now)
    assert events() == [("mark", "", "4"), ("mark", "4", "5")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("н", [("absence", "", "1")]),
        ("5 оп5", [("mark", "", "5")]),
        ("5/4", [("mark", "", "5/4")]),
        ("б", []),
        ("оп10", []),
    ],
)
def test_mark_and_absence_of_a_cell_are_told_of_apart(school, clock, text, found):
    put(school, text)
    walk(clock.now)
    assert events() == found


def test_a_cancelled_lesson_concerns_everybody_in_its_course(school, clock):
    lesson = school.lesson(school.algebra_7a, "2026-03-16")
    cancel_lessons(actor=school.deputy, school=school.school, lessons=[lesson.pk], reason="Карантин")
    walk(clock.now)
    event = Event.objects.get(kind="lesson")
    assert (event.person, event.course, event.lesson) == (None, school.algebra_7a, lesson)
    assert (event.aspect, event.before, event.after) == ("held", "1", "")


def test_an_installation_begins_at_the_end_of_its_ledger(cast, clock):
    put(cast, "5")
    work()
    assert events() == []
    put(cast, "4", pupil=cast.pupils_7a[0])
    work()
    assert events() == [("mark", "", "4")]
    assert clock.now


def test_what_was_brought_along_is_shown_and_nobody_is_told_of_it(cast, clock):
    put(cast, "5")
    work()
    show_since(clock.now - dt.timedelta(days=1), clock.now)
    assert events() == [("mark", "", "5")]
    assert Event.objects.get().settled_at is not None


def line_of(number: int, value: str, cast, clock) -> Line:
    """A line with a number of its own, as a slow transaction on PostgreSQL leaves it behind."""
    column = cast.column(cast.algebra_7a, DAY)
    said = {"before": "", "after": value, "from": 0, "version": 1}
    entry = ledger.Entry("cell.set", f"cell:{cast.pupils_7a[number % 8].pk}:{column.pk}", said, uuid.uuid4())
    (record,) = ledger.build_lines(f"course:{9000 + number}", [(entry, ledger.Stamp(None, "", clock.now))])
    return Line.objects.create(pk=number, **record._asdict())


def test_the_walk_waits_in_front_of_a_hole_for_what_may_be_committed_late(school, clock):
    last = LedgerCursor.objects.get().line_id
    line_of(last + 2, "5", school, clock)
    assert walk(clock.now) == 0
    line_of(last + 1, "4", school, clock)
    assert walk(clock.now) == 2
    assert [after for _, _, after in events()] == ["4", "5"]


def test_it_does_not_wait_for_ever(school, clock):
    last = LedgerCursor.objects.get().line_id
    line_of(last + 2, "5", school, clock)
    clock.on(minutes=11)
    assert walk(clock.now) == 1


def test_a_line_whose_thing_is_gone_stops_nobody(school, clock):
    gone = [
        ledger.Entry("cell.set", "cell:999999:999999", {"before": "", "after": "5"}),
        ledger.Entry("homework.set", "lesson:999999", {"before": None, "after": {"text": "§ 5"}}),
        ledger.Entry("entry.write", "entry:999999", {}),
        ledger.Entry("password.changed", "user:999999", {}),
        ledger.Entry(
            "period_mark.set", "period_mark:9999:9999:9999", {"before": None, "after": {"value": "5"}}
        ),
    ]
    ledger.append("course:77", gone, actor_id=None, actor_role="", at=clock.now)
    put(school, "5")
    assert walk(clock.now) == len(gone) + 1
    assert events() == [("mark", "", "5")]


@pytest.mark.usefixtures("school")
def test_a_forgotten_line_tells_nothing(clock):
    last = LedgerCursor.objects.get().line_id
    entry = ledger.Entry("cell.set", "cell:1:1", {"before": "", "after": "5"})
    (record,) = ledger.build_lines("course:77", [(entry, ledger.Stamp(None, "", clock.now))])
    Line.objects.create(pk=last + 1, **record._replace(payload=None, salt=None)._asdict())
    assert walk(clock.now) == 1
    assert events() == []


def test_the_walk_costs_the_same_for_one_line_and_for_many(school, clock, django_assert_max_num_queries):
    for pupil in school.pupils_7a[:5]:
        put(school, "5", pupil=pupil)
    with django_assert_max_num_queries(16):
        assert walk(clock.now) == 5


def test_a_long_ledger_is_walked_in_steps(school, clock, monkeypatch):
    monkeypatch.setattr(walking, "BATCH", 2)
    for pupil in school.pupils_7a[:5]:
        put(school, "5", pupil=pupil)
    assert work(clock.now).lines == 5
