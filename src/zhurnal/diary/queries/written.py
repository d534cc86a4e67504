"""What was written about a pupil in a year: marks and absences, each with the subject and period it belongs to."""

from __future__ import annotations

import datetime as dt
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BooleanField, CharField, DateField, IntegerField, Q, Value

from zhurnal.calc.calendar import period_containing
from zhurnal.calc.grading.absence import is_missed
from zhurnal.diary.queries.carried import carried_between
from zhurnal.journal.models import Absence, ExternalMark, Mark
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod

# By lesson: course, date, number, code, minutes.
Absences = dict[int, tuple[int, dt.date, int, str, int | None]]
# What stands in a cell and for what: the columns that `Told` names.
Columns = tuple[Any, ...]
# No lesson has so many columns of marks.
_AFTER_MARKS = 1000


class Told(NamedTuple):
    """What a mark tells apart from where it stands; what averages are made of comes first."""

    value: int | None
    second: int | None
    resit: int | None
    resit_second: int | None
    pending: bool
    weight: int
    second_weight: int | None
    handed_in: dt.date | None
    is_control: bool
    kind: str
    title: str
    source: str  # from where it was brought along


# How many of them an average is made of.
ADDING = 8


# A mark, or an absence that no mark tells: date, number of the lesson, position in it; subject, period (0 outside
# of all), rules of the course; the columns of a mark, none for an absence; the absence, its minutes. Beside a mark
# stands the absence that it tells with its own text. Plain, since a page goes through hundreds.
Written = tuple[dt.date, int, int, int, int, "Rules", Columns, str, int | None]


class _Ground(NamedTuple):
    """A course on a day: its subject, the period, and the rules that govern."""

    subject: int
    period: int
    rules: Rules


def written_year(
    frame: Frame, courses: Sequence[Course], periods: Mapping[str, Sequence[CoursePeriod]]
) -> list[Written]:
    """Marks and absences in the courses, in the order of the lessons; periods by kind.

    Two queries, two more where the pupil changed the course and marks were carried along.
    """
    by_pk = {course.pk: course for course in courses}
    spans = {kind: [one.period for one in of_kind] for kind, of_kind in periods.items()}
    policies = {one.period.pk: one.policy_id for of_kind in periods.values() for one in of_kind}

    @cache
    def ground(pk: int, period: int) -> _Ground:
        course = by_pk[pk]
        return _Ground(course.subject_id, period, course.rules(policies.get(period)))

    @cache
    def on(kind: str, date: dt.date) -> int:
        period = period_containing(date, spans[kind])
        return period.pk if period else 0

    absences = _absent(frame, by_pk)
    written: list[Written] = []
    for row in _rows(frame, by_pk):
        pk, date, number, position, lesson, period = row[:6]
        subject, period, rules = ground(pk, period or on(by_pk[pk].kind, date))
        told = row[6:]
        missed = _missed(position, told[0], lesson, absences) if lesson in absences else ""
        written.append((date, number, position, subject, period, rules, told, missed, None))
    for pk, date, number, code, minutes in absences.values():
        of = ground(pk, on(by_pk[pk].kind, date))
        written.append((date, number, _AFTER_MARKS, *of, (), code, minutes))
    written.sort(key=itemgetter(0, 1, 2))
    return written


def _where(frame: Frame) -> dict[str, Any]:
    return {
        "pupil": frame.pupil.pk, "starts": frame.year.starts, "ends": frame.last_visible_day or frame.year.ends,
    }  # fmt: skip


def _rows(frame: Frame, known: Mapping[int, Course]) -> list[tuple[Any, ...]]:
    """The marks of the year; what went along from one course of a subject into another stands once."""
    rows = [row for row in _marks(**_where(frame)) if row[0] in known]
    brought = {known[row[0]].subject_id: row[5] for row in rows if row[5]}
    if not brought:
        return rows
    same = {pk: course.subject_id for pk, course in known.items() if course.subject_id in brought}
    if len(same) == len(brought):
        return rows
    periods = {row[5] for row in rows if row[5]}
    twice = {
        (one.course_id, one.date, one.position) for one in carried_between(same, periods, [frame.pupil.pk])
    }
    return [row for row in rows if not row[5] or (row[0], row[1], row[3]) not in twice]


def _absent(frame: Frame, known: Iterable[int]) -> Absences:
    courses = set(known)
    return {
        lesson: (course, *rest) for lesson, course, *rest in _absences(**_where(frame)) if course in courses
    }


def _missed(position: int, value: int | None, lesson: int, absences: Absences) -> str:
    """The absence of a lesson that a mark tells with its own text, as «н/4»: it is shown no second time."""
    if position > 1 or value is None:
        return ""
    code = absences[lesson][3]
    if not is_missed(code):
        return ""
    del absences[lesson]
    return code


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _marks(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    lesson = "work__lesson__"
    standing = Q(value__isnull=False) | Q(pending=True)
    rows = Mark.objects.filter(
        standing,
        **{
            "pupil": pupil,
            f"{lesson}date__gte": starts,
            f"{lesson}date__lte": ends,
            f"{lesson}cancellation__lesson": None,
        },
    )
    own = rows.values_list(
        f"{lesson}course_id", f"{lesson}date", f"{lesson}number", "work__position", "work__lesson_id", Value(0),
        "value", "second", "resit", "resit_second", "pending", "work__weight", "work__second_weight", "handed_in",
        "work__kind__is_control", "work__kind__name", "work__title", Value("", output_field=CharField()),
    )  # fmt: skip
    return own.union(_brought(pupil, starts, ends), all=True)


def _brought(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    """Marks brought along, in the columns of marks: they belong to no lesson."""
    nothing, no_text = Value(None, output_field=IntegerField()), Value("", output_field=CharField())
    no_point = Value(value=False, output_field=BooleanField())
    rows = ExternalMark.objects.filter(pupil=pupil, date__gte=starts, date__lte=ends, value__isnull=False)
    return rows.values_list(
        "course_id", "date", Value(0), "position", Value(0), "period_id",
        "value", nothing, nothing, nothing, no_point, "weight", nothing,
        Value(None, output_field=DateField()),
        "is_control", no_text, "title", "source",
    )  # fmt: skip


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _absences(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    rows = Absence.objects.filter(
        pupil=pupil,
        lesson__date__gte=starts,
        lesson__date__lte=ends,
        lesson__cancellation__lesson=None,
        code__gt="",
    )
    return rows.values_list(
        "lesson_id", "lesson__course_id", "lesson__date", "lesson__number", "code", "minutes"
    )
