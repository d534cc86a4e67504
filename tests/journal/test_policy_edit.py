"""The form of the rules: opened, typed, shown with its changes, introduced; errors stand where they were made."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.pages import page
from tests.journal.ruling import rule
from zhurnal.calc.grading.policy import EXAMPLES, policy_data, read_policy
from zhurnal.journal.actions.policies import set_policy
from zhurnal.journal.models import PeriodClosure, PolicyVersion, Work
from zhurnal.journal.queries.rules import policy_of

pytestmark = pytest.mark.django_db
PATH = "/policy/edit/"


@pytest.fixture(autouse=True)
def deputy(cast, client):
    client.force_login(cast.deputy)


def sent(document):
    """What a browser would send of the form as it stands, but for buttons."""
    form = document.one("form", method="post", class_="policy-form")
    found = {}
    for field in form.all("input", name=True):
        kind = field.attributes.get("type")
        if kind not in {"checkbox", "radio"} or "checked" in field.attributes:
            found[field.attributes["name"]] = field.attributes.get(
                "value", "on" if kind == "checkbox" else ""
            )
    for field in form.all("textarea", name=True):
        found[field.attributes["name"]] = "".join(field.parts)
    for field in form.all("select", name=True):
        chosen = [one for one in field.all("option") if "selected" in one.attributes]
        found[field.attributes["name"]] = (chosen or field.all("option"))[0].attributes["value"]
    return found


def opened(client, query=""):
    response = client.get(PATH + query)
    assert response.status_code == 200
    return sent(page(response))


def post(client, fields, do, status=200):
    response = client.post(PATH, fields | {"do": do})
    assert response.status_code == status
    return response if status == 302 else page(response)


def hidden(document):
    """What the preview carries to the next step."""
    form = document.one("main").one("form", method="post")
    return {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}


class TestOpened:
    @pytest.mark.parametrize("start", EXAMPLES)
    def test_a_named_policy_may_be_the_start_with_the_weights_of_the_schools_own_kinds(self, client, start):
        fields = opened(client, f"?start={start}")
        preview = post(client, fields | {"valid_from": "2026-04-06"}, "preview")
        post(client, hidden(preview), "save", 302)
        wanted = {key: value for key, value in EXAMPLES[start].items() if key != "weights"}
        assert policy_data(policy_of(PolicyVersion.objects.get().pk)) == policy_data(read_policy(wanted))

    def test_without_a_start_it_is_the_newest_version(self, cast, client):
        rule(cast, period={"grey_zone": "0.1"})
        fields = opened(client)
        assert (fields["grey_zone"], fields["number"]) == ("0,1", "1")

    def test_an_older_version_may_be_the_start_again(self, cast, client):
        rule(cast, period={"grey_zone": "0.1"})
        rule(cast)
        fields = opened(client, "?start=1")
        assert (fields["grey_zone"], fields["number"]) == ("0,1", "2")

    @pytest.mark.parametrize("start", ["7", "strict", "-1", "²", "1" * 9])
    def test_a_start_that_there_is_not(self, client, start):
        assert client.get(f"{PATH}?start={start}").status_code == 404

    def test_rules_begin_with_an_open_period_by_default_with_the_running_one(self, client):
        form = page(client.get(PATH)).one("select", name="valid_from")
        assert [(one.attributes["value"], one.text) for one in form.all("option")] == [
            ("2026-01-12", "12 января 2026 — 3-я четверть"),
            ("2026-04-06", "6 апреля 2026 — 4-я четверть"),
        ]

    def test_where_every_period_is_closed_a_day_is_typed(self, cast, client):
        for period in cast.quarters[2:]:
            PeriodClosure.objects.create(
                period=period, closed_by=cast.deputy.person, closed_at=cast.school.now()
            )
        document = page(client.get(PATH))
        assert "Открытых периодов в этом учебном году нет." in document.text
        assert document.one("input", name="valid_from").attributes["type"] == "date"

    def test_every_field_has_a_label(self, client):
        document = page(client.get(PATH))
        labelled = {one.attributes.get("for") for one in document.all("label")}
        for field in [
            *document.all("input", class_="input"),
            *document.all("select"),
            *document.all("textarea"),
        ]:
            assert "aria-label" in field.attributes or field.attributes["id"] in labelled


class TestTyped:
    def test_a_row_may_be_added_and_nothing_typed_is_lost(self, client):
        fields = opened(client) | {"row_0_grades": "1", "grey_zone": "что-то"}
        found = sent(post(client, fields, "more"))
        assert (found["rows"], found["row_0_grades"], found["grey_zone"]) == ("3", "1", "что-то")
        assert found["row_2_grades"] == ""

    def test_rows_end_somewhere(self, client):
        found = sent(post(client, opened(client) | {"rows": "99"}, "back"))
        assert found["rows"] == "12"

    def test_what_is_wrong_stands_on_top_and_at_its_field_and_what_was_typed_stays(self, client):
        fields = opened(client) | {
            "grey_zone": "много", "row_1_subjects": "Алгибра", "row_1_marks": "3", "text": "[{grades: 5-1}]",
            "note": "Протокол", "weight_0": "1",
        }  # fmt: skip
        document = post(client, fields, "preview", 422)
        summary = document.one("div", class_="errors")
        links = [one.attributes["href"] for one in summary.all("a")]
        assert list(dict.fromkeys(links)) == ["#grey_zone", "#row_1_subjects", "#text"]
        for link in links:
            field = document.one(id=link[1:])
            assert field.attributes["aria-invalid"] == "true"
            assert document.one(id=field.attributes["aria-describedby"].split()[-1]).text
        assert sent(document)["note"] == "Протокол"
        assert sent(document)["row_1_subjects"] == "Алгибра"
        assert "Строка 1, grades" in summary.text
        assert PolicyVersion.objects.count() == 0

    def test_an_empty_form_is_refused_with_sentences(self, client):
        document = post(client, {}, "preview", 422)
        assert len(document.one("div", class_="errors").all("a")) > 5

    def test_another_scale_where_marks_stand_is_refused_before_the_preview(self, cast, client):
        cast.put(cast.algebra_7a, "2026-03-04", cast.child, "5")
        document = post(client, opened(client, "?start=ten_point"), "preview", 422)
        (link,) = document.one("div", class_="errors").all("a")
        assert link.attributes["href"] == "#scale"
        assert "7 «А», Алгебра — здесь уже стоят отметки прежней шкалы" in link.text

    def test_a_weight_that_cannot_be_halved_stands_at_its_kind(self, cast, client):
        cast.kinds["homework"].weight = 75
        cast.kinds["homework"].save()
        document = post(client, opened(client) | {"resit": "mean"}, "preview", 422)
        (link,) = document.one("div", class_="errors").all("a")
        assert link.attributes["href"] == f"#weight_{cast.kinds['homework'].pk}"

    def test_a_work_whose_own_weight_cannot_be_halved_is_named(self, cast, client):
        Work.objects.filter(pk=cast.control.pk).update(is_own_weight=True, weight=75)
        document = post(client, opened(client) | {"resit": "mean"}, "preview", 422)
        assert document.one("div", class_="errors").one("a").attributes["href"] == "#resit"

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [("", "с какого дня"), ("завтра", "с какого дня"), ("2027-01-12", "текущего учебного года")],
    )
    def test_a_day_that_is_none(self, client, day, sentence):
        document = post(client, opened(client) | {"valid_from": day}, "preview", 422)
        (link,) = document.one("div", class_="errors").all("a")
        assert link.attributes["href"] == "#valid_from"
        assert sentence in link.text


class TestPreview:
    def test_nothing_is_saved_and_the_changes_are_told_in_words_and_pupils(self, cast, client):
        for day, value in (
            ("2026-02-25", "5"),
            ("2026-03-02", "4"),
            ("2026-03-04", "5"),
            ("2026-02-18", "4"),
        ):
            cast.put(cast.algebra_7a, day, cast.child, value)
        fields = opened(client) | {"rounding": "shifted", "shift": "0,6"}
        document = post(client, fields, "preview")
        assert PolicyVersion.objects.count() == 0
        assert "«5» — при среднем балле от 4,60. Было: «5» — при среднем балле от 4,50." in document.text
        assert "Изменятся средние: 0, предложения: 1." in document.text
        assert "7 «А», Алгебра" in document.text
        assert "Петрова А. С.: 4,50, предложение 5 → 4" in document.text
        assert "4-я четверть Вместо правил по умолчанию. Средние и предложения не меняются." in document.text

    def test_rules_that_hold_already_change_nothing(self, client):
        document = post(client, opened(client), "preview")
        assert "Ничего: эти правила уже действуют." in document.text

    def test_one_may_go_back_and_everything_stands_as_typed(self, client):
        fields = opened(client) | {"grey_zone": "0,1", "note": "Протокол", "last_control": "on"}
        carried = hidden(post(client, fields, "preview"))
        found = sent(post(client, carried, "back"))
        assert found == {**fields, "csrfmiddlewaretoken": found["csrfmiddlewaretoken"]}

    def test_a_preview_costs_as_many_queries_as_its_parts(self, client, django_assert_max_num_queries):
        fields = opened(client) | {"rounding": "shifted", "shift": "0,6"}
        with django_assert_max_num_queries(35):
            post(client, fields, "preview")


class TestIntroduced:
    def test_what_was_shown_is_stored_and_said(self, client):
        fields = opened(client) | {"rounding": "shifted", "shift": "0,6", "note": "Протокол № 3"}
        response = post(client, hidden(post(client, fields, "preview")), "save", 302)
        assert response["Location"] == "/policy/"
        version = PolicyVersion.objects.get()
        assert (version.valid_from, version.note) == (dt.date(2026, 1, 12), "Протокол № 3")
        assert str(policy_of(version.pk).rules.period.thresholds[0][1]) == "23/5"
        assert "Введена версия 1 правил, с 12 января 2026." in page(client.get("/policy/")).text

    def test_who_was_overtaken_sees_by_whom_and_may_look_and_save_then(self, cast, client):
        fields = opened(client)
        set_policy(
            actor=cast.director,
            school=cast.school,
            data={},
            valid_from=dt.date(2026, 1, 12),
            expected_number=0,
        )
        document = post(client, fields | {"grey_zone": "0,1"}, "save", 422)
        assert "правила изменились (Громов Л. Б., версия 1)" in document.one("div", class_="errors").text
        again = sent(document)
        assert again["grey_zone"] == "0,1"
        post(client, again, "save", 302)
        assert PolicyVersion.objects.count() == 2

    def test_a_form_that_was_tampered_with_on_the_way_is_read_anew(self, client):
        carried = hidden(post(client, opened(client), "preview"))
        document = post(client, carried | {"grey_zone": "5"}, "save", 422)
        links = document.one("div", class_="errors").all("a")
        assert {link.attributes["href"] for link in links} == {"#grey_zone"}
        assert PolicyVersion.objects.count() == 0

    def test_the_school_of_another_deputy_does_not_exist(self, cast, client):
        fields = opened(client) | {"school": str(cast.other_school.pk)}
        assert client.post(PATH, fields | {"do": "save"}).status_code == 404
        assert PolicyVersion.objects.count() == 0
