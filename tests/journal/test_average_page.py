"""An average opens its own arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.journal.correcting import REASON, closed_total
from tests.journal.entering import change, save
from tests.journal.pages import fields, page
from tests.journal.ruling import rule
from zhurnal.journal.models import CorrectionRequest, ExternalMark, PeriodMark
from zhurnal.school.models import CourseMembership

pytestmark = pytest.mark.django_db


def path(cast, pupil=None, course=None, query=""):
    course = course or cast.algebra_7a
    return reverse("journal-average", kwargs={"course": course.pk, "pupil": (pupil or cast.child).pk}) + query


def opened(cast, client, user=None, **where):
    client.force_login(user or cast.teacher)
    response = client.get(path(cast, **where))
    assert response.status_code == 200
    return page(response)


def rows(document, at):
    return [
        [cell.text for cell in row.all("td")]
        for row in document.all("table", class_="why__terms")[at].one("tbody").all("tr")
    ]


@pytest.fixture
def marked(cast):
    """5, a control work of weight 2 with 4, an absence, a point."""
    for day, value in (("2026-02-16", "5"), ("2026-02-18", "н"), ("2026-03-02", "•")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    return cast


def test_the_formula_and_every_summand_with_its_weight_and_day(marked, client):
    document = opened(marked, client)
    # (5·1 + 4·2)/3 = 13/3.
    assert document.one(class_="why__formula").text == "(5×1 + 4×2)/3 ≈ 4,33"
    assert rows(document, 0) == [
        ["16.02", "Ответ на уроке", "5", "1"],
        ["25.02", "Контрольная работа № 5 по теме «Линейная функция»", "4", "2"],
    ]


def test_what_is_left_out_says_why(marked, client):
    assert rows(opened(marked, client), 1) == [
        ["18.02", "Ответ на уроке Отметки нет.", "н"],
        ["02.03", "Ответ на уроке Работа ещё не сдана.", "•"],
    ]


def test_a_summand_leads_to_its_cell(marked, client):
    links = opened(marked, client).all("table", class_="why__terms")[0].all("a")
    column = marked.column(marked.algebra_7a, "2026-02-16")
    assert (
        links[0].attributes["href"] == f"/journal/{marked.algebra_7a.pk}/cells/{column.pk}/{marked.child.pk}/"
    )
    assert client.get(links[0].attributes["href"]).status_code == 200


def test_the_average_is_the_one_of_the_grid(marked, client):
    client.force_login(marked.teacher)
    grid = page(client.get(f"/journal/{marked.algebra_7a.pk}/"))
    row = grid.one("tr", data_pupil=marked.child.pk)
    assert row.one("td", class_="grid__average").text == "4,33"
    assert opened(marked, client).all("h2")[0].text == "Средний балл 4,33"


def test_the_paragraph_that_decided_is_told(marked, client):
    assert "Отметок 2, нужно не меньше 3: отметка не предлагается." in opened(marked, client).text
    marked.put(marked.algebra_7a, "2026-02-20", marked.child, "4")
    document = opened(marked, client)
    # (5 + 4·2 + 4)/4 = 17/4 = 4,25, at or above 3,50 and below 4,50.
    assert "Средний балл 4,25 не ниже порога 3,50: предлагается 4." in document.text
    assert "Что предлагает правило 4" in document.text


def test_a_mark_brought_along_is_a_summand_without_a_cell(marked, client):
    ExternalMark.objects.create(
        course=marked.algebra_7a, period=marked.quarter, pupil=marked.child, date=dt.date(2026, 1, 20), value=3,
        title="Самостоятельная", source="Школа № 5", author=marked.teacher.person, set_at=marked.school.now(),
    )  # fmt: skip
    document = opened(marked, client)
    assert rows(document, 0)[0] == ["20.01", "Самостоятельная Отметка из другой школы.", "3", "1"]
    assert len(document.all("table", class_="why__terms")[0].all("a")) == 2


def test_a_re_sit_is_told_as_the_rules_count_it(cast, client):
    rule(cast, counting={"resit": "mean"})
    save(cast, change(cast.child, cast.column(cast.algebra_7a, "2026-03-02"), "2→4"))
    document = opened(cast, client)
    assert document.one(class_="why__formula").text == "(2×0,5 + 4×0,5)/1 = 3,00"
    assert "Учтена с половиной веса: считается среднее попыток." in document.text


def test_without_marks_the_page_says_so(cast, client):
    document = opened(cast, client)
    assert "Отметок, которые учитываются, пока нет." in document.text
    assert not document.all("table")


def test_the_mark_for_the_period_stands_with_the_teachers_reason(marked, client):
    PeriodMark.objects.create(
        course=marked.algebra_7a, period=marked.quarter, pupil=marked.child, value="5", reason="олимпиада района",
        author=marked.teacher.person, set_at=marked.school.now(),
    )  # fmt: skip
    assert "Отметка за период 5 Причина: олимпиада района" in opened(marked, client).text


# Of the ten pupils in the order of the list; the child is the eighth.
AVERAGES = ("5", "5", "4", "4", "3", "3", "5", "4", "2", "3")


@pytest.fixture
def ranked(cast):
    for pupil, value in zip(cast.pupils_7a, AVERAGES, strict=True):
        for day in ("2026-03-02", "2026-03-04"):
            cast.put(cast.algebra_7a, day, pupil, value)
    return cast


def places(document):
    return [
        [cell.text for cell in row.children]
        for row in document.one("table", class_="why__places").one("tbody").all("tr")
    ]


def test_who_teaches_sees_the_places_with_names_equals_sharing_one(ranked, client):
    found = places(opened(ranked, client))
    assert [(place, name.split()[0]) for place, name, _ in found] == [
        ("1–3", "Абдуллаев"), ("1–3", "Белова"), ("1–3", "Ли"), ("4–6", "Ёлкин"), ("4–6", "Иванова"),
        ("4–6", "Петрова"), ("7–9", "Иванова"), ("7–9", "Королёв"), ("7–9", "Юсупова"), ("10", "Семёнова-Тянь"),
    ]  # fmt: skip
    own = opened(ranked, client).one("tr", aria_current="true")
    assert own.text.startswith("4–6Петрова Анна")


def test_a_teacher_of_a_subgroup_reads_no_names_of_the_other_one(cast, client):
    for number, pupil in enumerate(cast.pupils_7a):
        course = pupil.memberships.get(course__subject__name="Английский язык").course
        for day in ("2026-02-24", "2026-03-03"):
            cast.put(course, day, pupil, "54325432543"[number])
    own = cast.child.memberships.get(course__subject__name="Английский язык").course
    document = opened(cast, client, cast.director, course=own)
    assert "Всего с местом: 10." in document.text
    assert len(places(document)) == CourseMembership.objects.filter(course=own, valid_to=None).count()


def test_fewer_than_five_with_an_average_have_no_places(marked, client):
    assert not opened(marked, client).all("table", class_="why__places")


@pytest.mark.parametrize("who", ["classteacher", "deputy", "director"])
def test_who_may_see_the_journal_sees_it(marked, client, who):
    assert "(5×1 + 4×2)/3" in opened(marked, client, getattr(marked, who)).text


def test_another_period_is_opened_by_its_number(marked, client):
    document = opened(marked, client, query=f"?period={marked.quarters[1].pk}")
    assert "пока нет" in document.text
    (current,) = [one for one in document.all("a", class_="tabs__tab") if "aria-current" in one.attributes]
    assert current.text == "2-я четверть"


def test_what_does_not_exist_is_not_found(cast, client):
    client.force_login(cast.teacher)
    half_year = cast.year.periods.filter(kind="half_year").first()
    addresses = [
        path(cast, pupil=cast.pupil_7b), path(cast, course=cast.algebra_7b, pupil=cast.pupil_7b),
        path(cast, query=f"?period={half_year.pk}"), path(cast, query="?period=x"),
        reverse("journal-average", kwargs={"course": cast.algebra_7a.pk, "pupil": 10**20}),
    ]  # fmt: skip
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)


def test_a_part_of_the_page_is_what_a_dialog_shows(marked, client):
    client.force_login(marked.teacher)
    part = client.get(path(marked, query="?part=1")).content.decode()
    assert "<html" not in part
    assert "data-details-page" in part


def test_an_average_costs_fourteen_queries_whatever_the_class(ranked, client, django_assert_num_queries):
    client.force_login(ranked.teacher)
    with django_assert_num_queries(14):
        client.get(path(ranked))


def ask_form(document):
    forms = [one for one in document.all("form") if "/average/correction/" in one.attributes["action"]]
    return forms[0] if forms else None


def test_the_mark_of_a_closed_period_can_be_asked_to_be_corrected(cast, client):
    quarter = closed_total(cast)
    document = opened(cast, client, query=f"?period={quarter.pk}")
    form = ask_form(document)
    assert form is not None
    short = client.post(form.attributes["action"], fields(form) | {"value": "5", "reason": "описка"})
    assert short.status_code == 422
    again = page(short)
    assert again.one(class_="errors").one("a").attributes["href"] == "#ask-reason"
    sent = fields(ask_form(again)) | {"reason": REASON}
    response = client.post(form.attributes["action"], sent)
    assert (response.status_code, response["Location"]) == (302, reverse("corrections"))
    made = CorrectionRequest.objects.get()
    assert (made.period_id, made.standing, made.value, made.seen_version) == (quarter.pk, "4", "5", 1)
    told = opened(cast, client, query=f"?period={quarter.pk}")
    assert "4 → 5 ждёт решения" in told.text.replace("\n", " ")
    assert ask_form(told) is None


def test_an_open_period_is_asked_about_by_the_deputy_alone(cast, client):
    for who, offered in (("teacher", False), ("classteacher", False), ("director", False), ("deputy", True)):
        assert bool(ask_form(opened(cast, client, getattr(cast, who)))) is offered, who
    address = reverse(
        "journal-total-correction", kwargs={"course": cast.algebra_7a.pk, "pupil": cast.child.pk}
    )
    client.force_login(cast.teacher)
    assert client.post(address, {"value": "5", "reason": REASON}).status_code == 403
