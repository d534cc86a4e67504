"""The pages of closing: the list of periods, what a class still lacks by name, closing and opening again."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.pages import fields, page
from tests.journal.test_readiness import all_but, whole_7a
from tests.journal.totalling import LAST_WEEK, give, mark, on, set_marks
from zhurnal.journal.actions.closures import close_period, reopen_period
from zhurnal.journal.models import PeriodClosure, PeriodMark
from zhurnal.school.models import StudyPeriod

pytestmark = pytest.mark.django_db
LONG = "Двое учеников в больнице"


@pytest.fixture
def cast(cast):
    on(cast, LAST_WEEK)
    return cast


def look(client, cast, path, who=None):
    client.force_login(who or cast.deputy)
    response = client.get(path)
    assert response.status_code == 200
    return page(response)


def path(cast, **more):
    asked = "&".join(f"{name.rstrip('_')}={value}" for name, value in more.items())
    return f"/closing/{cast.quarter.pk}/" + (f"?{asked}" if asked else "")


def row_of(shown, name):
    return next(row for row in shown.all("tr") if row.all("th") and row.all("th")[0].text == name)


def test_the_list_tells_the_state_of_every_period_the_first_to_end_first(client, cast):
    PeriodClosure.objects.filter(period=cast.quarters[1]).delete()
    rows = look(client, cast, "/closing/").one("table").all("tr")[1:]
    states = [(row.one("th").text, row.all("td")[1].text) for row in rows]
    assert [name for name, _ in states] == [
        "1-я четверть", "2-я четверть", "1-е полугодие", "3-я четверть", "4-я четверть", "2-е полугодие",
    ]  # fmt: skip
    told = dict(states)
    assert told["1-я четверть"] == "закрыт 4 марта, Орлова Н. П."
    assert told["2-я четверть"] == "не закрыт"
    assert told["3-я четверть"] == "заканчивается"
    assert told["4-я четверть"] == "ещё не начался"
    assert told["2-е полугодие"] == "идёт, закрыть можно с 12 мая"


def test_readiness_is_told_class_by_class(client, cast):
    whole_7a(cast, cast.child)
    shown = look(client, cast, path(cast))
    assert row_of(shown, "7 «А»").all("td")[0].text == "1 ученик без отметки, у 1 ученика мало отметок"
    assert row_of(shown, "7 «Б»").all("td")[0].text == "1 предмет без итогов"
    assert "Осталось: 1 ученик без отметки, у 1 ученика мало отметок, 2 предмета без итогов" in shown.text


def test_a_finished_class_is_ready(client, cast):
    whole_7a(cast)
    assert row_of(look(client, cast, path(cast)), "7 «А»").all("td")[0].text == "готов"


def test_an_opened_class_names_pupils_points_and_marks_without_a_reason(client, cast):
    give(cast, cast.child, "5", "5", "5")
    give(cast, cast.pupils_7a[1], "4", "4", "4", "•")
    set_marks(cast, mark(cast.pupils_7a[1], "4"))
    for day in ("2026-02-25", "2026-03-06", "2026-03-11"):
        cast.put(cast.algebra_7a, day, cast.pupils_7a[1], "5")
    all_but(cast, cast.child, cast.pupils_7a[0], cast.pupils_7a[1], value="н/а")
    shown = look(client, cast, path(cast, class_=cast.class_7a.pk))
    algebra = next(row for row in shown.all("div", class_="facts__row") if row.text.startswith("Алгебра"))
    for said in (
        "Смирнова И. В.",
        "Петрова Анна (по правилу 5)",
        "Абдуллаев Рустам (Отметок 0, нужно не меньше 3: отметка не предлагается)",
        "Точки: Белова Алёна.",
        "Не по правилу и без причины: Белова Алёна — 4, по правилу 5.",
    ):
        assert said in algebra.text
    address = f"/journal/{cast.algebra_7a.pk}/totals/?period={cast.quarter.pk}"
    assert algebra.one("a").attributes["href"] == address
    russian = next(row for row in shown.all("div", class_="facts__row") if row.text.startswith("Русский"))
    assert "Итогов нет ни у кого." in russian.text


def test_a_mark_far_from_its_average_is_seen_with_its_reason(client, cast):
    give(cast, cast.child, "3", "3", "4")
    set_marks(cast, mark(cast.child, "4", LONG))
    give(cast, cast.pupils_7a[0], "4", "4", "5")
    set_marks(cast, mark(cast.pupils_7a[0], "4"))
    shown = look(client, cast, path(cast, class_=cast.class_7a.pk))
    algebra = next(row for row in shown.all("div", class_="facts__row") if row.text.startswith("Алгебра"))
    assert f"Далеко от среднего балла: Петрова Анна — 4 при 3,33 ({LONG})." in algebra.text


@pytest.mark.parametrize("asked", ["0", "nonsense", "9" * 40])
def test_an_unknown_class_opens_nothing(client, cast, asked):
    assert look(client, cast, path(cast, class_=asked)).all("div", class_="facts__row") == []


def test_closing_asks_for_the_tick_and_the_reason_and_then_closes(client, cast):
    shown = look(client, cast, path(cast))
    form = shown.one("form", class_="closing-act")
    sent = fields(form) | {"do": "close"}
    refused = client.post(path(cast), sent)
    assert refused.status_code == 422
    assert (
        "осталось незаполненное (6 предметов без итогов"
        in page(refused).one("p", class_="notice--alarm").text
    )
    sent |= {"confirmed": "1", "reason": "так надо"}
    refused = page(client.post(path(cast), sent))
    assert refused.one("input", name="reason").attributes["value"] == "так надо"
    assert "checked" in refused.one("input", name="confirmed").attributes
    assert client.post(path(cast), sent | {"reason": LONG}).status_code == 302
    after = look(client, cast, path(cast))
    assert "Период закрыт. Отметки его уроков" in after.text
    assert "20 марта" in after.one("ul", class_="closing-events").text
    assert f"Орлова Н. П.: закрыт — {LONG}" in after.one("ul", class_="closing-events").text


def test_opening_again_asks_for_a_reason(client, cast):
    close_period(
        actor=cast.deputy, period=StudyPeriod.objects.select_related("year__school").get(pk=cast.quarter.pk),
        confirmed=True, reason=LONG,
    )  # fmt: skip
    client.force_login(cast.deputy)
    assert client.post(path(cast), {"do": "reopen", "reason": " "}).status_code == 422
    assert client.post(path(cast), {"do": "reopen", "reason": "Ошибка в отметке"}).status_code == 302
    assert PeriodClosure.objects.get(period=cast.quarter).reason == "Ошибка в отметке"
    events = [
        line.text for line in look(client, cast, path(cast)).one("ul", class_="closing-events").all("li")
    ]
    assert [event.split(": ", 1)[1] for event in events] == [
        "открыт снова — Ошибка в отметке", f"закрыт — {LONG}",
    ]  # fmt: skip


def test_a_period_closed_twice_keeps_both_reasons(client, cast):
    period = StudyPeriod.objects.select_related("year__school").get(pk=cast.quarter.pk)
    for reason in ("Первое закрытие", "Второе закрытие"):
        close_period(actor=cast.deputy, period=period, confirmed=True, reason=reason)
        reopen_period(actor=cast.deputy, period=period, reason="Исправить отметку")
    events = [
        line.text for line in look(client, cast, path(cast)).one("ul", class_="closing-events").all("li")
    ]
    assert [event.rpartition("— ")[2] for event in events] == [
        "Исправить отметку", "Второе закрытие", "Исправить отметку", "Первое закрытие",
    ]  # fmt: skip


def test_the_director_sees_and_does_not_close(client, cast):
    shown = look(client, cast, path(cast), cast.director)
    assert shown.all("form", class_="closing-act") == []
    assert client.post(path(cast), {"do": "close"}).status_code == 403


def test_long_before_its_end_a_period_offers_no_button(client, cast):
    on(cast, dt.date(2026, 3, 4))
    shown = look(client, cast, path(cast))
    assert shown.all("form", class_="closing-act") == []
    assert "Период можно закрыть с 13 марта." in shown.text


def test_a_period_that_has_not_begun_lists_no_classes(client, cast):
    shown = look(client, cast, f"/closing/{cast.quarters[3].pk}/")
    assert shown.all("table") == []


def test_the_pages_cost_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    client.force_login(cast.deputy)
    client.get(path(cast))
    with django_assert_num_queries(4):
        client.get("/closing/")
    with django_assert_num_queries(14):
        client.get(path(cast))
    whole_7a(cast, cast.child)
    give(cast, cast.child, "н", "5")
    with django_assert_num_queries(14):
        client.get(path(cast))
    with django_assert_num_queries(24):
        client.get(path(cast, class_=cast.class_7a.pk))
    PeriodMark.objects.filter(course=cast.russian_7a).delete()
    with django_assert_num_queries(24):
        client.get(path(cast, class_=cast.class_7a.pk))
