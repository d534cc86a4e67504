"""Making lessons from the weekly timetable again does not undo what a deputy head has moved or added."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.school.models import Course
from zhurnal.timetable.actions.lessons import Made, make_lessons
from zhurnal.timetable.models import Lesson, LessonAddition, LessonMove, WeeklySlot

pytestmark = pytest.mark.django_db
COMING, THURSDAY, FRIDAY = dt.date(2026, 3, 6), dt.date(2026, 3, 5), dt.date(2026, 3, 13)


def make(course):
    return make_lessons(course.year, courses=Course.objects.filter(pk=course.pk))


@pytest.fixture
def algebra(cast):
    """Its timetable is Monday, Wednesday, Friday; the lessons of the whole year are made."""
    make(cast.algebra_7a)
    return cast.algebra_7a


def move(cast, lesson, day, number):
    """As the journal does it: the lesson stands at its new place, a row tells where it was."""
    LessonMove.objects.create(
        lesson=lesson, from_date=lesson.date, from_number=lesson.number, reason="Экскурсия",
        made_by=cast.deputy.person, made_at=cast.school.now(),
    )  # fmt: skip
    Lesson.objects.filter(pk=lesson.pk).update(date=day, number=number)


def places(course):
    return list(
        Lesson.objects.filter(course=course, date__range=("2026-03-04", "2026-03-13"))
        .order_by("date", "number")
        .values_list("date", "number")
    )


def test_the_place_of_a_moved_lesson_is_not_filled_again(cast, algebra):
    before = places(algebra)
    assert (COMING, 2) in before
    move(cast, Lesson.objects.get(course=algebra, date=COMING), THURSDAY, 6)
    assert make(algebra) == Made(created=0, removed=0, kept=Lesson.objects.filter(course=algebra).count())
    assert places(algebra) == sorted({*before, (THURSDAY, 6)} - {(COMING, 2)})


def test_a_moved_lesson_does_not_stand_for_a_lesson_of_its_new_day(cast, algebra):
    """Moved to the seventh lesson of Friday 13; Thursday gets a new place: both days keep their own."""
    move(cast, Lesson.objects.get(course=algebra, date=COMING), FRIDAY, 7)
    WeeklySlot.objects.filter(course=algebra, weekday=5).update(number=1)
    made = make(algebra)
    assert made.removed == 0
    assert [place for place in places(algebra) if place[0] == FRIDAY] == [(FRIDAY, 1), (FRIDAY, 7)]


def test_a_lesson_that_came_back_stands_at_its_place_once(cast, algebra):
    lesson = Lesson.objects.get(course=algebra, date=COMING)
    before = places(algebra)
    move(cast, lesson, THURSDAY, 6)
    lesson.refresh_from_db()
    move(cast, lesson, COMING, 2)
    assert make(algebra).created == 0
    assert places(algebra) == before


def test_an_added_lesson_stays_and_stands_for_none(cast, algebra):
    added = Lesson.objects.create(course=algebra, date=COMING, number=7)
    LessonAddition.objects.create(
        lesson=added, reason="Консультация", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    made = make(algebra)
    assert (made.created, made.removed, made.moved) == (0, 0, 0)
    assert [place for place in places(algebra) if place[0] == COMING] == [(COMING, 2), (COMING, 7)]


def test_an_extra_lesson_of_nobodys_making_goes(algebra):
    Lesson.objects.create(course=algebra, date=COMING, number=7)
    assert make(algebra).removed == 1
