"""Tab «Оценки», extended: one period by the dates of the lessons, grouped by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from zhurnal.diary.queries.brought import Brought, brought_into
from zhurnal.diary.queries.finals import NO_FINAL, NO_YEAR, Final, YearFinal, finals_in
from zhurnal.diary.queries.lessons import MARK_OF_LESSON, Earned, lessons_of, with_own_signs
from zhurnal.diary.queries.marks import Course, courses_of
from zhurnal.journal.queries.periods import year_periods
from zhurnal.people.models import short_name
from zhurnal.statements.prepared import prepared
from zhurnal.ui.words import day, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import StudyPeriod

MINUTE = len("2026-03-04 07:42")


@dataclass(slots=True)
class DatedLesson(Earned):
    """A lesson of a subject, with what the pupil earned in it."""

    pk: int
    date: dt.date
    topic: str


class Cell(NamedTuple):
    """A subject on a date: whether it was taught, and its lessons that left a sign."""

    is_taught: bool = False
    lessons: tuple[DatedLesson, ...] = ()


_NOT_TAUGHT, _NO_SIGN = Cell(), Cell(is_taught=True)


class Line(NamedTuple):
    """A subject: a cell under each date of the table, and all lessons that left a sign, in order."""

    subject: str
    course: int
    cells: list[Cell]
    told: list[DatedLesson]
    final: Final
    year: YearFinal = NO_YEAR
    brought: Sequence[Brought] = ()


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A period by dates."""

    periods: list[StudyPeriod]
    period: StudyPeriod
    dates: list[dt.date]
    # «4 марта»: a date is named in the head of the table and with each of its marks.
    day_names: dict[dt.date, str]
    months: list[tuple[dt.date, int]]
    lines: list[Line]

    @property
    def has_year(self) -> bool:
        """Whether the year has come to anything in one of the subjects."""
        return any(line.year != NO_YEAR for line in self.lines)

    @property
    def has_brought(self) -> bool:
        """Whether the pupil brought marks along into the period."""
        return any(line.brought for line in self.lines)

    @property
    def has_places(self) -> bool:
        """Whether a place stands anywhere."""
        return any(line.final.place for line in self.lines)


def dated_marks(frame: Frame, period_id: int | None, remembered: str = "") -> DatedTable | None:
    """The period asked for, by default the remembered or the running one; None where the pupil has none such.

    At most seven queries, two more where the pupil changed a course and marks were carried along.
    """
    courses = courses_of(frame)
    found = _periods(frame, courses)
    periods = [one.period for one in found]
    period = _chosen(frame, periods, period_id) if period_id else _kept(frame, periods, remembered)
    if period is None:
        return None
    chosen = next(one for one in found if one.period == period)
    rules = {course.subject_id: course.rules(chosen.policy_id) for course in courses}
    lessons = _lessons(frame, rules, period)
    dates = sorted({lesson.date for by_subject in lessons.values() for lesson in by_subject})
    names = {date: day(date) for date in dates}
    lines = _lines(frame, courses, chosen, lessons, dates)
    return DatedTable(periods, period, dates, names, _months(dates), lines)


def remembered_period(frame: Frame, period_id: int) -> str | None:
    """What an account remembers of a chosen period; None where the pupil has no such period. Two queries.

    The running one is not remembered: the next takes its place by itself.
    """
    periods = [one.period for one in _periods(frame, courses_of(frame))]
    chosen, running = _chosen(frame, periods, period_id), _chosen(frame, periods, None)
    if chosen is None or running is None:
        return None
    return "" if chosen == running else f"{chosen.pk}:{running.pk}"


def _kept(frame: Frame, periods: list[StudyPeriod], remembered: str) -> StudyPeriod | None:
    """The remembered period, as long as none has begun since it was chosen; else the running one."""
    running = _chosen(frame, periods, None)
    by_text = {f"{one.pk}:{running.pk}": one for one in periods} if running and remembered else {}
    return by_text.get(remembered, running)


def _periods(frame: Frame, courses: Sequence[Course]) -> list[CoursePeriod]:
    kinds = {frame.school_class.period_kind} | {course.kind for course in courses}
    return [one for one in year_periods(frame.year.pk) if one.period.kind in kinds]


def _chosen(frame: Frame, periods: list[StudyPeriod], period_id: int | None) -> StudyPeriod | None:
    if period_id is not None:
        return next((period for period in periods if period.pk == period_id), None)
    own = [period for period in periods if period.kind == frame.school_class.period_kind]
    today = frame.school.today()
    begun = [period for period in own if period.starts <= today]
    # Between two periods one looks back; before the first there is nothing to look back at.
    return next(iter(begun[-1:] or own), None)


def _lessons(frame: Frame, rules: dict[int, Rules], period: StudyPeriod) -> dict[int, list[DatedLesson]]:
    """Lessons that were held, by subject, up to today; the rules are those of the subjects. One query."""
    until = min(period.ends, frame.last_visible_day or period.ends, frame.school.today())
    found: dict[int, dict[int, DatedLesson]] = {subject: {} for subject in rules}
    zone, language = ZoneInfo(frame.school.time_zone), get_language()
    for row in _dated_lessons(pupil=frame.pupil.pk, year=frame.year.pk, starts=period.starts, ends=until):
        subject, pk, date, topic, code, minutes = row[:6]
        if (of_subject := found.get(subject)) is None:
            continue
        # A lesson comes once for each of its columns.
        if (lesson := of_subject.get(pk)) is None:
            lesson = of_subject[pk] = DatedLesson(pk, date, topic or "", absence=code or "", minutes=minutes)
        if moment := row[-1]:
            put = f"{_short_name(*row[-4:-1])}, {_said(moment[:MINUTE], zone, language)}"
            lesson.take(row[6:-4], date, rules[subject], put)
    return {subject: list(lessons.values()) for subject, lessons in found.items() if lessons}


@prepared(pupil=int, year=int, starts=dt.date, ends=dt.date)
def _dated_lessons(pupil: int, year: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    held = lessons_of(pupil, starts, ends).filter(course__year=year, cancellation__lesson=None)
    ordered = with_own_signs(held, pupil).order_by("date", "number", "pk", "works__position")
    return ordered.values_list(
        "course__subject_id", "pk", "date", "topic__text", "own__code", "own__minutes", *MARK_OF_LESSON,
        *(f"mark__author__{name}" for name in ("surname", "given_name", "patronymic")),
        Cast("mark__set_at", CharField()),  # in UTC
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _said(minute: str, zone: ZoneInfo, _language: str | None) -> str:
    """«4 марта, 10:42» of a minute in UTC. A class reads the same: a column is marked within a few minutes."""
    return stamp(dt.datetime.fromisoformat(minute).replace(tzinfo=dt.UTC).astimezone(zone))


_short_name = lru_cache(maxsize=1024)(short_name)


def _lines(
    frame: Frame,
    courses: Sequence[Course],
    found: CoursePeriod,
    lessons: dict[int, list[DatedLesson]],
    dates: Sequence[dt.date],
) -> list[Line]:
    finals = finals_in(frame, found, courses)
    brought = brought_into(frame, found, courses)
    subjects = {course.subject_id: course for course in courses}
    return [
        _line(
            course, lessons.get(pk, []), dates, finals.periods.get((pk, found.period.pk), NO_FINAL)
        )._replace(year=finals.years.get(pk, NO_YEAR), brought=brought.get(pk, ()))
        for pk, course in subjects.items()
        if pk in lessons or pk in brought
    ]


def _line(course: Course, lessons: list[DatedLesson], dates: Sequence[dt.date], final: Final) -> Line:
    told = [lesson for lesson in lessons if lesson.marks or lesson.absence]
    by_date = dict.fromkeys((lesson.date for lesson in lessons), _NO_SIGN)
    for date, same in groupby(told, key=lambda lesson: lesson.date):
        by_date[date] = Cell(is_taught=True, lessons=tuple(same))
    return Line(course.subject, course.pk, [by_date.get(date, _NOT_TAUGHT) for date in dates], told, final)


def _months(dates: Iterable[dt.date]) -> list[tuple[dt.date, int]]:
    """The first date of each month and how many dates the month has."""
    spans = [list(days) for _, days in groupby(dates, key=lambda day: (day.year, day.month))]
    return [(days[0], len(days)) for days in spans]
