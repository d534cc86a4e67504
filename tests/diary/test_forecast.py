"""«Прогноз» in the diary: a range, what it takes, marks tried on the page and stored nowhere."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from tests.diary.reading import marks_path, read, source
from tests.forecasts.lived import live
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Morning, Switches


@pytest.fixture
def lived(cast, client):
    live(cast)
    Switches.objects.create(school=cast.school, families=Switches.Families.ALL)
    refresh_forecasts(school=cast.school)
    client.force_login(cast.parent)
    return cast


def overview(pupil):
    return reverse("diary-forecast", args=[pupil.pk])


def subject(cast, query=""):
    return reverse("diary-forecast-subject", args=[cast.child.pk, cast.algebra_7a.subject_id]) + query


def let_see(cast, families):
    Switches.objects.filter(school=cast.school).update(families=families)


def test_all_subjects_stand_with_what_is_likely(lived, client):
    page = read(client, overview(lived.child))
    assert "Прогноз: 3-я четверть" in page
    assert "Это предположение по отметкам, а не решение" in page
    for name in ("Алгебра", "Русский язык"):
        assert name in page
    assert "Скорее всего" in page


def test_the_third_view_is_offered_beside_the_others_and_only_where_the_school_shows_it(lived, client):
    assert f'href="{overview(lived.child)}"' in source(client, marks_path(lived.child))
    let_see(lived, Switches.Families.NOTHING)
    assert overview(lived.child) not in source(client, marks_path(lived.child))
    assert client.get(overview(lived.child)).status_code == 404
    assert client.get(subject(lived)).status_code == 404


def test_a_school_that_switched_forecasts_off_shows_none(lived, client):
    Switches.objects.update(is_on=False)
    assert client.get(overview(lived.child)).status_code == 404


def test_a_subject_opens_with_reasons_and_ways(lived, client):
    page = read(client, subject(lived))
    assert "Алгебра, 3-я четверть" in page
    assert "Что нужно" in page
    assert "Примерить отметки" in page
    assert "К концу периода средний балл скорее всего окажется в этих пределах" in page


def test_a_school_may_show_the_forecast_without_trying(lived, client):
    let_see(lived, Switches.Families.FORECAST)
    page = read(client, subject(lived, "?tried=5:3"))
    assert "Что нужно" in page
    assert "Примерить" not in page
    assert "Почему" not in page
    assert "Это предположение, не отметки" not in page


def test_tried_marks_stand_in_the_address_and_nowhere_else(lived, client):
    def stored():
        tables = [model for model in apps.get_models() if model._meta.app_label not in ("people", "sessions")]
        return {model._meta.label: model._default_manager.count() for model in tables}

    before = stored()
    response = client.get(subject(lived, "?tried=5:0&mark=2&kind=3"))
    assert response.headers["Location"] == subject(lived, "?tried=5:0,2:3#tried")
    page = read(client, subject(lived, "?tried=5:0,2:3"))
    assert "Это предположение, не отметки." in page
    assert "Сбросить" in page
    assert stored() == before
    assert "Это предположение, не отметки." not in read(client, subject(lived))


def test_better_marks_tried_make_the_average_better(lived, client):
    def average(query):
        return float(
            read(client, subject(lived, query)).split("Средний балл сейчас: ")[1][:4].replace(",", ".")
        )

    assert average("?tried=2:3,2:3") < average("") < average("?tried=5:3,5:3")


@pytest.mark.parametrize(
    "nonsense",
    ["?tried=" + ",".join(["5:3"] * 500), "?tried=nan:nan", "?tried=5:9,6:1,1:1,%00:1", "?tried=٥:3", "?tried=,,,:",
     "?tried=999999999999:0", "?mark=<script>&kind=x", "?mark=&kind="],
)  # fmt: skip
def test_nonsense_is_left_out(lived, client, nonsense):
    response = client.get(subject(lived, nonsense), follow=True)
    assert response.status_code == 200
    assert response.content.decode().count("<li><b>") <= 10
    assert "<script>&" not in response.content.decode()


def test_a_subject_that_the_child_does_not_have_is_not_there(lived, client):
    other = reverse("diary-forecast-subject", args=[lived.child.pk, 999_999])
    assert client.get(other).status_code == 404


def test_before_the_first_night_the_page_says_so(lived, client):
    Morning.objects.all().delete()
    assert "Прогноза пока нет" in read(client, overview(lived.child))
    assert client.get(subject(lived)).status_code == 404


def test_a_mark_of_this_minute_is_in_it(lived, client):
    def chance():
        return read(client, subject(lived)).split("Что нужно")[0]

    before = chance()
    lived.put(lived.algebra_7a, "2026-03-04", lived.child, "2")
    assert chance() != before


def test_no_classmate_stands_in_it(lived, client):
    for path in (overview(lived.child), subject(lived)):
        page = read(client, path)
        for mate in lived.pupils_7a:
            if mate != lived.child:
                assert mate.list_name not in page


def test_it_costs_few_queries(lived, client, django_assert_num_queries):
    for path in (overview(lived.child), subject(lived)):
        client.get(path)
        with django_assert_num_queries(10):
            client.get(path)
