"""What a pupil's marks and absences of a year look like in a line, subject by subject and period by period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from zhurnal.calc.calendar import period_containing
from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.words import NORMAL_WEIGHT, weight_text
from zhurnal.journal.models import Absence, Mark
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.people.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.finals import Where
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import StudyPeriod

# No lesson has so many columns of marks.
_AFTER_MARKS = 1000
# By lesson: course, date, number, code, minutes.
Absences = dict[int, tuple[int, dt.date, int, str, int | None]]


class Sign(NamedTuple):
    """A mark that wants to be seen, of a control work or another weight; or a run of others: «5 4», «н н»."""

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


def signs_of(
    frame: Frame, courses: Sequence[Course], periods: dict[str, list[CoursePeriod]]
) -> dict[Where, list[Sign]]:
    """Marks and absences by subject and period, in the order of the lessons; periods by kind. Two queries."""
    by_pk = {course.pk: course for course in courses}
    spans = {kind: [one.period for one in of_kind] for kind, of_kind in periods.items()}
    policies = {one.period.pk: one.policy_id for of_kind in periods.values() for one in of_kind}
    found: dict[Where, list[Sign]] = defaultdict(list)

    @cache
    def period_on(kind: str, date: dt.date) -> StudyPeriod | None:
        return period_containing(date, spans[kind])

    def scale_on(course_pk: int, date: dt.date) -> str:
        course = by_pk[course_pk]
        period = period_on(course.kind, date)
        return course.rules(policies[period.pk] if period else None).scale.code

    for course_pk, date, _number, _position, sign in sorted(
        _dated(frame, by_pk, scale_on), key=itemgetter(1, 2, 3)
    ):
        course = by_pk[course_pk]
        if period := period_on(course.kind, date):
            found[course.subject_id, period.pk].append(sign)
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


def _dated(
    frame: Frame, known: Iterable[int], scale_on: Callable[[int, dt.date], str]
) -> Iterator[tuple[int, dt.date, int, int, Sign]]:
    """(course, date, lesson number, position, sign); a lateness stands after the marks of its lesson."""
    where = {
        "pupil": frame.pupil.pk, "starts": frame.year.starts, "ends": frame.last_visible_day or frame.year.ends,
    }  # fmt: skip
    courses = set(known)
    absences: Absences = {
        lesson: (course, *rest) for lesson, course, *rest in _absences(**where) if course in courses
    }
    for row in _marks(**where):
        one = _Written._make((*row[:5], row[5:10], row[10:]))
        if one.course in courses:
            yield *one[:4], _sign(one, _missed(one, absences), scale_on(one.course, one.date))
    for course, date, number, code, minutes in absences.values():
        yield course, date, number, _AFTER_MARKS, Sign(cell_text((), code, minutes), "absence")


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
    return rows.values_list(
        f"{lesson}course_id", f"{lesson}date", f"{lesson}number", "work__position", "work__lesson_id", "value",
        "second", "resit", "resit_second", "pending", "work__weight", "work__kind__is_control",
        "work__kind__name", "work__title",
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
