"""What another plan in the place of the present one would do, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.planning import LessonFacts, lay_out
from zhurnal.journal.actions.plan_facts import matched, row_of, topics_of
from zhurnal.journal.plan_rows import PlanRow, same_text, state_of
from zhurnal.journal.queries.plan import Dated, dated_lessons

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.journal.actions.plan_facts import Kept

NEW, CHANGED = "new", "changed"


class PreviewRow(NamedTuple):
    """A row of the plan to come: the day of its lesson, whether it was taught then, whether it is news."""

    number: int
    row: PlanRow
    date: dt.date | None
    taught: bool
    news: str


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What would become of a plan.

    `unlinked`: lessons taught whose topic goes; `own`: lessons written down that would be no topic of the plan;
    `lessons`: how many the year has.
    """

    rows: list[PreviewRow]
    made: int
    changed: int
    dropped: list[PlanRow]
    unlinked: int
    own: int
    lessons: int
    state: str


def preview(course_id: int, rows: Sequence[PlanRow]) -> PlanPreview:
    """Tell what replacing the plan of a course by `rows` would do. Two queries."""
    topics, dated = topics_of(course_id), dated_lessons(course_id)
    kept = matched(topics, rows)
    facts = _renumbered(dated, kept)
    days = _days(facts, len(rows))
    taught = {one.topic for one in facts if not one.cancelled}
    shown = [
        PreviewRow(number, one.row, days.get(number), number in taught, _news(one))
        for number, one in enumerate(kept, 1)
    ]
    going_on = {one.topic.pk for one in kept if one.topic is not None}
    dropped = [topic for topic in topics if topic.pk not in going_on]
    gone = {topic.number for topic in dropped}
    held = [one for one in facts if not one.cancelled]
    return PlanPreview(
        rows=shown,
        made=sum(row.news == NEW for row in shown),
        changed=sum(row.news == CHANGED for row in shown),
        dropped=[row_of(topic) for topic in dropped],
        unlinked=sum(one.topic in gone for one in dated.facts),
        own=sum(one.recorded and one.topic is None for one in held),
        lessons=len(held),
        state=state_of(row_of(topic) for topic in topics),
    )


def _renumbered(dated: Dated, kept: Sequence[Kept]) -> list[LessonFacts]:
    """The lessons as the new plan would have them: topics under their new numbers, texts recognised."""
    numbers = {one.topic.number: number for number, one in enumerate(kept, 1) if one.topic is not None}
    found = [lesson._replace(topic=numbers.get(lesson.topic or 0)) for lesson in dated.facts]
    taught = {lesson.topic for lesson in found}
    free: dict[str, list[int]] = {}
    for number, one in enumerate(kept, 1):
        if number not in taught:
            free.setdefault(same_text(one.row.text), []).append(number)
    for at, (lesson, texts) in enumerate(zip(found, dated.texts, strict=True)):
        if lesson.recorded and lesson.topic is None and (same := free.get(same_text(texts[2]))):
            found[at] = lesson._replace(topic=same.pop(0))
    return found


def _days(lessons: Sequence[LessonFacts], count: int) -> dict[int, dt.date]:
    """For each topic the day of the lesson in which it was taught, or into which it falls."""
    dates = {one.lesson: one.date for one in lessons}
    coming = {topic: dates[pk] for pk, topic in lay_out(lessons, range(1, count + 1)).topics.items()}
    return coming | {one.topic: one.date for one in lessons if one.topic is not None and not one.cancelled}


def _news(kept: Kept) -> str:
    if kept.topic is None:
        return NEW
    return "" if row_of(kept.topic) == kept.row else CHANGED
