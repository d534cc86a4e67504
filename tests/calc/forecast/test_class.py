"""A class as a whole: draws, next work, warnings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.calc.forecast.schools import school
from zhurnal.calc.forecast.counts import counts
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.joint import class_outlook, draw
from zhurnal.calc.forecast.next_work import next_work
from zhurnal.calc.forecast.warning import Reason, Risk, early_warning, failure, fall

DAY = 60


@pytest.fixture(scope="module")
def records():
    return school()


@pytest.fixture(scope="module")
def found(records):
    return forecast(records, DAY, factory(records))


def test_drawn_marks_come_as_often_as_forecast(found):
    drawn = draw(found, np.arange(20), 4000)
    often = np.stack([(drawn == mark).mean(0) for mark in range(4)], -1)
    told = found.probability[:20] * (1 - found.not_attested[:20, :, None])
    assert np.abs(often - told).max() < 0.05


def test_subjects_of_a_pupil_rise_and_fall_together(found):
    drawn = draw(found, np.arange(20), 2000).astype(float)
    together = np.var(drawn.sum(2), axis=0)
    alone = np.var(drawn, axis=0).sum(1)
    assert np.median(together / alone) > 1.05


def test_a_class_is_told_with_its_doubt(found):
    told = class_outlook(found, np.arange(20))
    for share in told[1:]:
        assert share.low <= share.median <= share.high
    assert 0 <= told.quality.low < told.quality.high <= 100
    assert told.pupils == 20
    assert told == class_outlook(found, np.arange(20))


def test_the_order_of_a_class_does_not_matter(found):
    assert class_outlook(found, np.arange(20)) == class_outlook(found, np.arange(20)[::-1])


def test_a_class_of_nobody_has_an_outlook(found):
    assert class_outlook(found, np.arange(0)).pupils == 0


def test_the_next_work_is_forecast_for_everybody_of_the_course(found):
    told = next_work(found, 0, 3, 2.0)
    assert told.pupils.tolist() == list(range(20))
    assert told.expected.sum() == pytest.approx(20)
    assert (told.low <= told.expected).all()
    assert (told.expected <= told.high).all()
    have, total = found.situation.weight[0, 0], found.situation.weighted[0, 0]
    assert told.average[0, 3] == pytest.approx((total + 10) / (have + 2))


def test_how_many_of_some_happen_is_counted_exactly():
    told = counts(np.array([[0.5, 0.0, 1.0], [0.5, 0.05, 1.0]]))
    assert told.expected.tolist() == pytest.approx([1.0, 0.05, 2.0])
    assert told.low.tolist() == [0, 0, 2]
    assert told.high.tolist() == [2, 0, 2]
    # As often as coins that are thrown: far from even chances the bounds do not lie evenly about the middle.
    chance = np.random.default_rng(3).uniform(0, 0.3, (20, 1))
    thrown = (np.random.default_rng(4).random((40_000, 20)) < chance[:, 0]).sum(1)
    told = counts(chance)
    for bound, share in ((told.low[0], 0.1), (told.high[0], 0.9)):
        assert (thrown < bound).mean() < share < (thrown <= bound).mean()


def test_warnings_are_ranked_and_have_reasons(found):
    for risk, chances in ((Risk.FAILURE, failure(found)), (Risk.FALL, fall(found))):
        told = early_warning(found, np.arange(60), risk, 10)
        assert [one.chance for one in told] == sorted((one.chance for one in told), reverse=True)
        assert all(one.chance == pytest.approx(chances[one.pupil, one.subject]) for one in told)
    worst = early_warning(found, np.arange(60), Risk.FAILURE, 1)[0]
    assert Reason.LOW_MARKS in worst.reasons
    assert early_warning(found, np.arange(60), Risk.STATUS)


def test_who_missed_many_days_is_told_so(records, found):
    worst = early_warning(found, np.arange(60), Risk.FAILURE, 1)[0]
    days = np.arange(DAY - 15, DAY)
    away = records.absences
    more = replace(
        away,
        pupil=np.concatenate([away.pupil, np.full(15, worst.pupil)]),
        day=np.concatenate([away.day, days]),
    )
    ill = forecast(replace(records, absences=more), DAY, factory(records))
    told = [one for one in early_warning(ill, np.arange(60), Risk.FAILURE, 60) if one.pupil == worst.pupil]
    assert all(Reason.ABSENT in one.reasons for one in told)
    assert told
