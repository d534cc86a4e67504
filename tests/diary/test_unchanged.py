"""A device that has a page already is told so, and never keeps one that has changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.diary.reading import marks_path, week_path
from tests.messaging.writing import to_class, write
from zhurnal.family.actions.ticks import tick_homework
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page, take_attendance
from zhurnal.journal.models import Homework
from zhurnal.people.models import Guardianship
from zhurnal.school.actions.guardians import restrict_guardian
from zhurnal.school.models import School
from zhurnal.timetable.actions.substitutions import substitute_lesson

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhurnal.people.models import Person

PATHS: dict[str, Callable[[Person], str]] = {"week": week_path, "marks": marks_path}


@pytest.fixture
def homework(cast):
    return Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-02"), text="№ 345", author=cast.teacher.person,
        set_at=timezone.now(), due_lesson=cast.lesson(cast.algebra_7a, "2026-03-04"),
    )  # fmt: skip


def noon(school):
    """A quarter of an hour that ends between two questions would be a change."""
    return dt.datetime.combine(school.today(), dt.time(12), ZoneInfo("Europe/Moscow"))


@pytest.fixture
def ask(cast, client, monkeypatch):
    monkeypatch.setattr(School, "now", noon)
    client.force_login(cast.parent)
    client.get(reverse("profile"))  # the cookie of the form token

    def asked(tag='"none"', page="week"):
        return client.get(PATHS[page](cast.child), headers={"If-None-Match": tag})

    return asked


@pytest.mark.parametrize("page", PATHS)
def test_what_the_device_has_is_not_sent_again(ask, page):
    first = ask(page=page)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-store, private")
    again = ask(first.headers["ETag"], page)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


def test_it_is_found_out_with_four_queries(ask, django_assert_num_queries):
    tag = ask().headers["ETag"]
    with django_assert_num_queries(4):
        assert ask(tag).status_code == 304


def _mark(cast):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "4")


def _mark_of_a_classmate(cast):
    cast.put(cast.algebra_7a, "2026-03-02", cast.pupils_7a[-1], "4")


def _topic_and_homework(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-02")
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic="График", homework=HomeworkText("№ 5", 0))


def _attendance(cast):
    take_attendance(actor=cast.teacher, lesson=cast.lesson(cast.algebra_7a, "2026-03-02"))


def _substitute(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-06")
    substitute_lesson(actor=cast.deputy, lesson=lesson, teacher=cast.colleague.person, confirmed=True)


def _entry(cast):
    write(cast, cast.classteacher, to_class(cast), cast.child)


def _tick(cast):
    (homework,) = Homework.objects.all()
    tick_homework(actor=cast.pupil, homework=homework, school=cast.school, done=True)


def _colours(cast):
    cast.parent.theme = "dark"
    cast.parent.save()


def _next_day(cast):
    type(cast.school).objects.update(frozen_today="2026-03-05")


CHANGES = [
    _mark, _mark_of_a_classmate, _topic_and_homework, _attendance, _substitute, _entry, _tick, _colours, _next_day
]  # fmt: skip


@pytest.mark.usefixtures("homework")
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_page_comes_anew(cast, ask, change):
    tag = ask().headers["ETag"]
    change(cast)
    page = ask(tag)
    assert (page.status_code, page.headers["ETag"] != tag) == (200, True)
    assert ask(page.headers["ETag"]).status_code == 304


def test_a_tick_taken_back_and_set_again_is_a_change_each_time(cast, ask, homework):
    tags = {ask().headers["ETag"]}
    for done in (True, False, True):
        tick_homework(actor=cast.pupil, homework=homework, school=cast.school, done=done)
        tags.add(ask().headers["ETag"])
    # Nothing ticked is the page of the beginning.
    assert len(tags) == 3


def test_the_tag_of_one_account_is_nothing_to_another(cast, client, ask):
    tag = ask().headers["ETag"]
    client.force_login(cast.pupil)
    client.get(reverse("profile"))
    assert ask(tag).status_code == 200


def test_a_restriction_is_not_hidden_behind_a_page_that_is_the_same(cast, ask):
    tag = ask().headers["ETag"]
    row = Guardianship.objects.get(guardian=cast.parent.person, pupil=cast.child)
    restrict_guardian(
        actor=cast.office, guardianship=row, school_class=cast.class_7a, paper="Решение суда № 2-14"
    )
    assert ask(tag).status_code == 404


def test_who_does_not_ask_pays_nothing_and_staff_is_not_told(cast, client, ask):
    assert "ETag" not in client.get(week_path(cast.child)).headers
    client.force_login(cast.classteacher)
    assert "ETag" not in ask().headers
