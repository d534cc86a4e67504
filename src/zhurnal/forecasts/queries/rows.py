"""A school year as rows: what forecasts are made from, read in few queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, Max, Q
from django.db.models.functions import Cast

from zhurnal.journal.models import Absence, Average, ExternalMark, Mark, PeriodMark, Work
from zhurnal.school.models import CourseMembership, Teaching
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhurnal.school.models import SchoolYear


# A moment as the database writes it, in UTC: making a datetime of each of 200 000 takes a second.
_SET_AT = Cast("set_at", CharField())
_ONE_MARK = Q(second=None, resit=None, resit_second=None, handed_in=None)


class CourseRow(NamedTuple):
    """A pupil's course with what decides about its rules."""

    pupil: int
    course: int
    subject: int
    name: str
    kind: str
    grade: int
    scale: str
    hours: int
    since: dt.date
    until: dt.date | None


class MarkRow(NamedTuple):
    """A cell with marks: where it stands and what it holds."""

    pupil: int
    course: int
    lesson: int
    date: dt.date
    set_at: str
    position: int
    value: int
    second: int | None
    resit: int | None
    resit_second: int | None
    weight: int
    second_weight: int | None
    handed_in: dt.date | None
    is_control: bool
    kind_code: str
    kind_name: str


# A cell that holds one mark and nothing else: work, pupil, mark, moment in UTC as text.
PlainRow = tuple[int, int, int, str]


class WorkRow(NamedTuple):
    """A work of a lesson: what all its cells share."""

    pk: int
    course: int
    lesson: int
    date: dt.date
    position: int
    weight: int
    second_weight: int | None
    is_control: bool
    kind_code: str
    kind_name: str


class BroughtRow(NamedTuple):
    """A mark that a pupil brought along."""

    pupil_id: int
    course_id: int
    date: dt.date
    set_at: str
    value: int
    weight: int
    is_control: bool


class LessonRow(NamedTuple):
    """A lesson; `control`: the greatest weight of the control works planned there, None without one."""

    course: int
    date: dt.date
    control: int | None


def course_rows(year: SchoolYear) -> list[CourseRow]:
    """Who is taught what in the year, the latest membership of a subject last. One query."""
    return list(map(CourseRow._make, _members(year=year.pk)))


def mark_rows(year: SchoolYear, pupils: Iterable[int]) -> list[MarkRow]:
    """The cells of some pupils that hold a mark. One query."""
    return list(map(MarkRow._make, _marks_of(year=year.pk, pupils=pupils)))


def special_rows(year: SchoolYear) -> list[MarkRow]:
    """The cells of the year with more than one mark: a second one, a re-sit, a day of handing in. One query."""
    return list(map(MarkRow._make, _whole(_marked(year.pk).exclude(_ONE_MARK))))


def plain_rows(year: SchoolYear) -> list[PlainRow]:
    """All other cells of the year with a mark. One query."""
    return _plain(year=year.pk)


def work_rows(year: SchoolYear) -> list[WorkRow]:
    """The works of all lessons of the year, by their ids. One query."""
    return list(map(WorkRow._make, _works(year=year.pk)))


def brought_rows(year: SchoolYear, pupils: Iterable[int] | None = None) -> list[BroughtRow]:
    """Marks brought along. One query."""
    found = _brought(year=year.pk) if pupils is None else _brought_of(year=year.pk, pupils=pupils)
    return list(map(BroughtRow._make, found))


def missed_rows(year: SchoolYear, pupils: Iterable[int] | None = None) -> list[tuple[int, int, dt.date, str]]:
    """Absences: pupil, lesson, date, code. One query."""
    return _missed(year=year.pk) if pupils is None else _missed_of(year=year.pk, pupils=pupils)


@prepared(year=int)
def _members(year: int) -> QuerySet[Any, Any]:
    found = CourseMembership.objects.filter(course__year=year).order_by("pupil_id", "valid_from", "course_id")
    return found.values_list(
        "pupil_id", "course_id", "course__subject_id", "course__subject__name", "course__period_kind",
        "course__grade", "course__subject__scale", "course__hours_a_week", "valid_from", "valid_to",
    )  # fmt: skip


@prepared(year=int)
def _works(year: int) -> QuerySet[Any, Any]:
    return Work.objects.filter(lesson__course__year=year).order_by("pk").values_list(
        "pk", "lesson__course_id", "lesson_id", "lesson__date", "position", "weight", "second_weight",
        "kind__is_control", "kind__code", "kind__name",
    )  # fmt: skip


@prepared(year=int)
def _plain(year: int) -> QuerySet[Any, Any]:
    return _marked(year).filter(_ONE_MARK).values_list("work_id", "pupil_id", "value", _SET_AT)


@prepared(year=int)
def _lessons(year: int) -> QuerySet[Any, Any]:
    lessons = Lesson.objects.filter(course__year=year, cancellation__lesson=None)
    return lessons.values_list("pk", "course_id", "date")


@prepared(year=int)
def _finals(year: int) -> QuerySet[Any, Any]:
    found = PeriodMark.objects.filter(course__year=year, value__gt="")
    return found.values_list("pupil_id", "course_id", "period_id", "value")


def _marked(year: int) -> QuerySet[Mark]:
    return Mark.objects.filter(
        work__lesson__course__year=year, work__lesson__cancellation__lesson=None, value__isnull=False
    )


def _whole(cells: QuerySet[Mark]) -> QuerySet[Any, Any]:
    """The columns of a `MarkRow`."""
    return cells.values_list(
        "pupil_id", "work__lesson__course_id", "work__lesson_id", "work__lesson__date", _SET_AT, "work__position",
        "value", "second", "resit", "resit_second", "work__weight", "work__second_weight", "handed_in",
        "work__kind__is_control", "work__kind__code", "work__kind__name",
    )  # fmt: skip


@prepared(year=int, pupils=list[int])
def _marks_of(year: int, pupils: list[int]) -> QuerySet[Any, Any]:
    return _whole(_marked(year).filter(pupil__in=pupils))


@prepared(year=int)
def _brought(year: int) -> QuerySet[Any, Any]:
    found = ExternalMark.objects.filter(course__year=year, value__isnull=False)
    return found.values_list("pupil_id", "course_id", "date", _SET_AT, "value", "weight", "is_control")


@prepared(year=int, pupils=list[int])
def _brought_of(year: int, pupils: list[int]) -> QuerySet[Any, Any]:
    return _brought.compose(year).filter(pupil__in=pupils)


@prepared(year=int)
def _missed(year: int) -> QuerySet[Any, Any]:
    found = Absence.objects.filter(lesson__course__year=year, code__gt="")
    return found.values_list("pupil_id", "lesson_id", "lesson__date", "code")


@prepared(year=int, pupils=list[int])
def _missed_of(year: int, pupils: list[int]) -> QuerySet[Any, Any]:
    return _missed.compose(year).filter(pupil__in=pupils)


def lesson_rows(year: SchoolYear) -> list[LessonRow]:
    """All lessons of the year that are not cancelled. Two queries."""
    planned = Work.objects.filter(lesson__course__year=year, kind__is_control=True, withdrawn_at=None)
    controls = dict(
        planned.values("lesson_id").annotate(heaviest=Max("weight")).values_list("lesson_id", "heaviest")
    )
    return [LessonRow(course, date, controls.get(pk)) for pk, course, date in _lessons(year=year.pk)]


def final_rows(year: SchoolYear) -> list[tuple[int, int, int, str]]:
    """Marks for periods: pupil, course, period, text. One query."""
    return _finals(year=year.pk)


def average_rows(year: SchoolYear) -> list[tuple[int, int, int, int, int]]:
    """What averages are made of: pupil, subject, period, weight, weighted. One query."""
    found = Average.objects.filter(course__year=year, weight__gt=0)
    return list(found.values_list("pupil_id", "course__subject_id", "period_id", "weight", "weighted"))


def teachers_of(year: SchoolYear, day: dt.date) -> dict[int, int]:
    """Who holds each course on a day, the one who has held it longest. One query."""
    holding = Teaching.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), course__year=year, valid_from__lte=day
    )
    return dict(holding.order_by("-valid_from", "-pk").values_list("course_id", "teacher_id"))
