"""Marks of a course: who is marked in a lesson, with what, and when the teacher writes it down."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhurnal.ops.demo.ability import mark_of, severity
from zhurnal.ops.demo.attempts import FAILED
from zhurnal.ops.demo.curriculum import texts
from zhurnal.ops.demo.habits import Habit
from zhurnal.ops.demo.works import DOUBLE, DOUBLE_SUBJECTS, coverage

if TYPE_CHECKING:
    from random import Random

    from zhurnal.ops.demo.attempts import Attempts
    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.ground import Agenda, AtWork, Ground
    from zhurnal.ops.demo.page import Column, Page
    from zhurnal.ops.demo.works import WorkDraft

CORRECTED, COMMENTED = 0.012, 0.03
BY_SUBSTITUTE, BY_LAZY = 0.4, 0.25
# Who has few marks is asked first; with this much chance.
SPREAD = 2.5
BEST = 5


@dataclass
class Marking:
    """The marks of a course."""

    ground: Ground
    course: TaughtCourse
    page: Page
    agenda: Agenda
    chance: Random
    attempts: Attempts
    counts: Counter[tuple[int, int]] = field(default_factory=Counter)  # by pupil, period

    def __post_init__(self) -> None:
        draft = self.course.draft
        self.slug = draft.slug
        self.severity = severity(self.ground.school, self.course.teacher, draft.slug, self.course.grade)
        first, *_, last = self.ground.periods[self.course.row.period_kind]
        self.starts, self.days = first.starts, (last.ends - first.starts).days

    def mark(self, at_work: AtWork, works: list[tuple[WorkDraft, Column]], there: list[int]) -> None:
        """Mark the works of a lesson."""
        for draft, column in works:
            share = coverage(draft, self.course.draft.hours, beside=len(works) > 1)
            if not at_work.own:
                share *= BY_SUBSTITUTE
            if at_work.habit is Habit.FEW_MARKS and draft.kind != "control":
                share *= BY_LAZY
            count = round(len(there) * share + self.chance.random() - 0.5)
            moment = at_work.writing.moment(taken_home=draft.is_written)
            if moment is not None:
                self._mark_column(at_work, draft, column, self._chosen(column, there)[:count], moment)

    def _chosen(self, column: Column, there: list[int]) -> list[int]:
        def turn(pupil: int) -> float:
            return self.counts[pupil, column.period] + SPREAD * self.chance.random()

        return sorted(there, key=turn)

    def _mark_column(
        self, at_work: AtWork, draft: WorkDraft, column: Column, pupils: list[int], moment: dt.datetime
    ) -> None:
        for pupil in pupils:
            moment = min(moment + dt.timedelta(seconds=self.chance.randint(2, 9)), at_work.writing.last)
            self.counts[pupil, column.period] += 1
            marks = self._marks(at_work.lesson.date, draft, pupil)
            final = moment
            if wrong := self._correction(at_work, moment):
                first = marks[0] + 1 if marks[0] < BEST else BEST - 1
                self._put(at_work, column, pupil, moment, (first, *marks[1:]))
                final = wrong
            self._put(at_work, column, pupil, final, marks, self._comment(draft.kind))
            if marks == (FAILED,):
                level = self._level(at_work.lesson.date, pupil)
                self.attempts.resit(at_work, draft, column, pupil, final, level)

    def _put(  # noqa: PLR0917 -- what a mark consists of
        self, at_work: AtWork, column: Column, pupil: int, moment: dt.datetime, marks: tuple[int, ...],
        comment: str = "",
    ) -> None:  # fmt: skip
        who = self.ground.pupil_ids[pupil]
        self.agenda.add(moment, self.page.mark, moment, at_work.author, column, who, marks, comment)

    def _correction(self, at_work: AtWork, moment: dt.datetime) -> dt.datetime | None:
        """When a mark that was wrong at first is set right; as a rule it was not wrong."""
        if self.chance.random() > CORRECTED:
            return None
        later = dt.timedelta(days=self.chance.randint(0, 6), minutes=self.chance.randint(1, 50))
        return moment + later if at_work.own and moment + later <= at_work.writing.last else None

    def _marks(self, day: dt.date, draft: WorkDraft, pupil: int) -> tuple[int, ...]:
        level = self._level(day, pupil)
        first = mark_of(self.chance, level, draft.kind)
        if draft.kind in DOUBLE and self.slug in DOUBLE_SUBJECTS:
            return first, mark_of(self.chance, level, draft.kind)
        return (first,)

    def _level(self, day: dt.date, pupil: int) -> float:
        passed = (day - self.starts).days / self.days
        return self.ground.abilities.level(pupil, self.slug, passed) + self.severity

    def _comment(self, kind: str) -> str:
        if self.chance.random() > COMMENTED:
            return ""
        comments = texts("comments")
        return self.chance.choice(comments.get(kind) or comments["answer"])
