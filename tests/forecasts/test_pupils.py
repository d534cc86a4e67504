"""One new mark changes the forecast of its pupil at once, and nobody else's."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from zhurnal.calc.forecast.warning import Risk
from zhurnal.forecasts.models import Morning
from zhurnal.forecasts.queries.groups import group_forecast, threats
from zhurnal.forecasts.queries.pupils import course_forecast, pupil_forecast

pytestmark = pytest.mark.django_db


def chances(cast, pupil, course):
    (one,) = pupil_forecast(cast.school, pupil.pk)
    return one.seen.forecast.probability[one.seen.number, one.state.subjects[course.subject_id]]


def five(cast, pupil=None):
    return chances(cast, pupil or cast.child, cast.algebra_7a)[-1]


def test_without_news_it_is_the_forecast_of_the_morning(lived):
    (one,) = pupil_forecast(lived.school, lived.child.pk)
    morning = one.state.forecast.probability[one.state.pupils[lived.child.pk]]
    assert np.array_equal(np.nan_to_num(one.seen.forecast.probability[0]), np.nan_to_num(morning))


def test_a_mark_of_today_counts_at_once(lived):
    before, other = five(lived), five(lived, lived.pupils_7a[0])
    lived.put(lived.algebra_7a, "2026-03-04", lived.child, "2")
    assert five(lived) < before
    assert five(lived, lived.pupils_7a[0]) == other


def test_the_teacher_sees_the_same_as_the_family(lived):
    lived.put(lived.algebra_7a, "2026-03-04", lived.child, "2")
    course = course_forecast(lived.school, lived.algebra_7a)
    assert course is not None
    seen = course.pupils[lived.child.pk]
    assert np.array_equal(
        seen.forecast.probability[seen.number, course.subject], chances(lived, lived.child, lived.algebra_7a)
    )


def test_queries_are_few(lived, django_assert_num_queries):
    pupil_forecast(lived.school, lived.child.pk)
    with django_assert_num_queries(5):
        pupil_forecast(lived.school, lived.child.pk)
    with django_assert_num_queries(3):
        course_forecast(lived.school, lived.algebra_7a)
    with django_assert_num_queries(2):
        group_forecast(lived.school, [one.pk for one in lived.pupils_7a])


def test_before_the_first_night_there_is_nothing_and_no_error(cast):
    Morning.objects.all().delete()
    assert pupil_forecast(cast.school, cast.child.pk) == []
    assert course_forecast(cast.school, cast.algebra_7a) is None
    assert group_forecast(cast.school, [cast.child.pk]) is None


def test_what_another_version_kept_is_nothing_until_the_next_night(lived):
    (kept,) = Morning.objects.all()
    told = {name: value for name, value in json.loads(kept.parameters).items() if name != "course"}
    Morning.objects.update(parameters=json.dumps(told), made_at=kept.made_at + dt.timedelta(seconds=1))
    assert pupil_forecast(lived.school, lived.child.pk) == []
    assert course_forecast(lived.school, lived.algebra_7a) is None


def test_a_stranger_to_the_school_has_none(lived):
    assert pupil_forecast(lived.school, lived.other_pupil.pk) == []


def test_a_class_has_figures_whose_doubt_is_about_their_middle(lived):
    found = group_forecast(lived.school, [one.pk for one in lived.pupils_7a])
    assert found is not None
    for share in (found.now.achievement, found.now.quality, found.now.learned):
        assert 0 <= share.low <= share.median <= share.high <= 100
    assert found.now.pupils == len(lived.pupils_7a)


def test_a_class_of_one_and_of_nobody(lived):
    one = group_forecast(lived.school, [lived.child.pk])
    assert one is not None
    assert one.now.pupils == 1
    assert group_forecast(lived.school, []) is None


def test_warnings_are_ranked_and_no_longer_than_asked(lived):
    found = group_forecast(lived.school, [one.pk for one in lived.pupils_7a])
    assert found is not None
    for risk in Risk:
        told = threats(found, risk, 3)
        assert len(told) <= 3
        assert [one.chance for one in told] == sorted((one.chance for one in told), reverse=True)
