"""What the pages about classes show. Each function costs the same few queries for a class of any size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.utils.translation import gettext as _

from zhurnal.calc.collation import class_key, search_key
from zhurnal.people.models import Person
from zhurnal.school.models import ClassTeacher, Course, CourseMembership, Enrolment, SchoolYear, Teaching
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import courses_visible_to, pupils_visible_to
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from zhurnal.school.models import SchoolClass, StudyGroup
    from zhurnal.school.standing import Standing

MOST_FOUND = 50
SHORTEST_SEARCH = 2
_BY_NAME = ("pupil__sort_key", "pupil", "valid_from")


class ClassLine(NamedTuple):
    """A class in the list of classes, with the number of pupils today."""

    school_class: SchoolClass
    teacher: str
    pupils: int


class SchoolClasses(NamedTuple):
    """A school's year with its classes in the order of grades."""

    year: SchoolYear
    classes: list[ClassLine]


class PupilLine(NamedTuple):
    """A pupil in a list; numbered where the list is a class and the pupil is in it today.

    `came`: is in it, and was not when the year began.
    """

    number: int | None
    pupil: Person
    note: str
    school_class: SchoolClass
    sees_diary: bool
    came: bool = False


class CourseLine(NamedTuple):
    """A course of a class with who teaches it today, and to how many."""

    course: Course
    teachers: str
    pupils: int
    sees_journal: bool


class GroupLine(NamedTuple):
    """A part of the class, with those who are in it today."""

    group: StudyGroup
    pupils: list[Person]


@dataclass(frozen=True)
class ClassPage:
    """Everything that the page of one class shows."""

    teacher: str
    present: int
    pupils: list[PupilLine]
    courses: list[CourseLine]
    groups: list[GroupLine]


def current_years(schools: Iterable[int]) -> list[SchoolYear]:
    """Each school's running year: the last one that has begun, else the first. One query."""
    return _running(_years(schools=schools))


def current_years_of(classes: QuerySet[SchoolClass]) -> list[SchoolYear]:
    """The running years of the schools to which these classes belong. One query."""
    return _running(_planned(classes.values("year__school")))


def _planned(schools: Any) -> QuerySet[SchoolYear]:
    return SchoolYear.objects.filter(school__in=schools).select_related("school").order_by("school", "starts")


_years = prepared(schools=list[int])(_planned)


def _running(years: Iterable[SchoolYear]) -> list[SchoolYear]:
    found = []
    for _school, of_school in groupby(years, key=lambda year: year.school_id):
        planned = list(of_school)
        begun = [year for year in planned if year.starts <= year.school.today()]
        found.append(begun[-1] if begun else planned[0])
    return found


def classes_of_years(visible: QuerySet[SchoolClass], years: Collection[SchoolYear]) -> list[SchoolClasses]:
    """The visible classes of the given years, school by school. Two queries."""
    present = Count("enrolments", filter=_today_of(years, "year", "enrolments__"))
    leads = ClassTeacher.objects.filter(_today_of(years, "school_class__year", "")).select_related("teacher")
    teachers = {row.school_class_id: row.teacher.short_name for row in leads}
    lines = [
        ClassLine(one, teachers.get(one.pk, ""), one.present)
        for one in visible.filter(year__in=years).annotate(present=present)
    ]
    lines.sort(key=lambda line: class_key(line.school_class.name))
    by_year = [
        SchoolClasses(year, [line for line in lines if line.school_class.year_id == year.pk])
        for year in years
    ]
    return [one for one in by_year if one.classes]


def find_pupils(
    visible: QuerySet[SchoolClass], years: Collection[SchoolYear], text: str, standing: Standing
) -> list[PupilLine]:
    """Pupils of the visible classes whose names hold every word of `text`, surnames first; «ё» is «е».

    One query, none where `text` is too short to look for. A line above MOST_FOUND says: there are others.
    """
    words = search_key(text).split()
    if len("".join(words)) < SHORTEST_SEARCH:
        return []
    rows = _enrolments(standing).filter(school_class__in=visible.filter(year__in=years).values("pk"))
    for word in words:
        rows = rows.filter(pupil__search_key__contains=word)
    by_surname = Case(When(pupil__search_key__startswith=words[0], then=0), default=1)
    return [
        PupilLine(None, row.pupil, _note(row), row.school_class, row.sees_diary)
        for row in rows.order_by(by_surname, *_BY_NAME)[: MOST_FOUND + 1]
    ]


def class_page(school_class: SchoolClass, standing: Standing, today: dt.date) -> ClassPage:
    """The page of a class, whose year is selected. Five queries."""
    pupils = _class_list(school_class, standing, today)
    lead = school_class.class_teachers.filter(holds_on(today)).select_related("teacher").first()
    return ClassPage(
        teacher=lead.teacher.full_name if lead else "",
        present=sum(line.number is not None for line in pupils),
        pupils=pupils,
        courses=_courses(school_class, standing, today),
        groups=_groups(school_class, {line.pupil.pk for line in pupils if line.number}, today),
    )


def _today_of(years: Iterable[SchoolYear], year: str, dated: str) -> Q:
    """Each school has its own today: the dated fact holds on the day of the year's school."""
    return reduce(or_, (Q(**{year: one}) & holds_on(one.school.today(), dated) for one in years), Q(pk=None))


def _enrolments(standing: Standing) -> QuerySet[Any]:
    """Enrolments in the order of names; `sees_diary`: whether the pupil's diary is open to the person."""
    diary = Exists(pupils_visible_to(standing).filter(pk=OuterRef("pupil_id")))
    return (
        Enrolment.objects.annotate(sees_diary=diary)
        .select_related("pupil", "school_class__year")
        .order_by(*_BY_NAME)
    )


def _class_list(school_class: SchoolClass, standing: Standing, today: dt.date) -> list[PupilLine]:
    """One line a pupil, also where the pupil left and came back. Who left keeps the place of the name."""
    rows = _enrolments(standing).filter(school_class=school_class, valid_from__lte=today)
    lines, number = [], 0
    for _pupil, own in groupby(rows, key=lambda row: row.pupil_id):
        spells = list(own)
        last = spells[-1]
        present = last.holds_on(today)
        number += present
        note = ", ".join(filter(None, map(_note, spells)))
        came = present and last.valid_from > school_class.year.starts
        lines.append(
            PupilLine(number if present else None, last.pupil, note, school_class, last.sees_diary, came)
        )
    return _with_birth_dates(lines)


def _with_birth_dates(lines: list[PupilLine]) -> list[PupilLine]:
    """Two pupils of one name are told apart by the day of birth, as in the journal."""
    names = Counter(line.pupil.full_name for line in lines)
    return [
        line._replace(note=", ".join(filter(None, (f"{line.pupil.birth_date:%d.%m.%Y}", line.note))))
        if names[line.pupil.full_name] > 1 and line.pupil.birth_date
        else line
        for line in lines
    ]


def _note(enrolment: Enrolment) -> str:
    """«прибыла 09.02 (из школы № 5)», «выбыл 31.01», both, or nothing. The year of the class is selected."""
    female = enrolment.pupil.sex == Person.Sex.FEMALE
    notes = []
    if enrolment.valid_from > enrolment.school_class.year.starts:
        word = _("прибыла") if female else _("прибыл")
        notes.append(_dated(word, enrolment.valid_from, enrolment.arrival))
    if enrolment.valid_to is not None and enrolment.valid_to < enrolment.school_class.year.ends:
        word = _("выбыла") if female else _("выбыл")
        notes.append(_dated(word, enrolment.valid_to, enrolment.departure))
    return ", ".join(notes)


def _dated(word: str, day: dt.date, why: str) -> str:
    return f"{word} {day:%d.%m}" + (f" ({why})" if why else "")


def _courses(school_class: SchoolClass, standing: Standing, today: dt.date) -> list[CourseLine]:
    """The courses of the class, of its parts and of its streams. Two queries."""
    journal = Exists(courses_visible_to(standing, today).filter(pk=OuterRef("pk")))
    courses = (
        Course.objects.filter(Q(school_class=school_class) | Q(group__in=school_class.groups.values("pk")))
        .annotate(sees_journal=journal, pupils=Count("memberships", filter=holds_on(today, "memberships__")))
        .select_related("subject", "group")
        .order_by("subject__position", "subject__name", "group__name")
    )
    teachers = _teachers_of(courses, today)
    return [
        CourseLine(course, ", ".join(teachers.get(course.pk, [])), course.pupils, course.sees_journal)
        for course in courses
    ]


def _teachers_of(courses: QuerySet[Course], today: dt.date) -> dict[int, list[str]]:
    teachings = Teaching.objects.filter(holds_on(today), course__in=[course.pk for course in courses])
    found: dict[int, list[str]] = {}
    for row in teachings.select_related("teacher").order_by("teacher__sort_key"):
        found.setdefault(row.course_id, []).append(row.teacher.short_name)
    return found


def _groups(school_class: SchoolClass, present: Collection[int], today: dt.date) -> list[GroupLine]:
    """The groups in which pupils of this class are taught; of a stream only its part here. One query."""
    rows = (
        CourseMembership.objects.filter(
            holds_on(today), course__group__in=school_class.groups.values("pk"), pupil__in=present
        )
        .select_related("course__group", "pupil")
        .order_by("course__group__name", "pupil__sort_key", "pupil")
    )
    return [
        GroupLine(group, list(dict.fromkeys(row.pupil for row in own)))
        for group, own in groupby(rows, key=lambda row: row.course.group)
        if group is not None
    ]
