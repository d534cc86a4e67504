"""A guardian says on a phone that the child is ill; the class teacher accepts; the journal says «б»."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from zhurnal.journal.models import Absence, Excuse

pytestmark = pytest.mark.browser


def test_an_absence_goes_from_the_phone_of_a_guardian_into_the_journal(school_on_line, open_as):
    cast = school_on_line
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    page = open_as(cast.parent, reverse("diary-week", args=[cast.child.pk, "2026-W10"]), size=PHONE)
    page.get_by_role("link", name="Сообщить об отсутствии").click()
    expect(page.get_by_label("С какого дня")).to_be_hidden()
    page.get_by_label("болезнь").check()
    page.get_by_role("button", name="Отправить классному руководителю").click()
    expect(page.get_by_text("ждёт классного руководителя")).to_be_visible()

    desk = open_as(cast.classteacher, reverse("journal"), size=PHONE)
    desk.get_by_role("link", name="ждут решения — 1").click()
    desk.get_by_role("button", name="Принять: Петрова Анна").click()
    expect(desk.get_by_text("Пропусков в журнале оправдано: 1.")).to_be_visible()
    assert (Excuse.objects.get().decision, Absence.objects.get().code) == ("accepted", "б")

    sheet = open_as(cast.teacher, reverse("lesson", args=[cast.lesson(cast.algebra_7a, "2026-03-04").pk]))
    expect(sheet.get_by_text("предупреждён: болезнь")).to_be_visible()
    field = sheet.get_by_role("textbox", name="Петрова Анна, Ответ на уроке")
    expect(field).to_have_value("б")

    page.reload()
    expect(page.get_by_text("принято", exact=True)).to_be_visible()


def test_days_and_lessons_appear_with_their_choice(school_on_line, open_as):
    cast = school_on_line
    page = open_as(cast.parent, reverse("diary-absence", args=[cast.child.pk]), size=(320, 640))
    page.get_by_label("другие дни").check()
    expect(page.get_by_label("С какого дня")).to_be_visible()
    page.get_by_label("несколько уроков").check()
    expect(page.get_by_label("С урока")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0
