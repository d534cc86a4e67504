"""Who would have to be in two places at once. Lessons meet where their bells overlap, across shifts too."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.checks.words import course_names, ddmmyyyy
from zhurnal.school.models import Course, CourseMembership, SchoolYear, Teaching
from zhurnal.timetable.models import Lesson
from zhurnal.timetable.queries.bells import Bells

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from zhurnal.school.models import SchoolClass

_Span = tuple[dt.date, dt.date | None, int]  # from, to, who


class _Moment(NamedTuple):
    """A lesson that is held; times in minutes of the day."""

    course: int
    date: dt.date
    number: int
    starts: int
    ends: int
    substitute: int | None


class _CourseFacts(NamedTuple):
    subject: int
    classes: tuple[int, ...]
    whole_class: bool
    grade: int
    shift: int


@dataclass
class _Year:
    """The lessons of a year with what decides whether they meet. Six queries."""

    courses: dict[int, _CourseFacts]
    teachings: dict[int, list[_Span]]
    members: dict[int, list[_Span]]
    moments: list[_Moment]

    def teachers(self, moment: _Moment) -> Iterable[int]:
        if moment.substitute is not None:
            return (moment.substitute,)
        return (
            who for since, until, who in self.teachings[moment.course] if _holds(since, until, moment.date)
        )

    def pupils(self, moment: _Moment) -> set[int]:
        return {who for since, until, who in self.members[moment.course] if _holds(since, until, moment.date)}


def teachers_in_two_lessons() -> Iterator[str]:
    """United groups of a class in one subject are one lesson to a teacher."""
    for year in _years():
        keyed = ((moment, (moment.date, who)) for moment in year.moments for who in year.teachers(moment))
        pairs = (pair for pair in _meeting(keyed) if not _united(year, *pair))
        yield from _told(pairs)


def pupils_in_two_lessons() -> Iterator[str]:
    """Two lessons of a whole class, or of groups that share a pupil on that day."""
    for year in _years():
        keyed = (
            (moment, (moment.date, school_class))
            for moment in year.moments
            for school_class in year.courses[moment.course].classes
        )
        yield from _told(pair for pair in _meeting(keyed) if _share_pupils(year, *pair))


def _years() -> Iterator[_Year]:
    return map(_read, SchoolYear.objects.select_related("school"))


def _read(year: SchoolYear) -> _Year:
    courses = {course.pk: facts for course in _courses(year) if (facts := _facts(course))}
    teachings = Teaching.objects.filter(course__year=year).values_list(
        "course", "valid_from", "valid_to", "teacher"
    )
    members = CourseMembership.objects.filter(course__year=year).values_list(
        "course", "valid_from", "valid_to", "pupil"
    )
    return _Year(courses, _spans(teachings), _spans(members), list(_moments(year, courses)))


def _courses(year: SchoolYear) -> Iterable[Course]:
    found = Course.objects.filter(year=year).select_related("school_class", "group")
    return found.prefetch_related("group__classes")


def _facts(course: Course) -> _CourseFacts | None:
    """None for a course to which no class belongs."""
    classes: list[SchoolClass] = [course.school_class] if course.school_class else []
    if not classes and course.group:
        classes = list(course.group.classes.all())
    if not classes:
        return None
    ids = tuple(school_class.pk for school_class in classes)
    return _CourseFacts(course.subject_id, ids, course.group_id is None, classes[0].grade, classes[0].shift)


def _spans(rows: Iterable[tuple[int, dt.date, dt.date | None, int]]) -> dict[int, list[_Span]]:
    found: dict[int, list[_Span]] = defaultdict(list)
    for course, since, until, who in rows:
        found[course].append((since, until, who))
    return found


def _moments(year: SchoolYear, courses: dict[int, _CourseFacts]) -> Iterator[_Moment]:
    bells = Bells(year.school_id)
    held = Lesson.objects.filter(course__year=year, cancellation__lesson=None)
    for course, day, number, substitute in held.values_list(
        "course", "date", "number", "substitution__teacher"
    ):
        if course in courses:
            facts = courses[course]
            starts, ends = bells.span(facts.grade, facts.shift, day, number)
            yield _Moment(course, day, number, starts, ends, substitute)


def _meeting(keyed: Iterable[tuple[_Moment, Hashable]]) -> Iterator[tuple[_Moment, _Moment]]:
    """Pairs of lessons with the same key whose times overlap."""
    together: dict[Hashable, list[_Moment]] = defaultdict(list)
    for moment, key in keyed:
        together[key].append(moment)
    for moments in together.values():
        moments.sort(key=lambda moment: (moment.starts, moment.course))
        yield from (pair for pair in combinations(moments, 2) if pair[1].starts < pair[0].ends)


def _united(year: _Year, one: _Moment, other: _Moment) -> bool:
    first, second = year.courses[one.course], year.courses[other.course]
    groups = not (first.whole_class or second.whole_class)
    return groups and (first.subject, first.classes) == (second.subject, second.classes)


def _share_pupils(year: _Year, one: _Moment, other: _Moment) -> bool:
    if year.courses[one.course].whole_class and year.courses[other.course].whole_class:
        return True
    return not year.pupils(one).isdisjoint(year.pupils(other))


def _told(pairs: Iterable[tuple[_Moment, _Moment]]) -> Iterator[str]:
    """«04.03.2026, урок 3: 7 «А», Алгебра — 8 «Б», Алгебра»."""
    found = list(dict.fromkeys(pairs))
    names = course_names(moment.course for pair in found for moment in pair)
    for one, other in found:
        yield f"{ddmmyyyy(one.date)}, урок {one.number}: {names[one.course]} — {names[other.course]}"


def _holds(since: dt.date, until: dt.date | None, day: dt.date) -> bool:
    return since <= day and (until is None or day <= until)
