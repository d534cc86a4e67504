"""The page of the rules for the heads of a school: what holds, since when, what held before."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.pages import page
from tests.journal.ruling import rule
from zhurnal.calc.grading.policy import EXAMPLES
from zhurnal.journal.actions.policies import set_policy
from zhurnal.journal.models import PeriodClosure
from zhurnal.journal.policy_words import anchor
from zhurnal.journal.queries.rules import policy_of, rules_for
from zhurnal.school.models import Employment, School, Subject

pytestmark = pytest.mark.django_db


def put(cast, data, since="2026-01-12", seen=0, note=""):
    return set_policy(
        actor=cast.deputy, school=cast.school, data=data, valid_from=dt.date.fromisoformat(since),
        expected_number=seen, note=note,
    )  # fmt: skip


def read(client, user, path="/policy/"):
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return page(response)


def texts(elements):
    return [element.text for element in elements]


def test_a_school_without_rules_is_told_which_ones_hold(cast, client):
    found = read(client, cast.deputy)
    assert "Школа своих правил ещё не ввела" in found.text
    assert found.one("li", id="period.thresholds.5").text == "«5» — при среднем балле от 4,50."
    assert "Версий ещё нет." in found.text


def test_every_kind_of_work_is_told_with_its_weight_also_where_the_rules_name_none(cast, client):
    put(cast, {"weights": {"Контрольная работа": "2.5"}})
    found = read(client, cast.director)
    assert (
        found.one(id=anchor("weights.Контрольная работа")).text == "Вид работы «Контрольная работа»: вес 2,5."
    )
    assert found.one(id=anchor("weights.Домашняя работа")).text == "Вид работы «Домашняя работа»: вес 0,5."


def test_the_version_in_force_is_that_of_the_running_period(cast, client):
    put(cast, EXAMPLES["mathematical"], since="2025-09-01")
    put(cast, EXAMPLES["raised"], seen=1)
    put(cast, EXAMPLES["novosibirsk"], since="2026-04-06", seen=2)
    found = read(client, cast.deputy)
    assert "Сейчас действует версия 2, с 12 января 2026." in found.text
    assert found.one(id="period.thresholds.5").text == "«5» — при среднем балле от 4,60."
    rows = texts(found.one("table").all("tr"))
    assert rows[1:] == [
        "1-я четверть по умолчанию закрыт", "2-я четверть по умолчанию закрыт", "3-я четверть 2 идёт",
        "4-я четверть 3 открыт",
    ]  # fmt: skip


def test_a_closed_period_is_shown_with_the_version_that_it_was_closed_with(cast, client):
    version = put(cast, EXAMPLES["raised"], since="2025-09-01")
    PeriodClosure.objects.filter(period=cast.quarters[1]).update(policy=version)
    rows = texts(read(client, cast.deputy).one("table").all("tr"))
    assert rows[1:3] == ["1-я четверть по умолчанию закрыт", "2-я четверть 1 закрыт"]


def test_the_history_says_who_when_why_and_what_was_otherwise(cast, client):
    put(cast, EXAMPLES["mathematical"], since="2025-09-01", note="Первое положение")
    put(cast, EXAMPLES["raised"], seen=1, note="Протокол № 3")
    newest, first = read(client, cast.deputy).one("ol", class_="versions").all("li", class_="versions__one")
    assert newest.one(class_="versions__head").text == "Версия 2 с 12 января 2026 действует"
    assert "Орлова Н. П., 4 марта 2026 — Протокол № 3" in newest.text
    assert "«5» — при среднем балле от 4,60. Было: «5» — при среднем балле от 4,50." in newest.text
    assert "действует" not in first.one(class_="versions__head").text
    assert "Слова правил остались прежними." in first.text, "mathematical rounding holds by default"


def test_a_rule_that_ended_is_told_as_ended(cast, client):
    put(cast, {"period": {"grey_zone": "0.1"}}, since="2025-09-01")
    put(cast, {}, seen=1)
    newest, _first = read(client, cast.deputy).one("ol", class_="versions").all("li", class_="versions__one")
    assert "Больше не действует: Если до порога не хватает не больше 0,10, решает учитель" in newest.text


def test_where_rules_differ_is_said_by_grade_and_subject(cast, client):
    thresholds = {"thresholds": {"5": "4.6", "4": "3.6", "3": "2.6"}}
    put(cast, {"overrides": [
        {"grades": 5, "rules": {"scale": "none"}},
        {"subjects": ["алгебра"], "rules": {"period": thresholds}},
    ]})  # fmt: skip
    found = read(client, cast.deputy)
    scopes = texts(found.all("h4", class_="rules__scope"))
    assert scopes == ["5 класс: все предметы", "7 класс: Алгебра"]
    none, raised = (
        scope.children
        for scope in [
            found.all("section", class_="rules__section")[-2],
            found.all("section", class_="rules__section")[-1],
        ]
    )
    assert none[1].text == "Отметки не ставятся."
    assert raised[1].text.startswith("«5» — при среднем балле от 4,60. «4» — при среднем балле от 3,60.")


def test_a_subject_with_a_scale_of_its_own_differs_without_any_rule(cast, client):
    Subject.objects.filter(pk=cast.subjects["Английский язык"].pk).update(scale="pass_fail")
    found = read(client, cast.deputy)
    assert texts(found.all("h4", class_="rules__scope")) == ["7 класс: Английский язык"]
    assert "Отметки — от нз до зч, средний балл по ним не считается." in found.text


def test_the_history_says_for_whom_rules_differ_otherwise(cast, client):
    none = {"overrides": [{"grades": 5, "rules": {"scale": "none"}}]}
    put(cast, none, since="2025-09-01")
    put(cast, none | {"period": {"grey_zone": "0.1"}}, seen=1)
    put(cast, {"period": {"grey_zone": "0.1"}}, seen=2)
    third, second, first = (
        read(client, cast.deputy).one("ol", class_="versions").all("li", class_="versions__one")
    )
    assert "Иначе отличаются правила: 5 класс: все предметы." in first.text
    assert "Иначе отличаются" not in second.text
    assert "Иначе отличаются правила: 5 класс: все предметы." in third.text


def test_who_heads_two_schools_chooses_and_sees_no_third(cast, client):
    Employment.objects.create(
        school=cast.other_school, person=cast.deputy.person, role="deputy", valid_from="2025-09-01"
    )
    rule(cast)
    own, other = cast.school.pk, cast.other_school.pk
    assert "Сейчас действует версия 1" in read(client, cast.deputy).text
    found = read(client, cast.deputy, f"/policy/?school={other}")
    assert "Школа своих правил ещё не ввела" in found.text
    assert found.all("a", href=f"/policy/edit/?school={other}") != []
    assert client.get(f"/policy/?school={own + other + 7}").status_code == 404
    client.force_login(cast.deputy2)
    assert client.get(f"/policy/?school={own}").status_code == 404


def test_a_school_before_its_first_year_has_a_page_too(cast, client):
    school = School.objects.create(name="Школа № 3", short_name="Школа № 3")
    Employment.objects.filter(person=cast.deputy2.person).update(school=school)
    assert "Учебных периодов ещё нет." in read(client, cast.deputy2).text
    document = read(client, cast.deputy2, "/policy/edit/")
    assert "Открытых периодов в этом учебном году нет." in document.text


def test_the_page_costs_eleven_queries_whatever_the_number_of_courses(
    cast, client, django_assert_num_queries
):
    def ask():
        policy_of.cache_clear()
        rules_for.cache_clear()
        with django_assert_num_queries(11):
            client.get("/policy/")

    put(cast, EXAMPLES["raised"])
    client.force_login(cast.deputy)
    ask()
    Subject.objects.filter(school=cast.school).update(scale="none")
    ask()
