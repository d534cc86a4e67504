from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_an_account_keeps_its_choice(cast, client):
    client.force_login(cast.parent)
    response = client.post("/view/", {"theme": "dark", "next": "/profile/"})
    assert response["Location"] == "/profile/"
    client.post("/view/", {"text_size": "200"})
    client.post("/view/", {"language": "en"})
    cast.parent.refresh_from_db()
    assert (cast.parent.theme, cast.parent.text_size, cast.parent.language) == ("dark", 200, "en")
    assert (
        '<html lang="en" data-theme="dark" data-text-size="200">' in client.get("/profile/").content.decode()
    )
    assert "theme" not in client.cookies


def test_a_stranger_keeps_it_in_the_browser(client):
    client.post("/view/", {"theme": "dark"})
    client.post("/view/", {"text_size": "150"})
    assert client.cookies["theme"]["httponly"]
    page = client.get("/login/").content.decode()
    assert '<html lang="ru" data-theme="dark" data-text-size="150">' in page


def test_the_choice_of_a_stranger_does_not_follow_the_account(cast, client):
    client.post("/view/", {"theme": "dark"})
    client.force_login(cast.parent)
    assert 'data-theme="auto"' in client.get("/profile/").content.decode()


CHOSEN = {
    "scheme": "white", "letter_space": "widest", "line_space": "wide", "font": "serif", "pictures": "hide",
}  # fmt: skip
TOLD = (
    'data-theme="auto" data-text-size="100" data-scheme="white" data-letter-space="widest" '
    'data-line-space="wide" data-font="serif" data-pictures="hide">'
)


def test_who_sees_badly_chooses_colours_distances_letters_and_whether_there_are_pictures(cast, client):
    client.force_login(cast.parent)
    assert "data-scheme" not in client.get("/profile/").content.decode()
    for name, value in CHOSEN.items():
        client.post("/view/", {name: value})
    assert TOLD in client.get("/profile/").content.decode()
    client.post("/view/", {"scheme": "school"})
    assert "data-scheme" not in client.get("/profile/").content.decode()


def test_a_stranger_chooses_them_too(client):
    for name, value in CHOSEN.items():
        client.post("/view/", {name: value})
    assert TOLD in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"theme": "pink"},
        {"scheme": "pink"},
        {"letter_space": "huge"},
        {"line_space": "large"},
        {"pictures": "some"},
        {"text_size": "1000"},
        {"language": "xx"},
    ],
)
def test_an_unknown_choice_is_refused(cast, client, typed):
    client.force_login(cast.parent)
    assert client.post("/view/", typed).status_code == 400
    cast.parent.refresh_from_db()
    assert (cast.parent.theme, cast.parent.text_size, cast.parent.language) == ("auto", 100, "ru")


def test_the_way_back_stays_in_our_house(client):
    response = client.post("/view/", {"theme": "dark", "next": "https://elsewhere.invalid/"})
    assert response["Location"] == "/"


def test_the_settings_have_a_page_of_their_own(client):
    page = client.get("/view/").content.decode()
    for question in ("Размер текста", "Тема", "Язык"):
        assert page.count(question) >= 2  # in the head and on the page
