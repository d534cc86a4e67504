"""Another teacher holds a lesson: who may say so, what is refused, what only warns, what history tells."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tests.cast import person
from zhurnal.audit.models import Line
from zhurnal.journal.models import Homework, LessonTopic
from zhurnal.school.models import Employment, SchoolClass
from zhurnal.timetable.actions.substitutions import (
    end_substitution,
    substitute_lesson,
    substitute_lessons,
)
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import Bell, BellSchedule, LessonCancellation, Substitution

pytestmark = pytest.mark.django_db
WEDNESDAY, TUESDAY = "2026-03-11", "2026-03-10"


@pytest.fixture
def lesson(cast):
    """Algebra of 7 «А», the second lesson of a coming Wednesday."""
    return cast.lesson(cast.algebra_7a, WEDNESDAY)


def substitute(cast, lesson, teacher=None, *, by=None, **more):
    substitute_lesson(
        actor=by or cast.deputy, lesson=lesson, teacher=teacher or cast.colleague.person, **more
    )


def refusal(action, *args, **kwargs) -> ChangeError:
    lines = Line.objects.count()
    with pytest.raises(ChangeError) as caught:
        action(*args, **kwargs)
    assert Line.objects.count() == lines
    return caught.value


def write_topic(cast, lesson):
    LessonTopic.objects.create(
        lesson=lesson, text="Пауза", author=cast.teacher.person, set_at=cast.school.now()
    )


@pytest.mark.parametrize("role", ["deputy", "director"])
def test_the_heads_of_the_school_substitute_and_the_ledger_tells(cast, lesson, role):
    substitute(cast, lesson, by=getattr(cast, role), reason="  Болезнь\nучителя ")
    row = Substitution.objects.get(lesson=lesson)
    assert (row.teacher, row.reason) == (cast.colleague.person, "Болезнь учителя")
    assert row.made_by == getattr(cast, role).person
    line = Line.objects.get(subject=f"lesson:{lesson.pk}")
    assert (line.chain, line.action) == (f"course:{lesson.course_id}", "lesson.substituted")
    assert (line.actor_id, line.actor_role) == (getattr(cast, role).person_id, role)
    assert line.details == {
        "date": WEDNESDAY, "number": 2, "before": None, "teacher": cast.colleague.person_id,
        "reason": "Болезнь учителя",
    }  # fmt: skip


@pytest.mark.parametrize(
    "role", ["teacher", "colleague", "classteacher", "office", "auditor", "admin", "deputy2"]
)
def test_nobody_else_does(cast, lesson, role):
    assert refusal(substitute, cast, lesson, by=getattr(cast, role)).code == "not_allowed"
    assert not Substitution.objects.filter(lesson=lesson).exists()


def test_lessons_of_another_school_are_none(cast, lesson):
    foreign = cast.lesson(cast.other_algebra, "2026-03-11")
    plan = {lesson.pk: cast.colleague.person_id, foreign.pk: cast.colleague.person_id}
    found = refusal(substitute_lessons, actor=cast.deputy, school=cast.school, plan=plan)
    assert found.code == "no_lesson"
    assert not Substitution.objects.filter(lesson=lesson).exists()


def test_a_teacher_with_a_lesson_at_that_time_is_a_warning(cast):
    """Both groups of English have their fourth lesson on Tuesdays."""
    lesson = cast.lesson(cast.english_7a_1, TUESDAY)
    found = refusal(substitute, cast, lesson)
    assert (found.code, found.may_be_confirmed) == ("busy", True)
    assert "Петрова И. И., 10 марта, 4-й урок — 7 «А», английский 2, Английский язык" in found.sentence
    substitute(cast, lesson, confirmed=True)
    assert lesson.substitution.teacher == cast.colleague.person


def test_who_does_not_hold_the_own_lesson_is_free(cast):
    lesson, own = cast.lesson(cast.english_7a_1, TUESDAY), cast.lesson(cast.english_7a_2, TUESDAY)
    substitute(cast, own, cast.teacher.person)
    substitute(cast, lesson)
    assert lesson.substitution.teacher == cast.colleague.person


def test_who_has_the_own_lesson_cancelled_is_free(cast):
    own = cast.lesson(cast.english_7a_2, TUESDAY)
    LessonCancellation.objects.create(
        lesson=own, reason="Актировка", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    substitute(cast, cast.lesson(cast.english_7a_1, TUESDAY))


def test_who_substitutes_elsewhere_at_that_time_is_busy(cast):
    first, second = cast.lesson(cast.english_7a_1, TUESDAY), cast.lesson(cast.english_7a_2, TUESDAY)
    substitute(cast, first, cast.teacher.person)
    assert refusal(substitute, cast, second, cast.teacher.person).code == "busy"


def test_a_plan_with_two_lessons_at_one_time_for_one_teacher_warns(cast):
    lessons = [cast.lesson(course, TUESDAY) for course in (cast.english_7a_1, cast.english_7a_2)]
    plan = dict.fromkeys((lesson.pk for lesson in lessons), cast.teacher.person_id)
    found = refusal(substitute_lessons, actor=cast.deputy, school=cast.school, plan=plan)
    assert found.code == "busy"
    assert substitute_lessons(actor=cast.deputy, school=cast.school, plan=plan, confirmed=True) == 2


@pytest.mark.parametrize(("starts", "answer"), [(dt.time(17), "free"), (dt.time(9, 30), "busy")])
def test_where_the_bells_of_two_shifts_overlap_the_teacher_is_busy(cast, lesson, starts, answer):
    """7 «Б» learns in the second shift; the second lesson of the first one lasts from 09:25 to 10:10."""
    plan = BellSchedule.objects.create(
        school=cast.school, name="II смена", shift=2, first_grade=1, last_grade=11,
        valid_from=dt.date(2025, 9, 1),
    )  # fmt: skip
    Bell.objects.create(schedule=plan, number=4, starts=starts, ends=starts.replace(hour=starts.hour + 1))
    SchoolClass.objects.filter(pk=cast.class_7b.pk).update(shift=2)
    if answer == "free":
        substitute(cast, lesson)  # the colleague holds algebra of 7 «Б», the fourth lesson of that day
    else:
        assert refusal(substitute, cast, lesson).code == "busy"


def test_a_cancelled_lesson_is_held_by_nobody(cast):
    assert refusal(substitute, cast, cast.cancelled).code == "cancelled"


def test_whoever_holds_the_course_needs_no_substitution(cast, lesson):
    assert refusal(substitute, cast, lesson, cast.teacher.person, confirmed=True).code == "own_lesson"


def test_only_who_teaches_in_the_school_on_that_day_substitutes(cast, lesson):
    for stranger in (cast.office.person, cast.teacher2.person, person("Новикова Анна Ильинична")):
        assert refusal(substitute, cast, lesson, stranger).code == "not_a_teacher"
    Employment.objects.filter(person=cast.colleague.person).update(valid_to=dt.date(2026, 3, 10))
    assert refusal(substitute, cast, lesson).code == "not_a_teacher"
    substitute(cast, lesson, cast.director.person)


def test_another_substitute_takes_over_and_history_keeps_both(cast, lesson):
    substitute(cast, lesson)
    substitute(cast, lesson, cast.classteacher.person)
    assert Substitution.objects.get(lesson=lesson).teacher == cast.classteacher.person
    first, second = Line.objects.filter(subject=f"lesson:{lesson.pk}").order_by("seq")
    assert second.details["before"] == first.details["teacher"] == cast.colleague.person_id


def test_what_is_so_already_writes_nothing(cast, lesson):
    plan = {lesson.pk: cast.colleague.person_id}
    for changed in (1, 0):
        assert substitute_lessons(actor=cast.deputy, school=cast.school, plan=plan) == changed
    assert Line.objects.count() == 1


def test_a_lesson_about_which_something_is_written_already_warns(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-02-25")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "5")
    found = refusal(substitute, cast, lesson)
    assert (found.code, found.may_be_confirmed) == ("written", True)
    substitute(cast, lesson, confirmed=True)


def test_homework_that_is_due_in_a_lesson_says_nothing_about_how_it_was_held(cast, lesson):
    Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-04"), due_lesson=lesson, text="№ 5",
        author=cast.teacher.person, set_at=cast.school.now(),
    )  # fmt: skip
    substitute(cast, lesson)
    end_substitution(actor=cast.deputy, lesson=lesson)


def test_a_substitution_ends_and_the_lesson_is_the_teachers_again(cast, lesson):
    substitute(cast, lesson)
    end_substitution(actor=cast.deputy, lesson=lesson)
    assert not Substitution.objects.filter(lesson=lesson).exists()
    line = Line.objects.get(action="lesson.substitution_ended")
    assert line.details == {"date": WEDNESDAY, "number": 2, "before": cast.colleague.person_id}
    assert refusal(end_substitution, actor=cast.deputy, lesson=lesson).code == "no_substitution"


def test_a_substitution_that_was_held_stays(cast):
    write_topic(cast, cast.substituted)
    assert refusal(end_substitution, actor=cast.deputy, lesson=cast.substituted).code == "held"
    assert (
        refusal(substitute, cast, cast.substituted, cast.classteacher.person, confirmed=True).code == "held"
    )
    assert cast.substituted.substitution.teacher == cast.colleague.person


def test_a_teacher_may_not_end_it(cast):
    assert refusal(end_substitution, actor=cast.colleague, lesson=cast.substituted).code == "not_allowed"


def test_a_reason_that_is_too_long_is_refused(cast, lesson):
    assert refusal(substitute, cast, lesson, reason="о" * 201).code == "reason_too_long"


@pytest.mark.parametrize("days", [["2026-03-06"], ["2026-03-06", "2026-03-11", "2026-03-13", "2026-03-16"]])
def test_a_plan_costs_the_same_queries_whatever_its_length(cast, django_assert_num_queries, days):
    plan = {cast.lesson(cast.algebra_7a, day).pk: cast.classteacher.person_id for day in days}
    lock, savepoint = int(connection.vendor == "postgresql"), 2
    with django_assert_num_queries(11 + lock + savepoint):
        substitute_lessons(actor=cast.deputy, school=cast.school, plan=plan)
