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
from zhurnal.people.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod

# By lesson: course, date, number, code, minutes.
Absences = dict[int, tuple[int, dt.date, int, str, int | None]]


class WrittenMark(NamedTuple):
    """A mark in its period, 0 outside of all; `missed`: the absence that it tells with its own text."""

    date: dt.date
    number: int
    position: int
    subject: int
    period: int
    rules: Rules
    missed: str
    values: tuple[Any, ...]  # the first five columns of `Standing`
    about: tuple[Any, ...]  # weight, whether it is a control work, kind, title
    more: tuple[Any, ...]  # the weight of the second mark, when the work was handed in
    source: str  # from where it was brought along


class WrittenAbsence(NamedTuple):
    """An absence that no mark tells, in its period."""

    date: dt.date
    number: int
    subject: int
    period: int
    code: str
    minutes: int | None


class WrittenYear(NamedTuple):
    """All that was written about the pupil in the year; marks in the order of the lessons."""

    marks: list[WrittenMark]
    absences: list[WrittenAbsence]


class _Ground(NamedTuple):
    """A course on a day: its subject, the period, and the rules that govern."""

    subject: int
    period: int
    rules: Rules


def written_year(
    frame: Frame, courses: Sequence[Course], periods: Mapping[str, Sequence[CoursePeriod]]
) -> WrittenYear:
    """Marks and absences in the courses; periods by kind.

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
    marks = []
    for row in sorted(_rows(frame, by_pk), key=itemgetter(1, 2, 3)):
        pk, date, number, position, lesson = row[:5]
        period, source = row[16:]
        values = row[5:10]
        missed = _missed(position, lesson, values[0], absences)
        of = ground(pk, period or on(by_pk[pk].kind, date))
        marks.append(WrittenMark(date, number, position, *of, missed, values, row[10:14], row[14:16], source))
    return WrittenYear(
        marks,
        [
            WrittenAbsence(date, number, by_pk[pk].subject_id, on(by_pk[pk].kind, date), code, minutes)
            for pk, date, number, code, minutes in absences.values()
        ],
    )


def _where(frame: Frame) -> dict[str, Any]:
    return {
        "pupil": frame.pupil.pk, "starts": frame.year.starts, "ends": frame.last_visible_day or frame.year.ends,
    }  # fmt: skip


def _rows(frame: Frame, known: Mapping[int, Course]) -> list[tuple[Any, ...]]:
    """The marks of the year; what went along from one course of a subject into another stands once."""
    rows = [row for row in _marks(**_where(frame)) if row[0] in known]
    brought = {known[row[0]].subject_id: row[16] for row in rows if row[16]}
    if not brought:
        return rows
    same = {pk: course.subject_id for pk, course in known.items() if course.subject_id in brought}
    if len(same) == len(brought):
        return rows
    periods = {row[16] for row in rows if row[16]}
    twice = {
        (one.course_id, one.date, one.position) for one in carried_between(same, periods, [frame.pupil.pk])
    }
    return [row for row in rows if not row[16] or (row[0], row[1], row[3]) not in twice]


def _absent(frame: Frame, known: Iterable[int]) -> Absences:
    courses = set(known)
    return {
        lesson: (course, *rest) for lesson, course, *rest in _absences(**_where(frame)) if course in courses
    }


def _missed(position: int, lesson: int, value: int | None, absences: Absences) -> str:
    """The absence that a mark tells with its own text, as «н/4»: it is shown no second time."""
    if position > 1 or value is None or lesson not in absences:
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
        f"{lesson}course_id", f"{lesson}date", f"{lesson}number", "work__position", "work__lesson_id", "value",
        "second", "resit", "resit_second", "pending", "work__weight", "work__kind__is_control",
        "work__kind__name", "work__title", "work__second_weight", "handed_in",
        Value(0), Value("", output_field=CharField()),
    )  # fmt: skip
    return own.union(_brought(pupil, starts, ends), all=True)


def _brought(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    """Marks brought along, in the columns of marks: they belong to no lesson."""
    nothing, no_text = Value(None, output_field=IntegerField()), Value("", output_field=CharField())
    no_point = Value(value=False, output_field=BooleanField())
    rows = ExternalMark.objects.filter(pupil=pupil, date__gte=starts, date__lte=ends, value__isnull=False)
    return rows.values_list(
        "course_id", "date", Value(0), "position", Value(0), "value", nothing, nothing, nothing,
        no_point, "weight", "is_control", no_text, "title",
        nothing, Value(None, output_field=DateField()), "period_id", "source",
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
