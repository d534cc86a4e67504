"""A parent, a teacher, a class teacher and the director each see their forecast; marks are tried, not stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.forecasts.lived import live
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Switches
from zhurnal.journal.models import Mark

pytestmark = pytest.mark.browser


@pytest.fixture
def lived(school_on_line):
    live(school_on_line)
    Switches.objects.create(school=school_on_line.school, families=Switches.Families.ALL)
    refresh_forecasts(school=school_on_line.school)
    return school_on_line


@pytest.mark.parametrize("login", ["parent", "pupil"])
def test_a_family_comes_from_the_marks_to_the_forecast_tries_a_mark_and_takes_it_back(lived, open_as, login):
    stored = Mark.objects.count()
    page = open_as(getattr(lived, login), f"/diary/{lived.child.pk}/marks/", size=PHONE)
    page.get_by_role("link", name="Прогноз", exact=True).click()
    expect(page.get_by_role("heading", name="Прогноз: 3-я четверть")).to_be_visible()
    page.get_by_role("link", name="Алгебра").click()
    expect(page.get_by_role("heading", name="Что нужно")).to_be_visible()
    page.get_by_label("Отметка", exact=True).select_option("2")
    page.get_by_label("За что").select_option(
        label=page.get_by_label("За что").locator("option").nth(3).inner_text()
    )
    page.get_by_role("button", name="Примерить").click()
    expect(page.get_by_text("Это предположение, не отметки.")).to_be_visible()
    page.get_by_role("link", name="Сбросить").click()
    expect(page.get_by_text("Это предположение, не отметки.")).to_have_count(0)
    assert Mark.objects.count() == stored


def test_a_teacher_opens_the_forecast_beside_the_grid_and_asks_about_a_work_of_tomorrow(lived, open_as):
    page = open_as(lived.teacher, f"/journal/{lived.algebra_7a.pk}/")
    page.get_by_text("Прогноз отметок за период").click()
    expect(page.get_by_role("heading", name="Если завтра работа")).to_be_visible()
    for pupil in lived.pupils_7a[:3]:
        expect(page.locator(".grid-forecast").get_by_role("rowheader", name=pupil.list_name)).to_be_visible()
    page.get_by_label("Вид работы").select_option(label="контрольная")
    page.get_by_label("Вес", exact=True).select_option("3")
    page.get_by_role("button", name="Посмотреть").click()
    expect(page).to_have_url(
        f"{page.url.split('/journal')[0]}/journal/{lived.algebra_7a.pk}/forecast/?kind=3&weight=3#next-work"
    )
    expect(page.get_by_label("Вес", exact=True)).to_have_value("3")


def test_without_scripts_the_grid_leads_to_the_page(lived, open_as):
    page = open_as(lived.teacher, f"/journal/{lived.algebra_7a.pk}/", java_script_enabled=False)
    page.get_by_text("Прогноз отметок за период").click()
    page.get_by_role("link", name="Открыть прогноз").click()
    expect(page.get_by_role("heading", name="Сколько каких отметок ожидается")).to_be_visible()


def test_a_class_teacher_comes_from_the_class_to_its_forecast(lived, open_as):
    page = open_as(lived.classteacher, f"/classes/{lived.class_7a.pk}/")
    page.get_by_role("link", name="Прогноз класса").click()
    expect(page.get_by_role("heading", name="Прогноз класса 7 «А»")).to_be_visible()
    expect(page.get_by_role("img", name="Качество")).to_be_visible()
    expect(page.get_by_role("heading", name="Скорее всего выйдет")).to_be_visible()


def test_the_director_sees_the_school_a_class_and_how_right_the_forecasts_were(lived, open_as):
    page = open_as(lived.director, "/oversight/")
    page.get_by_role("link", name="Прогноз школы").click()
    page.get_by_role("link", name="7 «А»").first.click()
    expect(page.get_by_role("heading", name="Прогноз класса 7 «А»")).to_be_visible()
    page.goto("/oversight/forecast/")
    page.get_by_role("link", name="Насколько точны прогнозы").first.click()
    expect(page.get_by_role("heading", name="Что обещали и что вышло")).to_be_visible()
    expect(page.get_by_text("Из прогнозов с вероятностью").first).to_be_visible()
    assert page.locator(".reliability__bin").count() >= 1
