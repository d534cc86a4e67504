"""The first screen of control, put together: exceptions only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from zhurnal.calc.collation import class_key
from zhurnal.calc.grading.average import display
from zhurnal.oversight.queries.gaps import Gaps, Place, gaps, total
from zhurnal.oversight.queries.thin import Thin, thin_courses
from zhurnal.people.models import Person
from zhurnal.school.models import Course, Teaching
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import courses_visible_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.oversight.queries.scope import Scope, Window
    from zhurnal.school.standing import Standing


class CourseName(NamedTuple):
    """A course as the tables name it; `journal` is its number, for who may open the journal."""

    audience: str
    subject: str
    journal: int | None


class GapLine(NamedTuple):
    """The gaps of one teacher in one course."""

    course: CourseName
    gaps: Gaps


class TeacherGaps(NamedTuple):
    """A teacher's gaps in all courses, and the courses that have some.

    Lessons to which nobody was appointed stand under the number 0 without a name.
    """

    number: int
    name: str
    total: Gaps
    lines: list[GapLine]


class ThinLine(NamedTuple):
    """A course with too few marks: numbers as they are shown."""

    course: CourseName
    teachers: str
    lessons: int
    marks: str
    expected: str
    per_cent: int


@dataclass(frozen=True)
class OversightPage:
    """Everything that the page shows. No pupil is named in it."""

    total: Gaps
    teachers: list[TeacherGaps]
    thin: list[ThinLine]


def oversight_page(scope: Scope, days: Window, standing: Standing) -> OversightPage:
    """Look the school over. Seven queries, whatever its size."""
    counted = gaps(scope.school, days)
    wanting = {place: found for place, found in counted.items() if found}
    thin = thin_courses(scope)
    courses = _names({place.course for place in wanting} | {one.course for one in thin}, scope, standing)
    return OversightPage(
        total(counted.values()), _by_teacher(counted, courses), _thin_lines(thin, courses, scope)
    )


def _names(ids: Iterable[int], scope: Scope, standing: Standing) -> dict[int, CourseName]:
    visible = courses_visible_to(standing, scope.school.today()).filter(pk=OuterRef("pk"))
    courses = (
        Course.objects.filter(pk__in=ids)
        .annotate(sees_journal=Exists(visible))
        .select_related("subject", "school_class", "group")
    )
    return {
        course.pk: CourseName(
            course.audience, course.subject.name, course.pk if course.sees_journal else None
        )
        for course in courses
    }


def _by_teacher(counted: Mapping[Place, Gaps], courses: Mapping[int, CourseName]) -> list[TeacherGaps]:
    """In the order of names: a list is no ranking. Lessons without a teacher come first."""
    wanting = {place.teacher for place, found in counted.items() if found}
    people = Person.objects.in_bulk([teacher for teacher in wanting if teacher is not None])
    rows = []
    for teacher in wanting:
        own = {place.course: found for place, found in counted.items() if place.teacher == teacher}
        lines = [GapLine(courses[course], found) for course, found in own.items() if found]
        lines.sort(key=lambda line: _course_key(line.course))
        person = people.get(teacher) if teacher else None
        name, key = (person.short_name, person.sort_key) if person else ("", "")
        rows.append((key, TeacherGaps(teacher or 0, name, total(own.values()), lines)))
    return [row for _key, row in sorted(rows, key=lambda keyed: (keyed[0], keyed[1].number))]


def _thin_lines(thin: list[Thin], courses: Mapping[int, CourseName], scope: Scope) -> list[ThinLine]:
    teachings = Teaching.objects.filter(
        holds_on(scope.school.today()), course__in=[one.course for one in thin]
    ).select_related("teacher")
    teachers: dict[int, list[str]] = {}
    for row in teachings.order_by("teacher__sort_key"):
        teachers.setdefault(row.course_id, []).append(row.teacher.short_name)
    return [
        ThinLine(
            courses[one.course], ", ".join(teachers.get(one.course, [])), one.lessons,
            display(one.marks), display(one.expected), round(100 * one.share),
        )
        for one in thin
    ]  # fmt: skip


def _course_key(course: CourseName) -> tuple[tuple[int, str], str]:
    return (class_key(course.audience), course.subject)
