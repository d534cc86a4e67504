"""What a period still lacks before it can be closed: by class, from what is stored, whatever the school's size."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count

from zhurnal.calc.collation import class_key
from zhurnal.calc.grading.proposal import needed_marks
from zhurnal.calc.grading.scale import BEHAVIOUR
from zhurnal.journal.models import Average, Mark, PeriodMark
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.totals_rules import is_marked
from zhurnal.school.models import Course, CourseMembership, Enrolment
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zhurnal.school.models import SchoolClass, StudyPeriod

Key = tuple[int, int]  # course, pupil
_BEHAVIOUR = frozenset(scale.code for scale in BEHAVIOUR)


@dataclass(frozen=True, slots=True)
class CourseGaps:
    """A course for the pupils of one class: how many there are, who has no mark for the period yet.

    `few`: those among them with fewer marks than the rule wants. `points`: works for which a teacher waits.
    """

    course: Course
    pupils: int
    lacking: frozenset[int]
    few: frozenset[int]
    points: int

    @property
    def is_empty(self) -> bool:
        """Whether nobody has a mark for the period: the subject is «без итогов»."""
        return len(self.lacking) == self.pupils > 0

    def __bool__(self) -> bool:
        return bool(self.lacking or self.points)


class Gaps(NamedTuple):
    """What is open, in numbers: pupils without a mark, with few marks, points, subjects without any mark.

    Whom a subject lacks as a whole is not counted among its pupils.
    """

    lacking: int = 0
    few: int = 0
    points: int = 0
    subjects: int = 0


@dataclass(frozen=True, slots=True)
class ClassReadiness:
    """A class before a period is closed: its pupils and their courses that end in marks."""

    school_class: SchoolClass
    pupils: frozenset[int]
    courses: list[CourseGaps]

    @property
    def wanting(self) -> list[CourseGaps]:
        """The courses in which something is open."""
        return [one for one in self.courses if one]

    @property
    def gaps(self) -> Gaps:
        """The numbers of the class; a pupil counts once."""
        partly = [one for one in self.courses if not one.is_empty]
        return Gaps(
            lacking=len(frozenset[int]().union(*(one.lacking for one in partly))),
            few=len(frozenset[int]().union(*(one.few for one in partly))),
            points=sum(one.points for one in self.courses),
            subjects=sum(one.is_empty for one in self.courses),
        )


class _Stored(NamedTuple):
    marked: set[Key]
    counts: dict[Key, int]
    points: dict[Key, int]


def readiness(period: StudyPeriod, policy_id: int | None, today: dt.date) -> list[ClassReadiness]:
    """Every class that has courses of the period's kind, in the order of classes. Seven queries.

    Who is taught on the last day, or today while the period runs, needs a mark in every course that has been
    taught, and for behaviour. Sums are those that are stored; what the rule proposes is not asked here.
    """
    day = min(period.ends, max(today, period.starts))
    courses = _finished_courses(period, policy_id)
    members = CourseMembership.objects.filter(holds_on(day), course__in=courses)
    classes = _classes(period, day)
    pupils_of: dict[tuple[int, int], list[int]] = defaultdict(list)  # class, course
    for course, pupil in members.values_list("course_id", "pupil_id"):
        if pupil in classes:
            pupils_of[classes[pupil].pk, course].append(pupil)
    stored = _stored(period, list(courses))
    by_class: dict[int, list[CourseGaps]] = defaultdict(list)
    for (school_class, course), pupils in pupils_of.items():
        by_class[school_class].append(_course_gaps(courses[course], policy_id, pupils, stored))
    known = {one.pk: one for one in classes.values()}
    found = [_class_readiness(known[pk], classes, gaps) for pk, gaps in by_class.items()]
    return sorted(found, key=lambda one: class_key(one.school_class.name))


def total(classes: Iterable[ClassReadiness]) -> Gaps:
    """Add up."""
    return reduce(lambda one, other: Gaps(*map(add, one, other)), (one.gaps for one in classes), Gaps())


def _finished_courses(period: StudyPeriod, policy_id: int | None) -> dict[int, Course]:
    """Courses that end in marks: those with lessons in the period, and behaviour, which has none."""
    of_kind = Course.objects.filter(year=period.year_id, period_kind=period.kind)
    taught = Lesson.objects.filter(
        course__in=of_kind, date__range=(period.starts, period.ends), cancellation__lesson=None
    )
    held = set(taught.values_list("course_id", flat=True).distinct())
    return {
        course.pk: course
        for course in of_kind.select_related("subject", "school_class", "group")
        if is_marked(course, rules_of(policy_id, course))
        and (course.pk in held or course.subject.scale in _BEHAVIOUR)
    }


def _classes(period: StudyPeriod, day: dt.date) -> dict[int, SchoolClass]:
    """The class of every pupil on the day."""
    rows = Enrolment.objects.filter(holds_on(day), school_class__year=period.year_id)
    return {row.pupil_id: row.school_class for row in rows.select_related("school_class")}


def _stored(period: StudyPeriod, courses: list[int]) -> _Stored:
    set_marks = PeriodMark.objects.filter(period=period, value__gt="")
    averages = Average.objects.filter(period=period)
    points = Mark.objects.filter(
        pending=True, work__lesson__course__in=courses, work__lesson__cancellation__lesson=None,
        work__lesson__date__range=(period.starts, period.ends),
    )  # fmt: skip
    waiting = points.values_list("work__lesson__course_id", "pupil_id").annotate(count=Count("pk"))
    return _Stored(
        set(set_marks.values_list("course_id", "pupil_id")),
        {(course, pupil): n for course, pupil, n in averages.values_list("course_id", "pupil_id", "count")},
        {(course, pupil): count for course, pupil, count in waiting},
    )


def _course_gaps(course: Course, policy_id: int | None, pupils: list[int], stored: _Stored) -> CourseGaps:
    rules = rules_of(policy_id, course)
    needed = needed_marks(course.hours_a_week, rules.period) if rules.scale.averaged else 0
    lacking = frozenset(pupil for pupil in pupils if (course.pk, pupil) not in stored.marked)
    few = frozenset(pupil for pupil in lacking if stored.counts.get((course.pk, pupil), 0) < needed)
    points = sum(stored.points.get((course.pk, pupil), 0) for pupil in pupils)
    return CourseGaps(course, len(pupils), lacking, few, points)


def _class_readiness(
    school_class: SchoolClass, classes: dict[int, SchoolClass], gaps: list[CourseGaps]
) -> ClassReadiness:
    pupils = frozenset(pupil for pupil, own in classes.items() if own.pk == school_class.pk)
    gaps.sort(key=lambda one: (one.course.subject.position, one.course.pk))
    return ClassReadiness(school_class, pupils, gaps)
