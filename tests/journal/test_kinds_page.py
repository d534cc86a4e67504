"""«Виды работ»: the page on which a deputy head keeps them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.pages import fields, page
from zhurnal.journal.models import WorkKind
from zhurnal.school.models import Employment

pytestmark = pytest.mark.django_db
HERE = "/journal/kinds/"


@pytest.fixture(autouse=True)
def signed_in(cast, client):
    client.force_login(cast.deputy)


def forms(client):
    return {form.one("input", name="form").attributes["value"]: form for form in shown_forms(client)}


def shown_forms(client):
    return [form for form in page(client.get(HERE)).all("form") if form.all("input", name="form")]


def send(client, form, **typed):
    sent = fields(forms(client)[str(form)]) | {"does": "rename"} | typed
    return client.post(HERE, sent)


def test_it_lists_the_kinds_with_weight_and_state(cast, client):
    assert reverse("work-kinds") == HERE
    WorkKind.objects.filter(pk=cast.kinds["homework"].pk).update(is_hidden=True)
    shown = page(client.get(HERE))
    facts = [one.text for one in shown.all("p", class_="kinds__facts")]
    assert facts == ["вес 1", "вес 0,5, скрыт", "вес 2, контрольная"]
    names = [one.attributes["value"] for one in shown.one("ul", class_="kinds").all("input", name="name")]
    assert names == ["Ответ на уроке", "Домашняя работа", "Контрольная работа"]


def test_a_kind_is_renamed(cast, client):
    answer = send(client, cast.kinds["control"].pk, name="Контрольная", sign="К")
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    stored = WorkKind.objects.get(pk=cast.kinds["control"].pk)
    assert (stored.name, stored.short_name) == ("Контрольная", "К")
    assert "Сохранено." in client.get(HERE).content.decode()


def test_a_kind_is_hidden_and_brought_back_but_not_the_ordinary_one(cast, client):
    kind = cast.kinds["control"]
    send(client, kind.pk, does="hide")
    assert WorkKind.objects.get(pk=kind.pk).is_hidden
    send(client, kind.pk, does="show")
    assert not WorkKind.objects.get(pk=kind.pk).is_hidden
    buttons = [one.text for one in forms(client)[str(cast.kinds["answer"].pk)].all("button")]
    assert buttons == ["Переименовать"]


def test_a_kind_is_added_with_its_weight(cast, client):
    assert send(client, "new", name="Изложение", sign="ИЗЛ", weight="1,5", control="1").status_code == 302
    stored = WorkKind.objects.get(school=cast.school, name="Изложение")
    assert (stored.short_name, stored.weight, stored.is_control) == ("ИЗЛ", 150, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "Контрольная работа", "sign": "К"}, "«Контрольная работа» уже есть"),
        ({"name": "Изложение", "sign": ""}, "нет названия или короткого знака"),
        ({"name": "Изложение", "sign": "И", "weight": "много"}, "«много» не сохранено"),
        ({"name": "Изложение", "sign": "И", "weight": ""}, "нет веса"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_stays_typed(client, typed, said):
    answer = send(client, "new", **typed)
    assert answer.status_code == 422
    shown = page(answer)
    assert said in shown.one("div", class_="errors").text
    assert shown.one("input", id="new-name").attributes["value"] == typed["name"]
    assert WorkKind.objects.count() == 6


def test_who_has_seen_other_names_is_asked_to_look_again(cast, client):
    answer = send(client, cast.kinds["control"].pk, seen_name="Прежнее название", name="Моё")
    assert answer.status_code == 422
    assert "вид работы изменили" in page(answer).one("div", class_="errors").text


def test_a_kind_of_another_school_is_not_there(cast, client):
    foreign = WorkKind.objects.get(school=cast.other_school, code="control")
    for form in (foreign.pk, "x", "9" * 18):
        sent = {"form": form, "does": "hide", "name": "Моё", "sign": "М"}
        assert client.post(HERE, sent).status_code == 404
    assert client.get(HERE, {"school": cast.other_school.pk}).status_code == 404


def test_who_heads_two_schools_chooses_one(cast, client):
    Employment.objects.create(
        school=cast.other_school, person=cast.deputy.person, role="deputy", valid_from="2025-09-01"
    )
    shown = page(client.get(HERE, {"school": cast.other_school.pk}))
    (form,) = [one for one in shown.all("form") if one.all("input", name="form", value="new")]
    assert form.attributes["action"] == f"{HERE}?school={cast.other_school.pk}"


def test_the_page_costs_a_fixed_number_of_queries(client, django_assert_num_queries):
    client.get(HERE)
    with django_assert_num_queries(4):  # session and account, roles, schools, kinds
        client.get(HERE)
