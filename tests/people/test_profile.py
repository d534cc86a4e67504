from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import PASSWORD
from zhurnal.audit import ledger
from zhurnal.people.models import FailedSignIn, Session

NEW = "три слова подряд"


def change(client: Client, current: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post("/profile/", {"current": current, "new": new, "again": again})


@pytest.fixture
def own(cast, client):
    client.force_login(cast.classteacher)
    return client


def test_the_profile_says_who_one_is_here(own):
    page = own.get("/profile/").content.decode()
    assert "Кузнецов Олег Андреевич" in page
    assert "учитель, классный руководитель" in page


def test_the_profile_costs_a_session_and_a_standing(own, django_assert_num_queries):
    with django_assert_num_queries(2):
        own.get("/profile/")


def test_a_changed_password_works_and_the_old_one_does_not(cast, own):
    page = own.post("/profile/", {"current": PASSWORD, "new": NEW, "again": NEW}, follow=True)
    assert "Пароль изменён" in page.content.decode()
    cast.classteacher.refresh_from_db()
    assert cast.classteacher.check_password(NEW)
    assert not cast.classteacher.check_password(PASSWORD)


def test_a_changed_password_ends_all_sessions_but_this_one(cast, own):
    other, stranger = Client(), Client()
    other.force_login(cast.classteacher)
    stranger.force_login(cast.parent)
    change(own)
    assert own.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302
    assert stranger.get("/profile/").status_code == 200
    assert Session.objects.filter(user=cast.classteacher).count() == 1


def test_a_changed_password_stands_in_the_ledger_without_the_password(cast, own):
    Client().force_login(cast.classteacher)
    change(own)
    (line,) = ledger.history(f"user:{cast.classteacher.pk}")
    assert (line.action, line.actor_id) == ("password.changed", cast.classteacher.person_id)
    assert line.details == {"sessions_ended": 1}


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"current": "wrong"}, "Текущий пароль введён неверно", "current"),
        ({"again": "something else"}, "Новый пароль повторён с отличием", "again"),
        ({"new": "short", "again": "short"}, "слишком короткий", "new"),
        ({"new": "password123", "again": "password123"}, "слишком широко распространён", "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "совпадает с текущим", "new"),
        ({"new": "", "again": ""}, "Заполните эту строку", "new"),
    ],
)
def test_a_refused_password_says_why_and_changes_nothing(cast, own, typed, sentence, field):
    response = change(own, **typed)
    assert response.status_code == 200
    page = response.content.decode()
    assert sentence in page
    assert f'<a href="#{field}">' in page
    cast.classteacher.refresh_from_db()
    assert cast.classteacher.check_password(PASSWORD)
    assert not ledger.history(f"user:{cast.classteacher.pk}")


def test_a_left_open_browser_is_no_place_to_guess_the_password(cast, own, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "zhurnal.people.hashers.Argon2id",
    ]
    for _ in range(10):
        change(own, current="wrong")
    assert FailedSignIn.objects.count() == 10
    assert "Слишком много неверных попыток" in change(own).content.decode()
    cast.classteacher.refresh_from_db()
    assert cast.classteacher.check_password(PASSWORD)
