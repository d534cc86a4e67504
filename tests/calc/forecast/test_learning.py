"""What is learned of teachers, plans and years."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.special import expit, logit

from tests.calc.forecast.schools import Kind, means, school
from zhurnal.calc.forecast.arrays import possible
from zhurnal.calc.forecast.drift import Drift
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.factory import covariance_of, factory
from zhurnal.calc.forecast.learning.again import (
    Alike,
    Second,
    alike,
    learn_course,
    learn_recalibration,
    second_look,
)
from zhurnal.calc.forecast.learning.closed import PHASES, Closed, replayed
from zhurnal.calc.forecast.learning.learn import learn
from zhurnal.calc.forecast.learning.logistic import ridge
from zhurnal.calc.forecast.learning.teachers import Given, learn_rule
from zhurnal.calc.forecast.learning.variances import learn_variances
from zhurnal.calc.forecast.past import no_past
from zhurnal.calc.forecast.recalibration import FEATURES, HAS_PREVIOUS
from zhurnal.calc.forecast.records import WorkType
from zhurnal.calc.forecast.rule import TEACHER_SD, habits
from zhurnal.calc.forecast.storage import to_text
from zhurnal.calc.forecast.year_mark import year_mark

SMALL = Kind(classes=2, pupils=10, subjects=4)
BORDERS = [2.5, 3.5, 4.5]


def test_each_teacher_has_a_threshold_of_their_own():
    mean = np.random.default_rng(1).uniform(3.8, 5.0, 600)
    teacher = np.arange(600) % 2
    place = np.where(mean >= np.where(teacher == 0, 4.3, 4.7), 3, 2)
    base = factory(school(SMALL))
    above = mean[:, None] - np.array(BORDERS)
    told = learn_rule([Given(mean, above, np.full(600, np.nan), teacher, place)], base).rule
    kind, strict = told.a[2] + told.offset[:2, 2]
    assert kind > 2
    assert strict < -2


def test_planned_control_works_are_not_counted_twice():
    records = school(SMALL)
    learned = learn([Closed(records, no_past(records), 2)], factory(records))
    made = forecast(records, 80, learned)
    came = records.marks.where((records.marks.day >= 80) & (records.marks.day < 130))
    number = (came.kind == WorkType.CONTROL).sum() / records.course.size
    assert made.coming.number[..., WorkType.CONTROL].mean() == pytest.approx(number, rel=0.15)
    answers = (came.kind == WorkType.ANSWER).sum() / records.course.size
    assert made.coming.number[..., WorkType.ANSWER].mean() == pytest.approx(answers, rel=0.2)


def test_a_morning_on_which_little_is_known_teaches_nothing_about_others():
    records = school(SMALL)
    looks = [second_look(one) for one in replayed(Closed(records, no_past(records), 1), factory(records))]
    assert [len(one.place) > 0 for one in looks] == [False, False, True, True, True, True]


def test_what_never_changed_in_the_periods_seen_is_not_learned():
    records = school(SMALL)
    base = factory(records)
    assert base.recalibration is not None
    known = base.recalibration.coefficients
    place = len(known[0, 0]) - len(FEATURES) + HAS_PREVIOUS
    # In the first period of a school nobody has a mark of a period before.
    one, two = (learn([Closed(records, no_past(records), number)], base).recalibration for number in (1, 2))
    assert one is not None
    assert two is not None
    assert np.allclose(one.coefficients[..., place], known[..., place], atol=1e-6)
    assert np.abs(two.coefficients[..., place] - known[..., place]).max() > 1e-3
    assert np.abs(one.coefficients - known).max() > 1e-2


def test_as_many_forecasts_teach_more_in_two_periods_than_in_one():
    chance, base = np.random.default_rng(5), replace(factory(school(SMALL)), recalibration=None)
    told = np.sort(chance.uniform(0.02, 0.98, (4000, 3)))[:, ::-1]
    place = (chance.random(4000)[:, None] < expit(0.5 * logit(told))).sum(1)  # it was too sure by half
    side, none = np.zeros((4000, len(FEATURES))), Alike(0.0, 0.0, 0.0, 0.0, 0.0)

    def slope(parts):
        looks = [
            Second(phase, told[part], side[part], place[part], np.ones(0), 0.0, 0.0, none)
            for phase in range(len(PHASES)) for part in parts
        ]  # fmt: skip
        learned = learn_recalibration(looks, base).recalibration
        assert learned is not None
        return learned.coefficients[3, 1, 1]

    one, two = slope([slice(None)]), slope([slice(0, 2000), slice(2000, None)])
    assert 0.5 < two < one < 0.9


def test_a_teacher_nobody_knows_makes_a_forecast_less_sure_and_marks_given_make_it_surer():
    records = school(SMALL)
    base = factory(records)
    known = learn([Closed(records, no_past(records), 2)], base).rule
    teachers = np.unique(records.teacher)
    assert (known.doubt[teachers] <= base.rule.doubt[teachers]).all()
    assert (known.doubt[teachers] < base.rule.doubt[teachers]).any()
    late = records.periods[0][1] - 4
    sure = replace(base, rule=replace(base.rule, doubt=np.zeros_like(base.rule.doubt)))
    told = [np.abs(forecast(records, late, one).plain - 0.5).sum() for one in (base, sure)]
    assert told[0] < told[1]
    assert habits(base.rule, np.array([-1, 10_000])).doubt.min() == TEACHER_SD**2


def test_courses_whose_forecasts_err_together_are_learned():
    records = school(SMALL)
    base = factory(records)
    course = np.repeat(np.arange(60), 20)
    chance = np.random.default_rng(6)
    looks = [second_look(one) for one in replayed(Closed(records, no_past(records), 1), base)]
    found = []
    for share in (0.0, 0.2):
        misses = np.sqrt(share) * chance.normal(size=60)[course] + np.sqrt(1 - share) * chance.normal(
            size=1200
        )
        told = [one._replace(alike=alike(course, misses)) for one in looks]
        found.append(learn_course(told, base).course)
    assert found[0] < base.course < found[1]
    assert found[1] == pytest.approx(0.15, abs=0.06)
    # Nobody to compare with: what was known stays.
    assert learn_course([], base).course == base.course


def test_a_few_weeks_tell_little_of_slow_drifts():
    records = school(SMALL)
    base = factory(records)
    strange = replace(base, drift=Drift(1.5, 4.0))
    kept = [
        learn_variances([Closed(records, no_past(records), periods)], strange).drift.variance
        for periods in (1, 4)
    ]
    assert kept[0] > kept[1]


def test_half_a_mark_of_the_year_goes_where_the_last_period_lies():
    records = school(SMALL)
    day = records.periods[3][1]
    quiet = replace(records, lessons=replace(records.lessons, day=records.lessons.day * 0))
    quiet = replace(quiet, policy=replace(records.policy, automatic=True))
    last = forecast(quiet, day, factory(records)).most_likely
    for other in (-1, 1):
        finals = records.finals.copy()
        # Two periods lie on the other side, so that the mean is a half away from the last mark: it wins.
        finals[:3] = last
        finals[:2] = last + other
        year = year_mark(forecast(replace(quiet, finals=finals), day, factory(records)))
        inside = (last > 2) & (last < 5)
        assert inside.any()
        chance = np.take_along_axis(year, (last - 2)[..., None], -1)[..., 0]
        assert (chance[inside] > 0.9).all()


def test_the_ridge_stays_at_its_centre_where_nothing_is_known_and_goes_where_much_is():
    centre, hold = np.array([0.5, -1.0]), np.array([1.0, 1.0])
    assert ridge(np.zeros((0, 2)), np.zeros(0), centre, hold) == pytest.approx(centre)
    chance = np.random.default_rng(2)
    table = np.column_stack([np.ones(20_000), chance.normal(size=20_000)])
    happened = (chance.random(20_000) < 1 / (1 + np.exp(-(table @ [1.0, 2.0])))).astype(float)
    assert ridge(table, happened, centre, hold) == pytest.approx([1.0, 2.0], abs=0.1)


def test_separated_marks_do_not_run_away():
    table = np.column_stack([np.ones(200), np.linspace(-50, 50, 200)])
    found = ridge(table, (table[:, 1] > 0).astype(float), np.zeros(2), np.array([1e-3, 1e-3]))
    assert np.isfinite(found).all()


def test_means_of_periods_are_those_of_the_marks_that_counted():
    records = school(SMALL)
    for number, one in enumerate(list(replayed(Closed(records, no_past(records), 2), factory(records)))[::6]):
        mean, _ = means(records, *records.periods[number])
        assert np.allclose(one.means, mean, equal_nan=True)


def test_a_threshold_that_was_moved_counts_from_its_period_on():
    records = school(SMALL)
    stricter = tuple(border + Fraction(2, 5) for border in records.policy.thresholds)
    moved = replace(records, thresholds=(records.policy.thresholds, stricter, stricter, stricter))
    for day, differs in ((20, False), (60, True)):
        before, after = (forecast(one, day, factory(one)).at_least for one in (records, moved))
        assert (np.nanmax(before - after) > 0.05) == differs
        assert np.nanmin(before - after) >= 0


def test_teachers_are_learned_by_the_threshold_that_held_when_they_decided():
    records = school(SMALL)
    first = records.policy.thresholds
    stricter = tuple(border + Fraction(2, 5) for border in first)
    base = factory(records)
    same = learn([Closed(records, no_past(records), 1)], base)
    # What lies ahead says nothing about the period that is over.
    ahead = replace(records, thresholds=(first, stricter, stricter, stricter))
    assert to_text(learn([Closed(ahead, no_past(ahead), 1)], base)) == to_text(same)
    # Who gave the same marks at the same averages under a stricter rule was more generous to it.
    behind = replace(records, thresholds=(stricter, stricter, stricter, stricter))
    generous = learn([Closed(behind, no_past(behind), 1)], base)
    assert (generous.rule.a > same.rule.a).all()


def test_subjects_known_and_unknown_make_a_covariance_that_can_be():
    codes = ("alg", "alg", "", "pe", "", "rus", "lit", "", "", "", "", "phys", "", "tech", "", "")
    found = covariance_of(codes, len(codes))
    assert np.linalg.eigvalsh(found).min() > 0
    assert np.allclose(found, found.T)
    known = ("alg", "rus")
    assert np.allclose(possible(covariance_of(known, 2)), covariance_of(known, 2))
