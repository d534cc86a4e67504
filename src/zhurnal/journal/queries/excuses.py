"""Excuses as pages show them, and which lessons they cover."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from zhurnal.journal.excusing import CODES, EXCUSABLE
from zhurnal.journal.models import Excuse, ExcuseFile, Work
from zhurnal.school.models import CourseMembership, Enrolment
from zhurnal.school.models.validity import holds_on
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import Lesson
from zhurnal.timetable.queries.bells import Bells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhurnal.school.models import SchoolClass

ORDINARY = 1  # the position of the column in which absence stands


class ExcuseLine(NamedTuple):
    """An excuse with its documents; `left`: absences it covers that still count as unexcused."""

    excuse: Excuse
    files: list[ExcuseFile]
    left: int = 0


class Announced(NamedTuple):
    """Why a pupil is expected to miss a lesson. `code`: the sign to put, where it was accepted."""

    kind: str
    code: str


def begins_at(excuse: Excuse) -> dt.datetime:
    """When the absence begins: with the first lesson it covers, else with the day. Three queries at most."""
    zone = ZoneInfo(excuse.school.time_zone)
    day = dt.datetime.combine(excuse.first, dt.time(), zone)
    there = Enrolment.objects.filter(holds_on(excuse.first), pupil=excuse.pupil_id).select_related(
        "school_class"
    )
    enrolment = there.first()
    numbers = lessons_covered(excuse).filter(date=excuse.first).order_by("number").values_list("number")
    first = numbers.first()
    if enrolment is None or first is None:
        return day
    school_class = enrolment.school_class
    bells = Bells(excuse.school_id)
    starts = bells.rings(school_class.grade, school_class.shift, excuse.first, first[0])
    return dt.datetime.combine(excuse.first, starts, zone) if starts else day


def lessons_covered(excuse: Excuse) -> QuerySet[Lesson]:
    """The lessons that the pupil misses by it, cancelled ones apart."""
    member = "course__memberships__"
    there = Q(**{f"{member}valid_to": None}) | Q(**{f"{member}valid_to__gte": F("date")})
    found = Lesson.objects.filter(
        there, date__gte=excuse.first, date__lte=excuse.last, cancellation__lesson=None,
        **{f"{member}pupil": excuse.pupil_id, f"{member}valid_from__lte": F("date")},
    )  # fmt: skip
    if excuse.first_lesson is None or excuse.last_lesson is None:
        return found
    return found.filter(number__gte=excuse.first_lesson, number__lte=excuse.last_lesson)


def unexcused_works(excuse: Excuse) -> dict[int, list[tuple[int, dt.date]]]:
    """By course the columns in which an absence stands that the excuse covers, with the day. One query."""
    rows = Work.objects.filter(
        position=ORDINARY, lesson__in=lessons_covered(excuse).values("pk"),
        lesson__absences__pupil=excuse.pupil_id, lesson__absences__code__in=EXCUSABLE,
    )  # fmt: skip
    found: dict[int, list[tuple[int, dt.date]]] = defaultdict(list)
    for course, work, day in rows.order_by("pk").values_list("lesson__course_id", "pk", "lesson__date"):
        found[course].append((work, day))
    return dict(found)


def excuses_of_pupil(pupil_id: int, since: dt.date) -> list[ExcuseLine]:
    """What was said about a pupil, the latest first. Two queries."""
    rows = Excuse.objects.filter(pupil=pupil_id, last__gte=since)
    return _lines(rows.select_related("author", "decided_by", "school").order_by("-first", "-pk"))


def excuses_of_class(school_class: SchoolClass, since: dt.date) -> list[ExcuseLine]:
    """What was said about the pupils of a class: the undecided first, then the latest. Three queries.

    `left` is counted for accepted ones.
    """
    pupils = Enrolment.objects.filter(school_class=school_class).values("pupil")
    rows = Excuse.objects.filter(Q(last__gte=since) | Q(decision=""), pupil__in=pupils)
    lines = _lines(
        rows.exclude(decision=Excuse.Decision.WITHDRAWN)
        .select_related("author", "decided_by", "pupil", "school")
        .order_by("-first", "pupil__sort_key", "-pk")
    )
    left = _left([line.excuse for line in lines if line.excuse.decision == Excuse.Decision.ACCEPTED])
    lines = [line._replace(left=left.get(line.excuse.pk, 0)) for line in lines]
    return sorted(lines, key=lambda line: line.excuse.decision != "")


def open_excuses(classes: Iterable[int]) -> list[tuple[int, str, int]]:
    """(class, name, undecided excuses of its pupils of today) for a class teacher's desk. One query."""
    counted: dict[tuple[int, str], int] = defaultdict(int)
    for class_id, grade, letter in _open_of(classes=list(classes)):
        counted[class_id, f"{grade} «{letter}»"] += 1
    return [(*key, number) for key, number in sorted(counted.items())]


def announced_for(course_id: int, day: dt.date, number: int) -> dict[int, Announced]:
    """By pupil of a lesson: what was said about it and not refused. Accepted goes before undecided. One query."""
    found: dict[int, Announced] = {}
    for pupil, kind, decision, first, last in _announced(course=course_id, day=day):
        if first is not None and not first <= number <= last:
            continue
        accepted = decision == Excuse.Decision.ACCEPTED
        if accepted or pupil not in found:
            found[pupil] = Announced(str(Excuse.Kind(kind).label), CODES[kind] if accepted else "")
    return found


@prepared(course=int, day=dt.date)
def _announced(course: int, day: dt.date) -> QuerySet[Any, Any]:
    pupils = CourseMembership.objects.filter(holds_on(day), course=course).values("pupil")
    rows = Excuse.objects.filter(
        pupil__in=pupils, first__lte=day, last__gte=day, decision__in=("", Excuse.Decision.ACCEPTED)
    )
    return rows.order_by("pk").values_list("pupil_id", "kind", "decision", "first_lesson", "last_lesson")


@prepared(classes=list[int])
def _open_of(classes: list[int]) -> QuerySet[Any, Any]:
    there = Enrolment.objects.filter(
        school_class__in=classes, valid_to=None, pupil__excuses__decision="",
    )  # fmt: skip
    return there.values_list("school_class_id", "school_class__grade", "school_class__letter")


def _lines(rows: QuerySet[Excuse]) -> list[ExcuseLine]:
    found = list(rows)
    files: dict[int, list[ExcuseFile]] = defaultdict(list)
    for file in ExcuseFile.objects.filter(excuse__in=[one.pk for one in found]).order_by("pk"):
        files[file.excuse_id].append(file)
    return [ExcuseLine(one, files[one.pk]) for one in found]


def _left(excuses: list[Excuse]) -> dict[int, int]:
    """How many absences each of them covers that still stand there unexcused. One query."""
    if not excuses:
        return {}
    first, last = min(one.first for one in excuses), max(one.last for one in excuses)
    rows = Lesson.objects.filter(
        date__gte=first, date__lte=last, absences__pupil__in={one.pupil_id for one in excuses},
        absences__code__in=EXCUSABLE, cancellation__lesson=None,
    )  # fmt: skip
    counted: dict[int, int] = defaultdict(int)
    for pupil, day, number in rows.values_list("absences__pupil_id", "date", "number"):
        for one in excuses:
            if one.pupil_id == pupil and one.first <= day <= one.last and _takes_in(one, number):
                counted[one.pk] += 1
    return counted


def _takes_in(excuse: Excuse, number: int) -> bool:
    if excuse.first_lesson is None or excuse.last_lesson is None:
        return True
    return excuse.first_lesson <= number <= excuse.last_lesson
