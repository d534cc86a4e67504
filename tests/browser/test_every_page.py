"""What holds for every page. One school serves all pages of a check: building it costs more than looking."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES, address
from tests.browser.stories import a_lived_in_school, a_night_has_passed
from zhurnal.people.models import Session, User
from zhurnal.people.sessions import PROVED_AT, SessionStore

pytestmark = pytest.mark.browser
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW = (320, 640)
FIRST_TO_REACH = "a[href], button, input:not([type=hidden]), summary"


@pytest.fixture
def look(open_as, school_on_line):
    """`look(page_name)`: the page, opened by whoever it is for."""
    a_lived_in_school(school_on_line)
    a_night_has_passed(school_on_line)

    def look_at(page_name, *, query="", **options):
        login, name = PAGES[page_name]
        user = getattr(school_on_line, login) if login else None
        return open_as(user, address(name, school_on_line) + query, **options)

    return look_at


def violations(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_no_page_breaks_a_rule_of_accessibility(look, size, scheme):
    """axe: light at a desk, dark on a phone, so that both dresses and both layouts are seen."""
    broken = {}
    for page_name in PAGES:
        page = look(page_name, size=size, color_scheme=scheme, reduced_motion="reduce")
        broken[page_name] = violations(page)
        page.context.close()
    assert {name: found for name, found in broken.items() if found} == {}
    assert len(broken) == len(PAGES)


def test_the_extended_view_of_marks_breaks_no_rule_of_accessibility(look):
    assert violations(look("marks", query="?view=extended")) == []


@pytest.mark.parametrize("size", [DESK, NARROW], ids=["desk", "narrow"])
def test_the_form_that_looks_for_entries_breaks_no_rule_and_no_page(look, size):
    page = look("entries", query="?show=all&kind=remark&from=2026-03-05&to=2026-03-04", size=size)
    assert page.locator("#filter-from-error").count() == 1
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [DESK, NARROW], ids=["desk", "narrow"])
def test_the_page_that_asks_for_the_password_again_breaks_no_rule(look, size):
    page = look("who sees the diary", size=size)
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store[PROVED_AT] = 0
        store.save()
    page.get_by_role("button", name="Скачать архив").click()
    expect(page.get_by_role("heading", name="Подтвердите, что это вы")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_no_page_scrolls_sideways_on_the_narrowest_phone(look):
    wide = {}
    for page_name in PAGES:
        page = look(page_name, size=NARROW)
        wide[page_name] = page.evaluate("document.documentElement.scrollWidth")
        page.context.close()
    assert {name: width for name, width in wide.items() if width > NARROW[0]} == {}
    assert len(wide) == len(PAGES)


def test_every_page_says_where_one_is_and_lets_one_skip_to_it(look):
    for page_name in PAGES:
        page = look(page_name)
        assert page.locator("h1").count() == 1, page_name
        assert page.title().endswith("Журнал"), page_name
        assert page.locator("html").get_attribute("lang") == "ru", page_name
        assert page.locator(FIRST_TO_REACH).first.get_attribute("href") == "#main", page_name
        assert page.locator(FIRST_TO_REACH).nth(1).inner_text() == "Версия для слабовидящих", page_name
        page.context.close()


FOR_WHO_SEES_BADLY = {
    "scheme": "green", "letter_space": "widest", "line_space": "widest", "font": "serif", "pictures": "hide",
}  # fmt: skip


@pytest.mark.parametrize(("size", "text"), [(DESK, 200), (NARROW, 100)], ids=["twice as large", "narrow"])
@pytest.mark.parametrize("page_name", ["diary week", "marks", "messages", "forecast of a child", "news"])
def test_the_dress_for_who_sees_badly_breaks_nothing(look, school_on_line, page_name, size, text):
    """Two colours and wide letters with serifs: nothing scrolls sideways, nothing is lost (GOST R 52872)."""
    dress = FOR_WHO_SEES_BADLY | {"text_size": text}
    User.objects.filter(pk=school_on_line.parent.pk).update(**dress)
    page = look(page_name, size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert violations(page) == []
    colours = {
        page.evaluate(f"getComputedStyle(document.documentElement).{one}")
        for one in ("color", "backgroundColor")
    }
    assert colours == {"oklch(0.87 0.19 135)", "oklch(0.24 0.03 55)"}
    assert page.locator("svg:visible, .in-pictures:visible").count() == 0
    assert page.locator(".in-words:not(:visible)").count() == 0
