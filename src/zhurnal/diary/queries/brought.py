"""Marks that a pupil brought along into a period: from another school, or from the course left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.diary.queries.carried import carried_between
from zhurnal.diary.words import weight_text
from zhurnal.journal.models import ExternalMark
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod


class Brought(NamedTuple):
    """«5, Контрольная работа ×2, из школы № 5», of a day."""

    text: str
    date: dt.date
    weight: str
    is_control: bool
    title: str
    source: str

    @property
    def about(self) -> str:
        """«Контрольная работа ×2, школа № 5»."""
        return ", ".join(part for part in (f"{self.title} {self.weight}".strip(), self.source) if part)


def brought_into(frame: Frame, found: CoursePeriod, courses: Collection[Course]) -> dict[int, list[Brought]]:
    """By subject, in the order of days. One query, two more where the pupil changed the course.

    What went along from one course of a subject into another stands in the lessons of the former.
    """
    subjects, period = {course.pk: course.subject_id for course in courses}, found.period.pk
    rows = [row for row in _brought(pupil=frame.pupil.pk, period=period) if row[0] in subjects]
    last = frame.last_visible_day
    twice = _carried(rows, subjects, period, frame.pupil.pk)
    scales = {course.pk: course.rules(found.policy_id).scale.code for course in courses} if rows else {}
    brought: dict[int, list[Brought]] = {}
    for course, position, value, date, weight, is_control, title, source in rows:
        if (course, date, position) not in twice and (last is None or date <= last):
            text = text_of(Standing(value), scales[course])
            one = Brought(text, date, weight_text(weight), is_control, title, source)
            brought.setdefault(subjects[course], []).append(one)
    return brought


def _carried(
    rows: Iterable[tuple[Any, ...]], subjects: dict[int, int], period: int, pupil: int
) -> set[tuple[int, dt.date, int]]:
    touched = {subjects[row[0]] for row in rows}
    same = {course: subject for course, subject in subjects.items() if subject in touched}
    if len(same) == len(touched):
        return set()
    return {(one.course_id, one.date, one.position) for one in carried_between(same, [period], [pupil])}


@prepared(pupil=int, period=int)
def _brought(pupil: int, period: int) -> QuerySet[Any, Any]:
    rows = ExternalMark.objects.filter(pupil=pupil, period=period, value__isnull=False)
    return rows.order_by("date", "position").values_list(
        "course_id", "position", "value", "date", "weight", "is_control", "title", "source"
    )
