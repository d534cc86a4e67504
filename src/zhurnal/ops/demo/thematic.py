"""Thematic plans: what the topics of the year were to be when it began, laid over the lessons that are held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.audit.ledger import Stamp
from zhurnal.journal.history_plans import plan_entry, told
from zhurnal.journal.plan_rows import PlanRow, state_of
from zhurnal.ops.demo.clock import FIRST_YEAR, at
from zhurnal.ops.demo.curriculum import homework_text
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.works import CONTROLS, homework_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from zhurnal.audit.ledger import Entry
    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.curriculum import Topic
    from zhurnal.ops.demo.ground import Ground
    from zhurnal.ops.demo.lessons import LessonFacts

BROUGHT = at(dt.date(FIRST_YEAR, 9, 1), 15, 30)


@dataclass
class Thematic:
    """A plan: its rows with their numbers in the table, which topic a lesson is, and the line that tells of it."""

    author: int = 0
    rows: list[tuple[int, PlanRow]] = field(default_factory=list)
    by_lesson: dict[int, int] = field(default_factory=dict)
    line: tuple[Entry, Stamp] | None = None


def draw_plan(
    ground: Ground, course: TaughtCourse, held: Sequence[LessonFacts], topics: Sequence[Topic]
) -> Thematic:
    """A topic for each lesson that is held; teachers write the year's down in this order."""
    draft = course.draft
    chance = dice("plan", ground.school, *draft.classes, draft.slug, draft.part)
    drawn = Thematic(ground.teacher_ids[course.held_by(BROUGHT.date())])
    for place, (lesson, topic) in enumerate(zip(held, topics, strict=True)):
        pk, ground.next_topic = ground.next_topic, ground.next_topic + 1
        drawn.rows.append((pk, _row(course, topic, place, chance)))
        drawn.by_lesson[lesson.pk] = pk
    rows = [row for _pk, row in drawn.rows]
    entry = plan_entry(
        course.row.pk, "replace", state=state_of(rows), before=[], after=told(rows), source="", linked=0
    )
    drawn.line = (entry, Stamp(drawn.author, Role.TEACHER.value, BROUGHT))
    return drawn


def _row(course: TaughtCourse, topic: Topic, place: int, chance: Random) -> PlanRow:
    slug = course.draft.slug
    is_set = chance.random() < homework_share(slug, course.grade) and course.grade > 1
    homework = homework_text(chance, slug, place) if is_set and topic.kind not in CONTROLS else ""
    return PlanRow(topic.text, homework=homework, control=topic.text if topic.kind in CONTROLS else "")
