"""Whether a lesson may stand at a place that the weekly timetable does not give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.people.models import Person
from zhurnal.school.models import Course, DayOff, SchoolClass
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import Lesson
from zhurnal.timetable.queries.busy import Busy, meeting_pupils
from zhurnal.timetable.sentences import listed, place_text
from zhurnal.ui.words import day as day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from zhurnal.timetable.queries.busy import Held

LAST_NUMBER = 12


def check_place(course: Course, day: dt.date, number: int) -> None:
    """Refuse a number that no day has, and a place where the course has a lesson already.

    Raises ChangeError: wrong_number, taken.
    """
    if not 0 <= number <= LAST_NUMBER:
        raise ChangeError(
            "wrong_number",
            _("Номер урока — от 0 до %(last)s. Ничего не изменено. Исправьте номер.") % {"last": LAST_NUMBER},
        )
    if Lesson.objects.filter(course=course, date=day, number=number).exists():
        raise ChangeError(
            "taken",
            _(
                "%(place)s: у этого журнала здесь уже есть урок, возможно отменённый. Ничего не изменено. "
                "Выберите другой номер или верните тот урок."
            )
            % {"place": place_text(day, number)},
        )


def warn_about_place(
    course: Course, day: dt.date, number: int, *, holder: int | None = None, moved: int | None = None
) -> None:
    """Raise the warning "meets" where class or teacher are free that day or busy at that hour.

    `holder` holds the lesson instead of who holds the course, `moved` is the lesson itself. Eleven queries at most.
    """
    busy = Busy(course.year.school_id, day, day)
    teachers = frozenset((holder,)) if holder else busy.teachers_of(course.pk, day)
    others = busy.at(day, busy.span(course.pk, day, number), apart_from=moved)
    sentences = [
        *_free_days(busy.courses[course.pk].classes, day),
        *_teachers(others, teachers),
        *_pupils(meeting_pupils(busy, course.pk, day, others)),
    ]
    if sentences:
        ask = _("Урок пока остался на прежнем месте.") if moved else _("Урок пока не добавлен.")
        raise ChangeError(
            "meets",
            " ".join([*sentences, ask, _("Подтвердите или выберите другое место.")]),
            may_be_confirmed=True,
        )


def _free_days(classes: frozenset[int], day: dt.date) -> Iterator[str]:
    for school_class in SchoolClass.objects.filter(pk__in=classes).order_by("grade", "letter"):
        words = {"class": school_class.name, "day": day_text(day)}
        off = DayOff.objects.filter(
            year=school_class.year_id, starts__lte=day, ends__gte=day,
            first_grade__lte=school_class.grade, last_grade__gte=school_class.grade,
        ).first()  # fmt: skip
        if off is not None:
            yield _("%(day)s у %(class)s — %(why)s.") % (words | {"why": off.name})
        elif day.isoweekday() > school_class.days_a_week:
            yield _("%(day)s у %(class)s не учебный день недели.") % words


def _teachers(others: list[Held], teachers: frozenset[int]) -> Iterator[str]:
    meeting = [(who, one.course_id) for one in others for who in sorted(one.teachers & teachers)]
    if meeting:
        people, names = Person.objects.in_bulk({who for who, _course in meeting}), _names(others)
        told = (f"{people[who].short_name} — {names[course]}" for who, course in meeting)
        yield _("В это время учитель ведёт другой урок: %(lessons)s.") % {"lessons": listed(told)}


def _pupils(meeting: list[Held]) -> Iterator[str]:
    if meeting:
        names = _names(meeting)
        told = (names[one.course_id] for one in meeting)
        yield _("В это время у учеников другой урок: %(lessons)s.") % {"lessons": listed(told)}


def _names(lessons: list[Held]) -> dict[int, str]:
    courses = Course.objects.filter(pk__in={one.course_id for one in lessons})
    return {one.pk: str(one) for one in courses.select_related("subject", "school_class", "group")}
