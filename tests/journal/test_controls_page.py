"""Control works of a class in the weeks to come."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.pages import page
from zhurnal.journal.models import Work

pytestmark = pytest.mark.django_db


def plan(cast, course, day, title=""):
    lesson = cast.lesson(course, day)
    return Work.objects.create(
        lesson=lesson, position=lesson.works.count() + 1, kind=cast.kinds["control"], weight=200, title=title
    )


def look(cast, client, user):
    client.force_login(user)
    return page(client.get(reverse("class-controls", kwargs={"school_class": cast.class_7a.pk})))


def test_they_stand_by_week_and_day_from_this_monday_on(cast, client):
    plan(cast, cast.algebra_7a, "2026-03-02", "Проверочная")
    plan(cast, cast.algebra_7a, "2026-03-16", "Контрольная работа № 6")
    plan(cast, cast.english_7a_1, "2026-03-17")
    shown = look(cast, client, cast.deputy)
    assert [one.text for one in shown.all("h2")] == ["Неделя с 2 марта", "Неделя с 16 марта"]
    rows = [row.text for table in shown.all("tbody") for row in table.all("tr")]
    assert rows == [
        "Пн, 2 марта Алгебра2-й урок ПроверочнаяКонтрольная работа",
        "Пн, 16 марта Алгебра2-й урок Контрольная работа № 6",
        "Вт, 17 марта Английский язык7 «А», английский 1, 4-й урок Контрольная работа",
    ]
    assert "больше одной" not in shown.text


def test_what_is_later_than_four_weeks_or_past_is_not_shown(cast, client):
    plan(cast, cast.algebra_7a, "2026-02-27")
    lesson = cast.lesson(cast.algebra_7a, "2026-03-27")
    type(lesson).objects.filter(pk=lesson.pk).update(date="2026-03-30")
    plan(cast, cast.algebra_7a, "2026-03-30")
    shown = look(cast, client, cast.deputy)
    assert shown.all("table") == []
    assert "контрольные не назначены" in shown.text


def test_a_day_with_two_is_marked(cast, client):
    plan(cast, cast.algebra_7a, "2026-03-16")
    plan(cast, cast.russian_7a, "2026-03-16")
    plan(cast, cast.algebra_7a, "2026-03-18")
    shown = look(cast, client, cast.classteacher)
    assert "Есть дни с двумя контрольными: 1." in shown.text
    assert [one.text for one in shown.all("span", class_="chip")] == ["больше одной"]


def test_a_teacher_gets_to_the_own_columns_only(cast, client):
    work = plan(cast, cast.algebra_7a, "2026-03-16")
    plan(cast, cast.russian_7a, "2026-03-17")
    shown = look(cast, client, cast.teacher)
    links = [link.attributes["href"] for table in shown.all("table") for link in table.all("a")]
    assert links == [f"/journal/{cast.algebra_7a.pk}/columns/{work.pk}/"]


@pytest.mark.parametrize("many", [1, 4])
def test_it_costs_the_same_whatever_is_planned(cast, client, many, django_assert_num_queries):
    for day in ("2026-03-11", "2026-03-13", "2026-03-16", "2026-03-18")[:many]:
        plan(cast, cast.algebra_7a, day)
    look(cast, client, cast.deputy)
    # Session and account, roles, class, control works, which courses may be opened.
    with django_assert_num_queries(5):
        client.get(reverse("class-controls", kwargs={"school_class": cast.class_7a.pk}))
