"""A plan is replaced, copied and changed topic by topic, and nobody writes over another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tests.journal.planning import rows_of, seen, set_plan, texts
from zhurnal.audit.models import Line
from zhurnal.journal.actions.lessons import save_lesson_page
from zhurnal.journal.actions.plans import (
    copy_plan,
    delete_topic,
    edit_topic,
    insert_topic,
    move_topic,
    replace_plan,
)
from zhurnal.journal.homework_policies import parallel_courses
from zhurnal.journal.models import LessonTopic, PlanTopic
from zhurnal.journal.plan_policies import plans_to_copy
from zhurnal.journal.plan_rows import MOST_TOPICS, PlanRow, state_of
from zhurnal.journal.rules import RefusedError
from zhurnal.school.models import Course, SchoolClass, SchoolYear, Teaching
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db
ABC = ["Дроби", "Проценты", "Пропорции"]


def refusal(action, **given):
    with pytest.raises(RefusedError) as refused:
        action(**given)
    return refused.value.code


def record(cast, day, text):
    lesson = cast.lesson(cast.algebra_7a, day)
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic=text)
    return LessonTopic.objects.get(lesson=lesson)


def taught(row):
    row.refresh_from_db()
    return row.plan_topic.number if row.plan_topic else None


def test_a_plan_is_put_where_none_was_with_a_line_that_tells_all_of_it(cast):
    made = set_plan(cast, [PlanRow(" Дроби \n", "Числа", "№ 5", "КР № 1"), "Проценты"])
    assert made.written == (2, 0, 0)
    assert rows_of(cast.algebra_7a) == [PlanRow("Дроби", "Числа", "№ 5", "КР № 1"), PlanRow("Проценты")]
    line = Line.objects.get()
    assert (line.chain, line.action, line.subject) == (
        f"course:{cast.algebra_7a.pk}", "plan.set", f"plan:{cast.algebra_7a.pk}",
    )  # fmt: skip
    assert line.details == {
        "did": "replace", "state": seen(cast.algebra_7a), "before": [],
        "after": [["Дроби", "Числа", "№ 5", "КР № 1"], ["Проценты", "", "", ""]], "source": "", "linked": 0,
    }  # fmt: skip
    assert (line.actor_id, line.actor_role) == (cast.teacher.person_id, "teacher")


def test_topics_of_the_same_text_stay_themselves_and_lessons_stay_with_them(cast):
    set_plan(cast, ABC)
    row = record(cast, "2026-03-02", "Проценты")
    before = dict(PlanTopic.objects.values_list("text", "pk"))
    made = set_plan(cast, ["Повторение", "ДРОБИ", "Проценты"])
    assert made.written == (1, 2, 1)
    after = dict(PlanTopic.objects.values_list("text", "pk"))
    assert (after["ДРОБИ"], after["Проценты"]) == (before["Дроби"], before["Проценты"])
    assert taught(row) == 3


def test_a_topic_taught_that_the_new_plan_lacks_leaves_its_lesson_the_text(cast):
    set_plan(cast, ABC)
    row = record(cast, "2026-03-02", "Проценты")
    set_plan(cast, ["Дроби"])
    assert (taught(row), row.text) == (None, "Проценты")


def test_lessons_written_down_before_there_was_a_plan_find_their_topics_by_text(cast):
    first, second = record(cast, "2026-02-25", "дроби"), record(cast, "2026-03-02", "Разбор ошибок")
    assert set_plan(cast, ABC).linked == 1
    assert (taught(first), taught(second)) == (1, None)


def test_lessons_taught_take_the_topics_in_order_where_the_teacher_says_so(cast):
    """The text gives 2 to the second lesson; the first may only have been 1, the third is 3."""
    found = [
        record(cast, day, text)
        for day, text in (("2026-02-20", "Введение"), ("2026-02-25", "Проценты"), ("2026-03-02", "Ещё"))
    ]
    assert set_plan(cast, ABC, taught_in_order=True).linked == 3
    assert [taught(row) for row in found] == [1, 2, 3]


def test_the_same_plan_again_writes_nothing(cast):
    set_plan(cast, ABC)
    assert set_plan(cast, ABC).written == (0, 0, 0)
    assert Line.objects.count() == 1


def test_a_topic_is_edited_inserted_moved_and_deleted_with_a_line_each(cast):
    course, actor = cast.algebra_7a, cast.teacher
    set_plan(cast, ABC)
    edit_topic(actor=actor, course=course, number=2, row=PlanRow("Проценты и доли"), seen=seen(course))
    insert_topic(actor=actor, course=course, number=1, row=PlanRow("Повторение"), seen=seen(course))
    insert_topic(actor=actor, course=course, number=5, row=PlanRow("Итог"), seen=seen(course))
    assert texts(course) == ["Повторение", "Дроби", "Проценты и доли", "Пропорции", "Итог"]
    move_topic(actor=actor, course=course, number=4, to=2, seen=seen(course))
    delete_topic(actor=actor, course=course, number=3, seen=seen(course))
    assert texts(course) == ["Повторение", "Пропорции", "Проценты и доли", "Итог"]
    told = [line.details for line in Line.objects.order_by("seq")[1:]]
    assert [(one["did"], one["number"]) for one in told] == [
        ("edit", 2), ("insert", 1), ("insert", 5), ("move", 4), ("delete", 3),
    ]  # fmt: skip
    assert (told[0]["before"][0], told[0]["after"][0]) == ("Проценты", "Проценты и доли")
    assert (told[3]["to"], told[4]["before"][0], told[4]["after"]) == (2, "Дроби", None)
    assert told[-1]["state"] == seen(course)


def test_history_tells_enough_to_have_the_old_plan_back(cast):
    """Each line, undone from the last to the first, leads back to the plan before it."""
    course, actor = cast.algebra_7a, cast.teacher
    set_plan(cast, ABC)
    insert_topic(actor=actor, course=course, number=2, row=PlanRow("Доли"), seen=seen(course))
    move_topic(actor=actor, course=course, number=1, to=4, seen=seen(course))
    rows = [list(row) for row in rows_of(course)]
    for line in Line.objects.order_by("-seq")[:2]:
        said = line.details
        if said["did"] == "move":
            rows.insert(said["number"] - 1, rows.pop(said["to"] - 1))
        else:
            rows.pop(said["number"] - 1)
    assert [row[0] for row in rows] == ABC


def test_who_has_seen_an_older_plan_writes_nothing(cast):
    course = cast.algebra_7a
    set_plan(cast, ABC)
    old = seen(course)
    edit_topic(actor=cast.teacher, course=course, number=1, row=PlanRow("Доли"), seen=old)
    given = {"actor": cast.teacher, "course": course, "seen": old}
    row = PlanRow("Чужое")
    assert refusal(edit_topic, number=2, row=row, **given) == "plan_changed"
    assert refusal(insert_topic, number=1, row=row, **given) == "plan_changed"
    assert refusal(move_topic, number=1, to=2, **given) == "plan_changed"
    assert refusal(delete_topic, number=1, **given) == "plan_changed"
    assert refusal(replace_plan, rows=[row], **given) == "plan_changed"
    assert texts(course) == ["Доли", "Проценты", "Пропорции"]
    assert Line.objects.count() == 2


@pytest.mark.parametrize(
    "who", ["colleague", "classteacher", "director", "office", "teacher2", "deputy2", "parent"]
)
def test_nobody_else_changes_a_plan(cast, who):
    given = {"actor": getattr(cast, who), "course": cast.algebra_7a, "seen": state_of([])}
    assert refusal(replace_plan, rows=[PlanRow("Чужое")], **given) == "not_your_plan"
    assert not PlanTopic.objects.exists()


def test_a_deputy_changes_it_in_that_role(cast):
    set_plan(cast, ABC, actor=cast.deputy)
    assert Line.objects.get().actor_role == "deputy"


def test_a_lesson_whose_text_is_that_of_a_topic_was_that_topic(cast):
    set_plan(cast, ["Дроби", "Дроби", "Проценты"])
    first, second = record(cast, "2026-02-25", "Дроби."), record(cast, "2026-03-02", "дроби")
    third = record(cast, "2026-03-04", "Разбор ошибок")
    assert [taught(row) for row in (first, second, third)] == [1, 2, None]


def test_a_topic_put_in_other_words_stays_the_topic_and_one_taken_back_is_untaught(cast):
    set_plan(cast, ABC)
    row = record(cast, "2026-03-02", "Проценты")
    for seen_version, text, number in ((1, "Проценты. Решение задач", 2), (2, "Дроби", 1), (3, "", None)):
        save_lesson_page(actor=cast.teacher, lesson=row.lesson, topic=text, topic_seen=seen_version)
        assert taught(row) == number


def test_a_topic_that_was_taught_is_not_deleted(cast):
    course = cast.algebra_7a
    set_plan(cast, ABC)
    record(cast, "2026-03-02", "Дроби")
    given = {"actor": cast.teacher, "course": course, "seen": seen(course)}
    with pytest.raises(RefusedError, match="topic_taught") as refused:
        delete_topic(number=1, **given)
    assert "2 марта" in refused.value.sentence
    assert texts(course) == ABC


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_topic_that_is_not_there_is_not_changed(cast, number):
    set_plan(cast, ABC)
    given = {
        "actor": cast.teacher,
        "course": cast.algebra_7a,
        "seen": seen(cast.algebra_7a),
        "number": number,
    }
    assert refusal(edit_topic, row=PlanRow("x"), **given) == "no_such_topic"
    assert refusal(delete_topic, **given) == "no_such_topic"
    assert refusal(move_topic, to=1, **given) == "no_such_topic"


def test_what_the_register_has_no_room_for_is_refused_and_nothing_is_done(cast):
    given = {"actor": cast.teacher, "course": cast.algebra_7a, "seen": state_of([])}
    assert (
        refusal(replace_plan, rows=[PlanRow("Дроби"), PlanRow(" \u200b ")], **given) == "topic_without_text"
    )
    assert refusal(replace_plan, rows=[PlanRow("x" * 501)], **given) == "field_too_long"
    assert refusal(replace_plan, rows=[PlanRow("x", control="y" * 201)], **given) == "field_too_long"
    assert refusal(replace_plan, rows=[PlanRow("x")] * (MOST_TOPICS + 1), **given) == "too_many_topics"
    assert not PlanTopic.objects.exists()
    assert not Line.objects.exists()


def test_a_plan_is_copied_from_another_course(cast):
    set_plan(cast, [PlanRow("Дроби", "Числа", "№ 5", "КР")], course=cast.algebra_7b, actor=cast.colleague)
    copy_plan(actor=cast.teacher, course=cast.algebra_7a, source=cast.algebra_7b, seen=state_of([]))
    assert rows_of(cast.algebra_7a) == [PlanRow("Дроби", "Числа", "№ 5", "КР")]
    assert (Line.objects.order_by("-pk")[0].details or {})["source"] == f"course:{cast.algebra_7b.pk}"


def test_an_empty_plan_is_not_copied_over_another(cast):
    set_plan(cast, ABC)
    given = {"actor": cast.teacher, "course": cast.algebra_7a, "seen": seen(cast.algebra_7a)}
    assert refusal(copy_plan, source=cast.algebra_7b, **given) == "empty_source"
    assert texts(cast.algebra_7a) == ABC


def last_year(cast):
    year = SchoolYear.objects.create(
        school=cast.school, name="2024/25", starts=dt.date(2024, 9, 1), ends=dt.date(2025, 5, 26)
    )
    old_class = SchoolClass.objects.create(year=year, grade=7, letter="А")
    course = Course.objects.create(
        year=year, subject=cast.subjects["Алгебра"], school_class=old_class, period_kind="quarter",
        hours_a_week=3, grade=7,
    )  # fmt: skip
    PlanTopic.objects.create(
        course=course, number=1, text="Дроби", author=cast.teacher.person, set_at=cast.school.now()
    )
    return course


def offered(cast, who):
    return set(plans_to_copy(standing_of(who, cast.school.today()), cast.algebra_7a))


def test_offered_are_plans_of_the_subject_that_one_may_see_or_has_held(cast):
    for course, actor in ((cast.algebra_7b, cast.colleague), (cast.other_algebra, cast.teacher2)):
        set_plan(cast, ABC, course=course, actor=actor)
    old = last_year(cast)
    assert offered(cast, cast.teacher) == set()
    Teaching.objects.create(
        course=old, teacher=cast.teacher.person, valid_from=old.year.starts, valid_to=old.year.ends
    )
    assert offered(cast, cast.teacher) == {old}
    assert offered(cast, cast.deputy) == {cast.algebra_7b, old}
    assert offered(cast, cast.deputy2) == set()


def test_parallel_courses_are_those_of_the_subject_and_grade_that_one_holds(cast):
    today = cast.school.today()
    assert not parallel_courses(cast.teacher.person_id, cast.algebra_7a, today).exists()
    for course in (cast.algebra_7b, cast.algebra_5a, cast.russian_7a):
        Teaching.objects.create(course=course, teacher=cast.teacher.person, valid_from=today)
    assert list(parallel_courses(cast.teacher.person_id, cast.algebra_7a, today)) == [cast.algebra_7b]


def test_a_plan_costs_the_same_number_of_queries_whatever_its_length(cast, django_assert_num_queries):
    """One more to see the state, as a page would; a shorter plan drops nothing and costs less."""
    lock, savepoint = int(connection.vendor == "postgresql"), 2
    for length in (10, 60):
        with django_assert_num_queries(8 + lock + savepoint):
            set_plan(cast, [f"Тема {length}.{n}" for n in range(length)])
        PlanTopic.objects.all().delete()
