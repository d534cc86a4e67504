"""What is said of forecasts that have met the truth."""

from __future__ import annotations

import numpy as np
import pytest

from tests.calc.forecast.schools import school
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.monitoring import Alarm, alarms, plain_table, reliability, without_second_look

CHANCE = np.random.default_rng(2)


def honest(number=4000):
    chances = CHANCE.dirichlet([0.3, 0.6, 1.0, 0.8], number)
    return chances, np.array([CHANCE.choice(4, p=row) for row in chances])


def test_honest_forecasts_lie_in_their_bins():
    chances, place = honest()
    bins = reliability(chances, place)
    assert sum(one.number for one in bins) == len(place)
    for one in bins:
        assert one.told_from <= one.told <= one.told_to
        assert one.low - 0.02 < one.told < one.high + 0.02
        assert one.low < one.came < one.high


def test_a_sure_forecast_is_in_the_last_bin_and_an_empty_bin_has_no_number():
    bins = reliability(np.array([[0.0, 0.0, 0.0, 1.0]]), np.array([3]))
    assert [one.number for one in bins] == [0, 0, 0, 0, 1]
    assert reliability(np.zeros((0, 4)), np.zeros(0, int))[0].number == 0


def test_the_plain_rule_learns_how_often_rounding_is_right():
    rounded, place = np.array([2, 2, 2, 1] * 50), np.array([2, 2, 3, 1] * 50)
    table = plain_table(rounded, place, 4)
    assert table.sum(1) == pytest.approx(np.ones(5))
    assert table[2, 2] == pytest.approx(0.66, abs=0.03)
    assert table[-1].argmax() == 2


def test_the_alarm_rings_for_forecasts_worse_than_the_plain_rule_and_for_wrong_intervals():
    chances, place = honest()
    right = CHANCE.random(len(place)) < 0.8
    plain = np.full_like(chances, 0.25)
    assert alarms(chances, plain, place, right) == ()
    assert alarms(plain, chances, place, right) == (Alarm.WORSE_THAN_PLAIN,)
    assert alarms(chances, plain, place, np.ones(len(place), bool)) == (Alarm.INTERVALS_OFF,)
    assert alarms(plain[:50], chances[:50], place[:50], right[:50]) == ()


def test_the_simpler_model_is_still_a_forecast():
    records = school()
    made = forecast(records, 60, without_second_look(factory(records)))
    assert np.allclose(made.probability.sum(-1), 1)
    assert np.allclose(made.at_least, made.plain)
