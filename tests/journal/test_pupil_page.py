"""«По одному ученику»: the grid's other form, in plain fields."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.correcting import REASON
from tests.journal.entering import standing
from tests.journal.pages import fields, page
from tests.journal.ruling import rule
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.models import Mark

pytestmark = pytest.mark.django_db


def path(cast, pupil=None, query=""):
    given = {"course": cast.algebra_7a.pk, "pupil": (pupil or cast.child).pk}
    return reverse("journal-pupil", kwargs=given) + query


def opened(cast, client, user=None, **where):
    client.force_login(user or cast.teacher)
    response = client.get(path(cast, **where))
    assert response.status_code == 200
    return page(response)


def field(cast, day, position=1):
    return f"cell-{cast.child.pk}-{cast.column(cast.algebra_7a, day, position).pk}"


def form_of(document):
    return document.one("form", class_="pupil-marks")


def send(cast, client, typed, user=None):
    document = opened(cast, client, user)
    return client.post(path(cast), fields(form_of(document)) | typed)


def test_every_lesson_up_to_today_has_a_field_the_latest_on_top(cast, client):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5/4")
    lines = form_of(opened(cast, client)).all("li")
    assert lines[0].one("label").text == "4 марта, среда, 2-й урок. Ответ на уроке"
    assert lines[1].one("input").attributes["value"] == "5/4"
    assert "27 февраля" in lines[2].text
    assert "урок отменён" in lines[2].text
    assert not lines[2].all("input")
    assert lines[0].one("label").attributes["for"] == lines[0].one("input").attributes["id"]


def test_marks_are_saved_by_the_same_path_as_in_the_grid(cast, client):
    response = send(cast, client, {field(cast, "2026-03-02"): "5", field(cast, "2026-02-25", 2): "4"})
    assert (response.status_code, response["Location"]) == (
        302,
        path(cast, query=f"?period={cast.quarter.pk}"),
    )
    assert standing(cast, cast.column(cast.algebra_7a, "2026-03-02"), cast.child) == ("5", 1)
    assert standing(cast, cast.control, cast.child) == ("4", 1)
    document = opened(cast, client)
    assert "Средний балл4,33" in document.one("dl").text
    assert "Сохранено в" in document.text


def test_what_is_refused_comes_back_beside_its_field_and_the_rest_is_saved(cast, client):
    name = field(cast, "2026-03-02")
    response = send(cast, client, {name: "7", field(cast, "2026-03-04"): "4"})
    assert response.status_code == 422
    document = page(response)
    bad = document.one("input", id=name)
    assert (bad.attributes["value"], bad.attributes["aria-invalid"]) == ("7", "true")
    assert document.one(class_="errors").one("a").attributes["href"] == f"#{name}"
    assert [mark.marks for mark in Mark.objects.all()] == [(4,)]


def test_a_colleagues_change_meanwhile_is_a_conflict(cast, client):
    form = fields(form_of(opened(cast, client)))
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "3")
    response = client.post(path(cast), form | {field(cast, "2026-03-02"): "5"})
    assert response.status_code == 422
    assert "В журнале теперь: «3»." in page(response).text
    assert Mark.objects.get().marks == (3,)


def test_one_reason_serves_all_that_is_changed_after_the_window(cast, client):
    rule(cast, edit_window_days={"mark": 7})
    typed = {field(cast, "2026-02-16"): "5", field(cast, "2026-02-18"): "4"}
    response = send(cast, client, typed)
    assert response.status_code == 422
    document = page(response)
    (told,) = document.one(class_="errors").all("a")
    assert (told.attributes["href"], told.text.endswith("Причина общая для всех: 2 отметки.")) == (
        "#reason",
        True,
    )
    assert client.post(path(cast), fields(form_of(document)) | {"reason": REASON}).status_code == 302
    column = cast.column(cast.algebra_7a, "2026-02-16")
    assert ledger.history(history.cell_subject(cast.child.pk, column.pk))[0].details["reason"] == REASON


def test_only_the_cells_of_this_pupil_are_written(cast, client):
    other = cast.pupils_7a[0]
    column = cast.column(cast.algebra_7a, "2026-03-02")
    assert send(cast, client, {f"cell-{other.pk}-{column.pk}": "5"}).status_code == 302
    assert not Mark.objects.exists()


def test_the_neighbours_of_the_list_are_one_step_away(cast, client):
    links = opened(cast, client).one("nav", class_="pager").all("a")
    before, after = cast.pupils_7a[6], cast.pupils_7a[8]
    query = f"?period={cast.quarter.pk}"
    assert [one.attributes["href"] for one in links] == [path(cast, before, query), path(cast, after, query)]
    assert "Ли Ян" in links[0].text


@pytest.mark.parametrize("who", ["classteacher", "deputy"])
def test_who_only_reads_has_no_fields(cast, client, who):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    document = opened(cast, client, getattr(cast, who))
    assert not form_of(document).all("input", maxlength=True)
    assert not form_of(document).all("button")
    assert client.post(path(cast), {}).status_code == 403


def test_a_closed_period_is_only_read(cast, client):
    document = opened(cast, client, query=f"?period={cast.quarters[1].pk}")
    assert "Уроков этого периода ещё не было" in document.text
    cast.lesson(cast.algebra_7a, "2026-03-02")
    query = f"?period={cast.quarters[1].pk}"
    assert not opened(cast, client, query=query).all("input", maxlength=True)


def test_who_is_not_in_the_list_is_not_found(cast, client):
    client.force_login(cast.teacher)
    addresses = [path(cast, cast.pupil_7b), path(cast, query="?period=0"), path(cast, query="?period=x")]
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_a_pupil_costs_nine_queries(cast, client, django_assert_num_queries):
    for pupil in cast.pupils_7a:
        cast.put(cast.algebra_7a, "2026-03-02", pupil, "4")
    client.force_login(cast.teacher)
    with django_assert_num_queries(9):
        client.get(path(cast))
