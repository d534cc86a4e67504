"""What happens to a mark when the network, the session or a colleague gets in between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.grid import cell, elsewhere, mark, saved, state, status
from zhurnal.journal.models import Mark
from zhurnal.people.models import Session

if TYPE_CHECKING:
    from playwright.sync_api import Dialog

pytestmark = pytest.mark.browser
WEDNESDAY = "2026-03-04"


@pytest.fixture
def column(school_on_line):
    return school_on_line.column(school_on_line.algebra_7a, WEDNESDAY)


@pytest.fixture
def grid(open_as, school_on_line, column):
    """The grid with the hand in today's column, on the first pupil."""
    cast = school_on_line
    return open_as(cast.teacher, f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}")


def test_the_page_opens_with_the_hand_on_the_lesson_it_was_asked_for(grid, school_on_line, column):
    expect(cell(grid, school_on_line.pupils_7a[0], column)).to_be_focused()
    expect(grid.locator("[data-place]")).to_contain_text("Абдуллаев Рустам · 4 марта, среда, 2-й урок")


def test_thirty_keys_in_a_breath_are_all_saved_in_order(grid, school_on_line, column):
    pupils = school_on_line.pupils_7a
    for _ in range(3):
        grid.keyboard.type("5432" * 2 + "54", delay=20)
        grid.keyboard.press("Control+Home")
        cell(grid, pupils[0], column).click()
    grid.keyboard.type("2345" * 2 + "23", delay=20)
    saved(grid)
    assert [mark(pupil, column) for pupil in pupils] == [[(int(key),)] for key in "2345234523"]
    expect(grid.locator("[data-cue]")).to_have_text("Конец списка")


def test_five_slash_four_in_one_go_is_one_double_mark(grid, school_on_line, column):
    first, second = school_on_line.pupils_7a[:2]
    for key in ("5", "Slash", "4", "3"):
        grid.keyboard.press(key)
    saved(grid)
    assert (mark(first, column), mark(second, column)) == ([(5, 4)], [(3,)])


def test_the_step_down_passes_a_pupil_who_has_left(grid, school_on_line, column):
    cast = school_on_line
    names = [row.split("\n")[0] for row in grid.locator("tr[data-pupil] th").all_inner_texts()]
    assert any("выбыл" in name for name in names[:5])
    grid.keyboard.type("54325")
    saved(grid)
    assert [mark(pupil, column) for pupil in cast.pupils_7a[:5]] == [[(int(key),)] for key in "54325"]
    assert mark(cast.left, column) == []


def test_without_network_marks_wait_and_go_when_it_is_back(grid, school_on_line, column):
    grid.context.set_offline(True)
    grid.keyboard.type("543")
    state(grid, "queued")
    expect(status(grid)).to_contain_text("Нет связи — 3 отметки ждут на этом устройстве")
    assert mark(school_on_line.pupils_7a[0], column) == []
    grid.context.set_offline(False)
    saved(grid)
    assert [mark(pupil, column) for pupil in school_on_line.pupils_7a[:3]] == [[(5,)], [(4,)], [(3,)]]


def test_what_could_not_be_sent_is_shown_and_sent_by_the_page_opened_again(grid, school_on_line, column):
    cast = school_on_line
    grid.route("**/cells/", lambda route: route.abort())
    grid.keyboard.type("54")
    state(grid, "queued")
    grid.on("dialog", lambda dialog: dialog.accept())
    grid.reload()
    expect(cell(grid, cast.pupils_7a[0], column)).to_have_text("5")
    grid.unroute("**/cells/")
    grid.evaluate("dispatchEvent(new Event('online'))")
    saved(grid)
    assert [mark(pupil, column) for pupil in cast.pupils_7a[:2]] == [[(5,)], [(4,)]]
    expect(cell(grid, cast.pupils_7a[2], column)).to_be_focused()  # the hand is where it was


def test_an_answer_lost_on_the_way_doubles_nothing(grid, school_on_line, column):
    lost: list[Any] = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())  # it reaches the server, its answer reaches nobody
        return route.abort()

    grid.route("**/cells/", lose_the_first)
    grid.keyboard.press("5")
    state(grid, "queued")
    saved(grid)
    found = Mark.objects.get(work=column, pupil=school_on_line.pupils_7a[0])
    assert (found.marks, found.version) == ((5,), 1)


def agree_to(page, asked):
    """Say yes to whatever the page asks, and keep the questions."""

    def agree(dialog):
        asked.append(dialog)
        dialog.accept()

    page.on("dialog", agree)


def answered(page):
    """The dialogs that the page shows from now on, as (kind, text); each is answered with yes."""
    asked = []

    def answer(dialog):
        asked.append((dialog.type, dialog.message))
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_leaving_with_unsent_marks_is_warned(grid):
    grid.route("**/cells/", lambda route: route.abort())
    grid.keyboard.press("5")
    state(grid, "queued")
    asked: list[Dialog] = []
    agree_to(grid, asked)
    grid.goto("/journal/")
    assert [dialog.type for dialog in asked] == ["beforeunload"]


def test_signing_out_with_unsent_marks_asks_and_leaves_nothing_behind(grid):
    grid.route("**/cells/", lambda route: route.abort())
    grid.keyboard.press("5")
    state(grid, "queued")
    asked: list[Dialog] = []
    agree_to(grid, asked)
    grid.get_by_role("button", name="Выйти").click()
    grid.wait_for_url("**/login/**")
    assert "1 отметка ещё не отправлена" in asked[0].message
    assert grid.evaluate("Object.keys(sessionStorage).filter(key => key.includes('unsent'))") == []


def sign_in_anew(page, user):
    """As in another tab: the session of the browser is a new one."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": page.url}])


def test_after_the_session_has_ended_marks_wait_for_the_sign_in(grid, school_on_line, column):
    Session.objects.all().delete()
    grid.keyboard.type("54")
    state(grid, "queued")
    expect(status(grid)).to_contain_text("2 отметки ждут: войдите снова в новой вкладке")
    expect(status(grid).get_by_role("link", name="Войти")).to_have_attribute("target", "_blank")
    sign_in_anew(grid, school_on_line.teacher)
    saved(grid)
    assert mark(school_on_line.pupils_7a[1], column) == [(4,)]


def test_marks_of_one_teacher_are_never_sent_in_the_name_of_another(grid, school_on_line, column):
    Session.objects.all().delete()
    grid.keyboard.press("5")
    state(grid, "queued")
    sign_in_anew(grid, school_on_line.deputy)
    expect(status(grid)).to_contain_text("вошёл другой человек", timeout=15_000)
    assert mark(school_on_line.pupils_7a[0], column) == []


def test_a_conflict_shows_both_values_and_either_can_be_chosen(grid, school_on_line, column):
    cast = school_on_line
    first, second = cast.pupils_7a[:2]
    for pupil in (first, second):
        elsewhere(cast, pupil, column, "4")
    grid.keyboard.type("55")
    state(grid, "conflict")
    expect(status(grid)).to_contain_text("Абдуллаев Рустам: у вас 5, а здесь уже 4 · Смирнова И. В.")
    expect(cell(grid, first, column)).to_have_attribute("data-mine", "5")
    status(grid).get_by_role("button", name="Оставить 4").click()
    expect(status(grid)).to_contain_text("Белова Алёна")
    status(grid).get_by_role("button", name="Поставить 5").click()
    saved(grid)
    assert (mark(first, column), mark(second, column)) == ([(4,)], [(5,)])
    assert cell(grid, first, column).inner_text() == "4"


def test_a_refused_mark_goes_back_and_says_why_without_holding_up_the_others(grid, school_on_line, column):
    first, second = school_on_line.pupils_7a[:2]
    grid.keyboard.press("F2")
    grid.keyboard.insert_text("ерунда")
    grid.keyboard.press("Enter")
    grid.keyboard.press("5")
    state(grid, "failed")
    expect(status(grid)).to_contain_text("Абдуллаев Рустам: «ерунда» не сохранено: такой записи нет.")
    expect(cell(grid, first, column)).to_have_text("")
    expect(cell(grid, first, column)).to_have_class(re.compile("failed"))
    assert mark(second, column) == [(5,)]
    status(grid).get_by_role("button", name="Показать").click()
    expect(cell(grid, first, column)).to_be_focused()
    grid.keyboard.press("Escape")
    saved(grid)


def test_writing_in_a_cell_can_be_called_off(grid, school_on_line, column):
    first = school_on_line.pupils_7a[0]
    grid.keyboard.press("F2")
    grid.keyboard.insert_text("оп15")
    grid.keyboard.press("Escape")
    expect(cell(grid, first, column)).to_be_focused()
    expect(cell(grid, first, column)).to_have_text("")
    grid.keyboard.press("F2")
    grid.keyboard.insert_text("оп15")
    grid.keyboard.press("Enter")
    saved(grid)
    expect(cell(grid, first, column)).to_have_text("оп15")
    expect(cell(grid, school_on_line.pupils_7a[1], column)).to_be_focused()


def test_the_thumb_walks_down_the_class(open_as, school_on_line, column):
    cast = school_on_line
    page = open_as(
        cast.teacher, f"/journal/{cast.algebra_7a.pk}/", size=PHONE, has_touch=True, is_mobile=True
    )
    cell(page, cast.pupils_7a[0], column).tap()
    pad = page.locator("[data-keypad]")
    for name in ("5", "н", "4"):
        pad.get_by_role("button", name=name, exact=True).tap()
    saved(page)
    assert [mark(pupil, column) for pupil in cast.pupils_7a[:3]] == [[(5,)], [], [(4,)]]
    assert cell(page, cast.pupils_7a[1], column).inner_text() == "н"
    sizes = pad.locator(".keypad__key").evaluate_all("all => all.map(one => one.getBoundingClientRect())")
    assert min(min(size["width"], size["height"]) for size in sizes) >= 48
    expect(cell(page, cast.pupils_7a[3], column)).to_be_in_viewport(ratio=1)


def test_a_reader_walks_the_grid_but_writes_nothing(open_as, school_on_line, column):
    cast = school_on_line
    page = open_as(cast.classteacher, f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}")
    page.keyboard.press("5")
    expect(page.locator("[data-cue]")).to_have_text("Эту страницу можно только смотреть")
    page.keyboard.press("ArrowDown")
    expect(cell(page, cast.pupils_7a[1], column)).to_be_focused()
    assert cell(page, cast.pupils_7a[0], column).inner_text() == ""


def test_the_answers_of_the_view_lie_above_the_grid_of_a_phone(open_as, school_on_line):
    page = open_as(school_on_line.teacher, f"/journal/{school_on_line.algebra_7a.pk}/", size=PHONE)
    page.locator(".head__appearance summary").click()
    covered = page.locator(".appearance button").evaluate_all(
        """all => all.filter(one => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return document.elementFromPoint(x + width / 2, y + height / 2) !== one && y + height < innerHeight;
        }).map(one => one.textContent)"""
    )
    assert covered == []
