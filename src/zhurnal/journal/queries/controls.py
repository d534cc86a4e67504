"""What speaks against a control work on a day: another one for the same pupils, too many in the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.journal.queries.class_controls import (
    ControlShare,
    control_share,
    control_works,
    courses_beside,
)

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.queries.class_controls import ControlWork
    from zhurnal.school.models import Course


class ControlLoad(NamedTuple):
    """Control works of other subjects that the same classes have on the day, and the course's share of the year.

    `is_crowded`: with one of this course there would be two on the day.
    """

    others: list[ControlWork]
    share: ControlShare

    @property
    def is_crowded(self) -> bool:
        """Whether the class writes one in another subject already: no more than one a day (domain.md §3.2)."""
        return bool(self.others)


def control_load(course: Course, day: dt.date) -> ControlLoad:
    """What a control work of the course on a day meets. Two queries."""
    works = control_works(courses_beside(course), day, day)
    others = [work for work in works if work.subject_id != course.subject_id]
    return ControlLoad(others, control_share(course))
