"""A mark put in the journal shows in the news of the family, and goes out as e-mail and push exactly once."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_a_mark_reaches_the_family import cell, open_grid, wait_until_saved
from tests.notices.post import PostOffice
from tests.notices.push_service import PushService
from tests.notices.world import by_mail, choose
from zhurnal.notices.actions.reach import add_device
from zhurnal.notices.models import NoticeSettings
from zhurnal.notices.worker import work

pytestmark = pytest.mark.browser


@pytest.fixture
def world_outside(settings, tmp_path):
    """A mail server and a push service."""
    settings.DATA_DIR, settings.NOTICE_MINUTES = tmp_path, 0
    with PostOffice() as post, PushService() as push:
        settings.EMAIL_HOST, settings.EMAIL_PORT = post.address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER, settings.PUSH_ORIGINS = "", [push.origin]
        yield post, push


def begin(cast):
    """The worker at the end of a ledger in which something stands: tests do not begin its numbers anew."""
    cast.put(cast.algebra_7b, "2026-03-02", cast.pupil_7b, "5")
    work()


def test_a_mark_shows_in_the_news_and_goes_out_once_by_mail_and_push(open_as, school_on_line, world_outside):
    cast, (post, push) = school_on_line, world_outside
    phone = push.subscribe()
    by_mail(cast.parent)
    add_device(actor=cast.parent, **phone.told)
    NoticeSettings.objects.create(user=cast.parent, quiet_from=dt.time(0), quiet_to=dt.time(0))
    for channel in ("mail", "push"):
        choose(cast.parent, cast.child, "mark", "now", channel)
    begin(cast)

    page, column = open_grid(open_as, cast)
    cell(page, cast.child, column).click()
    page.keyboard.press("5")
    wait_until_saved(page)
    for _ in range(3):
        work()

    assert post.subjects == ["Новая отметка: Анна"]
    (shown,) = push.messages(phone)
    assert shown["title"] == "Новая отметка"
    news = open_as(cast.parent, "/news/", size=PHONE)
    item = news.locator(".news__item")
    assert item.count() == 1
    assert "отметка 5" in item.inner_text()
    assert "Анна, 7 «А»" in item.inner_text()
    item.get_by_role("link").click()
    assert f"/diary/{cast.child.pk}/week/2026-W10/?day=2026-03-04" in news.url
    assert shown["url"] in news.url


def test_the_number_in_the_navigation_goes_when_the_news_were_looked_at(open_as, school_on_line):
    cast = school_on_line
    begin(cast)
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    work()
    diary = open_as(cast.parent, f"/diary/{cast.child.pk}/marks/")
    diary.locator(".head__count").wait_for()
    assert diary.locator(".head__count").inner_text().split()[-1] == "1"
    news = open_as(cast.parent, "/news/")
    with news.expect_response(lambda answer: answer.request.method == "POST"):
        news.locator("[data-seen]").wait_for()
    news.locator("[data-seen]").wait_for(state="hidden")
    diary.reload(wait_until="networkidle")
    assert diary.locator(".head__count").count() == 0


def test_without_a_script_the_button_says_what_was_seen(open_as, school_on_line):
    cast = school_on_line
    begin(cast)
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    work()
    news = open_as(cast.parent, "/news/", java_script_enabled=False)
    assert news.locator(".news__new").count() == 1
    news.get_by_role("button", name="Всё просмотрено").click()
    expect(news.locator(".news__new")).to_have_count(0)
    expect(news.locator(".news__item")).to_have_count(1)


def test_choices_are_kept_without_a_script(open_as, school_on_line):
    cast = school_on_line
    page = open_as(cast.parent, "/profile/notices/", java_script_enabled=False)
    page.get_by_label(f"{cast.child.given_name}, Отметка, почта").select_option("off")
    page.get_by_label("Сводка дня").fill("18:00")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("main")).to_contain_text("Сохранено")
    assert page.get_by_label(f"{cast.child.given_name}, Отметка, почта").input_value() == "off"
    assert page.get_by_label("Сводка дня").input_value() == "18:00"


SCOPE = "/static/notices/"


def test_the_browser_shows_what_was_pushed_and_leads_to_our_own_pages_only(
    open_as, school_on_line, live_server
):
    page = open_as(school_on_line.parent, "/news/", permissions=["notifications"])
    told = page.context.new_cdp_session(page)
    registrations = []
    told.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.extend(said["registrations"]),
    )
    told.send("ServiceWorker.enable")
    page.evaluate(
        """async (scope) => {
            const made = await navigator.serviceWorker.register(`${scope}push-worker.js`, { scope });
            const worker = made.installing ?? made.waiting ?? made.active;
            while (worker.state !== "activated") await new Promise((done) => setTimeout(done, 20));
        }""",
        SCOPE,
    )
    number = registrations[-1]["registrationId"]
    said = {"title": "Новая отметка", "body": "Нажмите, чтобы посмотреть.", "url": "/news/", "tag": "news-1"}
    for _ in range(2):
        told.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": live_server.url,
                "registrationId": number,
                "data": json.dumps(said, ensure_ascii=False),
            },
        )
    page.wait_for_function(
        """async (scope) => {
            const made = await navigator.serviceWorker.getRegistration(scope);
            return (await made.getNotifications()).length > 0;
        }""",
        arg=SCOPE,
    )
    shown = page.evaluate(
        """async (scope) => {
            const made = await navigator.serviceWorker.getRegistration(scope);
            return (await made.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
        }""",
        SCOPE,
    )
    assert shown == [{key: said[key] for key in ("title", "body", "tag")}], "the same tag shows once"
    assert timezone.now()
