"""The grid of a course and a period: five queries, plain values, made to be quick."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import IntegerField, Value

from zhurnal.calc.grading.average import Sums, average, display
from zhurnal.calc.grading.entry import cell_text
from zhurnal.journal.models import Absence, Average, Mark, PeriodMark, Work
from zhurnal.journal.queries.lengths import rounded
from zhurnal.journal.queries.pupils import pupils_of
from zhurnal.school.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.journal.queries.pupils import Pupil
    from zhurnal.school.models import Course, StudyPeriod


class Column(NamedTuple):
    """A column of marks. `weight` in hundredths; nothing can be typed where `cancelled` or `future`."""

    work_id: int
    lesson_id: int
    date: dt.date
    number: int
    position: int
    kind: str
    kind_short: str
    weight: int
    title: str
    is_control: bool
    cancelled: bool
    future: bool
    first_of_month: bool


class CellView(NamedTuple):
    """What stands in a cell and the version that a change of it must name; ("", 0): never anything."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil's row: a cell for each column, None where the pupil was not in the course on that day."""

    pupil_id: int
    name: str
    note: str
    cells: list[CellView | None]
    average: str
    count: int
    period_mark: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of the journal. `months` are (first day shown, how many columns)."""

    columns: list[Column]
    months: list[tuple[dt.date, int]]
    rows: list[Row]


_COLUMN_FIELDS = (
    "pk", "lesson_id", "lesson__date", "lesson__number", "position", "kind__name", "kind__short_name",
    "weight", "title", "kind__is_control", "lesson__cancellation__pk",
)  # fmt: skip
EMPTY = CellView("", 0)
# A pupil's average («4,33»), the count of marks in it, and the mark for the period.
Result = tuple[str, int, str]
NO_RESULT: Result = ("", 0, "")
NO_SIGN: tuple[str, int | None, int] = ("", None, 0)
Cells = dict[int, dict[int, CellView]]  # by pupil, then by column


def grid(course: Course, period: StudyPeriod, today: dt.date) -> Grid:
    """Read the sheet of a course for a period. Five queries, whatever the size of the class."""
    columns = columns_of(course, period.starts, period.ends, today)
    pupils = pupils_of(course, period.starts, period.ends)
    cells = cells_of(columns)
    results = results_of(course, period.pk)
    rows = [
        Row(
            pupil.id,
            pupil.name,
            pupil.note(period.starts, period.ends, today),
            row_of(pupil, cells.get(pupil.id, {}), columns),
            *results.get(pupil.id, NO_RESULT),
        )
        for pupil in pupils
    ]
    return Grid(columns, _months(columns), rows)


def columns_of(course: Course, first: dt.date, last: dt.date, today: dt.date) -> list[Column]:
    """The columns of the course's lessons from `first` to `last`, in order. One query."""
    return _as_columns(_columns_between(course=course.pk, first=first, last=last), today)


def columns_of_lesson(lesson_id: int, today: dt.date) -> list[Column]:
    """The columns of one lesson. One query."""
    return _as_columns(_columns_in(lesson=lesson_id), today)


@prepared(course=int, first=dt.date, last=dt.date)
def _columns_between(course: int, first: dt.date, last: dt.date) -> QuerySet[Any, Any]:
    works = Work.objects.filter(lesson__course=course, lesson__date__gte=first, lesson__date__lte=last)
    return works.order_by("lesson__date", "lesson__number", "position").values_list(*_COLUMN_FIELDS)


@prepared(lesson=int)
def _columns_in(lesson: int) -> QuerySet[Any, Any]:
    return Work.objects.filter(lesson=lesson).order_by("position").values_list(*_COLUMN_FIELDS)


def _as_columns(rows: Iterable[Any], today: dt.date) -> list[Column]:
    columns: list[Column] = []
    month = 0
    for row in rows:
        date, cancellation = row[2], row[10]
        more = (cancellation is not None, date > today, date.month != month)
        columns.append(Column._make((*row[:10], *more)))
        month = date.month
    return columns


def cells_of(columns: Sequence[Column]) -> Cells:
    """What stands in the columns. Two queries."""
    found: Cells = defaultdict(dict)
    ordinary = {column.lesson_id: column.work_id for column in columns if column.position == 1}
    signs: dict[tuple[int, int], tuple[str, int | None, int]] = {}
    for lesson, pupil, code, minutes, version in _absences(lessons=rounded(ordinary)):
        work = ordinary[lesson]
        signs[work, pupil] = (code, minutes, version)
        found[pupil][work] = CellView(text_of(None, None, code, minutes), version)
    works = rounded([column.work_id for column in columns])
    for work, pupil, value, second, version in _marks(works=works):
        code, minutes, more = signs.get((work, pupil), NO_SIGN)
        found[pupil][work] = CellView(text_of(value, second, code, minutes), version + more)
    return found


@prepared(lessons=list[int])
def _absences(lessons: list[int]) -> QuerySet[Any, Any]:
    found = Absence.objects.filter(lesson__in=lessons)
    return found.values_list("lesson_id", "pupil_id", "code", "minutes", "version")


@prepared(works=list[int])
def _marks(works: list[int]) -> QuerySet[Any, Any]:
    found = Mark.objects.filter(work__in=works)
    return found.values_list("work_id", "pupil_id", "value", "second", "version")


def results_of(course: Course, period_id: int) -> dict[int, Result]:
    """Averages and period marks by pupil. One query."""
    results: dict[int, Result] = {}
    for pupil, weight, weighted, count, value in _results(course=course.pk, period=period_id):
        known_average, known_count, known_value = results.get(pupil, NO_RESULT)
        shown = display(average(Sums(weight, weighted, count))) or known_average
        results[pupil] = (shown, count or known_count, value or known_value)
    return results


@prepared(course=int, period=int)
def _results(course: int, period: int) -> QuerySet[Any, Any]:
    no_sum = Value(0, IntegerField())
    averages = Average.objects.filter(course=course, period=period)
    period_marks = PeriodMark.objects.filter(course=course, period=period)
    return averages.values_list("pupil_id", "weight", "weighted", "count", Value("")).union(
        period_marks.values_list("pupil_id", no_sum, no_sum, no_sum, "value"), all=True
    )


def row_of(pupil: Pupil, own: dict[int, CellView], columns: Sequence[Column]) -> list[CellView | None]:
    """A cell outside the pupil's days stays empty ground, but what stands there all the same is shown."""
    row: list[CellView | None] = [own.get(column[0], EMPTY) for column in columns]
    if columns and not (
        len(pupil.spans) == 1 and pupil.holds_on(columns[0].date) and pupil.holds_on(columns[-1].date)
    ):
        row = [
            cell if cell is not EMPTY or pupil.holds_on(column.date) else None
            for cell, column in zip(row, columns, strict=True)
        ]
    return row


def _months(columns: Sequence[Column]) -> list[tuple[dt.date, int]]:
    months = [list(group) for _, group in groupby(columns, key=lambda column: column.date.month)]
    return [(group[0].date, len(group)) for group in months]


@lru_cache(maxsize=4096)
def text_of(value: int | None, second: int | None, code: str, minutes: int | None) -> str:
    """The text of a cell; few different ones exist, so most are made once only."""
    marks = tuple(mark for mark in (value, second) if mark is not None)
    return cell_text(marks, code, minutes)
