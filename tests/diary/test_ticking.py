"""«Сделано»: the pupil taps, the family reads, the school sees nothing of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.diary.reading import source, week_path
from zhurnal.journal.models import Homework


@pytest.fixture
def homework(cast):
    return Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-02"), text="№ 345", author=cast.teacher.person,
        set_at=timezone.now(), due_lesson=cast.lesson(cast.algebra_7a, "2026-03-04"),
    )  # fmt: skip


def tick(client, pupil, homework, done="yes"):
    address = reverse("diary-tick", args=[pupil.pk, homework.pk])
    return client.post(f"{address}?day=2026-03-04", {"done": done})


def week(client, cast, user):
    client.force_login(user)
    return source(client, week_path(cast.child))


def test_one_tap_sets_the_tick_and_leads_back_to_the_task(cast, client, homework):
    assert 'name="done" value="yes" aria-pressed="false"' in week(client, cast, cast.pupil)
    response = tick(client, cast.child, homework)
    assert response.headers["Location"] == f"{week_path(cast.child)}?day=2026-03-04#task-{homework.pk}"
    page = week(client, cast, cast.pupil)
    assert 'name="done" value="no" aria-pressed="true"' in page
    assert f'id="task-{homework.pk}"' in page
    tick(client, cast.child, homework, "no")
    assert 'aria-pressed="false"' in week(client, cast, cast.pupil)


def test_a_guardian_reads_the_tick_and_has_no_button(cast, client, homework):
    assert "lesson__done" not in week(client, cast, cast.parent)
    client.force_login(cast.pupil)
    tick(client, cast.child, homework)
    page = week(client, cast, cast.parent)
    assert '<span class="lesson__done">сделано</span>' in page
    assert 'name="done"' not in page


@pytest.mark.parametrize("login", ["classteacher", "deputy", "director"])
def test_the_school_is_served_the_same_page_whether_it_is_done_or_not(cast, client, homework, login):
    before = week(client, cast, getattr(cast, login))
    client.force_login(cast.pupil)
    tick(client, cast.child, homework)
    assert week(client, cast, getattr(cast, login)) == before


def test_homework_of_another_class_is_not_ticked(cast, client, homework):
    Homework.objects.update(lesson=cast.lesson(cast.algebra_7b, "2026-03-02"))
    client.force_login(cast.pupil)
    assert tick(client, cast.child, homework).status_code == 404


@pytest.mark.parametrize("day", ["", "вчера", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_leads_back_to_this_week(cast, client, homework, day):
    client.force_login(cast.pupil)
    address = reverse("diary-tick", args=[cast.child.pk, homework.pk])
    response = client.post(f"{address}?day={day}", {"done": "yes"})
    assert response.headers["Location"].startswith(week_path(cast.child))
