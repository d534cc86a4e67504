"""For which works a teacher still waits: points, and control works that somebody has missed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from zhurnal.calc.collation import class_key
from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.counting import Cell, falls_due
from zhurnal.journal.models import Absence, Exemption, Mark, Work
from zhurnal.journal.queries.periods import closures_around, periods_around, policies_around
from zhurnal.journal.queries.pupils import distinct_names
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.models import CourseMembership
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import taught_by
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.school.models import Course

Place = tuple[int, int]  # course, pupil
MISSED = [code for code, known in ABSENCE_CODES.items() if known.counts_as_missed]


class Debt(NamedTuple):
    """A work that a pupil owes. `sign`: what stands in the cell, «•» or the reason of absence.

    `due`: the last day of a point, `becomes`: what the school's rules make of it then, nothing where it vanishes.
    """

    pupil: str
    pupil_id: int
    work_id: int
    lesson_id: int
    period_id: int
    date: dt.date
    work: str
    sign: str
    is_point: bool
    due: dt.date | None
    overdue: bool
    becomes: str


class CourseDebts(NamedTuple):
    """What is owed in a course, overdue points first, then by the last day; works missed come after points."""

    course_id: int
    subject: str
    audience: str
    debts: list[Debt]


class _Found(NamedTuple):
    """A place where something is owed."""

    work: Work
    pupil_id: int
    sign: str
    due: dt.date | None
    is_point: bool

    @property
    def place(self) -> Place:
        return self.work.lesson.course_id, self.pupil_id

    @property
    def day(self) -> dt.date:
        return self.work.lesson.date


def debts_of(person_id: int, today: dt.date) -> list[CourseDebts]:
    """What is owed in the courses that the person holds today, in the order of the desk. At most seven queries.

    Only in periods that are open, of pupils who are still taught in the course.
    """
    own = _open_works(person_id, today)
    found = _points(own) + _missed(own)
    names = _members({one.work.lesson.course_id for one in found}, today)
    found = _expected(found, names)
    return _by_course((one.work.lesson.course, _debt(one, names[one.place], today)) for one in found)


def points_waiting(person_id: int, today: dt.date) -> int:
    """How many points stand in the courses that the person holds, in open periods. One query."""
    return len(_waiting(person=person_id, day=today))


@prepared(person=int, day=dt.date)
def _waiting(person: int, day: dt.date) -> QuerySet[Any, Any]:
    return Mark.objects.filter(
        taught_by(person, day, course="work__lesson__course"), ~Exists(closures_around("work__lesson__")),
        pending=True, work__lesson__cancellation__lesson=None,
    ).values_list("pk")  # fmt: skip


def _open_works(person_id: int, today: dt.date) -> QuerySet[Work]:
    names = ("subject", "school_class", "group")
    return (
        Work.objects.filter(
            taught_by(person_id, today, course="lesson__course"), ~Exists(closures_around("lesson__")),
            withdrawn_at=None, lesson__cancellation__lesson=None, lesson__date__lte=today,
        )
        .annotate(
            period=Subquery(periods_around("lesson__").values("pk")[:1]),
            policy=Subquery(policies_around("lesson__").values("pk")[:1]),
        )
        .exclude(period=None)
        .select_related("kind", *(f"lesson__course__{name}" for name in names))
    )  # fmt: skip


def _points(own: QuerySet[Work]) -> list[_Found]:
    pending = Mark.objects.filter(pending=True)
    works = {work.pk: work for work in own.filter(Exists(pending.filter(work=OuterRef("pk"))))}
    rows = pending.filter(work__in=works).values_list("work", "pupil", "due") if works else ()
    return [_Found(works[work], pupil, "•", due, is_point=True) for work, pupil, due in rows]


def _missed(own: QuerySet[Work]) -> list[_Found]:
    """Control works of lessons that a pupil has missed, where nothing stands instead of a mark."""
    works: dict[int, list[Work]] = defaultdict(list)
    for work in own.filter(kind__is_control=True):
        works[work.lesson_id].append(work)
    if not works:
        return []
    absences = Absence.objects.filter(lesson__in=works, code__in=MISSED)
    signs = absences.values_list("lesson", "pupil", "code")
    marked = Mark.objects.filter(work__lesson__in=works).exclude(value=None, pending=False)
    settled = set(marked.values_list("work", "pupil")) if signs else set()
    return [
        _Found(work, pupil, code, None, is_point=False)
        for lesson, pupil, code in signs
        for work in works[lesson]
        if (work.pk, pupil) not in settled
    ]


def _members(courses: set[int], today: dt.date) -> dict[Place, str]:
    """Everybody who is taught in the courses today, by the name under which the journal lists them. One query."""
    if not courses:
        return {}
    parts = ("surname", "given_name", "patronymic", "birth_date")
    members = CourseMembership.objects.filter(holds_on(today), course__in=courses)
    rows = members.values_list("course", "pupil", *(f"pupil__{part}" for part in parts))
    people: dict[int, dict[int, tuple[str, str, dt.date | None]]] = defaultdict(dict)
    for course, pupil, surname, given_name, patronymic, born in rows:
        people[course][pupil] = (f"{surname} {given_name}", patronymic, born)
    return {
        (course, pupil): name
        for course, own in people.items()
        for pupil, name in zip(own, distinct_names(list(own.values())), strict=True)
    }


def _expected(found: list[_Found], members: Container[Place]) -> list[_Found]:
    """Without those who are taught in the course no more, or were exempt on the day of the lesson."""
    of_them = Q(
        course__in={one.work.lesson.course_id for one in found}, pupil__in={one.pupil_id for one in found}
    )
    exempt: dict[Place, list[Exemption]] = defaultdict(list)
    for exemption in Exemption.objects.filter(of_them) if found else ():
        exempt[exemption.course_id, exemption.pupil_id].append(exemption)
    return [
        one
        for one in found
        if one.place in members and not any(paper.holds_on(one.day) for paper in exempt[one.place])
    ]


def _debt(found: _Found, pupil: str, today: dt.date) -> Debt:
    work, lesson = found.work, found.work.lesson
    rules: Rules = rules_of(work.policy, lesson.course)  # type: ignore[attr-defined]  # annotated by `_open_works`
    last = falls_due(Cell(lesson.date, due=found.due), rules.counting) if found.is_point else None
    value = rules.counting.point_becomes
    return Debt(
        pupil=pupil, pupil_id=found.pupil_id, work_id=work.pk, lesson_id=lesson.pk,
        period_id=work.period,  # type: ignore[attr-defined]  # the same
        date=lesson.date, work=work.title or work.kind.name, sign=found.sign, is_point=found.is_point, due=last,
        overdue=last is not None and today > last,
        becomes=rules.scale.text(value) if found.is_point and value is not None else "",
    )  # fmt: skip


def _by_course(debts: Iterable[tuple[Course, Debt]]) -> list[CourseDebts]:
    found: dict[int, CourseDebts] = {}
    for course, debt in debts:
        own = found.setdefault(course.pk, CourseDebts(course.pk, course.subject.name, course.audience, []))
        own.debts.append(debt)
    for own in found.values():
        own.debts.sort(key=_urgency)
    return sorted(found.values(), key=lambda one: (one.subject, class_key(one.audience), one.course_id))


def _urgency(debt: Debt) -> tuple[Any, ...]:
    return (not debt.is_point, debt.due or dt.date.max, debt.date, debt.pupil, debt.pupil_id)
