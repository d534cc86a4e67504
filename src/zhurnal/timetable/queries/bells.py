"""When the bells of a school ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.timetable.models import Bell

if TYPE_CHECKING:
    import datetime as dt


class Bells:
    """The bells of a school. One query; where none rings, lessons of one shift and number meet."""

    def __init__(self, school_id: int) -> None:
        self._rows = list(Bell.objects.filter(schedule__school=school_id).select_related("schedule"))
        self._known: dict[tuple[int, int, dt.date, int], Bell | None] = {}

    def span(self, grade: int, shift: int, day: dt.date, number: int) -> tuple[int, int]:
        """From when to when a lesson lasts, in minutes of the day; lessons meet where these overlap."""
        bell = self._bell(grade, shift, day, number)
        if bell is not None:
            return _minutes(bell.starts), _minutes(bell.ends)
        start = 10_000 * shift + 100 * number
        return start, start + 1

    def rings(self, grade: int, shift: int, day: dt.date, number: int) -> dt.time | None:
        """The bell to a lesson, where one rings."""
        bell = self._bell(grade, shift, day, number)
        return bell.starts if bell else None

    def _bell(self, grade: int, shift: int, day: dt.date, number: int) -> Bell | None:
        key = (grade, shift, day, number)
        if key not in self._known:
            self._known[key] = self._found(grade, shift, day, number)
        return self._known[key]

    def _found(self, grade: int, shift: int, day: dt.date, number: int) -> Bell | None:
        for bell in self._rows:
            plan = bell.schedule
            for_grade = plan.first_grade <= grade <= plan.last_grade
            if bell.number == number and plan.shift == shift and for_grade and plan.holds_on(day):
                return bell
        return None


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
