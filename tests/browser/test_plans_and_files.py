"""A plan is brought without scripts; its topic takes one press; a file of homework reaches the family."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.journal.planning import texts
from tests.journal.workbooks import workbook
from zhurnal.journal.models import HomeworkFile, LessonTopic

pytestmark = pytest.mark.browser
DAY = "2026-03-04"
BOOK = workbook(
    [["№", "Тема", "Часы", "Домашнее задание"], [1, "Линейная функция", 2, "§ 14"], [3, "График", 1, "§ 15"]]
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def lesson(school_on_line):
    return school_on_line.lesson(school_on_line.algebra_7a, DAY)


def test_a_plan_is_looked_at_saved_and_taught_without_a_single_script(open_as, school_on_line):
    course = school_on_line.algebra_7a
    lesson = course.lessons.order_by("date").first()
    page = open_as(school_on_line.teacher, f"/journal/{course.pk}/", java_script_enabled=False)
    page.get_by_role("link", name="Темы и задания").click()
    page.get_by_role("link", name="Загрузить план").first.click()
    page.get_by_label("Файл с планом").set_input_files({"name": "КТП.xlsx", "mimeType": XLSX, "buffer": BOOK})
    page.get_by_role("button", name="Показать, что получится").click()
    expect(page.locator("main")).to_contain_text("Новых тем: 3, изменится: 0, исчезнет: 0.")
    assert texts(course) == []
    page.get_by_role("button", name="Сохранить план").click()
    expect(page.locator("main")).to_contain_text("План сохранён")
    assert texts(course) == ["Линейная функция", "Линейная функция", "График"]
    page.goto(f"/lessons/{lesson.pk}/")
    page.get_by_role("button", name="Записать тему по плану").press("Enter")
    expect(page.get_by_label("Что пройдено")).to_have_value("Линейная функция")
    assert LessonTopic.objects.get(lesson=lesson, plan_topic__number=1).text == "Линейная функция"


def test_a_file_of_homework_reaches_the_family_on_a_phone(open_as, school_on_line, lesson):
    page = open_as(school_on_line.teacher, f"/lessons/{lesson.pk}/")
    page.get_by_label("Домашнее задание").fill("№ 312, по чертежу")
    page.get_by_label("Файлы к заданию").set_input_files(
        [
            {"name": "Чертёж.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
            {"name": "Вирус.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"},
        ]
    )
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("«Вирус.pdf» не принят")
    assert HomeworkFile.objects.get().name == "Чертёж.pdf"
    child = school_on_line.child
    family = open_as(school_on_line.parent, f"/diary/{child.pk}/week/2026-W10/?day=2026-03-06", size=PHONE)
    with family.expect_download() as download:
        family.get_by_role("link", name="Чертёж.pdf").click()
    assert download.value.suggested_filename == "Чертёж.pdf"
