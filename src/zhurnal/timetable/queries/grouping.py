"""The lessons of a day as somebody looks for them: class by class, teacher by teacher."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.calc.collation import class_key, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhurnal.timetable.queries.days import DayLesson


class Group(NamedTuple):
    """Lessons under a heading; `key` is the class or the teacher, 0 for neither."""

    key: int
    title: str
    lessons: list[DayLesson]


class Tally(NamedTuple):
    """How many lessons a day has, and how many are otherwise than the timetable says."""

    lessons: int
    substituted: int
    cancelled: int
    moved: int
    added: int


def by_class(lessons: Iterable[DayLesson]) -> list[Group]:
    """A stream stands under each of its classes."""
    groups: dict[tuple[int, str], list[DayLesson]] = defaultdict(list)
    for lesson in lessons:
        for school_class in lesson.classes or ((0, lesson.audience),):
            groups[school_class].append(lesson)
    found = [Group(*key, own) for key, own in groups.items()]
    return sorted(found, key=lambda group: class_key(group.title))


def by_teacher(lessons: Iterable[DayLesson]) -> list[Group]:
    """Each lesson under who holds the course; a substituted one under the substitute as well."""
    groups: dict[tuple[int, str], list[DayLesson]] = defaultdict(list)
    for lesson in lessons:
        for teacher in dict.fromkeys((*lesson.teachers, *lesson.holders)) or ((0, _("Учитель не назначен")),):
            groups[teacher[0], teacher[1]].append(lesson)
    found = [Group(*key, own) for key, own in groups.items()]
    return sorted(found, key=lambda group: (group.key == 0, sort_key(group.title), group.key))


def tally(lessons: Sequence[DayLesson]) -> Tally:
    """Count the lessons; one may be changed in several ways."""
    counted = Counter[str]()
    for one in lessons:
        counted["cancelled"] += one.cancelled is not None
        counted["substituted"] += one.substitute is not None and one.cancelled is None
        counted["moved"] += one.moved_from is not None
        counted["added"] += one.added is not None
    return Tally(
        len(lessons), counted["substituted"], counted["cancelled"], counted["moved"], counted["added"]
    )
