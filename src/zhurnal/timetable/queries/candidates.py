"""Who could hold a lesson instead: first who teaches the subject and is free, then who is free, then the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.access.roles import Role
from zhurnal.people.models import Person
from zhurnal.school.models import Employment
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.timetable.queries.busy import Busy
    from zhurnal.timetable.queries.days import DayLesson


class Candidates(NamedTuple):
    """Teachers of the school for one lesson, each group by name."""

    of_subject: list[Person]
    free: list[Person]
    busy: list[Person]


def teachers_of(school_id: int, day: dt.date) -> list[Person]:
    """Who works as a teacher in the school on `day`, by name. One query."""
    employed = Employment.objects.filter(holds_on(day), school=school_id, role=Role.TEACHER)
    return list(Person.objects.filter(pk__in=employed.values("person")).order_by("sort_key", "pk"))


def candidates(busy: Busy, teachers: Sequence[Person], lesson: DayLesson) -> Candidates:
    """Sort the teachers for a lesson; who holds it anyway is none. No query."""
    span = busy.span(lesson.course_id, lesson.date, lesson.number)
    engaged = {
        who for held in busy.at(lesson.date, span, apart_from=lesson.lesson_id) for who in held.teachers
    }
    own = {who.person_id for who in lesson.teachers}
    others = [one for one in teachers if one.pk not in own]
    of_subject = busy.teachers_of_subject(busy.courses[lesson.course_id].subject_id)
    free = [one for one in others if one.pk not in engaged]
    return Candidates(
        [one for one in free if one.pk in of_subject],
        [one for one in free if one.pk not in of_subject],
        [one for one in others if one.pk in engaged],
    )
