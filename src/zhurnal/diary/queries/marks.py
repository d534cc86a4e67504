"""Tab «Оценки», simple: a subject in a row, a period in a column, the marks in order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.calendar import period_containing
from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.queries.finals import NO_FINAL, Final, Where, finals_of
from zhurnal.diary.queries.lessons import mark_text
from zhurnal.diary.words import NORMAL_WEIGHT, weight_text
from zhurnal.journal.models import Absence, Mark
from zhurnal.people.prepared import prepared
from zhurnal.school.models import CourseMembership, StudyPeriod, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame


# No lesson has so many columns of marks.
_AFTER_MARKS = 1000


class Course(NamedTuple):
    """A course of the pupil in the year."""

    pk: int
    subject_id: int
    subject: str
    kind: str


class Sign(NamedTuple):
    """A mark that wants to be seen, of a control work or another weight; or a run of others: «5 4», «н н»."""

    text: str
    kind: str = "ordinary"
    about: str = ""
    weight: str = ""


class Cell(NamedTuple):
    """A subject in a period."""

    signs: list[Sign]
    final: Final

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there yet."""
        return not self.signs and self.final == NO_FINAL


class Row(NamedTuple):
    """A subject with a cell for each period."""

    subject: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The subjects that are marked by one kind of period: quarters, half-years."""

    kind_name: str
    periods: list[StudyPeriod]
    rows: list[Row]

    def is_empty(self, column: int) -> bool:
        """Whether nothing stands in the column of a period yet."""
        return all(row.cells[column].is_empty for row in self.rows)


def periods_of(frame: Frame) -> list[StudyPeriod]:
    """All periods of the year, of every kind. One query."""
    return [StudyPeriod(*row) for row in _periods(year=frame.year.pk)]


@prepared(year=int)
def _periods(year: int) -> QuerySet[Any, Any]:
    return StudyPeriod.objects.filter(year=year).order_by("kind", "number").values_list()


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
        "course_id", "course__subject_id", "course__subject__name", "course__period_kind"
    )


def simple_marks(frame: Frame) -> list[Table]:
    """All marks of the year. At most seven queries."""
    periods, courses = periods_of(frame), courses_of(frame)
    used = {course.kind for course in courses}
    finals = finals_of(frame, [period for period in periods if period.kind in used])
    by_kind = {kind: list(spans) for kind, spans in groupby(periods, key=lambda period: period.kind)}
    signs = _signs(frame, courses, by_kind)
    return [
        _table(by_kind[kind], [course for course in courses if course.kind == kind], signs, finals)
        for kind in by_kind
        if kind in used
    ]


def _table(
    periods: list[StudyPeriod],
    courses: Iterable[Course],
    signs: dict[Where, list[Sign]],
    finals: dict[Where, Final],
) -> Table:
    subjects = {course.subject_id: course.subject for course in courses}
    rows = [
        Row(name, [Cell(_runs(signs[pk, one.pk]), finals.get((pk, one.pk), NO_FINAL)) for one in periods])
        for pk, name in subjects.items()
    ]
    return Table(periods[0].get_kind_display(), periods, rows)


def _signs(
    frame: Frame, courses: Sequence[Course], periods: dict[str, list[StudyPeriod]]
) -> dict[Where, list[Sign]]:
    """Marks and absences by subject and period, in the order of the lessons. Two queries."""
    by_pk = {course.pk: course for course in courses}
    period_on = cache(lambda kind, date: period_containing(date, periods[kind]))
    found = defaultdict(list)
    for course_pk, date, _number, _position, sign in sorted(_dated(frame), key=itemgetter(1, 2, 3)):
        course = by_pk.get(course_pk)
        period = period_on(course.kind, date) if course else None
        if course and period:
            found[course.subject_id, period.pk].append(sign)
    return found


def _dated(frame: Frame) -> Iterable[tuple[int, dt.date, int, int, Sign]]:
    """(course, date, lesson number, position, sign); a lateness stands after the marks of its lesson."""
    until = frame.last_visible_day or frame.year.ends
    where = {"pupil": frame.pupil.pk, "starts": frame.year.starts, "ends": until}
    for course, date, number, position, *mark in _marks(**where):
        yield course, date, number, position, _sign(*mark)
    for course, date, number, code, minutes in _absences(**where):
        yield course, date, number, _AFTER_MARKS, Sign(cell_text((), code, minutes), "absence")


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _marks(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    lesson = "work__lesson__"
    rows = Mark.objects.filter(**{
        "pupil": pupil, "value__isnull": False, f"{lesson}date__gte": starts, f"{lesson}date__lte": ends
    })  # fmt: skip
    return rows.values_list(
        f"{lesson}course_id", f"{lesson}date", f"{lesson}number", "work__position", "value", "second",
        "work__weight", "work__kind__is_control", "work__kind__name", "work__title",
    )  # fmt: skip


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _absences(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    rows = Absence.objects.filter(pupil=pupil, lesson__date__gte=starts, lesson__date__lte=ends, code__gt="")
    return rows.values_list("lesson__course_id", "lesson__date", "lesson__number", "code", "minutes")


def _sign(value: int, second: int | None, weight: int, is_control: bool, kind: str, title: str) -> Sign:  # noqa: FBT001, PLR0917 -- the columns of a row
    text = mark_text(value, second)
    if weight == NORMAL_WEIGHT and not is_control:
        return Sign(text)
    shown = weight_text(weight)
    return Sign(text, "control" if is_control else "weighted", f"{title or kind} {shown}".rstrip(), shown)


def _runs(signs: Iterable[Sign]) -> list[Sign]:
    """Neighbours without a story joined: the page has a part for each thing to see, not for each mark."""
    runs: list[Sign] = []
    for sign in signs:
        if runs and not sign.about and (last := runs[-1]).kind == sign.kind:
            runs[-1] = Sign(f"{last.text} {sign.text}", sign.kind)
        else:
            runs.append(sign)
    return runs
