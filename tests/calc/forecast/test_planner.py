"""«Что нужно»: exact ways to a mark, and how likely they are by the same forecast."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.calc.forecast.schools import school
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.planner import Standing, plan
from zhurnal.calc.forecast.pupil import Supposed, try_marks
from zhurnal.calc.forecast.records import Marks


@pytest.fixture(scope="module")
def records():
    return school(automatic=True)


def with_marks(records, marks, day=60):
    """A forecast in which pupil 0 has exactly these marks in subject 0 in the period."""
    others = records.marks.where((records.marks.pupil != 0) | (records.marks.subject != 0))
    rows = [(0, 0, day - 1, day - 1, 0, weight, value, -1) for value, weight in marks]
    made = replace(records, marks=others.and_then(Marks.of(rows)) if rows else others)
    return forecast(made, day, factory(made))


def test_the_smallest_ways_are_told_first_with_the_exact_mean(records):
    found = plan(with_marks(records, [(4, 1), (4, 1), (3, 1)]), 0, 0, 4, weights=[Fraction(1), Fraction(2)])
    assert found.standing is Standing.POSSIBLE
    assert found.short_by == 0
    found = plan(with_marks(records, [(4, 1), (4, 1)]), 0, 0, 5, weights=[Fraction(1), Fraction(2)])
    assert found.short_by == Fraction(1, 2)
    assert [(way.marks, way.weight, way.mean) for way in found.ways[:2]] == [
        ((5,), Fraction(2), Fraction(9, 2)),
        ((5, 5), Fraction(1), Fraction(9, 2)),
    ]


def test_every_way_reaches_the_target_and_one_mark_less_does_not(records):
    for marks in ([(3, 1), (4, 2)], [(2, 1)], [(5, 1), (3, 1), (3, 3)], []):
        made = with_marks(records, marks)
        weight, total = sum(w for _, w in marks), sum(v * w for v, w in marks)
        for target in (3, 4, 5):
            for way in plan(made, 0, 0, target).ways:
                reached = Fraction(total + way.weight * sum(way.marks)) / (
                    weight + way.weight * len(way.marks)
                )
                assert reached == way.mean >= Fraction(2 * target - 1, 2)
                less = Fraction(total + way.weight * (sum(way.marks) - 1)) / (
                    weight + way.weight * len(way.marks)
                )
                assert less < Fraction(2 * target - 1, 2) or sum(way.marks) == 2 * len(way.marks)


def test_what_cannot_be_reached_or_lost_is_said(records):
    bad, good = with_marks(records, [(2, 1)] * 30), with_marks(records, [(5, 1)] * 30)
    assert plan(bad, 0, 0, 5, works=2).standing is Standing.IMPOSSIBLE
    assert plan(good, 0, 0, 4, works=2).standing is Standing.SECURED
    assert plan(bad, 0, 0, 2).standing is Standing.SECURED
    assert plan(bad, 0, 0, 3, works=0).standing is Standing.IMPOSSIBLE
    assert plan(good, 0, 0, 5, works=0).standing is Standing.SECURED


def test_a_longer_list_of_better_marks_is_never_likelier(records):
    made = with_marks(records, [(4, 1), (3, 1)])
    easy, hard = (plan(made, 0, 0, target, weights=[Fraction(1)]).ways[0] for target in (4, 5))
    assert 0 < hard.likelihood < easy.likelihood < 1


def test_planner_and_forecast_agree(records):
    """After the marks of a way, and with nothing more to come, the forecast is certain of the target."""
    made = with_marks(records, [(4, 1), (4, 1), (3, 1)])
    way = plan(made, 0, 0, 4, weights=[Fraction(1)]).ways[0]
    closed = replace(made, coming=made.coming._replace(number=made.coming.number * 0))
    tried = try_marks(closed, 0, 0, [Supposed(mark, float(way.weight)) for mark in way.marks])
    assert tried.at_least[0, 0, 1] == 1
    assert tried.mean[0, 0] == pytest.approx(float(way.mean))
    worse = [*way.marks[:-1], way.marks[-1] - 1]
    assert try_marks(closed, 0, 0, [Supposed(mark) for mark in worse]).at_least[0, 0, 1] == 0


def test_the_chance_of_a_way_is_that_of_drawn_marks(records):
    made = with_marks(records, [(4, 1), (3, 1)])
    way = plan(made, 0, 0, 5, weights=[Fraction(1)]).ways[0]
    chance, emission = np.random.default_rng(5), made.parameters.emission
    x = made.latent.mean[0, 0] + np.sqrt(made.latent.variance[0, 0]) * chance.normal(size=(200_000, 1))
    noise = emission.spread[0] * chance.normal(size=(200_000, len(way.marks)))
    drawn = 2 + (x[..., None] + noise[..., None] + emission.shift[0] > emission.border).sum(-1)
    assert way.likelihood == pytest.approx((drawn.sum(1) >= sum(way.marks)).mean(), abs=0.01)
