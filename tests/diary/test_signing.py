"""The foot of a week: who has signed, and the button for who has not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.diary.reading import move, read, week_path
from zhurnal.family.models import WeekSignature
from zhurnal.people.models import Guardianship

BUTTON = "Ознакомлен(а)"


def sign(client, pupil, week="2026-W10"):
    return client.post(reverse("diary-signature", args=[pupil.pk, week]))


def test_one_tap_signs_and_everybody_concerned_reads_who_and_when(cast, client, at):
    at("2026-03-04T19:40")
    client.force_login(cast.parent)
    assert "не подписано" in read(client, week_path(cast.child))
    response = sign(client, cast.child)
    assert response.headers["Location"] == week_path(cast.child) + "#week-signatures"
    told = "Подписи родителей Петрова Е. Ю., мать 4 марта, 19:40"
    assert told in read(client, week_path(cast.child))
    assert BUTTON not in read(client, week_path(cast.child))
    for user in (cast.pupil, cast.classteacher, cast.deputy):
        client.force_login(user)
        assert told in read(client, week_path(cast.child))
        assert "не подписано" in read(client, week_path(cast.child, "2026-W09"))


def test_a_week_is_signed_for_one_child(cast, client):
    client.force_login(cast.parent)
    sign(client, cast.child)
    assert BUTTON in read(client, week_path(cast.child_5a))


def test_a_second_guardian_may_still_sign(cast, client):
    Guardianship.objects.create(
        guardian=cast.neighbour.person, pupil=cast.child, kind="father", valid_from="2025-09-01"
    )
    client.force_login(cast.parent)
    sign(client, cast.child)
    client.force_login(cast.neighbour)
    assert BUTTON in read(client, week_path(cast.child))
    sign(client, cast.child)
    page = read(client, week_path(cast.child))
    assert page.index("Петрова Е. Ю., мать") < page.index("отец")


@pytest.mark.parametrize("login", ["pupil", "classteacher", "deputy"])
def test_who_is_no_guardian_has_no_button(cast, client, login):
    client.force_login(getattr(cast, login))
    assert BUTTON not in read(client, week_path(cast.child))


def test_a_guardian_without_the_right_to_sign_reads_and_has_no_button(cast, client):
    Guardianship.objects.filter(pupil=cast.child).update(may_sign=False)
    client.force_login(cast.parent)
    assert BUTTON not in read(client, week_path(cast.child))
    assert sign(client, cast.child).status_code == 403


def test_a_coming_week_has_no_button_and_says_why_it_is_refused(cast, client):
    client.force_login(cast.parent)
    assert BUTTON not in read(client, week_path(cast.child, "2026-W11"))
    sign(client, cast.child, "2026-W11")
    assert "Эта неделя ещё не началась" in read(client, week_path(cast.child, "2026-W11"))
    assert not WeekSignature.objects.exists()


@pytest.mark.parametrize("week", ["2026-W99", "вчера", "2020-W01"])
def test_a_week_that_is_none_or_before_school_is_not_found(cast, client, week):
    client.force_login(cast.parent)
    assert sign(client, cast.child, week).status_code == 404


def test_the_class_teacher_reads_which_of_the_last_weeks_are_signed(cast, client, django_assert_num_queries):
    client.force_login(cast.parent)
    sign(client, cast.child, "2026-W09")
    client.force_login(cast.classteacher)
    address = reverse("class-signatures", args=[cast.class_7a.pk])
    page = read(client, address)
    assert "23–28 февраля подписано 1 из 10" in page
    assert "2–7 марта подписано 0 из 10" in page
    assert page.count("✓ Петрова Е. Ю., 4 марта") == 1
    assert f'href="{week_path(cast.child, "2026-W09")}"' in client.get(address).content.decode()
    with django_assert_num_queries(5):
        client.get(address)
    assert f'href="{address}"' in client.get(reverse("class", args=[cast.class_7a.pk])).content.decode()


def test_before_a_pupil_came_there_is_nothing_to_sign(cast, client):
    move(cast.pupil_7b, "2026-02-16", cast.class_7a, [cast.algebra_7a])
    client.force_login(cast.classteacher)
    page = client.get(reverse("class-signatures", args=[cast.class_7a.pk])).content.decode()
    assert week_path(cast.pupil_7b, "2026-W08") in page
    assert week_path(cast.pupil_7b, "2026-W07") not in page
