"""What comes after a written work: points for who has missed it, and re-sits of who has failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhurnal.ops.demo.ability import mark_of
from zhurnal.ops.demo.clock import DAY, NOW, at
from zhurnal.ops.demo.rules import POINT_DAYS
from zhurnal.ops.demo.works import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from zhurnal.ops.demo.ground import Agenda, AtWork, Ground
    from zhurnal.ops.demo.page import Column, Page
    from zhurnal.ops.demo.works import WorkDraft

# Of those who missed a work, how many are waited for, and how many of these hand it in.
WAITED_FOR, HANDED_IN = 0.6, 0.75
RESAT, FAILED = 0.4, 2
ATTEMPTED = CONTROLS | {"independent", "test"}


@dataclass
class Attempts:
    """Of a course. A dice of their own: nothing else is moved by them."""

    ground: Ground
    page: Page
    agenda: Agenda
    chance: Random

    def wait(self, at_work: AtWork, draft: WorkDraft, column: Column, absent: Iterable[int]) -> None:
        """Points stand in further columns: in the ordinary one absence says it all."""
        if not (at_work.own and draft.is_written and column.position > 1):
            return
        for pupil in absent:
            if self.chance.random() < WAITED_FOR:
                self._wait(at_work, column, self.ground.pupil_ids[pupil])

    def resit(  # noqa: PLR0917 -- what a re-sit consists of
        self, at_work: AtWork, draft: WorkDraft, column: Column, pupil: int, given: dt.datetime, level: float
    ) -> None:  # fmt: skip
        """A failed work is sat again some days after its mark, a little better as a rule."""
        later = self._some_days_after(given, 3, 9)
        if (
            draft.kind in ATTEMPTED
            and at_work.own
            and self.chance.random() < RESAT
            and later <= at_work.writing.last
        ):
            mark = max(FAILED, mark_of(self.chance, level + 1, draft.kind))
            who = self.ground.pupil_ids[pupil]
            self.agenda.add(later, self.page.resit, later, at_work.author, column, who, mark)

    def _wait(self, at_work: AtWork, column: Column, pupil: int) -> None:
        author, end = at_work.author, at_work.writing.last
        noted = self._some_days_after(at_work.lesson.ends, 0, 1)
        last = at_work.lesson.date + POINT_DAYS * DAY
        handed_in = self._some_days_after(noted, 2, 10)
        night = at(last + DAY, 1, 15)
        comes = self.chance.random() < HANDED_IN
        # No point outlives its period: none is put that could not be settled in it.
        if noted > end or (end < NOW and (handed_in if comes else night) > end):
            return
        self.agenda.add(noted, self.page.point, noted, author, column, pupil)
        if comes and handed_in <= end:
            mark = self.chance.choice((3, 4, 4, 5))
            self.agenda.add(handed_in, self.page.mark, handed_in, author, column, pupil, (mark,))
        elif not comes and night <= end:
            self.agenda.add(night, self.page.settle, night, column, pupil, last)

    def _some_days_after(self, moment: dt.datetime, fewest: int, most: int) -> dt.datetime:
        return moment + dt.timedelta(
            days=self.chance.randint(fewest, most), minutes=self.chance.randint(5, 50)
        )
