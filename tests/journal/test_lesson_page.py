from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.entering import standing
from tests.journal.pages import fields, page
from tests.journal.ruling import rule
from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.journal import history
from zhurnal.journal.models import AttendanceTaken, Homework, LessonTopic
from zhurnal.timetable.models import LessonCancellation

DAY = "2026-03-04"


@pytest.fixture
def today(cast):
    return cast.lesson(cast.algebra_7a, DAY)


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


def open_sheet(client, user, lesson):
    client.force_login(user)
    return client.get(f"/lessons/{lesson.pk}/")


def form_of(response):
    return page(response).one("form", class_="lesson")


def untouched(client, user, lesson):
    """The fields of the sheet as a browser would send them."""
    return fields(form_of(open_sheet(client, user, lesson)))


def send(client, lesson, values):
    return client.post(f"/lessons/{lesson.pk}/", values)


def cell(pupil, column):
    return f"cell-{pupil.pk}-{column.pk}"


def test_a_column_of_marks_topic_and_homework_are_saved_without_javascript(cast, client, today, column):
    values = untouched(client, cast.teacher, today)
    typed = ["5", "4", "y", "оп5", "54", "", "б"]
    for pupil, value in zip(cast.pupils_7a, typed, strict=False):
        values[cell(pupil, column)] = value
    values |= {"topic": "Линейная функция", "homework": "§ 14,\r\n№ 312", "taken": "1"}
    response = send(client, today, values)
    assert (response.status_code, response["Location"]) == (302, f"/lessons/{today.pk}/")
    assert "Сохранено в" in page(client.get(response["Location"])).one("main").text
    texts = [standing(cast, column, pupil)[0] for pupil in cast.pupils_7a[: len(typed)]]
    assert texts == ["5", "4", "н", "оп5", "5/4", "", "б"]
    assert LessonTopic.objects.get(lesson=today).text == "Линейная функция"
    homework = Homework.objects.get(lesson=today)
    assert homework.text == "§ 14,\n№ 312"
    assert homework.due_lesson == cast.lesson(cast.algebra_7a, "2026-03-06")
    assert AttendanceTaken.objects.filter(lesson=today).exists()


def test_an_untouched_sheet_changes_nothing(cast, client, today, column):
    cast.put(cast.algebra_7a, DAY, cast.pupils_7a[0], "5")
    send(client, today, untouched(client, cast.teacher, today) | {"topic": "Тема", "homework": "№ 1"})
    lines = Line.objects.count()
    assert send(client, today, untouched(client, cast.teacher, today)).status_code == 302
    assert Line.objects.count() == lines
    assert standing(cast, column, cast.pupils_7a[0]) == ("5", 1)


def test_the_same_form_sent_twice_is_saved_once(cast, client, today, column):
    values = untouched(client, cast.teacher, today)
    values |= {cell(cast.pupils_7a[0], column): "5", "topic": "Тема", "homework": "№ 1", "taken": "1"}
    assert send(client, today, values).status_code == 302
    lines = Line.objects.count()
    assert send(client, today, values).status_code == 302
    assert Line.objects.count() == lines
    assert standing(cast, column, cast.pupils_7a[0]) == ("5", 1)


def test_a_stale_cell_comes_back_with_both_values_and_the_rest_is_saved(cast, client, today, column):
    one, other = cast.pupils_7a[:2]
    values = untouched(client, cast.teacher, today)
    cast.put(cast.algebra_7a, DAY, one, "4")
    values |= {cell(one, column): "5", cell(other, column): "3"}
    response = send(client, today, values)
    assert response.status_code == 422
    document = page(response)
    field = document.one("input", id=cell(one, column))
    assert (field.attributes["value"], field.attributes["aria-invalid"]) == ("5", "true")
    assert "в журнале: 4" in document.one("p", id=f"{cell(one, column)}-error").text
    (link,) = document.one("ul", class_="errors__list").all("a")
    assert link.attributes["href"] == f"#{cell(one, column)}"
    assert link.text.startswith("Абдуллаев Рустам: Не сохранено: пока страница была открыта")
    assert "Смирнова И. В." in link.text
    assert [standing(cast, column, pupil)[0] for pupil in (one, other)] == ["4", "3"]


def test_after_both_values_were_seen_the_own_one_goes_over_knowingly(cast, client, today, column):
    pupil = cast.pupils_7a[0]
    values = untouched(client, cast.teacher, today)
    cast.put(cast.algebra_7a, DAY, pupil, "4")
    again = fields(form_of(send(client, today, values | {cell(pupil, column): "5"})))
    assert again[cell(pupil, column)] == "5"
    assert send(client, today, again).status_code == 302
    assert standing(cast, column, pupil) == ("5", 2)


def test_a_refused_cell_keeps_what_was_typed_and_names_the_reason(cast, client, today, column):
    pupil, other = cast.pupils_7a[:2]
    values = untouched(client, cast.teacher, today)
    response = send(client, today, values | {cell(pupil, column): "9", cell(other, column): "5"})
    document = page(response)
    assert document.one("input", id=cell(pupil, column)).attributes["value"] == "9"
    assert "«9» не сохранено: такой отметки нет в шкале" in document.one("div", class_="errors").text
    assert standing(cast, column, pupil) == ("", 0)
    assert standing(cast, column, other)[0] == "5"


def test_a_text_that_is_too_long_comes_back_whole(cast, client, today, column):
    text, value = "и" * 501, "5" * 5000
    values = untouched(client, cast.teacher, today)
    values |= {"topic": text, cell(cast.pupils_7a[0], column): value}
    document = page(send(client, today, values))
    assert document.one("textarea", id="topic").text == text
    assert {link.attributes["href"] for link in document.one("ul", class_="errors__list").all("a")} == {
        "#topic",
        f"#{cell(cast.pupils_7a[0], column)}",
    }


def test_a_stale_topic_shows_what_stands_there_now(cast, client, today):
    values = untouched(client, cast.teacher, today)
    LessonTopic.objects.create(
        lesson=today, text="Чужая", author=cast.colleague.person, set_at=cast.school.now()
    )
    document = page(send(client, today, values | {"topic": "Моя"}))
    assert document.one("textarea", id="topic").text == "Моя"
    assert "В журнале теперь: «Чужая»." in document.one("p", id="topic-error").text
    assert "Петрова И. И." in document.one("p", id="topic-error").text


def test_a_cell_that_was_not_touched_is_no_conflict(cast, client, today, column):
    pupil, other = cast.pupils_7a[:2]
    cast.put(cast.algebra_7a, DAY, pupil, "4")
    values = untouched(client, cast.teacher, today)
    cast.put(cast.algebra_7a, DAY, pupil, "3", seen=1)
    assert send(client, today, values | {cell(other, column): "5"}).status_code == 302
    assert standing(cast, column, pupil) == ("3", 2)


def test_a_text_that_was_not_touched_is_no_conflict(cast, client, today):
    values = untouched(client, cast.teacher, today)
    LessonTopic.objects.create(
        lesson=today, text="Чужая", author=cast.colleague.person, set_at=cast.school.now()
    )
    assert send(client, today, values | {"homework": "№ 5"}).status_code == 302
    assert LessonTopic.objects.get(lesson=today).text == "Чужая"


def test_homework_goes_to_the_next_lesson_or_to_the_chosen_day(cast, client, today):
    values = untouched(client, cast.teacher, today)
    assert values["due"] == "2026-03-06"
    assert "Следующий урок — пятница, 6 марта." in form_of(open_sheet(client, cast.teacher, today)).text
    send(client, today, values | {"homework": "№ 5", "due": "2026-03-10", "minutes": "20"})
    homework = Homework.objects.get(lesson=today)
    assert (homework.due_lesson, homework.due_date, homework.minutes) == (None, dt.date(2026, 3, 10), 20)
    again = untouched(client, cast.teacher, today)
    assert (again["due"], again["minutes"]) == ("2026-03-10", "20")


def test_nothing_set_is_said_on_purpose(cast, client, today):
    values = untouched(client, cast.teacher, today)
    send(client, today, values | {"nothing_set": "1"})
    assert Homework.objects.get(lesson=today).text == ""
    assert untouched(client, cast.teacher, today)["nothing_set"] == "1"


@pytest.mark.parametrize(
    "wrong", [{"due": "завтра"}, {"minutes": "много"}, {"minutes": "9999"}, {"due": "2026-03-01"}]
)
def test_an_unreadable_day_or_number_keeps_the_homework_on_the_page(cast, client, today, wrong):
    values = untouched(client, cast.teacher, today)
    document = page(send(client, today, values | {"homework": "№ 5"} | wrong))
    assert document.one("textarea", id="homework").text == "№ 5"
    assert document.one("p", id="homework-error").text.startswith("Не сохранено")
    assert not Homework.objects.filter(lesson=today).exists()


@pytest.mark.parametrize("hidden", ["", "[]", '{"topic": 5}', '{"topic": [-1, "x"]}', "{", '{"topic": [1]}'])
def test_nonsense_in_the_hidden_fields_makes_a_form_that_has_seen_nothing(
    cast, client, today, column, hidden
):
    pupil = cast.pupils_7a[0]
    cast.put(cast.algebra_7a, DAY, pupil, "4")
    client.force_login(cast.teacher)
    response = send(client, today, {"form": "x", "seen": hidden, cell(pupil, column): "5"})
    assert response.status_code == 422
    assert standing(cast, column, pupil) == ("4", 1)


def test_a_column_of_another_course_is_refused(cast, client, today):
    client.force_login(cast.teacher)
    foreign = cast.column(cast.algebra_7b, "2026-02-16")
    response = send(client, today, {cell(cast.pupils_7a[0], foreign): "5"})
    assert "такой колонки в этом журнале нет" in page(response).text


def test_a_substitute_gets_the_lesson_but_not_the_course(cast, client):
    lesson = cast.substituted
    column = cast.column(cast.algebra_7a, "2026-03-02")
    values = untouched(client, cast.colleague, lesson)
    assert send(client, lesson, values | {cell(cast.pupils_7a[0], column): "5"}).status_code == 302
    assert standing(cast, column, cast.pupils_7a[0]) == ("5", 1)
    document = page(open_sheet(client, cast.colleague, lesson))
    assert document.all("a", href=f"/journal/{cast.algebra_7a.pk}/#lesson-{lesson.pk}") == []
    assert client.get(f"/journal/{cast.algebra_7a.pk}/").status_code == 404
    assert open_sheet(client, cast.colleague, cast.lesson(cast.algebra_7a, DAY)).status_code == 404


@pytest.mark.parametrize("reader", ["classteacher", "deputy"])
def test_others_who_may_see_it_read_the_sheet_and_cannot_write(cast, client, today, column, reader):
    cast.put(cast.algebra_7a, DAY, cast.pupils_7a[0], "5")
    document = page(open_sheet(client, getattr(cast, reader), today))
    assert document.all("form", class_="lesson") == []
    assert "Страница для чтения" in document.text
    assert document.all("td", class_="lesson-table__mark")[0].text == "5"
    response = send(client, today, {cell(cast.pupils_7a[0], column): "2"})
    assert response.status_code == 403
    assert standing(cast, column, cast.pupils_7a[0]) == ("5", 1)


def test_foreign_lessons_are_not_found(cast, client):
    for course in (cast.other_algebra, cast.algebra_7b):
        assert open_sheet(client, cast.teacher, cast.lesson(course, "2026-02-16")).status_code == 404


def test_a_lesson_to_come_a_cancelled_one_and_a_closed_period_say_why_they_cannot_be_filled(cast, client):
    future = cast.lesson(cast.algebra_7a, "2026-03-06")
    assert "Урок ещё не прошёл" in page(open_sheet(client, cast.teacher, future)).text
    assert "Урок отменён: Карантин" in page(open_sheet(client, cast.teacher, cast.cancelled)).text
    old = cast.lesson(cast.algebra_7a, "2026-02-16")
    type(old).objects.filter(pk=old.pk).update(date="2025-12-01")
    assert "Период этого урока закрыт" in page(open_sheet(client, cast.teacher, old)).text


def test_a_sheet_that_was_closed_meanwhile_comes_back_read_only_with_the_reason(cast, client, today, column):
    values = untouched(client, cast.teacher, today)
    LessonCancellation.objects.create(
        lesson=today, reason="Карантин", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    response = send(client, today, values | {cell(cast.pupils_7a[0], column): "5", "topic": "Тема"})
    assert response.status_code == 422
    document = page(response)
    assert "Урок отменён: Карантин" in document.text
    assert "урок 4 марта отменён" in document.one("div", class_="errors").text
    assert standing(cast, column, cast.pupils_7a[0]) == ("", 0)


def test_the_lessons_before_and_after_are_one_click_away(cast, client, today):
    document = page(open_sheet(client, cast.teacher, today))
    steps = [link.attributes["href"] for link in document.one("nav", class_="pager").all("a")]
    around = [cast.substituted, cast.lesson(cast.algebra_7a, "2026-03-06")]
    assert steps == [f"/lessons/{lesson.pk}/" for lesson in around]


def test_a_second_column_has_a_field_of_its_own(cast, client):
    lesson = cast.lesson(cast.algebra_7a, "2026-02-25")
    pupil = cast.pupils_7a[0]
    values = untouched(client, cast.teacher, lesson)
    ordinary = cast.column(cast.algebra_7a, "2026-02-25")
    send(client, lesson, values | {cell(pupil, ordinary): "н", cell(pupil, cast.control): "4"})
    assert standing(cast, ordinary, pupil)[0] == "н"
    assert standing(cast, cast.control, pupil)[0] == "4"


def test_attendance_once_taken_is_said_and_not_asked_again(cast, client, today):
    send(client, today, untouched(client, cast.teacher, today) | {"taken": "1"})
    document = page(open_sheet(client, cast.teacher, today))
    assert document.all("button", name="taken") == []
    assert "посещаемость отмечена" in document.text


def test_every_field_has_a_name_that_can_be_read_aloud(cast, client, today, column):
    form = form_of(open_sheet(client, cast.teacher, today))
    field = form.one("input", id=cell(cast.pupils_7a[0], column))
    assert field.attributes["aria-label"] == "Абдуллаев Рустам, Ответ на уроке"


def test_the_sheet_costs_the_same_whatever_the_size(cast, client, today, django_assert_num_queries):
    client.force_login(cast.teacher)
    with django_assert_num_queries(13):
        client.get(f"/lessons/{today.pk}/")
    for pupil in cast.pupils_7a:
        cast.put(cast.algebra_7a, DAY, pupil, "5")
    with django_assert_num_queries(13):
        client.get(f"/lessons/{today.pk}/")


@pytest.fixture
def late(cast):
    """A lesson after which the school's window for marks is over."""
    rule(cast, edit_window_days={"mark": 7})
    return cast.lesson(cast.algebra_7a, "2026-02-16")


def test_after_the_window_one_reason_for_the_whole_form_is_asked_and_given(cast, client, late):
    column, pupils = cast.column(cast.algebra_7a, "2026-02-16"), cast.pupils_7a[:3]
    values = untouched(client, cast.teacher, late)
    assert "reason" not in values
    response = send(
        client, late, values | {cell(pupil, column): "5" for pupil in pupils} | {"topic": "Графики"}
    )
    assert response.status_code == 422
    (told,) = page(response).one(class_="errors").all("a")
    assert told.attributes["href"] == "#reason"
    assert told.text.endswith("Изменить можно, указав причину. Причина общая для всех: 3 отметки.")
    again = fields(form_of(response))
    assert [again[cell(pupil, column)] for pupil in pupils] == ["5", "5", "5"]
    assert again["reason"] == ""
    assert LessonTopic.objects.get().text == "Графики", "what needs no reason is saved"
    assert send(client, late, again | {"reason": "  работа проверена   позже "}).status_code == 302
    for pupil in pupils:
        (line,) = ledger.history(history.cell_subject(pupil.pk, column.pk))
        assert line.details["reason"] == "работа проверена позже"


@pytest.mark.parametrize("reason", ["позже", "о" * 301])
def test_a_reason_that_is_none_is_asked_for_again_and_kept_on_the_page(cast, client, late, reason):
    column = cast.column(cast.algebra_7a, "2026-02-16")
    values = untouched(client, cast.teacher, late) | {cell(cast.child, column): "5", "reason": reason}
    response = send(client, late, values)
    assert response.status_code == 422
    assert fields(form_of(response))["reason"] == reason
    assert standing(cast, column, cast.child) == ("", 0)


def test_each_row_leads_to_the_cell_and_an_average_to_its_arithmetic(cast, client, today, column):
    row = form_of(open_sheet(client, cast.teacher, today)).one("tbody").all("tr")[0]
    pupil = cast.pupils_7a[0]
    addresses = [one.attributes["href"] for one in row.all("a")]
    assert addresses == [f"/journal/{cast.algebra_7a.pk}/cells/{column.pk}/{pupil.pk}/"], "no average yet"
    cast.put(cast.algebra_7a, DAY, pupil, "4")
    links = form_of(open_sheet(client, cast.teacher, today)).one("tbody").all("tr")[0].all("a")
    assert [one.text for one in links] == ["4,00", "…"]
    assert [client.get(one.attributes["href"]).status_code for one in links] == [200, 200]


def test_a_substitute_is_led_to_no_page_of_the_course(cast, client):
    cast.put(cast.algebra_7a, "2026-03-02", cast.pupils_7a[0], "4")
    links = form_of(open_sheet(client, cast.colleague, cast.substituted)).one("tbody").all("a")
    assert {client.get(one.attributes["href"]).status_code for one in links} == {200}
