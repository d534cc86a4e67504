"""The lesson sheet with scripts: one key or one tap a mark, and the same button saves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.journal.entering import change, save
from zhurnal.journal.actions.lessons import take_attendance
from zhurnal.journal.models import Absence, AttendanceTaken, Mark
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.browser
WEDNESDAY = "2026-03-04"


@pytest.fixture
def lesson(school_on_line):
    return school_on_line.lesson(school_on_line.algebra_7a, WEDNESDAY)


def marks(lesson):
    found = Mark.objects.filter(work__lesson=lesson).order_by("pupil__sort_key", "pupil")
    return [mark.marks for mark in found]


def test_two_absent_pupils_take_three_taps(open_as, school_on_line, lesson):
    teacher = school_on_line.teacher
    page = open_as(teacher, f"/lessons/{lesson.pk}/", size=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Белова Алёна: отсутствует").tap()
    page.get_by_role("button", name="Ли Ян: отсутствует").tap()
    page.get_by_role("button", name="Готово: отсутствуют 2").tap()
    expect(page.locator("main")).to_contain_text("Сохранено в")
    absent = Absence.objects.filter(lesson=lesson, code="н").values_list("pupil__surname", flat=True)
    assert sorted(absent) == ["Белова", "Ли"]
    assert AttendanceTaken.objects.filter(lesson=lesson).exists()


def test_that_everybody_is_there_is_one_tap(open_as, school_on_line, lesson):
    page = open_as(
        school_on_line.teacher, f"/lessons/{lesson.pk}/", size=PHONE, has_touch=True, is_mobile=True
    )
    page.get_by_role("button", name="Все на месте").tap()
    expect(page.locator("main")).to_contain_text("посещаемость отмечена")
    assert AttendanceTaken.objects.filter(lesson=lesson).exists()
    assert not Absence.objects.filter(lesson=lesson).exists()


def test_the_keys_under_the_thumb_walk_down_and_do_not_cover_the_field(open_as, school_on_line, lesson):
    page = open_as(
        school_on_line.teacher, f"/lessons/{lesson.pk}/", size=PHONE, has_touch=True, is_mobile=True
    )
    fields = page.locator(".lesson-table__input")
    fields.first.tap()
    pad = page.locator("[data-keypad]")
    for value in "5432543":
        pad.get_by_role("button", name=value, exact=True).tap()
    expect(fields.nth(7)).to_be_focused()
    bottom = fields.nth(7).evaluate("field => field.getBoundingClientRect().bottom")
    assert bottom <= pad.evaluate("pad => pad.getBoundingClientRect().top")
    pad.get_by_role("button", name="Готово").tap()
    page.get_by_role("button", name="Сохранить").tap()
    expect(page.locator("main")).to_contain_text("Сохранено в")
    assert marks(lesson) == [(int(value),) for value in "5432543"]


def test_a_key_a_mark_and_five_slash_four_is_a_double_one(open_as, school_on_line, lesson):
    page = open_as(school_on_line.teacher, f"/lessons/{lesson.pk}/")
    page.locator(".lesson-table__input").first.click()
    page.keyboard.type("35/42")
    page.keyboard.press("Control+s")
    expect(page.locator("main")).to_contain_text("Сохранено в")
    assert marks(lesson) == [(3,), (5, 4), (2,)]


def test_leaving_with_unsaved_fields_is_warned_and_saving_is_not(open_as, school_on_line, lesson):
    page = open_as(school_on_line.teacher, f"/lessons/{lesson.pk}/")
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.locator(".lesson-table__input").first.click()
    page.keyboard.type("5")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("main")).to_contain_text("Сохранено в")
    assert asked == []
    page.get_by_label("Что пройдено").fill("Тема")
    page.goto("/journal/")
    assert asked == ["beforeunload"]


def test_what_is_said_before_the_lesson_stands_above_both_columns(open_as, school_on_line):
    """A notice of its own in the grid of the page would push the pupils to the right."""
    school = school_on_line
    first, second = (
        school.lesson(school.russian_7a, "2026-03-03"),
        school.lesson(school.russian_7a, "2026-03-05"),
    )
    Lesson.objects.filter(course__in=(school.english_7a_1, school.english_7a_2), date=first.date).update(
        number=5
    )
    Lesson.objects.filter(pk=second.pk).update(date=first.date, number=4)
    save(
        school,
        change(school.child, first.works.get(), "н"),
        actor=school.classteacher,
        course=school.russian_7a,
    )
    take_attendance(actor=school.classteacher, lesson=first)
    page = open_as(school.classteacher, f"/lessons/{second.pk}/")
    notice = page.locator(".lesson-notices").bounding_box()
    pupils = page.get_by_role("heading", name="Ученики").bounding_box()
    lesson = page.get_by_role("heading", name="Урок", exact=True).bounding_box()
    assert pupils["x"] < lesson["x"]
    assert notice["y"] + notice["height"] <= min(pupils["y"], lesson["y"])
