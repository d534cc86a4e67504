"""What a stranger at an open browser must not do asks for the password again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.cast import PASSWORD
from zhurnal.audit.models import Line
from zhurnal.notices.models import MailAddress
from zhurnal.people.models import Guardianship, Session
from zhurnal.people.proving import FRESH
from zhurnal.people.sessions import PROVED_AT

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db
ASKED = "Подтвердите, что это вы"


def family_of_child(cast: Cast) -> str:
    return reverse("pupil-family", args=[cast.class_7a.pk, cast.child.pk])


def rights(cast: Cast) -> dict[str, str]:
    row = Guardianship.objects.get(guardian=cast.parent.person, pupil=cast.child)
    return {"do": "rights", "guardianship": str(row.pk), "may_sign": "on"}


# What asks: (who, where, what is posted).
ACTS: dict[str, Callable[[Cast], tuple[str, str, dict[str, str]]]] = {
    "archive of a child": lambda cast: ("parent", reverse("diary-export", args=[cast.child.pk]), {}),
    "other devices, from the diary": lambda cast: (
        "parent", reverse("diary-privacy", args=[cast.child.pk]), {},
    ),
    "other devices": lambda _: ("parent", reverse("devices"), {"do": "others"}),
    "rights of a guardian": lambda cast: ("office", family_of_child(cast), rights(cast)),
    "address of letters": lambda _: (
        "parent", reverse("notice-settings"), {"do": "address", "address": "thief@example.org"},
    ),
    "no letters any more": lambda _: ("parent", reverse("notice-settings"), {"do": "address-remove"}),
}  # fmt: skip


def grow_old(client: Client, seconds: float = FRESH.total_seconds() + 60) -> None:
    session = client.session
    session[PROVED_AT] -= int(seconds)
    session.save()


def page_of(answer) -> str:
    return answer.content.decode() if not answer.streaming else ""


@pytest.fixture
def mail(settings):
    settings.EMAIL_HOST = "mail.example"


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize("act", ACTS)
def test_after_a_quarter_of_an_hour_the_password_is_asked_for_and_then_it_is_done(cast, client, act):
    login, path, posted = ACTS[act](cast)
    client.force_login(getattr(cast, login))
    grow_old(client)
    lines, addresses = Line.objects.count(), MailAddress.objects.count()
    asked = client.post(path, posted)
    assert asked.status_code == 200
    assert ASKED in page_of(asked)
    assert (Line.objects.count(), MailAddress.objects.count()) == (lines, addresses)
    for name, value in posted.items():
        assert f'name="{name}" value="{value}"' in page_of(asked)
    done = client.post(path, posted | {"proof": PASSWORD})
    assert ASKED not in page_of(done)
    assert done.status_code == (200 if act == "archive of a child" else 302)
    assert ASKED not in page_of(client.post(path, posted)), "and not again soon"


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize("act", ACTS)
def test_soon_after_the_sign_in_nothing_is_asked(cast, client, act):
    login, path, posted = ACTS[act](cast)
    client.force_login(getattr(cast, login))
    grow_old(client, FRESH.total_seconds() - 60)
    assert ASKED not in page_of(client.post(path, posted))


def test_a_wrong_password_changes_nothing_and_may_not_be_guessed(cast, client, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher", "zhurnal.people.hashers.Argon2id",
    ]  # fmt: skip
    login, path, posted = ACTS["rights of a guardian"](cast)
    client.force_login(getattr(cast, login))
    grow_old(client)
    for _ in range(10):
        answer = client.post(path, posted | {"proof": "wrong"})
        assert "Пароль не подошёл. Ничего не изменено" in page_of(answer)
        assert "wrong" not in page_of(answer)
    answer = client.post(path, posted | {"proof": PASSWORD})
    assert answer.status_code == 429
    assert "Повторите через 15 минут" in page_of(answer)
    assert Guardianship.objects.get(pk=posted["guardianship"]).may_write


def test_the_session_gets_a_new_key_with_the_proof_and_stays_the_only_one(cast, client):
    client.force_login(cast.parent)
    grow_old(client)
    before = client.session.session_key
    client.post(reverse("devices"), {"do": "others", "proof": PASSWORD})
    assert client.session.session_key != before
    assert client.get("/profile/").status_code == 200
    assert Session.objects.filter(user=cast.parent).count() == 1


def test_a_session_that_never_proved_anything_is_asked(cast, client):
    """Sessions that began before this was kept."""
    client.force_login(cast.parent)
    session = client.session
    del session[PROVED_AT]
    session.save()
    assert ASKED in page_of(client.post(reverse("diary-export", args=[cast.child.pk])))


def test_who_may_not_do_it_is_not_asked_either(cast, client):
    client.force_login(cast.neighbour)
    grow_old(client)
    assert client.post(reverse("diary-export", args=[cast.child.pk])).status_code == 404
    client.logout()
    client.force_login(cast.director)
    grow_old(client)
    assert client.post(family_of_child(cast), rights(cast)).status_code == 403


def test_ordinary_things_are_not_asked_about(cast, client):
    client.force_login(cast.parent)
    grow_old(client)
    assert client.post("/view/", {"theme": "dark"}).status_code == 302
    assert ASKED not in page_of(client.post(reverse("notice-settings"), {"do": "quieter"}))
    assert ASKED not in page_of(client.get(reverse("devices")))


def test_what_was_posted_comes_back_as_text_and_the_password_never(cast, client):
    login, path, posted = ACTS["rights of a guardian"](cast)
    client.force_login(getattr(cast, login))
    grow_old(client)
    page = page_of(client.post(path, posted | {"paper": '"><script>', "proof": "s3cret"}))
    assert "<script>" not in re.sub(r"<script type=\"module\"", "", page)
    assert "s3cret" not in page
