"""The page of the requests: what waits for a decision, what became of the own ones."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.correcting import NO, REASON, another_deputy, ask, ask_total, closed_cell, closed_total
from tests.journal.entering import standing
from tests.journal.pages import fields, page
from zhurnal.journal.models import CorrectionRequest, Mark

pytestmark = pytest.mark.django_db
PAGE = "/corrections/"


@pytest.fixture
def column(cast):
    return closed_cell(cast)


def seen(client, user):
    client.force_login(user)
    response = client.get(PAGE)
    assert response.status_code == 200
    return page(response)


def part(document, name):
    """The section under a heading, None where there is none."""
    return next(iter(document.all("section", aria_labelledby=name)), None)


def answer(client, user, made, answer, reason=""):
    client.force_login(user)
    address = reverse("correction-decision", kwargs={"correction": made.pk})
    return client.post(address, {"answer": answer, "reason": reason})


def test_a_deputy_finds_what_waits_with_old_and_new_reason_and_who_asked(cast, client, column):
    ask(cast, column)
    (line,) = part(seen(client, cast.deputy), "to-decide").all("li")
    assert "Петрова Анна · Алгебра, 7 «А» · 16 февраля, Ответ на уроке" in line.text
    assert "4 → 5 ждёт решения" in line.text
    assert f"Причина: {REASON}" in line.text
    assert "Просит: Смирнова И. В., учитель, 4 марта" in line.text
    link = line.all("a")[0].attributes["href"]
    assert link == f"/journal/{cast.algebra_7a.pk}/cells/{column.pk}/{cast.child.pk}/"


def test_one_press_approves(cast, client, column):
    made = ask(cast, column)
    form = part(seen(client, cast.deputy), "to-decide").one("form")
    assert form.all("button")[0].attributes["value"] == "approve"
    response = client.post(form.attributes["action"], fields(form) | {"answer": "approve"})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert standing(cast, column, cast.child) == ("5", 2)
    document = seen(client, cast.deputy)
    assert "Исправлено" in document.text
    assert "одобрено" in part(document, "others").text
    assert made.pk


def test_declining_asks_for_a_reason_and_the_teacher_reads_it(cast, client, column):
    made = ask(cast, column)
    response = answer(client, cast.deputy, made, "decline", "нет")
    assert response.status_code == 422
    document = page(response)
    field = document.one("input", id=f"decline-{made.pk}")
    assert (field.attributes["value"], field.attributes["aria-invalid"]) == ("нет", "true")
    assert answer(client, cast.deputy, made, "decline", NO).status_code == 302
    own = part(seen(client, cast.teacher), "own").text
    assert "отклонено" in own
    assert f"Почему отклонено: {NO}" in own
    assert Mark.objects.get().marks == (4,)


def test_a_stale_request_says_so_and_waits_on(cast, client, column):
    made = ask(cast, column)
    Mark.objects.update(value=3, version=2)
    response = answer(client, cast.deputy, made, "approve")
    assert response.status_code == 422
    assert "просьба устарела. Сейчас в ней «3»" in page(response).one(class_="errors").text
    assert CorrectionRequest.objects.get().decision == ""


def test_the_teacher_sees_the_own_requests_and_takes_one_back(cast, client, column):
    ask(cast, column)
    document = seen(client, cast.teacher)
    assert part(document, "to-decide") is None
    form = part(document, "own").one("form")
    assert client.post(form.attributes["action"], fields(form)).status_code == 302
    assert CorrectionRequest.objects.get().decision == "withdrawn"
    assert "отозвано" in part(seen(client, cast.teacher), "own").text


def test_nobody_takes_back_the_request_of_another(cast, client, column):
    made = ask(cast, column)
    address = reverse("correction-withdrawal", kwargs={"correction": made.pk})
    for who in (cast.deputy, cast.colleague):
        client.force_login(who)
        assert client.post(address).status_code == 404
    assert CorrectionRequest.objects.get().decision == ""


def test_a_teacher_who_never_asked_reads_how_to(cast, client, column):
    ask(cast, column)
    assert "Вы ни о чём не просили" in part(seen(client, cast.colleague), "own").text
    assert "Петрова" not in seen(client, cast.colleague).one("main").text


def test_a_deputys_request_waits_for_the_director_and_the_deputy_sees_it_as_an_own_one(cast, client, column):
    made = ask(cast, column, actor=cast.deputy)
    document = seen(client, cast.deputy)
    assert not part(document, "to-decide").all("li")
    assert "ждёт решения" in part(document, "own").text
    other = seen(client, another_deputy(cast))
    assert not part(other, "to-decide").all("li")
    assert "ждёт решения" in part(other, "others").text
    assert answer(client, cast.deputy, made, "approve").status_code == 422
    assert len(part(seen(client, cast.director), "to-decide").all("li")) == 1
    assert answer(client, cast.director, made, "approve").status_code == 302
    assert standing(cast, column, cast.child) == ("5", 2)


def test_another_school_sees_and_decides_nothing(cast, client, column):
    made = ask(cast, column)
    assert not seen(client, cast.deputy2).all("li", class_="asks__one")
    assert answer(client, cast.deputy2, made, "approve").status_code == 404
    assert client.post("/corrections/100000000000000000000/decision/").status_code == 404


def test_what_was_decided_meanwhile_is_told(cast, client, column):
    made = ask(cast, column)
    answer(client, cast.deputy, made, "approve")
    response = answer(client, cast.director, made, "decline", NO)
    assert response.status_code == 422
    assert "Решение уже принято" in page(response).text


def test_a_request_about_a_period_names_it(cast, client):
    ask_total(cast, closed_total(cast))
    line = part(seen(client, cast.deputy), "to-decide").text
    assert "2-я четверть" in line
    assert "4 → 5" in line


def test_the_page_costs_five_queries_whatever_waits(cast, client, column, django_assert_num_queries):
    ask(cast, column)
    ask_total(cast, closed_total(cast))
    client.force_login(cast.deputy)
    with django_assert_num_queries(5):
        client.get(PAGE)
