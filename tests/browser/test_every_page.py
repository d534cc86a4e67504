from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES, address
from tests.browser.stories import a_lived_in_school

pytestmark = pytest.mark.browser
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW = (320, 640)


@pytest.fixture
def lived_in(school_on_line):
    a_lived_in_school(school_on_line)
    return school_on_line


def look(open_as, cast, page_name, **options):
    login, name = PAGES[page_name]
    path = address(name, cast)
    if name == "diary-marks" and "view" in options:
        path += f"?view={options.pop('view')}"
    return open_as(getattr(cast, login) if login else None, path, **options)


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_breaks_no_rule_of_accessibility(open_as, lived_in, page_name):
    """axe, light and dark, at a desk and on a phone."""
    for size in (DESK, PHONE):
        page = look(open_as, lived_in, page_name, size=size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page, options=WCAG).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], (size, scheme)
        page.context.close()


@pytest.mark.parametrize("page_name", PAGES)
def test_no_page_scrolls_sideways_on_the_narrowest_phone(open_as, lived_in, page_name):
    page = look(open_as, lived_in, page_name, size=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_says_where_one_is(open_as, lived_in, page_name):
    page = look(open_as, lived_in, page_name)
    assert page.locator("h1").count() == 1
    assert page.title().endswith("Журнал")
    assert page.locator("html").get_attribute("lang") == "ru"
    first = page.locator("a[href], button, input:not([type=hidden]), summary").first
    assert first.get_attribute("href") == "#main", "the first thing to reach skips to the content"


def test_the_extended_view_of_marks_breaks_no_rule_of_accessibility(open_as, lived_in):
    page = look(open_as, lived_in, "marks", view="extended")
    assert Axe().run(page, options=WCAG).response["violations"] == []
