"""The page of one cell: fields for all that may stand in it, its history, what it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from tests.journal.correcting import REASON, ask
from tests.journal.entering import change, save, standing
from tests.journal.pages import fields, page
from tests.journal.ruling import rule
from zhurnal.journal.actions.corrections import approve_correction
from zhurnal.journal.cell_forms import typed
from zhurnal.journal.models import CorrectionRequest, Mark, PeriodClosure
from zhurnal.journal.rules import SHORTEST_REASON

pytestmark = pytest.mark.django_db
DAY = "2026-03-02"


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


def path(cast, column, pupil=None, name="journal-cell", course=None):
    course = course or cast.algebra_7a
    return reverse(name, kwargs={"course": course.pk, "work": column.pk, "pupil": (pupil or cast.child).pk})


def opened(client, user, address):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return page(response)


def form_of(document):
    return document.one("form", data_cell_form=True)


def sent(document, **typed_in):
    """What the untouched form of a page would send, and what somebody types into it."""
    form = form_of(document)
    chosen = {
        one.attributes["name"]: next(
            (option.attributes["value"] for option in one.all("option") if "selected" in option.attributes),
            "",
        )
        for one in form.all("select")
    }
    radio = {
        one.attributes["name"]: one.attributes["value"]
        for one in form.all("input", type="radio")
        if "checked" in one.attributes
    }
    return fields(form) | chosen | radio | typed_in


def post(cast, client, column, user=None, **typed_in):
    address = path(cast, column)
    document = opened(client, user or cast.teacher, address)
    return client.post(address, sent(document, **typed_in))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"value": "5"}, "5"),
        ({"value": "5/4"}, "5/4"),
        ({"value": "2", "resit": "4"}, "2→4"),
        ({"sign": "н"}, "н"),
        ({"value": "4", "sign": "н"}, "н/4"),
        ({"value": "5", "sign": "оп", "minutes": "7"}, "5 оп7"),
        ({"sign": "оп", "minutes": "7"}, "оп7"),
        ({"value": "•", "sign": "б"}, "• б"),
        ({"minutes": "7"}, ""),
        ({}, ""),
    ],
)
def test_the_fields_make_the_text_that_a_teacher_would_type(values, text):
    nothing = dict.fromkeys(("value", "resit", "sign", "minutes"), "")
    assert typed(nothing | values) == text


def test_what_stands_there_comes_back_in_its_fields(cast, client, column):
    rule(cast, absence_with_mark="allowed_if_dated")
    cast.put(cast.algebra_7a, DAY, cast.child, "2→4")
    hidden = {"csrfmiddlewaretoken": "", "form": "", "seen": ""}
    assert sent(opened(client, cast.teacher, path(cast, column))) | hidden == hidden | {
        "form": "", "seen": "", "value": "2", "resit": "4", "sign": "", "minutes": "", "due": "", "handed_in": "",
        "comment": "", "audience": "family",
    }  # fmt: skip


def test_a_mark_with_all_that_goes_with_it_is_saved_without_a_script(cast, client, column):
    response = post(
        cast, client, column, value="2", resit="4", comment="Пересдача  по билетам", audience="staff"
    )
    assert (response.status_code, response["Location"]) == (302, path(cast, column))
    mark = Mark.objects.get()
    assert (mark.marks, mark.resits) == ((2,), (4,))
    assert (mark.comment, mark.is_staff_only) == ("Пересдача по билетам", True)
    document = opened(client, cast.teacher, path(cast, column))
    assert "Сохранено в" in document.text
    assert document.one("h1").text == "Петрова Анна 2→4"


def test_lateness_and_a_point_have_fields_of_their_own(cast, client, column):
    assert post(cast, client, column, value="•", due="2026-03-20").status_code == 302
    assert (Mark.objects.get().pending, Mark.objects.get().due) == (True, dt.date(2026, 3, 20))
    assert post(cast, client, column).status_code == 302
    assert Mark.objects.get().due == dt.date(2026, 3, 20)
    assert post(cast, client, column, value="", due="", sign="оп", minutes="12").status_code == 302
    assert standing(cast, column, cast.child)[0] == "оп12"


def test_the_day_of_a_point_is_taken_away_by_emptying_its_field(cast, client, column):
    post(cast, client, column, value="•", due="2026-03-20")
    assert post(cast, client, column, due="").status_code == 302
    assert (Mark.objects.get().pending, Mark.objects.get().due) == (True, None)
    assert "срок точки убран" in opened(client, cast.teacher, path(cast, column)).text


def test_work_handed_in_late_has_its_day_where_the_school_allows_it(cast, client, column):
    names = {
        one.attributes["name"]
        for one in form_of(opened(client, cast.teacher, path(cast, column))).all("input")
    }
    assert "handed_in" not in names
    rule(cast, absence_with_mark="allowed_if_dated")
    assert post(cast, client, column, value="4", sign="н", handed_in="2026-03-03").status_code == 302
    assert Mark.objects.get().handed_in == dt.date(2026, 3, 3)
    assert standing(cast, column, cast.child)[0] == "н/4"


def test_a_mark_is_taken_away_with_its_comment(cast, client, column):
    save(cast, replace(change(cast.child, column, "2"), comment="Не готов"))
    assert post(cast, client, column, value="").status_code == 302
    assert (standing(cast, column, cast.child), Mark.objects.get().comment) == (("", 2), "")


def test_the_same_form_sent_twice_is_done_once(cast, client, column):
    address = path(cast, column)
    form = sent(opened(client, cast.teacher, address), value="5")
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert standing(cast, column, cast.child) == ("5", 1)


@pytest.mark.parametrize(
    ("typed_in", "told"),
    [
        ({"value": "7"}, ("cell-value", "такой отметки нет в шкале")),
        ({"comment": "Молодец"}, ("cell-comment", "клетка пуста")),
        ({"value": "5", "comment": "о" * 501}, ("cell-comment", "длиннее 500")),
        ({"value": "•", "due": "2026-02-01"}, ("cell-due", "раньше урока")),
        ({"value": "•", "due": "завтра"}, ("cell-value", "день не прочитать")),
    ],
)
def test_a_refusal_names_the_field_and_keeps_what_was_typed(cast, client, column, typed_in, told):
    field, words = told
    response = post(cast, client, column, **typed_in)
    assert response.status_code == 422
    document = page(response)
    (link,) = document.one(class_="errors").all("a")
    assert (link.attributes["href"], words in link.text) == (f"#{field}", True)
    name = field.removeprefix("cell-")
    assert sent(document)[name] == typed_in.get(name, "")
    assert not Mark.objects.exists()


def test_a_conflict_shows_what_stands_there_and_the_next_press_goes_over_it(cast, client, column):
    address = path(cast, column)
    form = sent(opened(client, cast.teacher, address), value="5")
    cast.put(cast.algebra_7a, DAY, cast.child, "3")
    document = page(response := client.post(address, form))
    assert response.status_code == 422
    assert "Смирнова И. В." in document.one(class_="errors").text
    assert (document.one("h1").text, sent(document)["value"]) == ("Петрова Анна 3", "5")
    assert client.post(address, sent(document)).status_code == 302
    assert standing(cast, column, cast.child) == ("5", 2)


def test_after_the_window_the_form_asks_for_a_reason(cast, client):
    rule(cast, edit_window_days={"mark": 7})
    late = cast.column(cast.algebra_7a, "2026-02-16")
    document = opened(client, cast.teacher, path(cast, late))
    offered = [one.attributes["value"] for one in document.one("datalist").all("option")]
    assert "ошибка при вводе отметки" in offered
    assert min(map(len, offered)) >= SHORTEST_REASON
    assert post(cast, client, late, value="5").status_code == 422
    assert post(cast, client, late, value="5", reason="о" * 301).status_code == 422
    assert post(cast, client, late, value="5", reason=REASON).status_code == 302
    history = opened(client, cast.teacher, path(cast, late)).one("section", class_="cell-page__history").text
    assert f"Причина: {REASON}" in history
    fresh = cast.column(cast.algebra_7a, DAY)
    assert not opened(client, cast.teacher, path(cast, fresh)).all("datalist")


def test_the_history_tells_who_when_what_and_what_went_with_it_the_latest_first(cast, client, column):
    save(cast, replace(change(cast.child, column, "2"), comment="Не готов", is_staff_only=True))
    save(cast, replace(change(cast.child, column, "2→4", seen=1), comment=""))
    lines = [
        one.text for one in opened(client, cast.classteacher, path(cast, column)).all(class_="changes__one")
    ]
    assert len(lines) == 2
    assert lines[0].startswith("2 → 2→4 Смирнова И. В., учитель ·")
    assert lines[0].endswith("пояснение убрано")
    assert lines[1].startswith("пусто → 2 Смирнова И. В., учитель ·")
    assert lines[1].endswith("пояснение для педагогов: «Не готов»")


def test_the_influence_of_the_mark_on_the_average_is_told(cast, client, column):
    cast.put(cast.algebra_7a, "2026-02-16", cast.child, "4")
    cast.put(cast.algebra_7a, "2026-02-18", cast.child, "4")
    cast.put(cast.algebra_7a, DAY, cast.child, "5")
    document = opened(client, cast.teacher, path(cast, column))
    # (4 + 4)/2 without it, (4 + 4 + 5)/3 with it.
    assert "без этой отметки 4,00, с ней 4,33" in document.text
    control = opened(client, cast.teacher, path(cast, cast.control))
    assert "без этой отметки 4,33, с ней 4,33" in control.text
    assert "Вес2 " in control.one("dl").text


def test_what_does_not_count_says_why(cast, client, column):
    cast.put(cast.algebra_7a, DAY, cast.child, "•")
    assert "Работа ещё не сдана." in opened(client, cast.teacher, path(cast, column)).text


def test_a_second_column_has_no_fields_for_attendance(cast, client):
    names = {
        one.attributes["name"]
        for one in form_of(opened(client, cast.teacher, path(cast, cast.control))).all(name=True)
    }
    assert {"sign", "minutes"}.isdisjoint(names)
    assert {"value", "resit", "due"} <= names


@pytest.mark.parametrize("who", ["classteacher", "deputy", "director"])
def test_who_only_reads_sees_everything_and_no_form(cast, client, column, who):
    save(cast, replace(change(cast.child, column, "2"), comment="Списывал", is_staff_only=True))
    document = opened(client, getattr(cast, who), path(cast, column))
    assert not document.all("form", data_cell_form=True)
    assert "Списывал только педагоги" in document.text
    assert client.post(path(cast, column), {"value": "5"}).status_code == 403


def test_a_substitute_has_the_cells_of_the_lesson_and_no_others(cast, client):
    held, other = cast.column(cast.algebra_7a, DAY), cast.column(cast.algebra_7a, "2026-03-04")
    assert form_of(opened(client, cast.colleague, path(cast, held)))
    assert client.get(path(cast, other)).status_code == 404


def test_what_does_not_exist_is_not_found(cast, client, column):
    client.force_login(cast.teacher)
    strangers = [
        path(cast, column, pupil=cast.pupil_7b),
        path(cast, column, course=cast.algebra_7b),
        path(cast, cast.column(cast.algebra_7b, DAY)),
        reverse("journal-cell", kwargs={"course": cast.algebra_7a.pk, "work": 10**20, "pupil": 10**20}),
    ]
    assert [client.get(address).status_code for address in strangers] == [404] * 4


def test_lessons_to_come_are_only_looked_at(cast, client):
    future = cast.column(cast.algebra_7a, "2026-03-06")
    document = opened(client, cast.teacher, path(cast, future))
    assert "ещё не прошёл" in document.text
    assert not document.all("form", data_cell_form=True)


def test_a_part_of_the_page_is_what_a_dialog_shows(cast, client, column):
    client.force_login(cast.teacher)
    part = client.get(path(cast, column) + "?part=1").content.decode()
    assert "<html" not in part
    assert "data-cell-form" in part
    assert "csrfmiddlewaretoken" in part


@pytest.fixture
def closed(cast):
    """A cell with «4» in a period that has been closed."""
    cast.put(cast.algebra_7a, DAY, cast.child, "4")
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    return cast.column(cast.algebra_7a, DAY)


def ask_form(document):
    forms = [one for one in document.all("form") if one.attributes["action"].endswith("/correction/")]
    return fields(forms[0]) if forms else None


def test_in_a_closed_period_the_teacher_asks_for_a_correction(cast, client, closed):
    document = opened(client, cast.teacher, path(cast, closed))
    assert "закрыт" in document.text
    form = ask_form(document)
    address = path(cast, closed, name="journal-correction")
    short = client.post(address, form | {"value": "5", "reason": "описка"})
    assert short.status_code == 422
    assert page(short).one(class_="errors").one("a").attributes["href"] == "#ask-reason"
    answer = client.post(address, form | {"value": "5", "reason": REASON})
    assert (answer.status_code, answer["Location"]) == (302, reverse("corrections"))
    assert CorrectionRequest.objects.get().standing == "4"
    again = opened(client, cast.teacher, path(cast, closed))
    assert "ждёт решения" in again.text
    assert ask_form(again) is None, "one at a time"


def test_who_neither_teaches_nor_is_a_deputy_is_not_offered_to_ask(cast, client, closed, column):
    assert ask_form(opened(client, cast.deputy, path(cast, closed)))
    address = path(cast, closed, name="journal-correction")
    for who in (cast.classteacher, cast.director):
        assert ask_form(opened(client, who, path(cast, closed))) is None
        assert client.post(address, {"value": "5", "reason": REASON}).status_code == 403
    assert column == closed


def test_an_approved_change_names_who_had_asked_for_it(cast, client, closed):
    approve_correction(actor=cast.deputy, correction=ask(cast, closed))
    line = (
        opened(client, cast.teacher, path(cast, closed))
        .one("section", class_="cell-page__history")
        .all("li")[0]
        .text
    )
    assert line.startswith("4 → 5 Орлова Н. П., заместитель директора ·")
    assert line.endswith(f"Причина: {REASON}По просьбе: Смирнова И. В.")


def test_a_cell_costs_eleven_queries_whatever_its_history(cast, client, column, django_assert_num_queries):
    for seen, value in enumerate(("2", "3", "4", "5")):
        cast.put(cast.algebra_7a, DAY, cast.child, value, seen=seen)
    client.force_login(cast.teacher)
    with django_assert_num_queries(11):
        client.get(path(cast, column))
