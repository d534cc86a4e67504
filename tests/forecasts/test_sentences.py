"""What forecasts say: never a number without ground, to families never a chance of failing."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.forecast.schools import school
from zhurnal.calc.forecast.engine import forecast
from zhurnal.calc.forecast.explanation import Source, Step
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.planner import Plan, Standing, plan
from zhurnal.calc.forecast.warning import Reason
from zhurnal.forecasts import sentences
from zhurnal.forecasts.models import Model
from zhurnal.forecasts.queries.pupils import Seen

RECORDS = school()
FOUND = forecast(RECORDS, 60, factory(RECORDS))


@pytest.fixture(autouse=True)
def russian():
    with translation.override("ru"):
        yield


def seen(*chances, count=5, too_little=False):
    """A pupil, number 0, with these chances of 2, 3, 4, 5 in subject 0."""
    probability, little = FOUND.probability.copy(), FOUND.too_little.copy()
    probability[0, 0], little[0, 0] = chances, too_little
    counts = FOUND.situation.count.copy()
    counts[0, 0] = count
    situation = replace(FOUND.situation, count=counts)
    return Seen(replace(FOUND, probability=probability, too_little=little, situation=situation), 0)


@pytest.mark.parametrize(
    ("chances", "family", "staff"),
    [
        ((0, 0.02, 0.82, 0.16), "Скорее всего 4 (80 %)", "Скорее всего 4 (80 %)"),
        ((0, 0, 0.001, 0.999), "Скорее всего 5 (95 %)", "Скорее всего 5 (95 %)"),
        ((0, 0.05, 0.5, 0.45), "4 или 5 (вместе 95 %)", "4 или 5 (вместе 95 %)"),
        ((0.7, 0.3, 0, 0), "Нужно подтянуть", "Скорее всего 2 (70 %)"),
        ((0.45, 0.5, 0.05, 0), "Скорее всего 3", "2 или 3 (вместе 95 %)"),
    ],
)
def test_a_forecast_is_a_range_with_words(chances, family, staff):
    assert sentences.likely(seen(*chances), 0) == family
    assert sentences.likely(seen(*chances), 0, for_family=False) == staff


@pytest.mark.parametrize("little", [{"count": 2}, {"too_little": True}])
def test_without_ground_there_is_no_number(little):
    told = sentences.likely(seen(0, 0, 0, 1, **little), 0)
    assert told == "мало данных"
    assert not re.search(r"\d", told)


@given(st.lists(st.floats(0.001, 1), min_size=4, max_size=4))
def test_families_never_hear_of_failing_and_of_nothing_finer_than_five_per_cent(weights):
    total = sum(weights)
    one = seen(*(weight / total for weight in weights))
    with translation.override("ru"):
        told = [
            sentences.likely(one, 0),
            *(f"{mark} {chance} %" for mark, chance in sentences.chances(one, 0)),
        ]
    for text in told:
        assert not re.search(r"\b2\b", text)
        assert all(int(number) % 5 == 0 and 5 <= int(number) <= 95 for number in re.findall(r"(\d+) %", text))


@pytest.mark.parametrize(
    ("standing", "short", "told"),
    [
        (Standing.SECURED, None, "5 уже обеспечено"),
        (Standing.IMPOSSIBLE, Fraction(1), "5 в этом периоде уже недостижимо"),
        (Standing.POSSIBLE, Fraction(17, 100), "до 5 не хватает 0,17"),
        (Standing.POSSIBLE, Fraction(0), "по среднему баллу сейчас 5"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_told_exactly(standing, short, told):
    assert sentences.short_of(Plan(5, standing, short, ()), "5") == told


def test_ways_are_at_most_three_and_the_likeliest_first():
    one = Seen(FOUND, 0)
    found = plan(FOUND, 0, 0, 4)
    told = sentences.ways(found, one, 0)
    assert len(told) <= sentences.WAYS
    chances = [int(re.findall(r"(\d+) %", chance)[0]) for _, chance in told]
    assert chances == sorted(chances, reverse=True)


def test_at_most_three_reasons_and_none_for_a_trifle():
    steps = [
        Step(Source.NORM, 1, 0, 4.0), Step(Source.OWN, 1, 4.0, 4.4), Step(Source.OTHERS, -1, 4.4, 4.2),
        Step(Source.LAST_YEAR, 1, 4.2, 4.21), Step(Source.TREND_ALL, -1, 4.21, 4.1),
        Step(Source.TREND, 1, 4.1, 4.2),
    ]  # fmt: skip
    told = sentences.because(steps)
    assert told[:2] == [
        "Отметки по этому предмету выше обычных для класса.",
        "По другим предметам отметки невысокие, обычно это сказывается и здесь.",
    ]
    assert len(told) == 3
    assert sentences.because([Step(Source.OWN, 0.01, 4.0, 4.01)]) == []


def test_every_reason_every_source_and_every_fallback_has_words():
    assert sentences.reason_words(list(Reason)).count(", ") == len(Reason) - 1
    for source in Source:
        if source is not Source.NORM:
            assert sentences.because([Step(source, 1, 3.0, 4.0)])
    assert [bool(sentences.model_words(model)) for model in Model] == [False, True, True]


def test_hundredths_are_written_with_a_comma():
    assert [sentences.hundredths(one) for one in (Fraction(17, 100), 2.0, 1.5, np.float64(0.05))] == [
        "0,17", "2", "1,5", "0,05",
    ]  # fmt: skip
