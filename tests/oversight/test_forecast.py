"""The forecast of a class, a parallel and the school; how right forecasts were; who sees them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.diary.reading import read, rows_of, source
from tests.forecasts.lived import live
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Model, Morning, Switches

SCHOOL, ACCURACY, SETTINGS = (
    "/oversight/forecast/",
    "/oversight/forecast/accuracy/",
    "/oversight/forecast/settings/",
)


@pytest.fixture
def lived(cast):
    live(cast)
    refresh_forecasts(school=cast.school)
    return cast


def class_path(school_class):
    return reverse("class-forecast", args=[school_class.pk])


def test_a_class_teacher_sees_figures_with_their_doubt_and_a_line_for_every_pupil(lived, client):
    client.force_login(lived.classteacher)
    page = source(client, class_path(lived.class_7a))
    for name in ("Успеваемость", "Качество", "СОУ", "Отличники", "Хорошисты", "С одной «3»", "Неуспевающие"):
        assert f"<dt>{name}</dt>" in page
    assert page.count('<svg class="interval"') == 8
    names = {row[0] for row in rows_of(page)}
    assert {pupil.list_name for pupil in lived.pupils_7a} <= names


def test_every_drawing_says_the_same_in_words(lived, client):
    client.force_login(lived.director)
    page = source(client, SCHOOL)
    classes = len(re.findall(r'<a href="/classes/\d+/forecast/">', page))
    assert page.count('role="img" aria-label="Успеваемость: ') == 1 + classes
    assert classes == 3
    assert 'aria-label=""' not in page


def test_the_head_sees_the_school_the_parallel_and_comes_to_the_class(lived, client):
    client.force_login(lived.director)
    page = source(client, SCHOOL)
    assert f'href="{class_path(lived.class_7a)}"' in page
    assert class_path(lived.class_7a) in source(client, f"{SCHOOL}?grade=7")
    assert client.get(f"{SCHOOL}?grade=99").status_code == 404
    assert client.get(f"{SCHOOL}?school={lived.other_school.pk}").status_code == 404


def test_before_the_first_night_and_when_switched_off_the_pages_say_so(lived, client):
    client.force_login(lived.director)
    Morning.objects.all().delete()
    for path in (SCHOOL, class_path(lived.class_7a)):
        assert "Прогноза пока нет" in read(client, path)
    Switches.objects.create(school=lived.school, is_on=False)
    for path in (SCHOOL, class_path(lived.class_7a), reverse("journal-forecast", args=[lived.algebra_7a.pk])):
        assert "Прогнозы в школе выключены" in read(client, path)


def test_a_simpler_model_is_told_on_every_page(lived, client):
    Morning.objects.update(model=Model.SIMPLER, made_at=lived.school.now())
    client.force_login(lived.director)
    for path in (SCHOOL, class_path(lived.class_7a), reverse("journal-forecast", args=[lived.algebra_7a.pk])):
        assert "более простая модель" in read(client, path)


def test_what_was_told_stands_beside_what_came(lived, client):
    client.force_login(lived.deputy)
    page = read(client, ACCURACY)
    assert "2-я четверть" in page
    assert "Из прогнозов с вероятностью" in page
    assert "По текущему среднему" in page
    assert client.get(f"{ACCURACY}?period={lived.quarters[0].pk}").status_code == 200
    assert client.get(f"{ACCURACY}?period={lived.quarters[3].pk}").status_code == 404


def test_without_a_closed_period_there_is_nothing_to_compare(cast, client):
    client.force_login(cast.deputy)
    assert "Сравнивать пока нечего" in read(client, ACCURACY)


def test_the_head_decides_what_families_see(lived, client):
    client.force_login(lived.director)
    sent = {"is_on": "on", "families": "forecast", "list_length": "5"}
    assert client.post(SETTINGS, sent).headers["Location"] == SCHOOL
    found = Switches.objects.get()
    assert (found.is_on, found.families, found.list_length) == (True, "forecast", 5)


@pytest.mark.parametrize(
    "wrong", [{"families": "everybody"}, {"list_length": "0"}, {"list_length": "много"}, {}]
)
def test_nonsense_changes_nothing(lived, client, wrong):
    client.force_login(lived.director)
    response = client.post(
        SETTINGS, {"is_on": "on", "families": "all", "list_length": "5"} | wrong if wrong else {}
    )
    assert response.status_code == 422
    assert not Switches.objects.exists()


def test_a_teacher_sees_the_course_as_a_page_and_as_a_part_of_the_grid(lived, client):
    client.force_login(lived.teacher)
    path = reverse("journal-forecast", args=[lived.algebra_7a.pk])
    page = read(client, path)
    assert "Сколько каких отметок ожидается" in page
    assert {pupil.list_name for pupil in lived.pupils_7a} <= {row[0] for row in rows_of(source(client, path))}
    part = client.get(path, headers={"X-Fragment": "1"}).content.decode()
    assert "<html" not in part
    assert "Если завтра работа" in part
    assert f'data-fragment="{path}"' in source(client, reverse("journal-course", args=[lived.algebra_7a.pk]))


@pytest.mark.parametrize(
    "query", ["?kind=3&weight=2", "?kind=99&weight=1e9", "?kind=&weight=nan", "?weight=-1"]
)
def test_a_work_of_tomorrow_is_supposed_whatever_is_asked(lived, client, query):
    client.force_login(lived.teacher)
    assert client.get(reverse("journal-forecast", args=[lived.algebra_7a.pk]) + query).status_code == 200


def paths_of(cast):
    course = reverse("journal-forecast", args=[cast.algebra_7a.pk])
    return {"class": class_path(cast.class_7a), "school": SCHOOL, "accuracy": ACCURACY, "course": course}


@pytest.mark.parametrize(
    ("who", "queries"),
    [("classteacher class", 14), ("director school", 16), ("director accuracy", 10), ("teacher course", 9)],
)
def test_pages_cost_the_same_however_large_the_class(lived, client, django_assert_num_queries, who, queries):
    login, _, page = who.partition(" ")
    path = paths_of(lived)[page]
    client.force_login(getattr(lived, login))
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
