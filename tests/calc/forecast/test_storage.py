"""What a night has learned is read back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.calc.forecast.schools import Kind, school
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.learning.closed import Closed
from zhurnal.calc.forecast.learning.learn import learn
from zhurnal.calc.forecast.past import no_past
from zhurnal.calc.forecast.storage import from_text, to_text

SMALL = Kind(classes=2, pupils=8, subjects=4)


def test_parameters_are_the_same_after_writing_and_reading():
    records = school(SMALL)
    learned = learn([Closed(records, no_past(records), 1)], factory(records))
    for parameters in (learned, replace(learned, recalibration=None)):
        again = from_text(to_text(parameters))
        assert to_text(again) == to_text(parameters)
        one, two = (forecast(records, 60, known) for known in (parameters, again))
        assert one.probability.tobytes() == two.probability.tobytes()


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"frequency": 1}'])
def test_another_text_is_refused_with_a_sentence(text):
    with pytest.raises(ForecastError):
        from_text(text)
