"""Where one is signed in, signing out there, and being told of a browser that was not there before."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD
from zhurnal.audit import ledger
from zhurnal.people.actions.devices import forget_old_devices, note_device
from zhurnal.people.models import KnownDevice, Session

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
NEW = "три слова подряд"


def signed_in(agent=FIREFOX, *, cookies=None, login="parent") -> Client:
    client = Client(headers={"User-Agent": agent})
    if cookies:
        client.cookies["device"] = cookies["device"].value
    assert client.post("/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def told(user) -> list[str]:
    lines = ledger.history(f"user:{user.pk}")
    return [line.details["browser"] for line in lines if line.action == "sign_in.new_device"]


def listed(client) -> list[str]:
    return re.findall(r"<p><b>([^<]+)</b>", client.get("/profile/devices/").content.decode())


def test_the_first_browser_is_no_news_and_the_second_is(cast):
    signed_in(FIREFOX)
    assert told(cast.parent) == []
    signed_in(CHROME)
    assert told(cast.parent) == ["Chrome, Android"]


def test_the_same_browser_is_known_again_after_signing_out(cast):
    signed_in()
    first = signed_in(CHROME)
    first.post("/logout/")
    assert first.cookies["device"].value
    signed_in(CHROME, cookies=first.cookies)
    assert told(cast.parent) == ["Chrome, Android"]
    assert KnownDevice.objects.filter(user=cast.parent).count() == 2


def test_somebody_who_is_signed_in_elsewhere_already_is_told_even_of_the_first(cast):
    """Sessions that began before browsers were remembered count as well."""
    Client().force_login(cast.parent)
    signed_in(CHROME)
    assert told(cast.parent) == ["Chrome, Android"]


def test_another_account_in_the_same_browser_is_another_matter_and_the_table_does_not_tell(cast):
    shared = signed_in(login="teacher")
    shared.post("/logout/")
    Client().force_login(cast.parent)
    signed_in(cookies=shared.cookies)
    assert told(cast.parent) == ["Firefox, Linux"]
    marks = KnownDevice.objects.values_list("mark", flat=True)
    assert len(set(marks)) == 2
    assert shared.cookies["device"].value not in "".join(marks)


def test_the_number_of_a_browser_is_out_of_reach_of_scripts_and_opens_nothing(cast):
    client = signed_in()
    assert client.cookies["device"]["httponly"]
    stranger = Client()
    stranger.cookies["device"] = client.cookies["device"].value
    assert stranger.get("/profile/").status_code == 302
    assert KnownDevice.objects.get().user == cast.parent


@pytest.mark.parametrize("given", ["", "short", "x" * 5000])
def test_a_number_that_we_did_not_give_is_replaced(cast, given):
    client = Client()
    client.cookies["device"] = given
    client.post("/login/", {"login": "parent", "password": PASSWORD})
    assert len(client.cookies["device"].value) == 22
    assert KnownDevice.objects.filter(user=cast.parent).count() == 1


def test_a_wrong_password_remembers_nothing(cast, client):
    client.post("/login/", {"login": "parent", "password": "wrong"})
    assert "device" not in client.cookies
    assert not KnownDevice.objects.filter(user=cast.parent).exists()


def test_the_page_lists_ones_own_browsers_and_names_no_key(cast):
    client = signed_in(FIREFOX)
    signed_in(CHROME)
    signed_in(login="teacher")
    assert listed(client) == ["Firefox, Linux", "Chrome, Android"]
    page = client.get("/profile/devices/").content.decode()
    assert page.count("это устройство") == 1
    for key in Session.objects.values_list("session_key", flat=True):
        assert key not in page
    assert cast.parent.login not in page


def handle_in(client) -> str:
    page = client.get("/profile/devices/").content.decode()
    [handle] = re.findall(r'name="session" value="([^"]+)"', page)
    return str(handle)


def test_one_is_signed_out_there_and_told_if_it_comes_back(cast):
    client, other = signed_in(FIREFOX), signed_in(CHROME)
    assert client.post("/profile/devices/", {"session": handle_in(client)}).status_code == 302
    assert other.get("/profile/").status_code == 302
    assert client.get("/profile/").status_code == 200
    assert ledger.history(f"user:{cast.parent.pk}")[-1].action == "sessions.ended"
    signed_in(CHROME, cookies=other.cookies)
    assert told(cast.parent) == ["Chrome, Android"] * 2


def test_a_session_of_somebody_else_is_not_found(cast):
    client, teacher = signed_in(), signed_in(login="teacher")
    signed_in(login="teacher")
    handle = handle_in(teacher)
    assert client.post("/profile/devices/", {"session": handle}).status_code == 404
    assert client.post("/profile/devices/", {}).status_code == 404
    assert Session.objects.filter(user=cast.teacher).count() == 2


def test_all_others_are_signed_out_at_once(cast):
    client = signed_in(FIREFOX)
    signed_in(CHROME)
    assert client.post("/profile/devices/", {"do": "others"}).status_code == 302
    assert listed(client) == ["Firefox, Linux"]
    assert KnownDevice.objects.filter(user=cast.parent).count() == 1


def test_after_a_new_password_only_this_browser_is_known(cast):
    client = signed_in(FIREFOX)
    signed_in(CHROME)
    client.post("/profile/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert client.get("/profile/").status_code == 200
    mark = Session.objects.get(user=cast.parent).get_decoded()["device"]
    assert KnownDevice.objects.get(user=cast.parent).mark == mark


def test_a_browser_that_was_away_for_a_year_is_forgotten(cast):
    today = timezone.now().date()
    note_device(user=cast.parent, token="old", browser="", at=timezone.now() - dt.timedelta(days=366))
    note_device(user=cast.parent, token="new", browser="", at=timezone.now() - dt.timedelta(days=365))
    assert forget_old_devices(today) == 1
    assert forget_old_devices(today) == 0


def test_the_list_costs_the_same_for_many(cast, django_assert_num_queries):
    client = signed_in()
    for _ in range(3):
        signed_in(CHROME)
    assert cast.parent.person
    with django_assert_num_queries(3):
        client.get("/profile/devices/")
