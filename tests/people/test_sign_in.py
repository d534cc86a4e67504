from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.cast import PASSWORD
from zhurnal.people.actions import sign_in
from zhurnal.people.hashers import Argon2id
from zhurnal.people.models import FailedSignIn, Session

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("cast")


WRONG = "Логин или пароль не подошёл"
WAIT = "Подождите 15 минут"


def send(client: Client, login: str, password: str, **more: str):
    return client.post("/login/", {"login": login, "password": password, **more})


def test_the_page_lets_password_managers_in_and_names_no_accounts(client):
    page = client.get("/login/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert "teacher" not in page


def test_the_right_password_leads_home(client):
    response = send(client, "teacher", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/profile/").status_code == 200


def test_the_session_is_known_by_its_account(client, cast):
    send(client, "teacher", PASSWORD)
    assert Session.objects.get().user == cast.teacher


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("teacher", "wrong"),
        ("nobody", PASSWORD),
        ("teacher", ""),
        ("", ""),
        ("te\0acher", "x"),
        ("я" * 61, "x"),
    ],
)
def test_a_wrong_login_and_a_wrong_password_get_the_same_answer(client, login, password):
    response = send(client, login, password)
    assert response.status_code == 200
    assert WRONG in response.content.decode()
    assert not Session.objects.exists()


def test_what_was_typed_comes_back_escaped_and_without_the_password(client):
    page = send(client, '"><i>', "s3cret-typed").content.decode()
    assert "&lt;i&gt;" in page
    assert "<i>" not in page
    assert "s3cret-typed" not in page


def test_a_locked_account_stays_outside(client, cast):
    cast.teacher.is_active = False
    cast.teacher.save()
    assert WRONG in send(client, "teacher", PASSWORD).content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/profile/?a=1", "/profile/?a=1"),
        ("https://elsewhere.invalid/", "/"),
        ("//elsewhere.invalid", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(client, wanted, reached):
    assert send(client, "parent", PASSWORD, next=wanted)["Location"] == reached


def test_a_stranger_returns_to_the_page_that_was_asked_for(client):
    to_sign_in = client.get("/profile/")
    assert to_sign_in["Location"] == "/login/?next=/profile/"
    assert 'name="next" value="/profile/"' in client.get(to_sign_in["Location"]).content.decode()


def test_who_is_in_already_is_led_home(client, cast):
    client.force_login(cast.parent)
    assert client.get("/login/")["Location"] == "/"


@pytest.fixture
def cheap_passwords(settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "zhurnal.people.hashers.Argon2id",
    ]


@pytest.mark.usefixtures("cheap_passwords")
@pytest.mark.parametrize("login", ["teacher", "nobody"])
def test_after_ten_failures_even_the_right_password_waits(client, login):
    for _ in range(10):
        assert send(client, login, "wrong").status_code == 200
    response = send(client, login, PASSWORD)
    assert response.status_code == 429
    assert WAIT in response.content.decode()
    assert FailedSignIn.objects.count() == 10  # waiting does not prolong the wait


@pytest.mark.usefixtures("cheap_passwords")
def test_one_login_that_waits_holds_up_no_other(client):
    for _ in range(10):
        send(client, "teacher", "wrong")
    assert send(client, "colleague", PASSWORD).status_code == 302


@pytest.mark.usefixtures("cheap_passwords")
def test_the_wait_ends_by_itself(client):
    for _ in range(10):
        send(client, "teacher", "wrong")
    FailedSignIn.objects.update(at=timezone.now() - dt.timedelta(minutes=15, seconds=1))
    assert send(client, "teacher", PASSWORD).status_code == 302


@pytest.mark.usefixtures("cheap_passwords")
def test_a_right_password_forgets_the_failures(client):
    for _ in range(9):
        send(client, "teacher", "wrong")
    send(client, "teacher", PASSWORD)
    assert not FailedSignIn.objects.exists()


def test_old_failures_are_thrown_away(client):
    long_ago = timezone.now() - dt.timedelta(days=1)
    FailedSignIn.objects.create(login_mark="old", at=long_ago)
    send(client, "teacher", "wrong")
    assert [one.login_mark == "old" for one in FailedSignIn.objects.all()] == [False]


def test_neither_table_nor_log_keeps_what_was_typed(client, caplog):
    caplog.set_level(logging.INFO)
    send(client, "my-password-by-mistake", "another-secret")
    kept = caplog.text + str(list(FailedSignIn.objects.values()))
    assert "my-password-by-mistake" not in kept
    assert "another-secret" not in kept
    assert "sign-in failed" in caplog.text


def test_an_unknown_login_costs_a_hash_like_a_known_one(monkeypatch):
    hashed: list[str] = []
    encode, verify = Argon2id.encode, Argon2id.verify

    def counted(work):
        def count(*args):
            hashed.append(work.__name__)
            return work(*args)

        return count

    monkeypatch.setattr(Argon2id, "encode", counted(encode))
    monkeypatch.setattr(Argon2id, "verify", counted(verify))
    sign_in.prove("nobody", "wrong")
    unknown, hashed[:] = len(hashed), []
    sign_in.prove("teacher", "wrong")
    assert unknown == len(hashed) == 1


def test_signing_in_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        send(client, "teacher", PASSWORD)
    client.post("/logout/")
    with django_assert_max_num_queries(13):  # the browser is known by now
        send(client, "teacher", PASSWORD)
