from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import TODAY, YEAR_STARTS
from zhurnal.audit.models import Line
from zhurnal.journal.models import AttendanceTaken, Homework, LessonTopic, Mark, Work
from zhurnal.school.models import Course, DayOff, SchoolClass, StudyGroup, Subject
from zhurnal.timetable.actions.lessons import Made, make_lessons
from zhurnal.timetable.models import Lesson, LessonCancellation, WeeklySlot

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY, SATURDAY = 1, 3, 6


@pytest.fixture
def course(cast):
    """A course of 5 «А» without a timetable as yet."""
    subject = Subject.objects.create(school=cast.school, name="Музыка", short_name="Музыка")
    return Course.objects.create(
        year=cast.year,
        subject=subject,
        school_class=cast.class_5a,
        period_kind="quarter",
        hours_a_week=1,
        grade=5,
    )


def slot(course, weekday, number=2, *, since=YEAR_STARTS, until=None, parity="every", room="214"):
    return WeeklySlot.objects.create(
        course=course,
        weekday=weekday,
        number=number,
        valid_from=since,
        valid_to=until,
        parity=parity,
        room=room,
    )


def make(course):
    return make_lessons(course.year, courses=Course.objects.filter(pk=course.pk))


def places(course):
    return set(Lesson.objects.filter(course=course).values_list("date", "number"))


def dates(course):
    return sorted(day for day, _ in places(course))


def write_topic(lesson, cast):
    LessonTopic.objects.create(lesson=lesson, text="Пауза", author=cast.teacher.person, set_at=timezone.now())


def test_lessons_stand_on_their_weekday_in_study_periods_only(course):
    slot(course, MONDAY)
    made = make(course)
    days = dates(course)
    assert made == Made(created=len(days), removed=0, kept=0)
    assert {day.isoweekday() for day in days} == {MONDAY}
    assert days[0] == dt.date(2025, 9, 1)
    assert dt.date(2025, 10, 27) not in days  # holidays
    assert dt.date(2026, 2, 23) not in days  # a day off
    assert dt.date(2026, 2, 16) in days
    # Mondays from 01.09 to 26.05 outside holidays, without 23.02 and 09.03.
    assert len(days) == 8 + 8 + 11 - 2 + 8


def test_days_off_may_be_for_some_grades(course, cast):
    DayOff.objects.create(
        year=cast.year, kind="holidays", name="Для 5-х", starts=dt.date(2026, 2, 16),
        ends=dt.date(2026, 2, 22), first_grade=5, last_grade=5,
    )  # fmt: skip
    slot(course, MONDAY)
    make(course)
    assert dt.date(2026, 2, 16) not in dates(course)


def test_a_five_day_class_has_no_lessons_on_saturday_and_a_six_day_class_has(course, cast):
    slot(course, SATURDAY)
    assert make(course).created == 0
    SchoolClass.objects.filter(pk=cast.class_5a.pk).update(days_a_week=6)
    assert make(course).created > 0
    assert {day.isoweekday() for day in dates(course)} == {SATURDAY}


def test_weeks_a_and_b_alternate_from_the_first_week_of_the_year(course):
    slot(course, MONDAY, parity="A")
    make(course)
    days_a = set(dates(course))
    WeeklySlot.objects.filter(course=course).update(parity="B")
    Lesson.objects.filter(course=course).delete()
    make(course)
    assert dt.date(2025, 9, 1) in days_a
    assert dt.date(2025, 9, 8) in dates(course)
    assert days_a.isdisjoint(dates(course))


def test_a_slot_is_valid_from_a_day_to_a_day(course):
    slot(course, MONDAY, since=dt.date(2026, 2, 2), until=dt.date(2026, 2, 16))
    make(course)
    assert dates(course) == [dt.date(2026, 2, 2), dt.date(2026, 2, 9), dt.date(2026, 2, 16)]


def test_a_stream_has_lessons_when_all_its_classes_have(course, cast):
    group = StudyGroup.objects.create(year=cast.year, kind="stream", name="Хор")
    group.classes.set([cast.class_5a, cast.class_7a])
    Course.objects.filter(pk=course.pk).update(school_class=None, group=group)
    DayOff.objects.create(
        year=cast.year, kind="holidays", name="Для 7-х", starts=dt.date(2026, 2, 16),
        ends=dt.date(2026, 2, 22), first_grade=7, last_grade=7,
    )  # fmt: skip
    slot(course, MONDAY)
    make(course)
    assert dt.date(2026, 2, 9) in dates(course)
    assert dt.date(2026, 2, 16) not in dates(course)


def test_made_again_nothing_happens(course):
    slot(course, MONDAY)
    slot(course, WEDNESDAY, number=5)
    created = make(course).created
    before = list(Lesson.objects.filter(course=course).values().order_by("pk"))
    assert make(course) == Made(created=0, removed=0, kept=created)
    assert list(Lesson.objects.filter(course=course).values().order_by("pk")) == before


def test_a_later_hour_moves_untouched_lessons_from_today_on_and_leaves_the_past(course):
    old = slot(course, WEDNESDAY, number=2)
    made = make(course)
    old.valid_to = TODAY - dt.timedelta(days=1)
    old.save()
    slot(course, WEDNESDAY, number=4, since=TODAY)
    ids = set(Lesson.objects.filter(course=course).values_list("pk", flat=True))
    again = make(course)
    assert (again.created, again.removed) == (0, 0)
    assert again.moved + again.kept == made.created
    assert {number for day, number in places(course) if day < TODAY} == {2}
    assert {number for day, number in places(course) if day >= TODAY} == {4}
    assert set(Lesson.objects.filter(course=course).values_list("pk", flat=True)) == ids


def test_another_room_reaches_coming_lessons_only(course):
    old = slot(course, WEDNESDAY)
    make(course)
    old.room = "305"
    old.save()
    make(course)
    rooms = Lesson.objects.filter(course=course)
    assert set(rooms.filter(date__lt=TODAY).values_list("room", flat=True)) == {"214"}
    assert set(rooms.filter(date__gte=TODAY).values_list("room", flat=True)) == {"305"}


def test_a_place_that_ends_takes_coming_lessons_away_with_their_empty_columns(course, cast):
    old = slot(course, WEDNESDAY)
    make(course)
    Work.objects.bulk_create(
        Work(lesson=lesson, kind=cast.kinds["answer"], weight=100) for lesson in course.lessons.all()
    )
    past = course.lessons.filter(date__lt=TODAY).count()
    coming = course.lessons.filter(date__gte=TODAY).count()
    old.valid_to = TODAY - dt.timedelta(days=1)
    old.save()
    assert make(course) == Made(created=0, removed=coming, kept=past)
    assert Work.objects.filter(lesson__course=course).count() == past


def _homework(lesson, cast):
    Homework.objects.create(lesson=lesson, text="§ 3", author=cast.teacher.person, set_at=timezone.now())


def _due_homework(lesson, cast):
    earlier = cast.lesson(cast.algebra_5a, "2026-02-26")
    Homework.objects.create(
        lesson=earlier, due_lesson=lesson, text="§ 3", author=cast.teacher.person, set_at=timezone.now()
    )


def _attendance(lesson, cast):
    AttendanceTaken.objects.create(lesson=lesson, taken_by=cast.teacher.person, taken_at=timezone.now())


def _mark(lesson, cast):
    work = Work.objects.create(lesson=lesson, kind=cast.kinds["answer"], weight=100)
    Mark.objects.create(
        work=work, pupil=cast.child_5a, value=5, author=cast.teacher.person, set_at=timezone.now()
    )


def _control_column(lesson, cast):
    Work.objects.create(
        lesson=lesson, position=2, kind=cast.kinds["control"], weight=200, title="Контрольная работа № 1"
    )


def _cancellation(lesson, cast):
    LessonCancellation.objects.create(
        lesson=lesson, reason="Карантин", made_by=cast.deputy.person, made_at=timezone.now()
    )


@pytest.mark.parametrize(
    "write",
    [write_topic, _homework, _due_homework, _attendance, _mark, _control_column, _cancellation],
)
def test_a_lesson_that_something_is_written_about_stays_as_it_is(course, cast, write):
    old = slot(course, WEDNESDAY)
    make(course)
    lesson = course.lessons.get(date=dt.date(2026, 3, 11))
    write(lesson, cast)
    old.valid_to = TODAY - dt.timedelta(days=1)
    old.save()
    make(course)
    assert list(course.lessons.filter(date__gte=TODAY).values_list("pk", flat=True)) == [lesson.pk]


def test_a_taught_lesson_at_another_hour_stands_for_its_days_place(course, cast):
    old = slot(course, WEDNESDAY, number=2)
    make(course)
    write_topic(course.lessons.get(date=dt.date(2026, 3, 11)), cast)
    old.number = 4
    old.save()
    make(course)
    assert [number for day, number in places(course) if day == dt.date(2026, 3, 11)] == [2]
    assert [number for day, number in places(course) if day == dt.date(2026, 3, 18)] == [4]
    assert make(course).created == 0


def test_other_courses_are_left_alone(course):
    before = set(Lesson.objects.values_list("pk", flat=True))
    slot(course, MONDAY)
    make(course)
    assert set(Lesson.objects.exclude(course=course).values_list("pk", flat=True)) == before


def test_the_making_is_written_to_the_ledger_once(course, cast):
    slot(course, MONDAY)
    created = make_lessons(cast.year, actor=cast.deputy, courses=Course.objects.filter(pk=course.pk)).created
    make(course)
    (line,) = Line.objects.filter(action="lessons.made")
    assert (line.chain, line.actor_id) == (f"school:{cast.school.pk}", cast.deputy.person_id)
    assert line.details["created"] == created


def test_the_number_of_queries_does_not_grow_with_the_timetable(course, django_assert_max_num_queries):
    for weekday in range(1, 6):
        slot(course, weekday, number=weekday)
    make(course)
    with django_assert_max_num_queries(12):
        make(course)


WEEKS = st.sets(
    st.tuples(st.integers(1, 6), st.integers(1, 7), st.sampled_from(["every", "A", "B"])), max_size=5
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=WEEKS, after=WEEKS)
def test_whatever_the_change_taught_and_past_lessons_stay_and_a_second_run_changes_nothing(
    course, cast, before, after
):
    LessonTopic.objects.filter(lesson__course=course).delete()
    Lesson.objects.filter(course=course).delete()
    WeeklySlot.objects.filter(course=course).delete()
    for weekday, number, parity in sorted(before):
        slot(course, weekday, number, parity=parity)
    make(course)
    for lesson in course.lessons.filter(date__gte=TODAY)[::3]:
        write_topic(lesson, cast)
    kept = course.lessons.filter(date__lt=TODAY) | course.lessons.filter(topic__isnull=False)
    facts = set(kept.values_list("pk", "date", "number", "room"))
    WeeklySlot.objects.filter(course=course).delete()
    for weekday, number, parity in sorted(after):
        slot(course, weekday, number, parity=parity)
    make(course)
    assert facts <= set(course.lessons.values_list("pk", "date", "number", "room"))
    again = make(course)
    assert (again.created, again.removed, again.moved) == (0, 0, 0)
