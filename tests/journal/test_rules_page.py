"""The published rules: everybody of the school reads them, by grade and by subject."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.pages import page
from tests.journal.ruling import rule
from zhurnal.journal.models import PeriodClosure
from zhurnal.journal.policy_words import anchor
from zhurnal.journal.queries.rules import policy_of, rules_for
from zhurnal.people.models import Guardianship
from zhurnal.school.models import Employment, School, SchoolClass, SchoolYear, Subject

pytestmark = pytest.mark.django_db
RAISED = {"thresholds": {"5": "4.6", "4": "3.6", "3": "2.6"}}


def read(client, user, query=""):
    client.force_login(user)
    response = client.get(f"/rules/{query}")
    assert response.status_code == 200
    return page(response)


def current(document):
    return document.one("nav", aria_label="Класс").one("a", aria_current="page").text


def test_a_family_reads_the_rules_of_the_grade_of_its_child(cast, client):
    rule(cast, period=RAISED)
    for user, grade in ((cast.pupil, "7"), (cast.neighbour, "7")):
        found = read(client, user)
        assert current(found) == grade
        assert found.one(id="period.thresholds.5").text == "«5» — при среднем балле от 4,60."
        assert "Правила школы, версия 1, с 1 сентября 2025." in found.text


def test_other_grades_are_one_click_away(cast, client):
    rule(cast, overrides=[{"grades": 5, "rules": {"scale": "none"}}])
    found = read(client, cast.parent, f"?school={cast.school.pk}&grade=5")
    assert current(found) == "5"
    assert "Отметки не ставятся." in found.one(id="scale").text


def test_what_differs_by_subject_is_told_beside_the_general_rules(cast, client):
    rule(cast, overrides=[{"subjects": ["Алгебра"], "rules": {"period": RAISED}}])
    Subject.objects.filter(pk=cast.subjects["Английский язык"].pk).update(scale="none")
    found = read(client, cast.pupil)
    otherwise = found.one("section", aria_labelledby="otherwise-title")
    assert [one.text for one in otherwise.all("h3")] == ["Английский язык", "Алгебра"]
    assert [one.text for one in otherwise.all("li")] == [
        "Отметки не ставятся.",
        *(f"«{mark}» — при среднем балле от {mark - 1},60." for mark in (5, 4, 3)),
    ]


def test_the_rules_of_a_subject_are_told_whole_with_an_address_for_each_paragraph(cast, client):
    rule(cast, overrides=[{"subjects": ["Алгебра"], "rules": {"period": RAISED | {"grey_zone": "0.05"}}}])
    subject = cast.subjects["Алгебра"].pk
    found = read(client, cast.pupil, f"?grade=7&subject={subject}")
    assert "Алгебра, 7 класс" in found.text
    assert found.one(id="period.thresholds.5").text == "«5» — при среднем балле от 4,60."
    assert found.one(id="period.grey_zone").text.startswith("Если до порога не хватает не больше 0,05")
    ids = [one.attributes["id"] for one in found.all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_version_with_which_a_period_was_closed_can_still_be_read(cast, client):
    first = rule(cast, period=RAISED)
    rule(cast, since="2026-01-12")
    PeriodClosure.objects.filter(period=cast.quarters[1]).update(policy=first)
    now, then = read(client, cast.pupil), read(client, cast.pupil, "?grade=7&version=1")
    assert now.one(id="period.thresholds.5").text == "«5» — при среднем балле от 4,50."
    assert then.one(id="period.thresholds.5").text == "«5» — при среднем балле от 4,60."
    closed = read(client, cast.pupil, f"?grade=7&period={cast.quarters[1].pk}")
    assert closed.one(id="period.thresholds.5").text == "«5» — при среднем балле от 4,60."
    default = read(client, cast.pupil, "?grade=7&version=0")
    assert "Правила по умолчанию: своих на это время школа не вводила." in default.text


def test_the_rules_are_those_of_the_running_period_of_the_grade(cast, client):
    rule(cast, since="2026-03-01", period=RAISED)
    rule(cast, since="2026-04-01")
    assert read(client, cast.pupil).one(id="period.thresholds.5").text.endswith("4,60.")
    cast.school.frozen_today = dt.date(2026, 4, 20)
    cast.school.save()
    assert read(client, cast.pupil).one(id="period.thresholds.5").text.endswith("4,50.")


def test_a_kind_of_work_that_is_put_away_is_not_told(cast, client):
    kind = cast.kinds["homework"]
    assert read(client, cast.pupil).all(id=anchor("weights.Домашняя работа")) != []
    kind.is_hidden = True
    kind.save()
    assert read(client, cast.pupil).all(id=anchor("weights.Домашняя работа")) == []


@pytest.mark.parametrize(
    "query", ["?grade=9", "?grade=0", "?grade=x", "?subject=999999", "?version=3", "?period=999999",
              "?school=999999", "?grade=7&subject=²", "?grade=1234567890123"],
)  # fmt: skip
def test_what_there_is_not(cast, client, query):
    client.force_login(cast.pupil)
    assert client.get(f"/rules/{query}").status_code == 404


def test_a_period_of_another_school_is_none(cast, client):
    client.force_login(cast.pupil)
    period = cast.other_algebra.year.periods.first()
    assert client.get(f"/rules/?grade=7&period={period.pk}").status_code == 404


def test_an_explanation_leads_to_the_paragraph_that_decided(cast, client):
    rule(cast, period=RAISED)
    for day, value in (("2026-02-25", "5"), ("2026-03-02", "4"), ("2026-03-04", "5")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    client.force_login(cast.parent)
    opened = page(client.get(f"/diary/{cast.child.pk}/marks/{cast.algebra_7a.pk}/"))
    (link,) = [one.attributes["href"] for one in opened.all("a") if one.text == "Правила школы"]
    address, paragraph = link.split("#")
    assert page(client.get(address)).one(id=paragraph).text == "«5» — при среднем балле от 4,60."


@pytest.mark.parametrize("view", ["simple", "extended"])
def test_the_diary_leads_to_the_rules_of_the_grade_of_each_child(cast, client, view):
    client.force_login(cast.parent)
    for child, grade in ((cast.child, "7"), (cast.child_5a, "5")):
        diary = page(client.get(f"/diary/{child.pk}/marks/?view={view}"))
        (link,) = [one.attributes["href"] for one in diary.all("a") if one.text == "Как выставляются отметки"]
        assert current(page(client.get(link))) == grade


def test_nobody_reads_the_rules_of_a_school_that_is_not_theirs(cast, client):
    client.force_login(cast.parent)
    assert client.get(f"/rules/?school={cast.other_school.pk}").status_code == 404
    client.force_login(cast.parent2)
    assert client.get(f"/rules/?school={cast.other_school.pk}").status_code == 200


def test_whose_children_learn_in_two_schools_chooses(cast, client):
    Guardianship.objects.create(
        guardian=cast.parent.person, pupil=cast.other_pupil, kind="mother", valid_from="2025-09-01"
    )
    found = read(client, cast.parent)
    assert [one.text for one in found.one("nav", aria_label="Школа").all("a")] == ["Школа № 1", "Школа № 2"]


def test_before_the_first_year_there_is_a_sentence(cast, client):
    school = School.objects.create(name="Школа № 3", short_name="Школа № 3")
    Employment.objects.filter(person=cast.deputy2.person).update(school=school)
    assert "Учебный год ещё не начался" in read(client, cast.deputy2).text


def test_a_year_in_which_nothing_is_taught_yet(cast, client):
    year = SchoolYear.objects.create(
        school=cast.other_school, name="2026/27", starts="2026-03-01", ends="2027-05-26"
    )
    SchoolClass.objects.create(year=year, grade=8, letter="А")
    assert "Учебный год ещё не начался" in read(client, cast.deputy2).text


def test_the_page_costs_ten_queries_whatever_the_number_of_subjects(cast, client, django_assert_num_queries):
    def ask():
        policy_of.cache_clear()
        rules_for.cache_clear()
        with django_assert_num_queries(10):
            client.get("/rules/")

    rule(cast)
    client.force_login(cast.parent)
    ask()
    Subject.objects.filter(school=cast.school).update(scale="none")
    ask()
