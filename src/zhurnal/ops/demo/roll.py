"""Who is there: the roll of a lesson, absences, lateness."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhurnal.ops.demo.habits import Habit
from zhurnal.ops.demo.page import TextRow

if TYPE_CHECKING:
    from random import Random

    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.ground import Agenda, AtWork, Ground
    from zhurnal.ops.demo.page import Column, Page

LATE_TO_FIRST, LATE_TO_OTHERS = 0.012, 0.003
FORGOTTEN, RESOLVED_LATER = 0.012, 0.25
LATE_MINUTES = (3, 5, 5, 5, 7, 10, 10, 15, None)
EXCUSED = frozenset({"б", "у"})


@dataclass
class Roll:
    """The roll of a course."""

    ground: Ground
    course: TaughtCourse
    page: Page
    agenda: Agenda
    chance: Random

    def call(self, at_work: AtWork, column: Column) -> list[int]:
        """Who is there, by index. Absence is noted where the teacher calls the roll."""
        lesson = at_work.lesson
        moment = at_work.writing.moment()
        if self.chance.random() < FORGOTTEN or at_work.neglects(Habit.NO_ROLL):
            moment = None
        if moment is not None:
            self.agenda.add(moment, self.page.roll, TextRow(lesson.pk, at_work.author, moment))
        there = []
        for pupil in self.members(lesson.date):
            code = self.ground.health[pupil].code(lesson.date, lesson.number)
            if not code:
                there.append(pupil)
            if moment is not None:
                self._note(at_work, column, pupil, code, moment)
        return there

    def members(self, day: dt.date) -> list[int]:
        """Who is taught in the course on a day, by index."""
        return [
            member.pupil
            for member in self.course.members
            if member.since <= day and (member.until is None or day <= member.until)
        ]

    def _note(self, at_work: AtWork, column: Column, pupil: int, code: str, moment: dt.datetime) -> None:
        minutes = None
        if not code:
            code, minutes = self._presence(at_work, pupil)
        if not code:
            return
        later = moment + dt.timedelta(days=self.chance.randint(1, 4), minutes=self.chance.randint(0, 59))
        resolved = code in EXCUSED and at_work.own and later <= at_work.writing.last
        if resolved and self.chance.random() < RESOLVED_LATER:
            self._put(at_work, column, pupil, moment, "н")
            self._put(at_work, column, pupil, later, code)
        else:
            self._put(at_work, column, pupil, moment, code, minutes)

    def _put(  # noqa: PLR0917 -- what a cell of attendance consists of
        self, at_work: AtWork, column: Column, pupil: int, moment: dt.datetime, code: str,
        minutes: int | None = None,
    ) -> None:  # fmt: skip
        who = self.ground.pupil_ids[pupil]
        self.agenda.add(moment, self.page.absence, moment, at_work.author, column, who, code, minutes)

    def _presence(self, at_work: AtWork, pupil: int) -> tuple[str, int | None]:
        """Exempt from sport, or late; as a rule neither."""
        lesson = at_work.lesson
        if self.course.draft.slug == "pe" and self.ground.health[pupil].is_exempt(lesson.date):
            return "осв", None
        late = LATE_TO_FIRST if lesson.number == 1 else LATE_TO_OTHERS
        if self.chance.random() < late:
            return "оп", self.chance.choice(LATE_MINUTES)
        return "", None
