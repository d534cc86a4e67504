"""Levels and drifts against the same formulas written out in full."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.calc.forecast.schools import Kind, school
from zhurnal.calc.forecast.drift import Drift, ahead, follow, smooth
from zhurnal.calc.forecast.engine import Shared, forecast, forecast_of
from zhurnal.calc.forecast.explanation import Source, parts
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.levels import levels, log_likelihood
from zhurnal.calc.forecast.past import remember
from zhurnal.calc.forecast.scores import score_of_marks

CHANCE = np.random.default_rng(4)
DRIFT = Drift(0.3, 5.0)


def test_levels_are_those_of_the_inverse_matrices():
    half = CHANCE.normal(size=(5, 5))
    sigma, q = half @ half.T / 5 + 0.1 * np.eye(5), CHANCE.random((3, 5)) * 4
    q[0, 2] = 0
    together, m = 0.2 * q, CHANCE.normal(size=(3, 5))
    found = levels(q, m, sigma, together)
    for pupil in range(3):
        precision = np.diag(q[pupil]) - np.outer(together[pupil], together[pupil])
        covariance = np.linalg.inv(np.linalg.inv(sigma) + precision)
        assert found.covariance[pupil] == pytest.approx(covariance)
        assert found.mean[pupil] == pytest.approx(covariance @ m[pupil])


def test_where_pupils_do_not_differ_every_level_is_nothing():
    found = levels(np.ones((2, 3)), np.ones((2, 3)), np.zeros((3, 3)))
    assert not found.mean.any()
    assert not found.covariance.any()
    assert not log_likelihood(np.ones((2, 3)), np.ones((2, 3)), np.zeros((3, 3))).any()


def weeks_seen():
    precision = np.array([2.0, 0.0, 1.0, 3.0, 0.0, 1.5])
    seen = precision > 0
    time = np.arange(6)
    kernel = DRIFT.variance * np.exp(-np.abs(time[:, None] - time[None, :]) / DRIFT.weeks)
    y = CHANCE.normal(size=6)
    inverse = np.linalg.inv(kernel[np.ix_(seen, seen)] + np.diag(1 / precision[seen]))
    return precision, y, seen, kernel, inverse


def test_the_filter_says_what_the_whole_covariance_says():
    precision, y, seen, kernel, inverse = weeks_seen()
    track = follow(precision[:, None, None], y[:, None, None], DRIFT)
    one, last = np.ones(seen.sum()), kernel[-1, seen]
    assert track.q.item() == pytest.approx(one @ inverse @ one)
    assert track.m.item() == pytest.approx(one @ inverse @ y[seen])
    assert track.square.item() == pytest.approx(y[seen] @ inverse @ y[seen])
    assert track.a_y.item() == pytest.approx(last @ inverse @ y[seen])
    assert track.a_1.item() == pytest.approx(last @ inverse @ one)
    assert track.c.item() == pytest.approx(DRIFT.variance - last @ inverse @ last)
    of_noise = np.log(precision[seen]).sum()
    assert track.log_det.item() == pytest.approx(-np.linalg.slogdet(inverse)[1] + of_noise)


def test_the_smoother_says_what_the_whole_covariance_says():
    precision, y, seen, kernel, inverse = weeks_seen()
    found, spread = smooth(precision[:, None], y[:, None], DRIFT)
    assert found[:, 0] == pytest.approx(kernel[:, seen] @ inverse @ y[seen])
    assert spread.item() == pytest.approx(DRIFT.variance - kernel[-1, seen] @ inverse @ kernel[-1, seen])


def test_the_drift_ahead_is_the_mean_over_the_weeks():
    steps = (np.arange(2000) + 0.5) / 2000 * 3
    kernel = DRIFT.variance * np.exp(-np.abs(steps[:, None] - steps[None, :]) / DRIFT.weeks)
    now = DRIFT.variance * np.exp(-steps / DRIFT.weeks)
    left, added = ahead(DRIFT, 3.0)
    assert left == pytest.approx(now.mean() / DRIFT.variance, abs=1e-4)
    assert added == pytest.approx(kernel.mean() - now.mean() ** 2 / DRIFT.variance, abs=1e-4)


def test_scores_are_the_means_of_the_bins_of_the_normal_distribution():
    drawn = np.sort(CHANCE.normal(size=400_000))
    share = np.array([0.1, 0.2, 0.4, 0.3])
    bins = np.split(drawn, (np.cumsum(share)[:-1] * len(drawn)).astype(int))
    assert score_of_marks(share) == pytest.approx([one.mean() for one in bins], abs=0.01)


def test_last_year_here_is_what_would_change_without_it():
    records = school(Kind(classes=2, pupils=10, subjects=4))
    # The common trend is read off what levels leave, so that it would move a little too.
    parameters = replace(factory(records), pupil_drift=Drift(0.0, 4.0))
    past = remember(school(Kind(classes=2, pupils=10, subjects=4), 2), parameters)
    made = forecast(records, 60, parameters, past)
    level = past.level.copy()
    level[3, 1] = 0.0
    shared = Shared(made.latent.common, made.coming)
    without = forecast_of(made.situation, parameters, replace(past, level=level), shared)
    place = list(Source).index(Source.LAST_YEAR)
    moved = made.latent.levels.mean[3, 1] - without.latent.levels.mean[3, 1]
    assert parts(made)[3, 1, place] == pytest.approx(moved)
    assert parts(without)[3, 1, place] == 0
