"""An entry written by the director is read, signed and seen as signed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_every_page import violations
from tests.messaging.writing import crowd, let_the_delay_pass, to_class, write
from zhurnal.messaging.models import DiaryEntry, EntryReceipt, ReplyRule

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
TEXT = "Уважаемые родители, в четверг собрание."


def write_to_the_school(page):
    page.get_by_role("link", name="Новая запись").first.click()
    page.get_by_label("Кому записать").select_option(label="Вся школа")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_label("объявление").check()
    page.get_by_role("textbox", name="Текст").fill(TEXT)
    page.get_by_role("button", name="Записать в дневник").click()


@SIZES
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_entry_of_the_director_is_read_signed_and_seen_as_signed(open_as, school_on_line, size, script):
    cast = school_on_line
    page = open_as(cast.director, "/messages/", size=size, java_script_enabled=script)
    page.get_by_role("link", name="Новая запись").first.click()
    page.get_by_label("Кому записать").select_option(label="Вся школа")
    page.get_by_role("button", name="Дальше").click()
    page.locator("details.audience > summary").click()
    expect(page.locator("details.audience")).to_contain_text("2 родителя и 12 учеников")
    expect(page.locator("details.audience")).to_contain_text("Петрова Анна")
    page.get_by_label("объявление").check()
    page.get_by_role("textbox", name="Текст").fill(TEXT)
    page.get_by_role("button", name="Записать в дневник").click()
    expect(page.locator("main")).to_contain_text("Семьи уже видят запись")
    expect(page.locator(".readers-sum")).to_contain_text("прочли 0 из 3, ознакомились 0")

    home = open_as(cast.parent, f"/diary/{cast.child.pk}/messages/", size=size, java_script_enabled=script)
    expect(home.locator("article")).to_contain_text(TEXT)
    if script:
        home.wait_for_function("() => document.querySelector('[data-read]').hidden")
    else:
        home.get_by_role("button", name="Отметить прочитанным").click()
    page.reload()
    expect(page.locator(".readers-sum")).to_contain_text("прочли 1 из 3, ознакомились 0")

    home.get_by_role("button", name="Ознакомлен(а)").click()
    expect(home.locator("article")).to_contain_text("Ознакомлены: Петрова Е. Ю. 4 марта")
    page.reload()
    expect(page.locator(".readers-sum")).to_contain_text("прочли 1 из 3, ознакомились 1")
    line = page.locator(".readers__pupil").filter(has_text="Петрова Анна")
    expect(line.locator(".readers__signed")).to_contain_text("ознакомлен(а) 4 марта")


@SIZES
def test_to_many_the_director_looks_twice_and_cancels_unseen(open_as, school_on_line, size):
    cast = school_on_line
    crowd(cast)
    page = open_as(cast.director, "/messages/", size=size)
    write_to_the_school(page)
    expect(page.locator("h1")).to_have_text("Проверьте запись")
    assert violations(page) == []
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("main")).to_contain_text("до этого её можно отменить")
    assert violations(page) == []
    home = open_as(cast.parent, f"/diary/{cast.child.pk}/messages/", size=size)
    expect(home.locator("main")).to_contain_text("Сообщений пока нет")
    page.get_by_role("button", name="Отменить").click()
    expect(page.locator("main")).to_contain_text("эту запись никто не увидит")
    let_the_delay_pass(write(cast, cast.classteacher, to_class(cast)))
    home.reload()
    expect(home.locator("main")).not_to_contain_text(TEXT)


def test_what_was_loaded_but_not_seen_is_not_read(open_as, school_on_line):
    cast = school_on_line
    for number in range(12):
        write(cast, cast.classteacher, to_class(cast), text=f"Запись {number}. " + "Подробности. " * 20)
    home = open_as(cast.parent, f"/diary/{cast.child.pk}/messages/", size=PHONE)
    home.wait_for_function("() => document.querySelectorAll('[data-unread]').length < 12")
    home.wait_for_timeout(1000)
    assert 0 < EntryReceipt.objects.count() < 12
    home.locator("article").last.scroll_into_view_if_needed()
    home.wait_for_function("() => !document.querySelector('article:last-of-type').dataset.unread")


def test_the_form_with_its_list_of_pupils_breaks_no_rule_of_accessibility(open_as, school_on_line):
    cast = school_on_line
    page = open_as(
        cast.classteacher, f"/messages/new/?to={to_class(cast).code}", size=PHONE, color_scheme="dark"
    )
    page.locator("details.audience > summary").click()
    assert violations(page) == []
    page.get_by_label("Петрова Анна").check()
    page.get_by_role("button", name="Записать отмеченным").click()
    expect(page.locator("details.audience > summary")).to_contain_text("1 ученик, Петрова Анна")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_guardian_replies_and_the_author_reads_it(open_as, school_on_line):
    cast = school_on_line
    ReplyRule.objects.create(school=cast.school, mode="always")
    write(cast, cast.classteacher, to_class(cast))
    home = open_as(cast.parent, f"/diary/{cast.child.pk}/messages/", size=PHONE)
    home.locator("summary", has_text="Ответить автору").click()
    home.get_by_label("Ваш ответ").fill("Придём вдвоём")
    assert violations(home) == []
    home.get_by_role("button", name="Отправить ответ").click()
    expect(home.locator(".entry__turns")).to_contain_text("Придём вдвоём")
    page = open_as(cast.classteacher, "/messages/replies/", size=PHONE)
    expect(page.locator("article")).to_contain_text("Придём вдвоём")
    page.locator("article summary").click()
    assert violations(page) == []
    assert DiaryEntry.objects.count() == 1
