from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.cast import account, person
from tests.diary.reading import WEEK, week_path
from zhurnal.diary.views.pages import current_week
from zhurnal.people.models import Guardianship
from zhurnal.school.models import School


def test_a_pupil_comes_to_this_week_of_the_own_diary(cast, client):
    client.force_login(cast.pupil)
    assert client.get(reverse("diary")).headers["Location"] == week_path(cast.child)


def test_a_guardian_comes_to_the_first_child_by_name(cast, client):
    client.force_login(cast.parent)
    # «Петров» stands before «Петрова».
    assert client.get(reverse("diary")).headers["Location"] == week_path(cast.child_5a)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-03-06T10:09", "2026-W10"),  # the last lesson of Friday ends at 10:10
        ("2026-03-06T10:10", "2026-W11"),
        ("2026-03-07T09:00", "2026-W11"),
        ("2026-03-05T23:00", "2026-W10"),
    ],
)
def test_after_the_last_lesson_of_a_week_one_comes_to_the_next(cast, client, at, moment, week):
    at(moment)
    client.force_login(cast.pupil)
    assert client.get(reverse("diary")).headers["Location"] == week_path(cast.child, week)


def test_staff_without_children_go_to_their_classes(cast, client):
    for user in (cast.classteacher, cast.deputy, cast.director):
        client.force_login(user)
        assert client.get(reverse("diary")).headers["Location"] == reverse("classes")


def test_a_teacher_who_is_a_parent_comes_to_the_child(cast, client):
    Guardianship.objects.create(
        guardian=cast.classteacher.person, pupil=cast.pupil_7b, kind="father", valid_from="2025-09-01"
    )
    client.force_login(cast.classteacher)
    assert client.get(reverse("diary")).headers["Location"] == week_path(cast.pupil_7b)


@pytest.mark.usefixtures("cast")
def test_a_guardian_whose_child_is_not_enrolled_yet_is_told_what_to_do(client):
    early = person("Ранняя Ольга Павловна")
    guardian = account("early", early)
    Guardianship.objects.create(
        guardian=early, pupil=person("Ранний Олег Ильич"), kind="mother", valid_from="2025-09-01"
    )
    client.force_login(guardian)
    response = client.get(reverse("diary"))
    assert response.status_code == 200
    assert "Дневника пока нет" in response.content.decode()


def test_the_week_is_that_of_the_school_not_of_the_server(cast, client):
    School.objects.filter(pk=cast.school.pk).update(frozen_today="2026-02-18")
    client.force_login(cast.pupil)
    assert client.get(reverse("diary")).headers["Location"] == week_path(cast.child, "2026-W08")


def test_on_sunday_the_coming_week_is_wanted():
    assert str(current_week(dt.date(2026, 3, 7))) == WEEK
    assert str(current_week(dt.date(2026, 3, 8))) == "2026-W11"
