from __future__ import annotations

import pytest

from zhurnal.people.models import Session

pytestmark = pytest.mark.django_db


def test_leaving_ends_the_session_and_cleans_the_browser(cast, client):
    client.force_login(cast.teacher)
    response = client.post("/logout/")
    assert response["Location"] == "/login/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()
    assert client.get("/profile/")["Location"].startswith("/login/")


def test_a_link_cannot_sign_anybody_out(cast, client):
    client.force_login(cast.teacher)
    assert client.get("/logout/").status_code == 405
    assert Session.objects.exists()


def test_a_stranger_may_leave_too(client):
    assert client.post("/logout/")["Location"] == "/login/"


def test_pages_of_a_session_are_not_kept_by_the_browser(cast, client):
    client.force_login(cast.teacher)
    assert client.get("/profile/")["Cache-Control"] == "no-store, private"
