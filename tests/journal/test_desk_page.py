from __future__ import annotations

import pytest

from tests.journal.pages import page
from zhurnal.school.models import Course, Subject, Teaching


def desk_of(client, user, **query):
    client.force_login(user)
    return client.get("/journal/", query)


def lessons_of(document):
    return document.all("li", class_="desk__lesson")


def states_of(lesson):
    return [state.text for state in lesson.one("ul", class_="desk__states").all("li")]


def test_the_day_opens_with_todays_lessons_one_click_from_sheet_and_grid(cast, client):
    document = page(desk_of(client, cast.teacher))
    (lesson,) = lessons_of(document)
    today = cast.lesson(cast.algebra_7a, "2026-03-04")
    assert lesson.one("p", class_="desk__hour").text == "2 09:25–10:10"
    sheet = lesson.one("a", class_="desk__sheet")
    assert (sheet.text, sheet.attributes["href"]) == ("7 «А», Алгебра", f"/lessons/{today.pk}/")
    grid = lesson.one("a", class_="desk__grid").attributes["href"]
    assert grid == f"/journal/{cast.algebra_7a.pk}/#lesson-{today.pk}"
    assert "среда, 4 марта" in document.text


def test_a_lesson_says_what_is_still_to_be_written(cast, client):
    (lesson,) = lessons_of(page(desk_of(client, cast.teacher)))
    assert states_of(lesson) == ["посещаемость не отмечена", "темы нет", "задания нет", "отметок: 0"]
    lesson_id = cast.lesson(cast.algebra_7a, "2026-03-04").pk
    cast.put(cast.algebra_7a, "2026-03-04", cast.pupils_7a[0], "5")
    cast.put(cast.algebra_7a, "2026-03-04", cast.pupils_7a[1], "н")
    client.post(f"/lessons/{lesson_id}/", {"topic": "Функции", "homework": "№ 5", "taken": "1"})
    (lesson,) = lessons_of(page(desk_of(client, cast.teacher)))
    assert states_of(lesson) == ["посещаемость", "тема", "задание", "отметок: 1"]


def test_neighbouring_days_are_one_click_away(cast, client):
    document = page(desk_of(client, cast.teacher, day="2026-03-02"))
    steps = [link.attributes["href"] for link in document.one("nav", class_="pager").all("a")]
    assert steps == ["?day=2026-03-01", "?day=2026-03-03"]
    assert len(lessons_of(document)) == 1
    assert any(link.text == "Сегодня" for link in document.all("a", href="/journal/"))


def test_who_is_replaced_and_who_replaces_both_see_it(cast, client):
    (replaced,) = lessons_of(page(desk_of(client, cast.teacher, day="2026-03-02")))
    assert "замена: Петрова И. И." in replaced.text
    taken = [
        one
        for one in lessons_of(page(desk_of(client, cast.colleague, day="2026-03-02")))
        if "7 «А»" in one.text
    ]
    assert ["вы заменяете" in one.text for one in taken] == [True]
    assert taken[0].all("a", class_="desk__grid") == []


def test_a_cancelled_lesson_tells_why_and_asks_for_nothing(cast, client):
    (lesson,) = lessons_of(page(desk_of(client, cast.teacher, day="2026-02-27")))
    assert "отменён: Карантин" in lesson.text
    assert lesson.all("ul", class_="desk__states") == []


def test_a_day_without_lessons_says_so_and_names_the_holidays(cast, client):
    for day, told in (
        ("2026-03-03", "В этот день уроков нет."),
        ("2026-02-23", "В этот день уроков нет: День защитника Отечества."),
        ("2026-04-01", "В этот день уроков нет: Весенние каникулы."),
    ):
        assert told in page(desk_of(client, cast.teacher, day=day)).text


def test_own_courses_lead_to_the_grid_with_what_is_missing(cast, client):
    document = page(desk_of(client, cast.teacher))
    (row,) = [row for row in document.one("table", class_="desk-courses").all("tr") if row.all("a")]
    cells = [cell.text for cell in row.all("td")]
    assert cells[:3] == ["7 «А»", "3-я четверть", "—"]
    assert int(cells[3]) > 0
    assert row.one("a").attributes["href"] == f"/journal/{cast.algebra_7a.pk}/#grid"


def test_behaviour_leads_to_its_totals_since_it_has_no_lessons(cast, client):
    behaviour = Course.objects.create(
        year=cast.year, school_class=cast.class_7a, period_kind="quarter", hours_a_week=0, grade=7,
        subject=Subject.objects.create(
            school=cast.school, name="Поведение", short_name="Поведение", scale="behaviour_three"
        ),
    )  # fmt: skip
    Teaching.objects.create(course=behaviour, teacher=cast.classteacher.person, valid_from=cast.year.starts)
    link = page(desk_of(client, cast.classteacher)).one("a", aria_label="7 «А», Поведение")
    assert link.attributes["href"] == f"/journal/{behaviour.pk}/totals/"


def test_a_class_teacher_also_gets_the_journals_of_the_class_to_read(cast, client):
    document = page(desk_of(client, cast.classteacher))
    (others,) = document.all("dd", class_="desk-others")
    assert [link.text for link in others.all("a")] == ["Английский язык, 7 «А», английский 2", "Алгебра"]


def test_who_teaches_nothing_gets_the_journals_class_by_class(cast, client):
    document = page(desk_of(client, cast.deputy))
    assert document.one("h1").text == "Журналы"
    assert document.all("nav", class_="pager") == []
    assert [place.text for place in document.all("dt")] == ["5 «А»", "7 «А»", "7 «Б»"]
    assert f"/journal/{cast.other_algebra.pk}/" not in [link.attributes["href"] for link in document.all("a")]


def test_a_teacher_without_any_course_is_told_what_to_do(cast, client):
    Teaching.objects.filter(teacher=cast.teacher.person).delete()
    assert "Журналов пока нет." in page(desk_of(client, cast.teacher)).text


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_not_found(cast, client, day):
    assert desk_of(client, cast.teacher, day=day).status_code == 404


def test_the_desk_costs_the_same_whatever_the_day_holds(cast, client, django_assert_num_queries):
    client.force_login(cast.teacher)
    with django_assert_num_queries(11):
        client.get("/journal/")
    Teaching.objects.filter(course__in=[cast.algebra_5a, cast.algebra_7b]).update(teacher=cast.teacher.person)
    with django_assert_num_queries(11):
        client.get("/journal/")
