"""«Темы и задания»: the plan over the lessons, and its forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journal.pages import fields, page
from tests.journal.planning import rows_of, seen, set_plan, texts
from tests.journal.workbooks import workbook
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import PlanTopic
from zhurnal.journal.plan_files.table import LARGEST_FILE
from zhurnal.journal.plan_rows import PlanRow
from zhurnal.school.models import Teaching
from zhurnal.timetable.models import Lesson

ABC = ["Дроби", "Проценты", "Пропорции"]


@pytest.fixture
def address(cast):
    return f"/journal/{cast.algebra_7a.pk}/plan/"


@pytest.fixture
def teacher(cast, client):
    client.force_login(cast.teacher)
    return client


def record(cast, day, text):
    lesson = cast.lesson(cast.algebra_7a, day)
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic=text, homework=HomeworkText("№ 5", 0))


def lines(response):
    """[date, planned, taught, set] of each lesson that has any of them."""
    rows = page(response).one("table", class_="plan").all("tr", class_="plan__lesson")
    found = [[cell.text for cell in row.children] for row in rows]
    return [line for line in found if any(part not in {"", "—"} for part in line[1:])]


def sums(response):
    facts = page(response).one("dl", class_="plan-sums").all("div")
    return {fact.one("dt").text: fact.one("dd").text for fact in facts}


def test_lessons_stand_with_what_is_planned_and_what_was_taught(cast, teacher, address):
    set_plan(cast, [PlanRow("Дроби", "Числа"), PlanRow("Проценты", control="КР № 1"), "Пропорции"])
    record(cast, "2026-03-02", "Дроби")
    record(cast, "2026-03-04", "Разбор ошибок")
    shown = [
        line for line in lines(teacher.get(address)) if line[0][:5] in {"02.03", "04.03", "06.03", "11.03"}
    ]
    assert shown == [
        ["02.03 Пн", "1. Дроби Числа", "по плану", "№ 5"],
        ["04.03 Ср", "", "Разбор ошибок", "№ 5"],
        ["06.03 Пт", "2. Проценты контрольная", "", ""],
        ["11.03 Ср", "3. Пропорции", "", ""],
    ]


def test_the_page_tells_how_far_behind_the_course_is(cast, teacher, address):
    """The plan was made in September; all lessons had topics of their own: six were to be taught, one was."""
    for lesson in Lesson.objects.filter(course=cast.algebra_7a, date__lte="2026-03-02", cancellation=None):
        record(cast, lesson.date.isoformat(), "Своя тема")
    set_plan(cast, [*ABC, "Доли", "Степени", "Корни"])
    PlanTopic.objects.update(set_at=dt.datetime(2025, 9, 1, tzinfo=dt.UTC))
    record(cast, "2026-03-04", "Дроби")
    assert sums(teacher.get(address)) | {"Уроки без темы": ""} == {
        "В плане уроков": "6", "Пройдено тем": "1", "Отставание, уроков": "5", "Уроки без темы": "",
    }  # fmt: skip


def test_topics_without_a_lesson_are_listed_below(cast, teacher, address):
    count = Lesson.objects.filter(course=cast.algebra_7a, cancellation=None).count()
    set_plan(cast, [f"Тема {n}" for n in range(1, count + 3)])
    left = page(teacher.get(address)).one("ul", class_="plan-left").all("li")
    assert [one.text for one in left] == [f"{n}. Тема {n}" for n in (count + 1, count + 2)]


def test_a_course_without_a_plan_says_what_to_do(teacher, address):
    assert "Загрузите его из файла" in page(teacher.get(address)).text


def test_who_only_reads_has_no_forms(cast, client, address):
    set_plan(cast, ABC)
    for who in (cast.classteacher, cast.director):
        client.force_login(who)
        document = page(client.get(address))
        assert "Загрузить план" not in document.text
        assert document.one("main").all("form") == []
        assert (
            client.post(f"{address}1/", {"does": "delete", "seen": seen(cast.algebra_7a)}).status_code == 403
        )


def test_the_page_costs_five_queries_whatever_the_plan(cast, teacher, address, django_assert_num_queries):
    teacher.get(address)
    with django_assert_num_queries(5):
        teacher.get(address)
    set_plan(cast, [f"Тема {n}" for n in range(60)])
    with django_assert_num_queries(5):
        teacher.get(address)


def post(client, address, **changed):
    """Send the first form of a page with what was changed."""
    form = page(client.get(address)).one("main").all("form")[0]
    return client.post(address, fields(form) | changed)


def test_a_topic_is_changed_without_javascript(cast, teacher, address):
    set_plan(cast, ABC)
    answer = post(teacher, f"{address}2/", text="Проценты и доли", control="КР № 1", does="edit")
    assert answer["Location"] == address
    assert rows_of(cast.algebra_7a)[1] == PlanRow("Проценты и доли", control="КР № 1")


def test_a_topic_gets_another_lesson_and_the_rest_moves_on(cast, teacher, address):
    set_plan(cast, [PlanRow("Дроби", homework="№ 5"), "Проценты"])
    post(teacher, f"{address}1/", does="again")
    assert rows_of(cast.algebra_7a) == [
        PlanRow("Дроби", homework="№ 5"),
        PlanRow("Дроби"),
        PlanRow("Проценты"),
    ]


def test_the_button_of_the_page_shifts_the_plan_by_a_lesson(cast, teacher, address):
    set_plan(cast, ABC)
    record(cast, "2026-03-04", "Дроби")
    form = page(teacher.get(address)).one("form", class_="plan-shift")
    assert form.attributes["action"] == f"{address}2/"
    teacher.post(form.attributes["action"], fields(form) | {"does": "again"})
    assert texts(cast.algebra_7a) == ["Дроби", "Проценты", "Проценты", "Пропорции"]


def test_a_topic_is_moved_inserted_and_deleted(cast, teacher, address):
    set_plan(cast, ABC)
    post(teacher, f"{address}3/", does="move", to="1")
    assert texts(cast.algebra_7a) == ["Пропорции", "Дроби", "Проценты"]
    post(teacher, f"{address}new/?before=2", text="Доли")
    post(teacher, f"{address}new/", text="Итог")
    assert texts(cast.algebra_7a) == ["Пропорции", "Доли", "Дроби", "Проценты", "Итог"]
    post(teacher, f"{address}1/", does="delete")
    assert texts(cast.algebra_7a) == ["Доли", "Дроби", "Проценты", "Итог"]


def test_who_has_seen_an_older_plan_is_told_and_keeps_what_was_typed(cast, teacher, address):
    set_plan(cast, ABC)
    form = fields(page(teacher.get(f"{address}2/")).one("main").all("form")[0])
    set_plan(cast, [*ABC, "Доли"])
    answer = teacher.post(f"{address}2/", form | {"text": "Моя тема", "does": "edit"})
    assert answer.status_code == 422
    document = page(answer)
    assert "план изменился" in document.text
    assert fields(document.one("main").all("form")[0])["text"] == "Моя тема"
    assert texts(cast.algebra_7a) == [*ABC, "Доли"]


@pytest.mark.parametrize("number", [0, 4, 99999])
def test_a_topic_that_is_not_there_is_not_found(cast, teacher, address, number):
    set_plan(cast, ABC)
    assert teacher.get(f"{address}{number}/").status_code == 404


def bring(client, address, data, name="План.xlsx"):
    return client.post(f"{address}import/", {"file": SimpleUploadedFile(name, data)})


BOOK = workbook([["Тема", "Часы", "Раздел"], ["Дроби", 2, "Числа"], ["Доли", 1, None]])


def test_a_file_is_shown_before_anything_is_written_and_then_saved(cast, teacher, address):
    set_plan(cast, ["Дроби", "Старая тема"])
    record(cast, "2026-03-04", "Старая тема")
    answer = bring(teacher, address, BOOK)
    assert answer.status_code == 200
    document = page(answer)
    assert "Новых тем: 2, изменится: 1, исчезнет: 1." in document.text
    assert "чьих тем в новом плане нет: 1" in document.text
    assert texts(cast.algebra_7a) == ["Дроби", "Старая тема"]
    form = fields(document.one("main").all("form")[0])
    assert teacher.post(f"{address}import/", form)["Location"] == address
    assert rows_of(cast.algebra_7a) == [
        PlanRow("Дроби", "Числа"),
        PlanRow("Дроби", "Числа"),
        PlanRow("Доли", "Числа"),
    ]
    assert "новых тем: 2, изменено: 1, убрано: 1" in page(teacher.get(address)).text


def test_the_preview_tells_into_which_lessons_the_topics_fall(cast, teacher, address):
    for lesson in Lesson.objects.filter(course=cast.algebra_7a, date__lt="2026-03-04", cancellation=None):
        record(cast, lesson.date.isoformat(), "Своя тема")
    document = page(bring(teacher, address, BOOK))
    rows = document.one("table", class_="plan").all("tr", class_="plan__lesson")
    assert [row.children[0].text for row in rows] == ["04.03 Ср", "06.03 Пт", "11.03 Ср"]
    form = fields(document.one("main").all("form")[0])
    teacher.post(f"{address}import/", form | {"taught_in_order": "1"})
    assert PlanTopic.objects.exclude(lessons=None).count() == 3


def test_errors_of_rows_are_told_and_nothing_can_be_saved(teacher, address):
    answer = bring(teacher, address, "Тема;Часы\nДроби;два\n;1\n".encode(), "План.csv")
    assert answer.status_code == 422
    document = page(answer)
    told = [one.text for one in document.one("ul", class_="errors__list").all("li")]
    assert told == [
        "строка 2, «Часы»: «два» — не число уроков от 1 до 40.",
        "строка 3, «Тема»: темы нет. Если в ячейке формула, замените её текстом.",
    ]
    assert document.one("main").all("form") == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Файл пуст"),
        (b"MZ\x90\x00", "это не таблица"),
        ("Имя;Класс\n1;2\n".encode(), "не найден столбец «Тема»"),
        (b"x" * (LARGEST_FILE + 10), "больше 5 МБ"),
    ],
    ids=["empty", "a program", "wrong columns", "too large"],
)
def test_a_file_that_is_no_plan_is_refused_on_the_page(teacher, address, data, sentence):
    answer = bring(teacher, address, data)
    assert answer.status_code == 422
    assert sentence in page(answer).one("p", class_="notice--alarm").text
    assert not PlanTopic.objects.exists()


def test_a_preview_is_not_saved_over_a_plan_changed_since(cast, teacher, address):
    form = fields(page(bring(teacher, address, BOOK)).one("main").all("form")[0])
    set_plan(cast, ABC)
    answer = teacher.post(f"{address}import/", form)
    assert answer.status_code == 422
    assert texts(cast.algebra_7a) == ABC


@pytest.mark.parametrize("rows", ["", "[", "{}", "[[1]]", '[["a"]]x', '[["a",null,"",""]]', "[" * 5000])
def test_rows_that_no_page_has_sent_are_refused(cast, teacher, address, rows):
    answer = teacher.post(f"{address}import/", {"rows": rows, "seen": seen(cast.algebra_7a)})
    assert answer.status_code == 422
    assert not PlanTopic.objects.exists()


@pytest.mark.parametrize(("kind", "first"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_exported_plan_comes_back_as_it_was(cast, teacher, address, kind, first):
    rows = [PlanRow("=2+5", "Числа", "№ 5;\n№ 6", "КР № 1"), PlanRow('-1 и "кавычки"', "Числа")]
    set_plan(cast, rows)
    answer = teacher.get(f"{address}file/?as={kind}")
    assert answer["Content-Disposition"] == f'attachment; filename="plan-{cast.algebra_7a.pk}.{kind}"'
    assert answer.content.startswith(first)
    form = fields(page(bring(teacher, address, answer.content, f"План.{kind}")).one("main").all("form")[0])
    set_plan(cast, [])
    teacher.post(f"{address}import/", form | {"seen": seen(cast.algebra_7a)})
    assert rows_of(cast.algebra_7a) == rows


def test_a_spreadsheet_runs_nothing_of_the_exported_table(cast, teacher, address):
    set_plan(cast, [PlanRow("=2+5")])
    assert b"'=2+5" in teacher.get(f"{address}file/").content


def test_a_plan_is_copied_from_a_parallel_class_after_a_look(cast, teacher, address):
    set_plan(cast, ABC, course=cast.algebra_7b, actor=cast.colleague)
    assert "Копировать неоткуда" in page(teacher.get(f"{address}copy/")).text
    Teaching.objects.create(
        course=cast.algebra_7b, teacher=cast.teacher.person, valid_from=cast.school.today()
    )
    document = page(teacher.get(f"{address}copy/?from={cast.algebra_7b.pk}"))
    assert "Новых тем: 3" in document.text
    form = document.one("main").all("form", method="post")[0]
    assert teacher.post(f"{address}copy/", fields(form))["Location"] == address
    assert texts(cast.algebra_7a) == ABC


def test_a_plan_that_one_may_not_see_is_not_copied(cast, teacher, address):
    set_plan(cast, ABC, course=cast.algebra_7b, actor=cast.colleague)
    assert teacher.get(f"{address}copy/?from={cast.algebra_7b.pk}").status_code == 404
    given = {"from": str(cast.algebra_7b.pk), "seen": seen(cast.algebra_7a)}
    assert teacher.post(f"{address}copy/", given).status_code == 404
    assert texts(cast.algebra_7a) == []
