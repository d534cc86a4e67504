"""The diary with the network cut: of one's own device, of the own children, and gone with whoever signs out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import PHONE, signed_in
from tests.diary.reading import marks_path, week_path
from zhurnal.people.models import Guardianship, Session
from zhurnal.school.actions.guardians import restrict_guardian

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      if (!request.url.includes('/static/')) found.push(request.url.slice(location.origin.length));
  return found;
}"""


@pytest.fixture
def device(open_as, school_on_line):
    """A phone on which a parent has let the diary be kept."""
    cast = school_on_line
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    page = open_as(cast.parent, "/diary/offline/", size=PHONE)
    page.get_by_role("button", name="Это моё устройство: хранить дневник").click()
    expect(page.get_by_text("дневник хранится на этом устройстве")).to_be_visible(timeout=20_000)
    page.goto(week_path(cast.child))
    page.goto(week_path(cast.child, "2026-W09"))
    page.goto(marks_path(cast.child))
    return page


def cut(page):
    page.context.set_offline(True)


def test_the_diary_of_the_last_week_and_the_marks_open_without_a_network(device, school_on_line):
    cut(device)
    device.goto(week_path(school_on_line.child, "2026-W09"))
    expect(device.get_by_role("status")).to_have_text(re.compile(r"Нет сети\. Данные на \d+ [а-я]+"))
    expect(device.locator(".earned__mark").first).to_have_text("4")
    assert device.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Golos Text"')
    device.goto(marks_path(school_on_line.child))
    expect(device.get_by_role("status")).to_have_text(re.compile("Данные на"))
    expect(device.get_by_role("row").filter(has_text="Алгебра")).to_contain_text("4")


def test_back_on_line_the_page_is_new_and_has_no_bar(device, school_on_line):
    cast = school_on_line
    cut(device)
    device.goto(week_path(cast.child, "2026-W09"))
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "5", seen=1, position=2)
    device.context.set_offline(False)
    device.get_by_role("link", name="Обновить").click()
    expect(device.locator(".earned__mark").first).to_have_text("5")
    expect(device.get_by_text("Нет сети.")).to_have_count(0)


def test_what_was_never_opened_says_that_there_is_no_copy(device, school_on_line):
    cut(device)
    device.goto(week_path(school_on_line.child, "2025-W40"))
    expect(device.get_by_text("копии этой страницы на устройстве нет")).to_be_visible()


def test_after_signing_out_nothing_is_left(device, school_on_line):
    assert week_path(school_on_line.child) in device.evaluate(KEPT)
    device.get_by_role("button", name="Выйти").click()
    device.wait_for_url("**/login/")
    assert device.evaluate(KEPT) == []


def test_another_account_finds_nothing_of_the_one_before(device, school_on_line, live_server):
    cast = school_on_line
    device.context.add_cookies([signed_in(cast.neighbour, live_server.url)])
    device.goto(week_path(cast.pupil_7b))
    assert device.evaluate(KEPT) == []
    cut(device)
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        device.goto(week_path(cast.child))


def test_a_session_that_has_ended_takes_the_copies_with_it(device, school_on_line):
    Session.objects.all().delete()
    device.goto(week_path(school_on_line.child))
    device.wait_for_url("**/login/**")
    assert not [path for path in device.evaluate(KEPT) if path.startswith("/diary/")]


def test_a_restricted_guardian_loses_the_copies_of_the_child_at_the_next_look(device, school_on_line):
    cast = school_on_line
    row = Guardianship.objects.get(guardian=cast.parent.person, pupil=cast.child)
    restrict_guardian(
        actor=cast.office, guardianship=row, school_class=cast.class_7a, paper="Решение суда № 2-14"
    )
    device.goto(week_path(cast.child))
    assert not [path for path in device.evaluate(KEPT) if path.startswith(f"/diary/{cast.child.pk}/")]


def test_a_device_that_nobody_has_opted_in_keeps_nothing(open_as, school_on_line):
    page = open_as(school_on_line.parent, week_path(school_on_line.child), size=PHONE)
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    page.goto(week_path(school_on_line.child))
    assert page.evaluate(KEPT) == []


def test_a_form_without_a_network_says_that_nothing_was_sent(device, school_on_line):
    device.goto(f"/diary/{school_on_line.child.pk}/absence/")
    cut(device)
    device.locator("main form").first.evaluate("form => form.submit()")
    expect(device.get_by_text("Нет сети: ничего не отправлено.")).to_be_visible()
