from __future__ import annotations

import pytest

from tests.journal.ruling import rule
from zhurnal.journal.actions.columns import open_columns
from zhurnal.journal.models import Work
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.django_db


def test_lessons_without_an_ordinary_column_get_one_with_the_weight_of_its_kind(cast):
    lessons = list(Lesson.objects.filter(course=cast.algebra_7a))
    Work.objects.filter(lesson__in=lessons[:3], position=1).delete()
    assert open_columns(lessons, cast.kinds["homework"]) == 3
    made = Work.objects.filter(lesson__in=lessons[:3])
    assert {(work.position, work.kind.code, work.weight) for work in made} == {(1, "homework", 50)}


def test_opening_columns_again_changes_nothing(cast):
    before = list(Work.objects.order_by("pk").values_list())
    assert open_columns(Lesson.objects.all(), cast.kinds["homework"]) == 0
    assert list(Work.objects.order_by("pk").values_list()) == before


def test_a_second_column_does_not_stand_for_the_ordinary_one(cast):
    lesson = cast.control.lesson
    Work.objects.filter(lesson=lesson, position=1).delete()
    assert open_columns([lesson, lesson], cast.kinds["answer"]) == 1
    assert sorted(lesson.works.values_list("position", flat=True)) == [1, 2]


def test_no_lessons_are_no_work(cast, django_assert_num_queries):
    with django_assert_num_queries(2):  # the brackets of a transaction
        assert open_columns([], cast.kinds["answer"]) == 0


def test_an_ordinary_column_weighs_what_the_rules_of_its_period_say(cast):
    rule(cast, since="2025-09-01", weights={"дз": "0.75"})
    rule(cast, since="2026-04-10", weights={"дз": "1.25"})
    lessons = list(Lesson.objects.filter(course=cast.algebra_7a))[:2]
    Lesson.objects.filter(pk=lessons[1].pk).update(date="2026-04-20")
    Work.objects.filter(lesson__in=lessons, position=1).delete()
    open_columns(lessons, cast.kinds["homework"])
    weights = [Work.objects.get(lesson=lesson, position=1).weight for lesson in lessons]
    assert weights == [75, 125]
