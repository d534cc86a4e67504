"""The end of a quarter in the browser: marks by the rule, a reason for another, the closing, the council."""

from __future__ import annotations

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.grid import cell
from tests.browser.stories import a_lived_in_school
from tests.browser.test_every_page import NARROW, WCAG
from tests.journal.totalling import LAST_WEEK, give, mark, on, set_marks
from zhurnal.journal.models import Mark, PeriodClosure, PeriodMark, YearDecision, YearMark
from zhurnal.school.models import CourseMembership

pytestmark = pytest.mark.browser
LONG = "Учтена зачётная работа"


@pytest.fixture
def school_on_line(school_on_line):
    """The last week of the quarter: the first two pupils and the child have marks, the others too few."""
    cast = school_on_line
    on(cast, LAST_WEEK)
    give(cast, cast.pupils_7a[0], "5", "5", "4")
    give(cast, cast.pupils_7a[1], "3", "3", "4")
    give(cast, cast.child, "4", "4", "4", "5")
    return cast


@pytest.fixture
def page(open_as, school_on_line):
    return open_as(school_on_line.teacher, totals(school_on_line))


def totals(cast):
    return f"/journal/{cast.algebra_7a.pk}/totals/"


def field(page, pupil, kind="period"):
    return page.locator(f"#mark-{kind}-{pupil.pk}")


def reason(page, pupil):
    return page.locator(f"#reason-period-{pupil.pk}")


def values(cast):
    rows = PeriodMark.objects.filter(period=cast.quarter).exclude(value="")
    return {row.pupil: row.value for row in rows.select_related("pupil")}


def test_one_key_tells_what_the_rule_would_set_and_the_next_sets_it(page, school_on_line):
    cast = school_on_line
    first, second = cast.pupils_7a[:2]
    field(page, second).fill("4")
    page.keyboard.press("Alt+Enter")
    told = page.locator("[data-accept]")
    expect(told).to_contain_text("5 — 1, 4 — 1, 3 — 1.")
    expect(told.locator("li")).to_have_count(7)
    expect(told.locator("li").first).to_contain_text("Отметок 0, нужно не меньше 3")
    expect(told.locator("button")).to_be_focused()
    reason(page, second).fill(LONG)
    page.keyboard.press("Alt+Enter")
    expect(page.locator(".notice--ok")).to_contain_text("3 отметки")
    assert values(cast) == {first: "5", second: "4", cast.child: "4"}


def test_another_mark_asks_for_its_reason_in_place(page, school_on_line):
    cast = school_on_line
    first = cast.pupils_7a[0]
    expect(reason(page, first)).to_be_hidden()
    field(page, first).fill("5")
    expect(reason(page, first)).to_be_hidden()
    field(page, first).fill("4")
    expect(reason(page, first)).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator(".errors")).to_contain_text(
        "правило предлагает 5. Чтобы поставить 4, напишите причину"
    )
    expect(field(page, first)).to_have_value("4")
    reason(page, first).fill(LONG)
    page.keyboard.press("Control+s")
    expect(page.locator(".notice--ok")).to_contain_text("1 отметка")
    assert PeriodMark.objects.get(pupil=first, period=cast.quarter).reason == LONG


def test_a_reason_belongs_to_its_mark(open_as, school_on_line):
    cast = school_on_line
    first = cast.pupils_7a[0]
    set_marks(cast, mark(first, "4", LONG))
    page = open_as(cast.teacher, totals(cast))
    field(page, first).fill("3")
    expect(reason(page, first)).to_have_value("")
    field(page, first).fill("4")
    expect(reason(page, first)).to_have_value(LONG)


def test_arrows_and_enter_walk_down_the_class(page, school_on_line):
    cast = school_on_line
    (first, second), third = cast.pupils_7a[:2], cast.left  # who has left keeps the place
    field(page, first).focus()
    for key, pupil in (("Enter", second), ("ArrowDown", third), ("Shift+Enter", second), ("ArrowUp", first)):
        page.keyboard.press(key)
        expect(field(page, pupil)).to_be_focused()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    page.keyboard.press("Control+s")
    expect(page.locator(".notice--ok")).to_contain_text("2 отметки")
    assert values(cast) == {first: "5", second: "3"}


def test_without_a_script_enter_saves_and_accepts_nothing(open_as, school_on_line):
    cast = school_on_line
    page = open_as(cast.teacher, totals(cast), java_script_enabled=False)
    field(page, cast.child).fill("4")
    field(page, cast.child).press("Enter")
    expect(page.locator(".notice--ok")).to_contain_text("1 отметка")
    assert values(cast) == {cast.child: "4"}
    page.locator("[data-accept] summary").click()
    page.get_by_role("button", name="Выставить", exact=True).click()
    expect(page.locator(".notice--ok")).to_contain_text("2 отметки")
    assert len(values(cast)) == 3


def test_two_who_set_one_mark_both_see_what_stands_there(page, school_on_line):
    cast = school_on_line
    set_marks(cast, mark(cast.child, "5", LONG))
    field(page, cast.child).fill("4")
    page.keyboard.press("Control+s")
    expect(page.locator(".totals__error")).to_contain_text("В журнале: 5.")
    expect(field(page, cast.child)).to_have_value("4")
    page.keyboard.press("Control+s")
    expect(page.locator(".notice--ok")).to_be_visible()
    assert values(cast)[cast.child] == "4"


def test_leaving_with_unsaved_marks_is_warned(page, school_on_line):
    cast = school_on_line
    asked: list[str] = []

    def agree(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    field(page, cast.child).fill("4")
    page.goto("/journal/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (NARROW, "light")])
def test_the_page_fits_a_hand_and_breaks_no_rule_of_accessibility(open_as, school_on_line, size, scheme):
    cast = school_on_line
    a_lived_in_school(cast)
    page = open_as(cast.teacher, totals(cast), size=size, color_scheme=scheme, reduced_motion="reduce")
    page.locator("[data-accept] summary").click()
    page.locator(".totals-why summary").first.click()
    field(page, cast.pupils_7a[0]).fill("2")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_a_field_under_the_hand_is_not_hidden_by_the_line_with_the_button(open_as, school_on_line):
    cast = school_on_line
    page = open_as(cast.teacher, totals(cast), size=(1366, 400))
    field(page, cast.pupils_7a[0]).focus()
    bar = page.locator(".totals-save")
    for _ in range(page.locator("[data-mark]").count() - 1):
        page.keyboard.press("ArrowDown")
        here = page.locator("[data-mark]:focus")
        box, line = here.bounding_box(), bar.bounding_box()
        assert box["y"] + box["height"] <= line["y"]


def test_a_closed_period_refuses_the_teacher_and_an_opened_one_does_not(open_as, page, school_on_line):
    """The teacher has both pages open while the deputy head closes the quarter."""
    cast = school_on_line
    column = cast.column(cast.algebra_7a, "2026-03-06")
    grid = open_as(cast.teacher, f"/journal/{cast.algebra_7a.pk}/")
    deputy = open_as(cast.deputy, "/closing/")
    deputy.get_by_role("link", name="3-я четверть").click()
    deputy.get_by_role("button", name="Закрыть период").click()
    expect(deputy.locator(".notice--alarm")).to_contain_text("осталось незаполненное")
    deputy.get_by_label("Закрыть с пропусками").check()
    deputy.get_by_label("Почему закрывается с пропусками").fill("Двое учеников в больнице")
    deputy.get_by_role("button", name="Закрыть период").click()
    expect(deputy.locator(".notice--ok").first).to_contain_text("Период закрыт")

    cell(grid, cast.child, column).click()
    grid.keyboard.press("5")
    expect(grid.locator("[data-save-state]")).to_have_attribute("data-save-state", "failed", timeout=10_000)
    expect(grid.locator("body")).to_contain_text("период, к которому относится урок 6 марта, закрыт")
    field(page, cast.child).fill("4")
    page.keyboard.press("Control+s")
    expect(page.locator(".errors")).to_contain_text("«3-я четверть» закрыт завучем")
    expect(page.locator(".totals__error")).to_contain_text("Вы вводили: 4.")
    assert not PeriodMark.objects.filter(period=cast.quarter).exists()
    assert not Mark.objects.filter(work=column).exists()

    deputy.get_by_label("Зачем открыть").fill("Забыли отметку за работу")
    deputy.get_by_role("button", name="Открыть период").click()
    expect(deputy.locator(".notice--ok")).to_contain_text("Период открыт")
    expect(deputy.locator(".closing-events")).to_contain_text("открыт снова — Забыли отметку за работу")
    assert PeriodClosure.objects.get(period=cast.quarter).reopened_at is not None
    page.goto(totals(cast))
    field(page, cast.child).fill("4")
    page.keyboard.press("Control+s")
    expect(page.locator(".notice--ok")).to_contain_text("1 отметка")


def test_from_an_unready_class_the_deputy_comes_to_the_page_where_something_is_missing(
    open_as, school_on_line
):
    cast = school_on_line
    page = open_as(cast.deputy, f"/closing/{cast.quarter.pk}/")
    page.get_by_role("link", name="7 «А»", exact=True).click()
    expect(page.locator(".facts")).to_contain_text("Смирнова И. В.")
    page.locator(".facts").get_by_role("link", name="Алгебра").click()
    expect(page.locator("h1")).to_contain_text("Алгебра, 7 «А»")
    expect(page.get_by_role("link", name="3-я четверть")).to_have_attribute("aria-current", "page")


def test_the_council_decides_by_the_marks_for_the_whole_class(open_as, school_on_line):
    cast = school_on_line
    on(cast, dt.date(2026, 5, 25))
    for course in (cast.russian_7a, cast.english_7a_1, cast.english_7a_2, cast.algebra_7a):
        members = CourseMembership.objects.filter(course=course, valid_to=None)
        YearMark.objects.bulk_create(
            YearMark(
                course=course, kind="year", pupil_id=pupil, value="4", author=cast.teacher.person,
                set_at=cast.school.now(),
            )
            for pupil in members.values_list("pupil", flat=True)
        )  # fmt: skip
    page = open_as(cast.deputy, f"/classes/{cast.class_7a.pk}/decisions/", size=PHONE)
    page.get_by_label("Протокол №").fill("9")
    page.get_by_role("button", name="Записать по отметкам: 10").click()
    expect(page.locator(".notice--ok")).to_contain_text("10 решений")
    assert set(YearDecision.objects.values_list("kind", "protocol")) == {("promoted", "9")}
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
