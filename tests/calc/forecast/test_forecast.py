"""What must hold of every forecast, whatever the school (docs/forecast.md)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.calc.forecast.schools import KINDS, means, school
from zhurnal.calc.forecast import metrics
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.explanation import parts
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.learning.closed import Closed
from zhurnal.calc.forecast.learning.learn import learn
from zhurnal.calc.forecast.monitoring import without_second_look
from zhurnal.calc.forecast.past import no_past, remember
from zhurnal.calc.forecast.pupil import Supposed, try_marks, update_pupil
from zhurnal.calc.forecast.records import Marks
from zhurnal.calc.forecast.year_mark import year_mark
from zhurnal.calc.grading.scale import FIVE_WITH_ONE, HUNDRED, TEN

DAY = 60


@pytest.fixture(scope="module")
def records():
    return school()


@pytest.fixture(scope="module")
def found(records):
    return forecast(records, DAY, factory(records))


def outputs(made):
    return [made.probability, made.mean, made.low, made.high, made.not_attested, parts(made), year_mark(made)]


def same_to_the_bit(one, other):
    return all(a.tobytes() == b.tobytes() for a, b in zip(outputs(one), outputs(other), strict=True))


def test_probabilities_of_a_row_are_none_below_zero_and_sum_to_one(found):
    assert (found.probability >= 0).all()
    assert np.allclose(found.probability.sum(-1), 1, atol=1e-12)
    assert np.allclose(year_mark(found).sum(-1), 1, atol=1e-9)


def test_the_mean_lies_within_its_interval_and_the_scale(found):
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    assert found.low.min() >= 2
    assert found.high.max() <= 5


def test_the_same_input_gives_the_same_bytes(records, found):
    assert same_to_the_bit(found, forecast(records, DAY, factory(records)))


def test_nothing_that_comes_later_changes_a_bit(records):
    chance = np.random.default_rng(7)
    marks, finals = records.marks, records.finals.copy()
    later = np.flatnonzero(marks.day >= DAY)
    value = marks.value.copy()
    value[later] = chance.permutation(value[later]) % 4 + 2
    finals[1:] = chance.permuted(finals[1:], axis=1)
    order = np.concatenate([np.flatnonzero(marks.day < DAY), chance.permutation(later)])
    away = records.absences
    absences = replace(away, pupil=away.pupil[away.day < DAY], day=away.day[away.day < DAY])
    shuffled = replace(
        records, marks=replace(marks, value=value).where(order), finals=finals, absences=absences
    )
    base = replace(records, marks=marks.where(np.argsort(marks.day >= DAY, kind="stable")))
    assert same_to_the_bit(forecast(base, DAY, factory(base)), forecast(shuffled, DAY, factory(shuffled)))


def test_a_mark_entered_after_the_morning_is_not_known(records, found):
    marks = records.marks
    at = int(np.flatnonzero(marks.day < DAY)[-1])
    entered = marks.entered.copy()
    entered[at] = DAY
    late = replace(records, marks=replace(marks, entered=entered))
    without = replace(records, marks=marks.where(np.arange(len(marks)) != at))
    assert same_to_the_bit(forecast(late, DAY, factory(late)), forecast(without, DAY, factory(without)))
    assert not same_to_the_bit(forecast(late, DAY, factory(late)), found)


def test_a_mark_that_will_be_annulled_counts_until_then(records, found):
    marks = records.marks
    seen = int(np.flatnonzero(marks.day < DAY)[-1])
    void = marks.void_day.copy()
    void[seen] = DAY
    assert same_to_the_bit(
        found, forecast(replace(records, marks=replace(marks, void_day=void)), DAY, factory(records))
    )
    void[seen] = DAY - 1
    annulled = forecast(replace(records, marks=replace(marks, void_day=void)), DAY, factory(records))
    assert not same_to_the_bit(found, annulled)


def test_the_order_of_pupils_does_not_matter(records, found):
    order = np.random.default_rng(3).permutation(len(records.course))
    place = np.argsort(order)
    moved = replace(
        records, course=records.course[order], finals=records.finals[:, order],
        marks=replace(records.marks, pupil=place[records.marks.pupil]),
        absences=replace(records.absences, pupil=place[records.absences.pupil]),
    )  # fmt: skip
    for one, other in zip(outputs(found), outputs(forecast(moved, DAY, factory(moved))), strict=True):
        assert np.allclose(one[order], other, atol=1e-9)


def test_the_parts_of_an_explanation_add_up(records):
    past = remember(school(seed=2), factory(records))
    made = forecast(records, DAY, factory(records), past)
    told = parts(made)
    assert np.abs(told.sum(-1) - made.latent.mean).max() < 1e-6
    assert (np.abs(told).mean((0, 1)) > 1e-4).all()


def test_a_pupil_without_a_mark_gets_a_wide_answer(records):
    marks = records.marks
    alone = replace(records, marks=marks.where(marks.pupil != 0))
    made = forecast(alone, DAY, factory(alone))
    assert np.isfinite(made.probability[0]).all()
    width = made.high - made.low
    assert (width[0] > np.median(width[1:], axis=0)).all()
    assert made.too_little[0].all()
    assert not made.too_little.all()


@pytest.mark.parametrize("kind", [0, 1, 3])
def test_a_better_mark_never_makes_a_good_mark_for_the_period_less_likely(found, kind):
    for pupil in range(0, 60, 3):
        tried = [try_marks(found, pupil, 1, [Supposed(mark, 1.0, kind)]) for mark in (2, 3, 4, 5)]
        chances = np.array([one.at_least[0, 1] for one in tried])
        assert (np.diff(chances, axis=0) >= -1e-9).all(), (pupil, chances)
        assert (np.diff([one.mean[0, 1] for one in tried]) > 0).all()


def test_a_heavier_mark_moves_more(found):
    for pupil in range(0, 60, 7):
        light, heavy = (try_marks(found, pupil, 2, [Supposed(2, weight)]).mean[0, 2] for weight in (1.0, 3.0))
        assert heavy < light


def test_with_all_marks_in_an_automatic_rule_is_certain():
    records = school(automatic=True)
    last = records.periods[1][1]
    made = forecast(
        replace(records, lessons=replace(records.lessons, day=records.lessons.day * 0)),
        last,
        factory(records),
    )
    for pupil, subject in np.ndindex(*records.course.shape):
        weighted, weight = made.situation.weighted[pupil, subject], made.situation.weight[pupil, subject]
        if weight:
            mark = 2 + sum(weighted >= float(border) * weight for border in records.policy.thresholds)
            assert made.probability[pupil, subject, mark - 2] == 1
    assert (np.nan_to_num(made.high - made.low) < 1e-9)[made.situation.count > 0].all()


def test_one_pupil_alone_is_forecast_as_among_all(found):
    for pupil in (0, 17, 59):
        alone = update_pupil(found, pupil)
        assert np.allclose(alone.probability[0], found.probability[pupil], atol=1e-9)
        assert np.allclose(alone.mean[0], found.mean[pupil], atol=1e-9)
        assert np.allclose(year_mark(alone)[0], year_mark(found)[pupil], atol=1e-9)
        assert np.allclose(alone.not_attested[0], found.not_attested[pupil], atol=1e-9)


def test_a_new_mark_moves_the_pupil_and_all_subjects_a_little(found):
    own = found.situation.seen.where(found.situation.seen.pupil == 5)
    bad = update_pupil(found, 5, own.and_then(Marks.of([(5, 0, DAY - 1, DAY - 1, 0, 1.0, 2, -1)] * 3)))
    assert bad.mean[0, 0] < found.mean[5, 0] - 0.1
    assert (bad.mean[0, 1:] < found.mean[5, 1:]).all()


@pytest.mark.parametrize("name", KINDS)
def test_forecasts_of_every_kind_of_school_are_better_than_frequencies(name):
    first, second = school(KINDS[name], 11), school(KINDS[name], 11)
    learned = learn([Closed(first, no_past(first), 2)], factory(first))
    chances, place = [], []
    for period in (2, 3):
        day = second.periods[period][0] + 20
        made = forecast(second, day, learned)
        at = second.finals[period] >= 2
        chances.append(made.probability[at])
        place.append(second.finals[period][at].astype(np.int64) - 2)
    told, came = np.concatenate(chances), np.concatenate(place)
    often = np.bincount(came, minlength=4) / len(came)
    assert metrics.rps(told, came).mean() < metrics.rps(np.tile(often, (len(came), 1)), came).mean()
    assert metrics.calibration(told, came) < 0.07
    assert metrics.accuracy(told, came) >= often.max() - 0.02


@pytest.mark.parametrize("name", ["ordinary", "lenient"])
def test_after_one_closed_period_a_school_is_not_too_sure(name):
    records = school(replace(KINDS[name], classes=6), 1)
    learned = learn([Closed(records, no_past(records), 1)], factory(records))
    first, last = records.periods[1]
    at = records.finals[1] >= 2
    place = records.finals[1][at].astype(np.int64) - 2
    told, plain = [], []
    for share in (0.25, 0.5, 0.75):
        day = first + round(share * (last + 1 - first))
        told.append(forecast(records, day, learned).probability[at])
        plain.append(forecast(records, day, without_second_look(learned)).probability[at])
    chances, without, came = np.concatenate(told), np.concatenate(plain), np.tile(place, 3)
    assert chances.max(1).mean() - metrics.accuracy(chances, came) < 0.03
    assert metrics.calibration(chances, came) < 0.03
    assert metrics.rps(chances, came).mean() < 1.01 * metrics.rps(without, came).mean()


@pytest.mark.parametrize("scale", [TEN, HUNDRED, FIVE_WITH_ONE])
def test_other_scales_have_forecasts_too(scale):
    records = school(scale=scale)
    made = forecast(records, DAY, learn([Closed(records, no_past(records), 1)], factory(records)))
    assert made.probability.shape[-1] == scale.high - scale.low + 1
    assert np.allclose(made.probability.sum(-1), 1, atol=1e-9)
    came = records.finals[1] >= scale.low
    told = (made.probability * made.classes).sum(-1)
    miss = np.abs(told - records.finals[1])[came].mean()
    plain = np.abs(records.finals[1][came] - records.finals[1][came].mean()).mean()
    assert miss < 0.6 * plain
    mean, _ = means(records, *records.periods[1])
    assert 0.6 < ((made.low <= mean) & (mean <= made.high))[came].mean() < 0.95
