"""A guardian with two children: each tab at a desk and on a phone, in one tap from child to child."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.stories import a_lived_in_school
from tests.diary.reading import marks_path, messages_path, week_path
from zhurnal.family.models import HomeworkTick, WeekSignature
from zhurnal.people.models import User

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def lived_in(school_on_line):
    a_lived_in_school(school_on_line)
    return school_on_line


@SIZES
def test_each_tab_is_there_for_each_child_in_one_tap(lived_in, open_as, size):
    page = open_as(lived_in.parent, week_path(lived_in.child) + "?day=2026-03-04", size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Петрова Анна")
    expect(page.get_by_text("§ 14, № 312, 314 (а, б)").first).to_be_visible()
    for tab, said in (("Оценки", "Упрощённый"), ("Сообщения", "Спасибо"), ("Дневник", "За неделю")):
        page.get_by_role("navigation", name="Разделы дневника").get_by_role("link", name=tab).click()
        expect(page.get_by_text(said).first).to_be_visible()
    page.get_by_role("navigation", name="Дети").get_by_role("link", name="Петров Иван").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Петров Иван")
    expect(page).to_have_url(re.compile(f"/diary/{lived_in.child_5a.pk}/week/2026-W10/"))


@SIZES
def test_the_views_of_marks_are_switched_and_the_choice_is_kept(lived_in, open_as, size):
    page = open_as(lived_in.parent, marks_path(lived_in.child), size=size)
    expect(page.get_by_role("button", name="Упрощённый")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="По датам").click()
    page.get_by_role("button", name="1-я четверть").click()
    expect(page.get_by_role("button", name="1-я четверть")).to_have_attribute("aria-pressed", "true")
    kept = User.objects.get(pk=lived_in.parent.pk)
    assert (kept.marks_view, kept.marks_period.split(":")[0]) == ("extended", str(lived_in.quarters[0].pk))


def test_a_mark_of_the_table_tells_itself_on_focus_and_on_a_click(lived_in, open_as):
    page = open_as(lived_in.parent, marks_path(lived_in.child, "extended"))
    cell = page.locator(".dated__table a[href^='#lesson-']").last
    cell.focus()
    tip = page.locator("#told-tip")
    expect(tip).to_contain_text("Поставлено: Смирнова И. В.")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    cell.click()
    expect(tip).to_contain_text("Ответ на уроке")


def test_without_scripts_a_mark_leads_to_where_it_is_told(lived_in, open_as):
    page = open_as(lived_in.parent, marks_path(lived_in.child, "extended"), java_script_enabled=False)
    page.locator(".dated__table a[href^='#lesson-']").last.click()
    expect(page.locator("li.told__lesson:target")).to_be_visible()


def shown_day(page):
    return page.locator(".day:visible").evaluate_all("days => days.map((day) => day.dataset.day)")


def test_a_phone_turns_day_by_day_with_arrows_and_a_swipe(lived_in, open_as):
    page = open_as(lived_in.parent, week_path(lived_in.child) + "?day=2026-03-04", size=PHONE, has_touch=True)
    assert shown_day(page) == ["2026-03-04"]
    page.locator("a[data-step='1']").click()
    assert shown_day(page) == ["2026-03-05"]
    assert page.url.endswith("?day=2026-03-05")
    swipe(page, 300, 100)
    assert shown_day(page) == ["2026-03-06"]
    swipe(page, 100, 300)
    swipe(page, 100, 120)  # too short to mean anything
    assert shown_day(page) == ["2026-03-05"]
    page.goto(week_path(lived_in.child) + "?day=2026-03-07")
    page.locator("a[data-step='1']").click()
    page.wait_for_url("**/2026-W11/?day=2026-03-09")
    assert shown_day(page) == ["2026-03-09"]


def swipe(page, start, end):
    page.evaluate(
        """([start, end]) => {
          const spread = document.querySelector(".spread");
          const touch = (x) => new Touch({ identifier: 1, target: spread, clientX: x, clientY: 400 });
          const fire = (name, x, on) => spread.dispatchEvent(
            new TouchEvent(name, { bubbles: true, touches: on ? [touch(x)] : [], changedTouches: [touch(x)] }),
          );
          fire("touchstart", start, true);
          fire("touchend", end, false);
        }""",
        [start, end],
    )


def test_a_phone_without_scripts_turns_by_links(lived_in, open_as):
    page = open_as(
        lived_in.parent, week_path(lived_in.child) + "?day=2026-03-04", size=PHONE, java_script_enabled=False
    )
    page.locator("a[data-step='-1']").click()
    expect(page.locator("section.day:visible h2")).to_contain_text("вторник")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_guardian_signs_and_a_pupil_ticks_in_one_tap(lived_in, open_as, scripts):
    page = open_as(lived_in.parent, week_path(lived_in.child), size=PHONE, java_script_enabled=scripts)
    page.get_by_role("button", name="Ознакомлен(а)").click()
    expect(page.locator("#week-signatures")).to_contain_text("Петрова Е. Ю., мать")
    assert WeekSignature.objects.count() == 1
    page = open_as(
        lived_in.pupil, week_path(lived_in.child) + "?day=2026-03-04", size=PHONE, java_script_enabled=scripts
    )
    page.get_by_role("button", name="сделано").click()
    expect(page.get_by_role("button", name="сделано")).to_have_attribute("aria-pressed", "true")
    assert HomeworkTick.objects.count() == 1
    assert shown_day(page) == ["2026-03-04"] if scripts else True


def test_the_messages_of_each_child_are_its_own(lived_in, open_as):
    page = open_as(lived_in.parent, messages_path(lived_in.child_5a), size=PHONE)
    expect(page.get_by_text("Сообщений пока нет")).to_be_visible()


def test_a_phone_fetches_no_font_that_the_week_does_not_need(lived_in, open_as):
    """Latin with its accents is 38 KB: digits, «§» and «х²» come without it."""
    page = open_as(lived_in.parent, week_path(lived_in.child), size=PHONE)
    page.evaluate("document.body.append('№ 345, § 12, x² — 5+4=9')")
    page.evaluate("document.fonts.ready")
    fonts = page.evaluate(
        "performance.getEntriesByType('resource').map(one => one.name).filter(one => one.includes('woff2'))"
    )
    names = {font.rsplit("/", 1)[1].split(".")[0] for font in fonts}
    assert names <= {
        "golos-text-cyrillic",
        "golos-text-basic",
        "pt-serif-cyrillic-bold",
        "pt-serif-basic-bold",
    }
    assert "golos-text-basic" in names
