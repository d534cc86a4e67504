"""The thematic plan of a course: replaced, copied, changed topic by topic.

Each verb asks for the state that the page has shown, so that two people do not write over one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.plan_facts import Kept, Written, link_taught, matched, row_of, topics_of, write
from zhurnal.journal.history_plans import plan_entry, told
from zhurnal.journal.models import LessonTopic, PlanTopic
from zhurnal.journal.plan_policies import plan_role
from zhurnal.journal.plan_rows import PlanRow, check, clean, state_of
from zhurnal.journal.plan_words import refused
from zhurnal.journal.sentences import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.access.roles import Role
    from zhurnal.people.models import User
    from zhurnal.school.models import Course


class Replaced(NamedTuple):
    """What became of a plan, and how many lessons taught were found in it."""

    written: Written
    linked: int


@transaction.atomic
def replace_plan(
    *, actor: User, course: Course, rows: Sequence[PlanRow], seen: str, source: str = "",
    taught_in_order: bool = False, day: dt.date | None = None,
) -> Replaced:  # fmt: skip
    """Put another plan in the place of what is there; topics of the same text stay themselves.

    `source` says where it came from, for the history. `taught_in_order`: lessons written down before there was a
    plan count as its first topics. Raises RefusedError: not_your_plan, plan_changed, topic_without_text,
    field_too_long, too_many_topics.
    """
    changing = _changing(actor, course, seen, day)
    wanted = [clean(row) for row in rows]
    before = changing.rows
    written = changing.write(matched(changing.topics, wanted))
    linked = link_taught(course.pk, in_order=taught_in_order)
    if wanted != before or linked:
        facts = {"before": told(before), "after": told(wanted), "source": source, "linked": linked}
        changing.tell("replace", wanted, **facts)
    return Replaced(written, linked)


def copy_plan(
    *, actor: User, course: Course, source: Course, seen: str, taught_in_order: bool = False,
    day: dt.date | None = None,
) -> Replaced:  # fmt: skip
    """Replace the plan by that of another course, which the actor may see (the policy gives it).

    Raises RefusedError: as `replace_plan` does; empty_source.
    """
    rows = [row_of(topic) for topic in topics_of(source.pk)]
    if not rows:
        raise refused("empty_source")
    return replace_plan(
        actor=actor, course=course, rows=rows, seen=seen, source=f"course:{source.pk}",
        taught_in_order=taught_in_order, day=day,
    )  # fmt: skip


@transaction.atomic
def edit_topic(
    *, actor: User, course: Course, number: int, row: PlanRow, seen: str, day: dt.date | None = None
) -> None:
    """Change what stands in a topic. Raises RefusedError: as `replace_plan` does; no_such_topic."""
    changing = _changing(actor, course, seen, day)
    at = changing.place(number)
    wanted = clean(row)
    before = changing.rows[at]
    if wanted == before:
        return
    kept = changing.kept
    kept[at] = Kept(kept[at].topic, wanted)
    changing.write(kept)
    changing.tell("edit", [one.row for one in kept], number=number, before=list(before), after=list(wanted))


@transaction.atomic
def insert_topic(
    *, actor: User, course: Course, number: int, row: PlanRow, seen: str, day: dt.date | None = None
) -> None:
    """Put a topic in the place `number`, by default after the last; the rest moves on by a lesson.

    Raises RefusedError: as `replace_plan` does; no_such_topic.
    """
    changing = _changing(actor, course, seen, day)
    kept = changing.kept
    if not 1 <= number <= len(kept) + 1:
        raise refused("no_such_topic", number=number)
    wanted = clean(row)
    kept.insert(number - 1, Kept(None, wanted))
    changing.write(kept)
    changing.tell("insert", [one.row for one in kept], number=number, before=None, after=list(wanted))


@transaction.atomic
def move_topic(
    *, actor: User, course: Course, number: int, to: int, seen: str, day: dt.date | None = None
) -> None:
    """Put a topic in another place. Raises RefusedError: not_your_plan, plan_changed, no_such_topic."""
    changing = _changing(actor, course, seen, day)
    at, target = changing.place(number), changing.place(to)
    if at == target:
        return
    kept = changing.kept
    moved = kept.pop(at)
    kept.insert(target, moved)
    changing.write(kept)
    changing.tell("move", [one.row for one in kept], number=number, to=to, after=list(moved.row))


@transaction.atomic
def delete_topic(*, actor: User, course: Course, number: int, seen: str, day: dt.date | None = None) -> None:
    """Take a topic that was not taught yet out of the plan; the rest moves up by a lesson.

    Raises RefusedError: not_your_plan, plan_changed, no_such_topic, topic_taught.
    """
    changing = _changing(actor, course, seen, day)
    kept = changing.kept
    gone = kept.pop(changing.place(number))
    taught = LessonTopic.objects.filter(plan_topic=gone.topic).select_related("lesson").first()
    if taught is not None:
        raise refused("topic_taught", number=number, day=day_text(taught.lesson.date))
    changing.write(kept)
    changing.tell("delete", [one.row for one in kept], number=number, before=list(gone.row), after=None)


class _Changing(NamedTuple):
    """One change at work: the chain of the course is held."""

    course: Course
    person_id: int
    role: Role
    opened: ledger.Opened
    topics: list[PlanTopic]

    @property
    def rows(self) -> list[PlanRow]:
        return [row_of(topic) for topic in self.topics]

    @property
    def kept(self) -> list[Kept]:
        """The plan as it stands, to be changed."""
        return [Kept(topic, row_of(topic)) for topic in self.topics]

    def place(self, number: int) -> int:
        if not 1 <= number <= len(self.topics):
            raise refused("no_such_topic", number=number)
        return number - 1

    def write(self, kept: Sequence[Kept]) -> Written:
        check([one.row for one in kept])
        at = self.course.year.school.now()
        return write(self.course.pk, self.topics, kept, self.person_id, at)

    def tell(self, did: str, rows: Sequence[PlanRow], **facts: Any) -> None:
        entry = plan_entry(self.course.pk, did, state=state_of(rows), **facts)
        stamp = ledger.Stamp(self.person_id, self.role.value, timezone.now())
        ledger.append_to(self.opened, [entry], stamp)


def _changing(actor: User, course: Course, seen: str, day: dt.date | None) -> _Changing:
    """Hold the chain, read the plan, refuse who may not change it or has seen another one."""
    opened = ledger.open_chain(history.course_chain(course.pk), ())
    person = actor.person_id or 0
    role = plan_role(person, course, day or course.year.school.today())
    if role is None:
        raise refused("not_your_plan")
    topics = topics_of(course.pk)
    if state_of(row_of(topic) for topic in topics) != seen:
        raise refused("plan_changed")
    return _Changing(course, person, role, opened, topics)
