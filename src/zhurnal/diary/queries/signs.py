"""What a pupil's marks and absences of a year look like in a line, subject by subject and period by period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BooleanField, CharField, IntegerField, Q, Value

from zhurnal.calc.calendar import period_containing
from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.queries.carried import carried_between
from zhurnal.diary.words import NORMAL_WEIGHT, weight_text
from zhurnal.journal.models import Absence, ExternalMark, Mark
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.people.prepared import prepared
from zhurnal.ui.words import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.diary.queries.sums import Where
    from zhurnal.journal.queries.periods import CoursePeriod

# No lesson has so many columns of marks.
_AFTER_MARKS = 1000
# By lesson: course, date, number, code, minutes.
Absences = dict[int, tuple[int, dt.date, int, str, int | None]]


class Sign(NamedTuple):
    """A mark that wants to be seen, of a control work, another weight or school; or a run of others: «5 4»."""

    text: str
    kind: str = "ordinary"
    about: str = ""
    weight: str = ""


class _Written(NamedTuple):
    """A row of `Mark` with where it stands."""

    course: int
    date: dt.date
    number: int
    position: int
    lesson: int
    values: tuple[Any, ...]  # the first five columns of `Standing`
    about: tuple[Any, ...]  # weight, whether it is a control work, kind, title
    period: int  # of a mark brought along: where it counts, else 0
    source: str


def signs_of(
    frame: Frame, courses: Sequence[Course], periods: dict[str, list[CoursePeriod]]
) -> dict[Where, list[Sign]]:
    """Marks and absences by subject and period, in the order of the lessons; periods by kind.

    Two queries, two more where the pupil changed the course and marks were carried along.
    """
    by_pk = {course.pk: course for course in courses}
    spans = {kind: [one.period for one in of_kind] for kind, of_kind in periods.items()}
    policies = {one.period.pk: one.policy_id for of_kind in periods.values() for one in of_kind}
    found: dict[Where, list[Sign]] = defaultdict(list)

    @cache
    def period_on(kind: str, date: dt.date) -> int:
        period = period_containing(date, spans[kind])
        return period.pk if period else 0

    def scale_in(course: Course, period: int) -> str:
        return course.rules(policies.get(period)).scale.code

    written, absences = _written(frame, by_pk), _absent(frame, by_pk)
    dated = []
    for one in written:
        course = by_pk[one.course]
        period = one.period or period_on(course.kind, one.date)
        sign = _sign(one, _missed(one, absences), scale_in(course, period))
        dated.append((one.date, one.number, one.position, course.subject_id, period, sign))
    for course_pk, date, number, code, minutes in absences.values():
        course = by_pk[course_pk]
        sign = Sign(cell_text((), code, minutes), "absence")
        period = period_on(course.kind, date)
        dated.append((date, number, _AFTER_MARKS, course.subject_id, period, sign))
    for _date, _number, _position, subject, period, sign in sorted(dated, key=itemgetter(0, 1, 2)):
        if period:
            found[subject, period].append(sign)
    return found


def runs(signs: Iterable[Sign]) -> list[Sign]:
    """Neighbours without a story joined: the page has a part for each thing to see, not for each mark."""
    joined: list[Sign] = []
    for sign in signs:
        if joined and not sign.about and (last := joined[-1]).kind == sign.kind:
            joined[-1] = Sign(f"{last.text} {sign.text}", sign.kind)
        else:
            joined.append(sign)
    return joined


def _where(frame: Frame) -> dict[str, Any]:
    return {
        "pupil": frame.pupil.pk, "starts": frame.year.starts, "ends": frame.last_visible_day or frame.year.ends,
    }  # fmt: skip


def _written(frame: Frame, known: Mapping[int, Course]) -> list[_Written]:
    """The marks of the year; what went along from one course of a subject into another stands once."""
    rows = [_Written._make((*row[:5], row[5:10], row[10:14], *row[14:])) for row in _marks(**_where(frame))]
    rows = [one for one in rows if one.course in known]
    subjects = {one.course: known[one.course].subject_id for one in rows if one.source}
    if not subjects:
        return rows
    same = {pk: course.subject_id for pk, course in known.items() if course.subject_id in subjects.values()}
    if len(same) == len(set(same.values())):
        return rows
    carried = carried_between(same, {one.period for one in rows if one.source}, [frame.pupil.pk])
    twice = {(one.course_id, one.date, one.position) for one in carried}
    return [one for one in rows if not one.source or (one.course, one.date, one.position) not in twice]


def _absent(frame: Frame, known: Iterable[int]) -> Absences:
    courses = set(known)
    return {
        lesson: (course, *rest) for lesson, course, *rest in _absences(**_where(frame)) if course in courses
    }


def _missed(one: _Written, absences: Absences) -> str:
    """The absence that a mark tells with its own text, as «н/4»: it is shown no second time."""
    if one.position > 1 or one.values[0] is None or one.lesson not in absences:
        return ""
    code = absences[one.lesson][3]
    if not is_missed(code):
        return ""
    del absences[one.lesson]
    return code


def _sign(one: _Written, missed: str, scale: str) -> Sign:
    value, second, resit, resit_second, pending = one.values
    text = text_of(Standing(value, second, resit, resit_second, bool(pending), missed), scale)
    weight, is_control, kind, title = one.about
    if one.source:
        shown = weight_text(weight)
        about = ", ".join(part for part in (one.source, title, shown, day(one.date)) if part)
        return Sign(text, "brought", about, shown)
    if weight == NORMAL_WEIGHT and not is_control:
        return Sign(text)
    shown = weight_text(weight)
    return Sign(text, "control" if is_control else "weighted", f"{title or kind} {shown}".rstrip(), shown)


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
        "work__kind__name", "work__title", Value(0), Value("", output_field=CharField()),
    )  # fmt: skip
    return own.union(_brought(pupil, starts, ends), all=True)


def _brought(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    """Marks brought along, in the columns of marks: they belong to no lesson."""
    nothing, no_text = Value(None, output_field=IntegerField()), Value("", output_field=CharField())
    no_point = Value(value=False, output_field=BooleanField())
    rows = ExternalMark.objects.filter(pupil=pupil, date__gte=starts, date__lte=ends, value__isnull=False)
    return rows.values_list(
        "course_id", "date", Value(0), "position", Value(0), "value", nothing, nothing, nothing,
        no_point, "weight", "is_control", no_text, "title", "period_id", "source",
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
