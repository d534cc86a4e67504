"""Whatever comes in, there is an answer with honest width, or a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.calc.forecast.schools import school
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.joint import class_outlook
from zhurnal.calc.forecast.learning.closed import Closed
from zhurnal.calc.forecast.learning.learn import learn
from zhurnal.calc.forecast.past import no_past, remember
from zhurnal.calc.forecast.pupil import update_pupil
from zhurnal.calc.forecast.records import Marks, PeriodPolicy
from zhurnal.calc.forecast.year_mark import year_mark
from zhurnal.calc.grading.scale import PASS_FAIL

DAY = 60


@pytest.fixture(scope="module")
def records():
    return school()


def answer(records, day=DAY):
    """A forecast whose every row sums to one and whose intervals are real."""
    made = forecast(records, day, factory(records))
    taught = made.situation.taught
    assert np.allclose(made.probability[taught].sum(-1), 1, atol=1e-9)
    assert np.isfinite([made.low[taught], made.mean[taught], made.high[taught]]).all()
    assert np.allclose(year_mark(made)[taught].sum(-1), 1, atol=1e-9)
    return made


def test_a_school_without_any_mark(records):
    made = answer(replace(records, marks=Marks.of([])), 0)
    assert made.too_little.all()
    assert class_outlook(made, np.arange(20)).pupils == 20
    assert np.isfinite(update_pupil(made, 0).probability).all()


def test_a_school_with_one_mark(records):
    made = answer(replace(records, marks=Marks.of([(3, 2, 45, 45, 0, 1.0, 5, -1)])))
    assert made.mean[3, 2] > made.mean[4, 2]
    assert np.delete(made.too_little, 3, axis=0).all()


def test_a_pupil_who_was_never_there(records):
    marks, away = records.marks, records.absences
    days = np.arange(0, 170)
    absences = replace(
        away, pupil=np.concatenate([away.pupil, np.zeros(170, int)]), day=np.concatenate([away.day, days])
    )
    made = answer(replace(records, marks=marks.where(marks.pupil != 0), absences=absences))
    assert made.too_little[0].all()
    assert (made.not_attested[0] > np.median(made.not_attested[1:])).all()


def test_a_pupil_who_came_yesterday_with_nothing_but_a_previous_mark(records):
    marks, finals = records.marks, records.finals.copy()
    finals[:, 0] = np.nan
    finals[0, 0, :] = 5
    made = answer(replace(records, marks=marks.where(marks.pupil != 0), finals=finals))
    assert made.too_little[0].all()


def test_a_subject_that_is_not_taught_has_no_numbers(records):
    course = records.course.copy()
    course[:20, 3] = -1
    made = answer(replace(records, course=course))
    assert np.isnan(made.probability[:20, 3]).all()
    assert np.isnan(made.mean[:20, 3]).all()
    assert (made.most_likely[:20, 3] == 0).all()


def test_marks_that_do_not_count_or_are_of_another_scale_are_left_out(records):
    odd = Marks.of(
        [(0, 0, 50, 50, 0, 0.0, 2, -1), (0, 0, 51, 51, 0, 1.0, 9, -1), (999, 0, 51, 51, 0, 1.0, 5, -1)]
    )
    made, plain = answer(replace(records, marks=records.marks.and_then(odd))), answer(records)
    assert made.probability.tobytes() == plain.probability.tobytes()


def test_a_policy_that_changes_in_mid_period_is_followed_from_that_day(records):
    strict = replace(records.policy, thresholds=tuple(border + 1 for border in records.policy.thresholds))
    plain, changed = answer(records), answer(replace(records, policy=strict))
    assert changed.at_least[..., 2].mean() < plain.at_least[..., 2].mean() - 0.1
    assert np.array_equal(changed.mean, plain.mean)


def test_marks_entered_long_after_their_day_count_from_then(records):
    marks = records.marks
    late = replace(records, marks=replace(marks, entered=marks.day + 30))
    assert answer(late).situation.weight.sum() < answer(records).situation.weight.sum()


def test_a_plan_without_lessons_leaves_what_there_is(records):
    lessons = replace(records.lessons, day=records.lessons.day + 1000)
    made = answer(replace(records, lessons=lessons))
    has = made.situation.count > 0
    assert np.allclose(
        made.mean[has], (made.situation.weighted / np.maximum(made.situation.weight, 1e-9))[has]
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"periods": ()}, "periods"),
        ({"periods": ((5, 2),)}, "periods"),
        ({"scale": PASS_FAIL}, "scale"),
        ({"policy": PeriodPolicy(())}, "scale"),
        ({"finals": np.zeros((1, 2, 3))}, "finals"),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(records, changed, code):
    with pytest.raises(ForecastError) as refusal:
        forecast(replace(records, **changed), DAY, factory(records))
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_after_the_last_period_there_is_nothing_to_forecast(records):
    with pytest.raises(ForecastError) as refusal:
        forecast(records, 500, factory(records))
    assert refusal.value.code == "after_the_year"


def test_learning_from_nothing_learns_nothing(records):
    base = factory(records)
    assert learn([], base) is base
    assert learn([Closed(records, no_past(records), 0)], base) is base
    assert learn([Closed(replace(records, marks=Marks.of([])), no_past(records), 2)], base) is base


def test_learning_looks_at_closed_periods_only(records):
    marks, finals = records.marks, records.finals.copy()
    finals[1:] = 2
    value = np.where(marks.day >= 40, 2.0, marks.value)
    other = replace(records, marks=replace(marks, value=value), finals=finals)
    base = factory(records)
    one, two = (learn([Closed(year, no_past(year), 1)], base) for year in (records, other))
    assert (
        forecast(records, 30, one).probability.tobytes() == forecast(records, 30, two).probability.tobytes()
    )


def test_last_year_makes_the_first_morning_sure(records):
    past = remember(records, factory(records))
    next_year = school(seed=9)
    cold, warm = (forecast(next_year, 0, factory(records), before) for before in (None, past))
    assert (warm.high - warm.low).mean() < 0.8 * (cold.high - cold.low).mean()
    assert not warm.too_little.all()


def test_last_year_can_be_given_other_numbers(records):
    past = remember(records, factory(records))
    pupils, subjects, courses = np.array([5, -1]), np.array([1, 0, -1]), np.array([2, -1])
    small = past.renumbered(pupils, subjects, courses)
    assert small.level[0, 0] == past.level[5, 1]
    assert small.sureness[1].sum() == small.sureness[:, 2].sum() == 0
    assert small.norm.tolist() == [past.norm[2], 0]
    assert small.norm_known.tolist() == [1, 0]


def test_a_teacher_who_came_after_the_parameters_were_learned(records):
    base = learn([Closed(records, no_past(records), 1)], factory(records))
    newcomer = replace(records, teacher=np.where(records.teacher == 3, 40, records.teacher))
    assert np.isfinite(forecast(newcomer, DAY, base).probability).all()
    again = learn([Closed(newcomer, no_past(newcomer), 2)], base)
    assert len(again.rule.offset) == 41
    assert np.abs(again.rule.offset[40]).sum() > 0
