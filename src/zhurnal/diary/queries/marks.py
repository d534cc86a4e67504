"""Tab «Оценки», simple: a subject in a row, a period in a column, the marks in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.diary.queries.finals import NO_FINAL, NO_YEAR, Final, Finals, YearFinal, finals_of
from zhurnal.diary.queries.signs import Sign, runs, signs_of
from zhurnal.diary.queries.trends import SubjectTrend, trends_of
from zhurnal.diary.queries.written import written_year
from zhurnal.journal.queries.periods import year_periods
from zhurnal.journal.queries.rules import rules_for
from zhurnal.school.models import CourseMembership, Subject
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.sums import Where
    from zhurnal.school.models import StudyPeriod


class Course(NamedTuple):
    """A course of the pupil in the year."""

    pk: int
    subject_id: int
    subject: str
    kind: str
    grade: int
    scale: str

    def rules(self, policy_id: int | None) -> Rules:
        """The rules of the course under a version of the school's."""
        return rules_for(policy_id, self.grade, self.subject, self.scale)


class Cell(NamedTuple):
    """A subject in a period."""

    signs: list[Sign]
    final: Final

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there yet."""
        return not self.signs and self.final == NO_FINAL


class Row(NamedTuple):
    """A subject with a cell for each period; `course` is the pupil's latest of the subject."""

    subject: str
    course: int
    cells: list[Cell]
    year: YearFinal = NO_YEAR
    trend: SubjectTrend | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The subjects that are marked by one kind of period: quarters, half-years."""

    kind_name: str
    periods: list[StudyPeriod]
    rows: list[Row]

    def opens(self, frame: Frame) -> list[int]:
        """The numbers of the periods whose averages open their arithmetic to the reader, 0 for others."""
        return [period.pk if frame.sees_whole(period) else 0 for period in self.periods]

    def is_empty(self, column: int) -> bool:
        """Whether nothing stands in the column of a period yet."""
        return all(row.cells[column].is_empty for row in self.rows)

    @property
    def has_year(self) -> bool:
        """Whether the year has come to anything in one of the subjects."""
        return any(row.year != NO_YEAR for row in self.rows)

    @property
    def has_places(self) -> bool:
        """Whether a place stands anywhere."""
        return any(row.year.place or any(cell.final.place for cell in row.cells) for row in self.rows)


def courses_of(frame: Frame) -> list[Course]:
    """The marked courses of the pupil in the year, in the order of the subjects. One query."""
    until = frame.last_visible_day or dt.date.max
    rows = _courses(pupil=frame.pupil.pk, year=frame.year.pk, until=until)
    return [Course(*row) for row in dict.fromkeys(rows)]


@prepared(pupil=int, year=int, until=dt.date)
def _courses(pupil: int, year: int, until: dt.date) -> QuerySet[Any, Any]:
    member = CourseMembership.objects.filter(pupil=pupil, course__year=year, valid_from__lte=until)
    marked = member.exclude(course__subject__scale=Subject.Scale.NONE)
    return marked.order_by("course__subject__position", "course__subject__name", "course_id").values_list(
        "course_id", "course__subject_id", "course__subject__name", "course__period_kind", "course__grade",
        "course__subject__scale",
    )  # fmt: skip


def simple_marks(frame: Frame) -> list[Table]:
    """All marks of the year. At most seven queries."""
    periods, courses = year_periods(frame.year.pk), courses_of(frame)
    used = {course.kind for course in courses}
    finals = finals_of(frame, [one for one in periods if one.period.kind in used], courses)
    by_kind = {kind: list(spans) for kind, spans in groupby(periods, key=lambda one: one.period.kind)}
    year = written_year(frame, courses, by_kind)
    signs, trends = signs_of(year), trends_of(year)
    return [
        _table(
            [one.period for one in by_kind[kind]], [course for course in courses if course.kind == kind],
            signs, finals, trends,
        )
        for kind in by_kind
        if kind in used
    ]  # fmt: skip


def _table(
    periods: list[StudyPeriod],
    courses: Iterable[Course],
    signs: dict[Where, list[Sign]],
    finals: Finals,
    trends: dict[int, SubjectTrend],
) -> Table:
    subjects = {course.subject_id: course for course in courses}
    rows = [
        Row(
            course.subject,
            course.pk,
            [Cell(runs(signs[pk, one.pk]), finals.periods.get((pk, one.pk), NO_FINAL)) for one in periods],
            finals.years.get(pk, NO_YEAR),
            trends.get(pk),
        )
        for pk, course in subjects.items()
    ]
    return Table(periods[0].get_kind_display(), periods, rows)
