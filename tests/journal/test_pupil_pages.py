"""The pages of marks brought along, of exemptions, and of who came in the course of the year."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.journal.pages import page
from zhurnal.audit.models import Line
from zhurnal.journal.actions.exemptions import add_exemption
from zhurnal.journal.actions.external_marks import bring_marks
from zhurnal.journal.actions.external_rules import BroughtMark
from zhurnal.journal.models import Average, Exemption, ExternalMark, PeriodClosure
from zhurnal.school.actions.enrolments import move_pupil
from zhurnal.school.models import Enrolment

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 20)


# Marks brought along.


def address(course, pupil):
    return reverse("external-marks", kwargs={"course": course.pk, "pupil": pupil.pk})


@pytest.fixture
def here(cast):
    """Королёв, who came on 9 February, in algebra."""
    return address(cast.algebra_7a, cast.arrived)


def row(number=0, *, date="2026-01-20", value="4", **more):
    """The fields of one row of the form."""
    return {f"{name}-{number}": text for name, text in ({"date": date, "value": value} | more).items()}


def bring(client, here, *rows, source="Школа № 5", **more):
    data = {"do": "bring", "source": source} | more
    for fields in rows:
        data |= fields
    return client.post(here, data)


def errors(response):
    return {
        link.attributes["href"][1:]: link.text
        for link in page(response).one("ul", class_="errors__list").all("a")
    }


def brought(cast, value="4", **more):
    mark = BroughtMark(DAY, value, "Школа № 5", **more)
    return bring_marks(actor=cast.teacher, course=cast.algebra_7a, pupil=cast.arrived, marks=[mark])[0]


def test_rows_that_are_filled_in_become_marks(cast, client, here):
    """The kind gives weight, title and whether it is a control work; an own weight goes before it."""
    client.force_login(cast.teacher)
    control = str(cast.kinds["control"].pk)
    rows = [
        row(0), row(2, date="2026-01-21", value="5", kind=control),
        row(3, date="2026-01-22", value="3", kind=control, weight="1,5", title="Дроби"),
    ]  # fmt: skip
    response = bring(client, here, *rows)
    assert response["Location"] == here
    assert list(ExternalMark.objects.order_by("date").values_list("value", "weight", "is_control", "title")) == [
        (4, 100, False, ""), (5, 200, True, "Контрольная работа"), (3, 150, True, "Дроби"),
    ]  # fmt: skip
    assert set(ExternalMark.objects.values_list("source", flat=True)) == {"Школа № 5"}
    listed = page(client.get(here)).one("ul", class_="brought-list").text
    assert "22 января 3-я четверть 3 вес 1,5 Дроби контрольная Школа № 5 Смирнова И. В." in listed


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_saved(cast, client, here):
    client.force_login(cast.teacher)
    rows = [row(0), row(1, value="7"), row(2, date=""), row(3, weight="тяжёлая"), row(4, date="2026-01-05")]
    response = bring(client, here, *rows)
    assert response.status_code == 422
    assert set(errors(response)) == {"date-2", "weight-3"}, "what can be read comes first"
    assert page(response).one("input", id="value-1").attributes["value"] == "7"
    response = bring(client, here, rows[0], rows[1], rows[4], source="")
    assert set(errors(response)) == {"value-1", "date-4", "source"}
    assert not ExternalMark.objects.exists()


def test_an_empty_form_says_so(cast, client, here):
    client.force_login(cast.teacher)
    assert "ни одна строка не заполнена" in errors(bring(client, here))["brought"]
    assert "Такого действия нет" in errors(client.post(here, {"do": "burn"}))["brought"]


def test_a_mark_is_changed_in_a_form_of_its_own(cast, client, here):
    mark = brought(cast, is_control=True, title="Дроби")
    client.force_login(cast.teacher)
    form = page(client.get(here, {"mark": mark.pk}))
    names = ("date", "value", "weight", "title", "source")
    shown = {name: form.one("input", id=f"{name}-0").attributes["value"] for name in names}
    assert shown == {
        "date": "2026-01-20",
        "value": "4",
        "weight": "1",
        "title": "Дроби",
        "source": "Школа № 5",
    }
    data = {f"{name}-0": text for name, text in (shown | {"value": "5"}).items()}
    client.post(here, data | {"do": "change", "mark": mark.pk, "seen": "1"})
    mark.refresh_from_db()
    assert (mark.value, mark.version, mark.is_control) == (5, 2, True)
    response = client.post(here, data | {"do": "change", "mark": mark.pk, "seen": "1", "value-0": "3"})
    assert "Смирнова И. В." in errors(response)["brought"], "somebody has changed it since"
    response = client.post(here, data | {"do": "change", "mark": mark.pk, "seen": "2", "value-0": "9"})
    assert "нет в шкале" in errors(response)["value-0"]


def test_a_mark_is_taken_away(cast, client, here):
    mark = brought(cast)
    client.force_login(cast.classteacher)
    client.post(here, {"do": "take_back", "mark": mark.pk, "seen": "1"})
    assert Average.objects.get(pupil=cast.arrived).count == 0
    assert "Принесённых отметок нет" in page(client.get(here)).text
    assert client.get(here, {"mark": mark.pk}).status_code == 404


def test_a_mark_of_another_pupil_is_none_here(cast, client):
    mark = brought(cast)
    client.force_login(cast.teacher)
    other = address(cast.algebra_7a, cast.child)
    assert client.get(other, {"mark": mark.pk}).status_code == 404
    assert client.post(other, {"do": "take_back", "mark": mark.pk, "seen": "1"}).status_code == 404


def test_a_pupil_who_is_not_of_the_course_does_not_exist(cast, client):
    client.force_login(cast.teacher)
    assert client.get(address(cast.algebra_7a, cast.pupil_7b)).status_code == 404


def test_a_director_reads_only(cast, client, here):
    brought(cast)
    client.force_login(cast.director)
    sheet = page(client.get(here)).one("main")
    assert "Школа № 5" in sheet.text
    assert sheet.all("form") == []
    assert bring(client, here, row()).status_code == 403


def test_a_closed_period_is_told(cast, client, here):
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    client.force_login(cast.teacher)
    assert "«3-я четверть» закрыт" in errors(bring(client, here, row()))["date-0"]


@pytest.fixture
def moved(cast):
    """Петрова has moved to 7 «Б» on 2 March with a 5 and a 4 in algebra."""
    for day, value in (("2026-02-16", "5"), ("2026-02-18", "4")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    move_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=dt.date(2026, 3, 2))
    return cast


def test_the_marks_of_the_course_left_are_offered_and_carried(moved, client):
    client.force_login(moved.colleague)
    here = address(moved.algebra_7b, moved.child)
    assert "Перенести отметки из 7 «А»" in page(client.get(here)).text
    response = client.post(here, {"do": "carry", "from": moved.algebra_7a.pk})
    assert "Перенесено отметок: 2." in page(client.get(response["Location"])).text
    assert "Перенести отметки из" not in page(client.get(here)).text
    response = client.post(here, {"do": "carry", "from": moved.algebra_7a.pk})
    assert "переносить больше нечего" in errors(response)["brought"]


# Exemptions.


def exemptions(school_class):
    return reverse("class-exemptions", kwargs={"school_class": school_class.pk})


def add(client, cast, **change):
    data = {
        "do": "add", "pupil": cast.child.pk, "course": cast.algebra_7a.pk, "first": "2026-03-02",
        "last": "2026-03-13", "reason": "Справка № 5",
    }  # fmt: skip
    return client.post(exemptions(cast.class_7a), data | change)


def test_a_class_teacher_exempts_a_pupil_and_ends_it(cast, client):
    client.force_login(cast.classteacher)
    response = add(client, cast)
    listed = page(client.get(response["Location"])).one("ul", class_="brought-list").text
    assert "Петрова Анна Алгебра с 2 марта по 13 марта Справка № 5" in listed
    made = Exemption.objects.get()
    client.post(exemptions(cast.class_7a), {"do": "end", "exemption": made.pk, "until": ""})
    made.refresh_from_db()
    assert made.valid_to is None
    client.post(exemptions(cast.class_7a), {"do": "end", "exemption": made.pk, "until": "2026-03-01"})
    assert not Exemption.objects.exists()
    assert Line.objects.filter(subject=f"exemption:{cast.child.pk}").count() == 3


def test_groups_and_their_courses_may_be_chosen(cast, client):
    client.force_login(cast.deputy)
    sheet = page(client.get(exemptions(cast.class_7a)))
    courses = sheet.one("select", id="course").text
    assert "Английский язык, английский 1Английский язык, английский 2Алгебра" in courses
    assert len(sheet.one("select", id="pupil").all("option")) == 1 + len(cast.pupils_7a), (
        "who left is no more"
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"pupil": ""}, "pupil"),
        ({"course": ""}, "course"),
        ({"first": "завтра"}, "first"),
        ({"last": "завтра"}, "last"),
        ({"last": "2026-03-01"}, "first"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(cast, client, change, place):
    client.force_login(cast.deputy)
    response = add(client, cast, **change)
    assert (response.status_code, set(errors(response))) == (422, {place})


def test_courses_and_pupils_of_another_class_cannot_be_chosen(cast, client):
    client.force_login(cast.deputy)
    assert set(errors(add(client, cast, pupil=cast.pupil_7b.pk))) == {"pupil"}
    assert set(errors(add(client, cast, course=cast.algebra_7b.pk))) == {"course"}
    other = add_exemption(
        actor=cast.deputy, course=cast.algebra_7b, pupil=cast.pupil_7b, first=DAY, last=None
    )
    response = client.post(exemptions(cast.class_7a), {"do": "end", "exemption": other.pk, "until": ""})
    assert "уже нет" in errors(response)["first"]


def test_a_wrong_end_is_told_beside_its_line(cast, client):
    client.force_login(cast.deputy)
    add(client, cast)
    made = Exemption.objects.get()
    response = client.post(exemptions(cast.class_7a), {"do": "end", "exemption": made.pk, "until": "никогда"})
    assert set(errors(response)) == {f"until-{made.pk}"}


def test_a_director_reads_exemptions_only(cast, client):
    client.force_login(cast.director)
    assert page(client.get(exemptions(cast.class_7a))).one("main").all("form") == []


# Who came in the course of the year.


def newcomers(school_class):
    return reverse("class-newcomers", kwargs={"school_class": school_class.pk})


def test_who_came_is_shown_with_courses_and_what_they_brought(cast, client):
    brought(cast)
    Enrolment.objects.filter(pupil=cast.arrived).update(arrival="из школы № 5")
    client.force_login(cast.classteacher)
    sheet = page(client.get(newcomers(cast.class_7a))).one("main")
    assert [heading.text for heading in sheet.all("h2")] == [cast.arrived.list_name]
    assert "с 9 февраля, из школы № 5" in sheet.text
    algebra = [line.text for line in sheet.all("div", class_="newcomers__course") if "Алгебра" in line.text]
    assert algebra == ["Алгебра принесено отметок: 1"]


def test_ticked_marks_are_carried_over_and_each_stands_alone(moved, client):
    client.force_login(moved.colleague)
    sheet = page(client.get(newcomers(moved.class_7b)))
    (offer,) = sheet.all("input", name="offer")
    assert "checked" in offer.attributes
    client.post(newcomers(moved.class_7b), {"offer": ["1-2-3-4"]})
    assert not ExternalMark.objects.exists(), "an offer that is none carries nothing"
    client.post(newcomers(moved.class_7b), {"offer": [offer.attributes["value"]]})
    assert ExternalMark.objects.filter(course=moved.algebra_7b, pupil=moved.child).count() == 2
    assert page(client.get(newcomers(moved.class_7b))).all("input", name="offer") == []


def test_nobody_came_is_said(cast, client):
    client.force_login(cast.deputy)
    assert "никто не прибыл" in page(client.get(newcomers(cast.class_5a))).text


@pytest.mark.parametrize(("name", "queries"), [("external", 19), ("exemptions", 6), ("newcomers", 16)])
def test_the_pages_cost_a_fixed_number_of_queries(moved, client, django_assert_num_queries, name, queries):
    client.force_login(moved.deputy)
    moved.put(moved.algebra_7a, "2026-02-20", moved.child, "н")
    bring_marks(
        actor=moved.deputy,
        course=moved.algebra_7b,
        pupil=moved.child,
        marks=[BroughtMark(DAY, "4", "Школа № 5")],
    )
    addresses = {
        "external": address(moved.algebra_7b, moved.child),
        "exemptions": exemptions(moved.class_7b),
        "newcomers": newcomers(moved.class_7b),
    }
    with django_assert_num_queries(queries):
        assert client.get(addresses[name]).status_code == 200


def test_the_class_page_leads_to_exemptions_and_to_the_marks_of_who_came(cast, client):
    here = reverse("class", kwargs={"school_class": cast.class_7a.pk})
    wanted = {
        exemptions(cast.class_7a),
        newcomers(cast.class_7a),
        f"{newcomers(cast.class_7a)}#pupil-{cast.arrived.pk}",
    }
    for login, found in (("classteacher", wanted), ("director", wanted), ("office", set())):
        client.force_login(getattr(cast, login))
        links = {link.attributes["href"] for link in page(client.get(here)).one("main").all("a")}
        assert links & wanted == found


def test_the_page_of_a_pupil_leads_to_the_marks_brought_along(cast, client, here):
    client.force_login(cast.teacher)
    own = reverse("journal-pupil", kwargs={"course": cast.algebra_7a.pk, "pupil": cast.arrived.pk})
    assert here in {link.attributes["href"] for link in page(client.get(own)).all("a")}
