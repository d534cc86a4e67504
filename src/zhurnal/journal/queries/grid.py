"""The grid of a course and a period: four queries, plain values, made to be quick."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BooleanField, IntegerField, Value

from zhurnal.calc.grading.average import Sums, average, display
from zhurnal.calc.grading.scale import FIVE
from zhurnal.journal.models import Absence, Average, Mark, PeriodMark, Work
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.journal.queries.lengths import rounded
from zhurnal.journal.queries.pupil_facts import pupil_facts
from zhurnal.journal.queries.pupils import pupils_of
from zhurnal.people.models import short_name
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.journal.queries.pupils import Pupil, Span
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
    substitute: str  # «Петрова И. И.», who held the lesson instead
    cancelled: bool
    future: bool
    first_of_month: bool


class CellView(NamedTuple):
    """What stands in a cell and the version that a change of it must name; ("", 0): never anything.

    `noted`: a comment goes with it. `exempt`: nothing stands there, because the pupil is not marked on that day.
    """

    text: str
    version: int
    noted: bool = False
    exempt: bool = False


class TopicLine(NamedTuple):
    """A lesson of the facing page. `homework`: None where nothing was said, "" for «без задания»."""

    lesson_id: int
    date: dt.date
    number: int
    cancelled: str | None  # the reason
    topic: str | None
    homework: str | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil's row: a cell for each column, None where the pupil was not in the course on that day.

    `brought`: marks of the period from another school or course, «4 5».
    """

    pupil_id: int
    name: str
    note: str
    cells: list[CellView | None]
    average: str
    count: int
    period_mark: str
    brought: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of the journal. `months` are (first day shown, how many columns); `topics`: the facing page."""

    columns: list[Column]
    months: list[tuple[dt.date, int]]
    rows: list[Row]
    topics: list[TopicLine]


_COLUMN_FIELDS = (
    "pk", "lesson_id", "lesson__date", "lesson__number", "position", "kind__name", "kind__short_name",
    "weight", "title", "kind__is_control", "lesson__cancellation__pk", "lesson__substitution__teacher__surname",
    "lesson__substitution__teacher__given_name", "lesson__substitution__teacher__patronymic",
)  # fmt: skip
_TOPIC_FIELDS = (
    "lesson__cancellation__reason", "lesson__topic__text", "lesson__homework__text",
    "lesson__homework__due_lesson__date", "lesson__homework__due_date",
)  # fmt: skip
EMPTY = CellView("", 0)
EXEMPT = CellView("", 0, exempt=True)
# A pupil's average («4,33»), the count of marks in it, and the mark for the period.
Result = tuple[str, int, str]
NO_RESULT: Result = ("", 0, "")
# A sign of attendance: code, minutes late, version.
Sign = tuple[str, int | None, int]
NO_SIGN: Sign = ("", None, 0)
Cells = dict[int, dict[int, CellView]]  # by pupil, then by column


def grid(course: Course, period: StudyPeriod, today: dt.date, scale: str = FIVE.code) -> Grid:
    """Read the sheet of a course for a period. Five queries, whatever the size of the class."""
    works = _columns_between(course=course.pk, first=period.starts, last=period.ends)
    columns = _as_columns(works, today)
    pupils = pupils_of(course, period.starts, period.ends)
    cells = cells_of(columns, scale)
    results = results_of(course, period.pk)
    facts = pupil_facts(course, period.starts, period.ends, scale)
    rows = [
        Row(
            pupil.id,
            pupil.name,
            pupil.note(period.starts, period.ends, today),
            row_of(pupil, cells.get(pupil.id, {}), columns, facts.exempt.get(pupil.id, ())),
            *results.get(pupil.id, NO_RESULT),
            " ".join(facts.brought.get(pupil.id, ())),
        )
        for pupil in pupils
    ]
    return Grid(columns, _months(columns), rows, _topics(works, today))


def columns_of_lesson(lesson_id: int, today: dt.date) -> list[Column]:
    """The columns of one lesson. One query."""
    return _as_columns(_columns_in(lesson=lesson_id), today)


@prepared(course=int, first=dt.date, last=dt.date)
def _columns_between(course: int, first: dt.date, last: dt.date) -> QuerySet[Any, Any]:
    works = Work.objects.filter(
        lesson__course=course, lesson__date__gte=first, lesson__date__lte=last, withdrawn_at=None
    )
    return works.order_by("lesson__date", "lesson__number", "position").values_list(
        *_COLUMN_FIELDS, *_TOPIC_FIELDS
    )


@prepared(lesson=int)
def _columns_in(lesson: int) -> QuerySet[Any, Any]:
    works = Work.objects.filter(lesson=lesson, withdrawn_at=None)
    return works.order_by("position").values_list(*_COLUMN_FIELDS)


def _as_columns(rows: Iterable[Any], today: dt.date) -> list[Column]:
    columns: list[Column] = []
    month = 0
    for row in rows:
        date, cancellation = row[2], row[10]
        substitute = short_name(*row[11:14]) if row[11] else ""
        more = (substitute, cancellation is not None, date > today, date.month != month)
        columns.append(Column._make((*row[:10], *more)))
        month = date.month
    return columns


def _topics(works: Sequence[Any], today: dt.date) -> list[TopicLine]:
    """The lessons up to `today`, the latest first; each has its ordinary column."""
    first = len(_COLUMN_FIELDS)
    return [
        TopicLine._make((*row[1:4], *row[first : first + 3], row[first + 3] or row[first + 4]))
        for row in reversed(works)
        if row[4] == 1 and row[2] <= today
    ]


def cells_of(columns: Sequence[Column], scale: str = FIVE.code) -> Cells:
    """What stands in the columns, written in the scale of that code. One query."""
    ordinary = {column.lesson_id: column.work_id for column in columns if column.position == 1}
    works = [column.work_id for column in columns]
    cells: Cells = defaultdict(dict)
    signs: dict[tuple[int, int], Sign] = {}
    # Absences come first: a mark is shown together with the sign that stands beside it.
    for (
        is_mark,
        place,
        pupil,
        code,
        minutes,
        first,
        second,
        again,
        other,
        pending,
        comment,
        version,
    ) in sorted(_written(lessons=rounded(ordinary), works=rounded(works)), key=itemgetter(0)):
        work = place if is_mark else ordinary[place]
        if not is_mark:
            signs[work, pupil] = (code, minutes, version)
            text = text_of(Standing(code=code, minutes=minutes), scale)
            cells[pupil][work] = CellView(text, version)
            continue
        sign, late, more = signs.get((work, pupil), NO_SIGN)
        text = text_of(Standing(first, second, again, other, bool(pending), sign, late), scale)
        cells[pupil][work] = CellView(text, version + more, bool(comment))
    return cells


@prepared(lessons=list[int], works=list[int])
def _written(lessons: list[int], works: list[int]) -> QuerySet[Any, Any]:
    """Absences of the lessons and marks of the works: is it a mark, where, whose, what, which version."""
    no_number = Value(None, IntegerField())
    absences = Absence.objects.filter(lesson__in=lessons).values_list(
        Value(0), "lesson_id", "pupil_id", "code", "minutes", no_number, no_number, no_number, no_number,
        Value(False, BooleanField()), Value(""), "version",  # noqa: FBT003 -- of a query
    )  # fmt: skip
    marks = Mark.objects.filter(work__in=works).values_list(
        Value(1), "work_id", "pupil_id", Value(""), no_number, "value", "second", "resit", "resit_second",
        "pending", "comment", "version",
    )  # fmt: skip
    return absences.union(marks, all=True)


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


def row_of(
    pupil: Pupil, own: dict[int, CellView], columns: Sequence[Column], exempt: Sequence[Span] = ()
) -> list[CellView | None]:
    """A cell outside the pupil's days stays empty ground, but what stands there all the same is shown.

    `exempt`: from and to which days the pupil is not marked.
    """
    row: list[CellView | None] = [own.get(column[0], EMPTY) for column in columns]
    if columns and not (
        len(pupil.spans) == 1 and pupil.holds_on(columns[0].date) and pupil.holds_on(columns[-1].date)
    ):
        row = [
            cell if cell is not EMPTY or pupil.holds_on(column.date) else None
            for cell, column in zip(row, columns, strict=True)
        ]
    for starts, ends in exempt:
        row = [
            EXEMPT
            if cell is EMPTY and starts <= column.date and (ends is None or column.date <= ends)
            else cell
            for cell, column in zip(row, columns, strict=True)
        ]
    return row


def _months(columns: Sequence[Column]) -> list[tuple[dt.date, int]]:
    months = [list(group) for _, group in groupby(columns, key=lambda column: column.date.month)]
    return [(group[0].date, len(group)) for group in months]
