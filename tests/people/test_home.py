from __future__ import annotations

import pytest

from zhurnal.people.models import User

pytestmark = pytest.mark.usefixtures("cast")


@pytest.mark.parametrize(
    ("login", "desk"),
    [
        ("teacher", "/journal/"),
        ("classteacher", "/journal/"),
        ("deputy", "/oversight/"),
        ("director", "/oversight/"),
        ("office", "/classes/"),
        ("auditor", "/oversight/"),
        ("admin", "/installation/"),
        ("parent", "/diary/"),
        ("pupil", "/diary/"),
    ],
)
def test_home_is_the_first_desk_of_the_reader(cast, client, login, desk):
    client.force_login(getattr(cast, login))
    assert client.get("/")["Location"] == desk


def test_who_has_no_role_yet_is_led_to_the_profile(client):
    client.force_login(User.objects.create_user("newcomer", "long-enough-1"))
    assert client.get("/")["Location"] == "/profile/"
    page = client.get("/profile/").content.decode()
    assert "Ролей нет" in page
    assert "newcomer" in page


def test_home_costs_a_session_and_a_standing(cast, client, django_assert_num_queries):
    client.force_login(cast.teacher)
    with django_assert_num_queries(2):
        client.get("/")
