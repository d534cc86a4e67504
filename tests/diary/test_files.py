"""Files of homework in the diary: whose they are, when they are gone."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from tests.diary.reading import week_path
from tests.journal.pages import page
from zhurnal.journal import media
from zhurnal.journal.actions.homework_files import add_files, withdraw_file
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import Homework
from zhurnal.school.models import CourseMembership, Enrolment

PDF = b"%PDF-1.7 of the diary"


@pytest.fixture
def file(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-02")
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0, minutes=20))
    [row] = add_files(actor=cast.teacher, lesson=lesson, files=[media.store("Задача.pdf", io.BytesIO(PDF))])
    return row


def address(pupil, file):
    return f"/diary/{pupil.pk}/files/{file.pk}/"


def test_a_task_tells_when_it_was_set_and_leads_to_its_file(cast, client, file):
    Homework.objects.update(set_at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))  # in the lesson
    client.force_login(cast.parent)
    document = page(client.get(week_path(cast.child)))
    [task] = [one for one in document.all("p", class_="lesson__task") if "№ 5" in one.text]
    assert task.text == "№ 5 задано 2 марта, 20 мин Задача.pdf"
    assert task.one("a").attributes["href"] == address(cast.child, file)


def test_a_family_gets_the_file_so_that_it_cannot_run(cast, client, file):
    client.force_login(cast.parent)
    answer = client.get(address(cast.child, file))
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_of_another_course_is_not_in_the_diary(cast, client, file):
    """The other child of the family is in 5 «А»: the file exists, but not in that diary."""
    client.force_login(cast.parent)
    assert client.get(address(cast.child_5a, file)).status_code == 404
    client.force_login(cast.neighbour)
    assert client.get(address(cast.child, file)).status_code == 404


def test_a_withdrawn_file_vanishes_from_page_and_address(cast, client, file):
    withdraw_file(actor=cast.teacher, lesson=file.homework.lesson, file_id=file.pk)
    client.force_login(cast.parent)
    assert "Задача.pdf" not in client.get(week_path(cast.child)).content.decode()
    assert client.get(address(cast.child, file)).status_code == 404


def test_a_pupil_who_had_left_the_course_by_then_does_not_get_it(cast, client, file):
    CourseMembership.objects.filter(course=cast.algebra_7a, pupil=cast.child).update(valid_to="2026-03-01")
    client.force_login(cast.parent)
    assert client.get(address(cast.child, file)).status_code == 404


def test_what_lies_outside_the_visible_spans_stays_outside(cast, client, file):
    Enrolment.objects.filter(pupil=cast.child).update(valid_to="2026-03-01")
    client.force_login(cast.parent)
    assert client.get(address(cast.child, file)).status_code == 404


def test_a_week_with_files_costs_one_query_more(cast, client, file, django_assert_num_queries):
    client.force_login(cast.parent)
    client.get(week_path(cast.child))
    with django_assert_num_queries(10):
        client.get(week_path(cast.child))
    assert file.pk
