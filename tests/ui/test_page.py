"""The frame that every page has."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from zhurnal.school.models import Employment
from zhurnal.school.standing import standing_of
from zhurnal.ui.navigation import navigation
from zhurnal.ui.views.components import components

pytestmark = pytest.mark.django_db


def desks(page: str) -> list[str]:
    return re.findall(r'class="head__desk"[^>]*>([^<]+)<', page)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("teacher", ["Мой день", "Сообщения"]),
        ("classteacher", ["Мой день", "Сообщения", "Классы"]),
        ("deputy", ["Контроль", "Классы", "Сообщения", "Закрытие", "Замены", "Правила"]),
        ("office", ["Классы", "Замены"]),
        ("auditor", ["Контроль"]),
        ("admin", ["Установка"]),
        ("parent", ["Дневник", "Новое"]),
        ("pupil", ["Дневник", "Новое"]),
    ],
)
def test_the_head_leads_to_the_desks_of_the_reader(cast, client, login, expected):
    client.force_login(getattr(cast, login))
    assert desks(client.get("/profile/").content.decode()) == expected


def test_a_stranger_is_led_nowhere(client):
    assert desks(client.get("/login/").content.decode()) == []


@pytest.mark.parametrize(("login", "path"), [("", "/login/"), ("deputy", "/classes/")])
def test_the_version_for_who_sees_badly_is_reached_first_after_the_way_to_the_content(
    cast, client, login, path
):
    if login:
        client.force_login(getattr(cast, login))
    page = client.get(path).content.decode()
    after_skip = page.split("К содержанию</a>")[1]
    first = re.search(r"<(summary|a|button|input)\b.*?</\1>", after_skip, re.DOTALL)
    assert first is not None
    assert "Версия для слабовидящих" in first[0]


def test_the_desk_of_the_page_is_marked(cast, client):
    client.force_login(cast.deputy)
    page = client.get("/classes/").content.decode()
    assert re.findall(r'aria-current="true">([^<]+)<', page) == ["Классы"]


def test_a_page_in_a_package_of_its_own_belongs_to_the_nearest_desk(cast, client):
    """Орлова teaches as well: «Замены» is nearer than «Мой день», in whose room it lies."""
    Employment.objects.create(
        school=cast.school, person=cast.deputy.person, role="teacher", valid_from="2025-09-01"
    )
    client.force_login(cast.deputy)
    for address, desk in (("/lessons/changes/", "Замены"), ("/journal/", "Мой день")):
        page = client.get(address).content.decode()
        assert re.findall(r'aria-current="true">([^<]+)<', page) == [desk]


def test_a_page_of_a_room_without_a_desk_belongs_to_the_desk_whose_address_it_begins_with(cast, client):
    for user, address, desk in (
        (cast.teacher, f"/journal/{cast.algebra_7a.pk}/forecast/", "Мой день"),
        (cast.classteacher, f"/classes/{cast.class_7a.pk}/forecast/", "Классы"),
        (cast.deputy, f"/classes/{cast.class_7a.pk}/forecast/", "Контроль"),
    ):
        client.force_login(user)
        page = client.get(address).content.decode()
        assert re.findall(r'aria-current="true">([^<]+)<', page) == [desk]


def test_a_page_that_was_not_found_belongs_to_no_desk(cast):
    request = RequestFactory().get("/nowhere/")
    request.user = cast.deputy
    setattr(request, "standing", standing_of(cast.deputy, dt.date(2026, 3, 4)))  # noqa: B010 -- as the middleware
    assert not any(entry.current for entry in navigation(request))


def test_the_page_wears_what_the_account_chose(cast, client):
    cast.parent.theme, cast.parent.text_size = "dark", 150
    cast.parent.save()
    client.force_login(cast.parent)
    page = client.get("/profile/").content.decode()
    assert '<html lang="ru" data-theme="dark" data-text-size="150">' in page
    assert 'value="dark" aria-pressed="true"' in page


def test_a_cookie_with_nonsense_changes_nothing(client):
    client.cookies.load({"theme": '"><script>', "text_size": "9000", "language": "xx"})
    page = client.get("/login/").content.decode()
    assert '<html lang="ru" data-theme="auto" data-text-size="100">' in page


def test_the_name_of_the_person_is_escaped(cast, client):
    cast.parent.person.surname = "<b>Петрова</b>"
    cast.parent.person.save()
    client.force_login(cast.parent)
    page = client.get("/profile/").content.decode()
    assert "&lt;b&gt;Петрова&lt;/b&gt;" in page
    assert "<b>Петрова" not in page


@pytest.fixture
def a_request(rf):
    request = rf.get("/components/")
    request.user = AnonymousUser()
    return request


def test_every_component_can_be_shown(a_request):
    page = components(a_request).content.decode()
    for part in (
        "notice--alarm",
        "errors__list",
        "field__error",
        "tabs__tab",
        "pager__step",
        "empty__action",
    ):
        assert part in page


def test_a_school_of_another_colour_gets_it_by_a_guarded_style(a_request):
    a_request.csp_nonce = "once"
    a_request.school = type("School", (), {"short_name": "Школа № 1", "cover_hue": 25})()
    page = components(a_request).content.decode()
    assert '<style nonce="once">:root { --cover-hue: 25 }</style>' in page
    assert "Школа № 1" in page
