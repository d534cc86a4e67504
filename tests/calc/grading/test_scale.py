"""Every scale of domain.md §4.1 and §3.2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.outcome import OutcomeError, Sign, outcome_text, read_outcome
from zhurnal.calc.grading.scale import (
    BEHAVIOUR,
    BEHAVIOUR_FIVE,
    BEHAVIOUR_THREE,
    FIVE,
    FIVE_WITH_ONE,
    HUNDRED,
    LETTERS,
    NONE,
    PASS_FAIL,
    SCALES,
    TEN,
    TWELVE,
    Level,
    Scale,
)

ANY_SCALE = st.sampled_from(list(SCALES.values()))


@pytest.mark.parametrize(
    ("scale", "texts"),
    [
        (FIVE, "2 3 4 5"),
        (FIVE_WITH_ONE, "1 2 3 4 5"),
        (TEN, "1 2 3 4 5 6 7 8 9 10"),
        (TWELVE, "1 2 3 4 5 6 7 8 9 10 11 12"),
        (LETTERS, "F E D C B A"),
        (PASS_FAIL, "нз зч"),
        (BEHAVIOUR_THREE, "неуд уд обр"),
        (BEHAVIOUR_FIVE, "2 3 4 5"),
    ],
)
def test_a_scale_writes_its_marks_from_the_worst_to_the_best(scale, texts):
    assert [scale.text(value) for value in range(scale.low, scale.high + 1)] == texts.split()


def test_a_hundred_points_begin_at_nought():
    assert HUNDRED.value("0") == 0
    assert HUNDRED.value("100") == 100
    assert HUNDRED.value("101") is None


def test_nothing_is_a_mark_where_there_are_no_marks():
    assert [NONE.value(text) for text in ("0", "1", "5", "зч", "")] == [None] * 5
    with pytest.raises(ValueError, match="no mark"):
        NONE.text(1)


@pytest.mark.parametrize(
    ("scale", "typed", "value"),
    [
        (FIVE, "отл", 5),
        (FIVE, "Неуд", 2),
        (FIVE, "1", None),
        (FIVE, "٥", None),
        (FIVE, "5.0", None),
        (PASS_FAIL, "Зачёт", 1),
        (PASS_FAIL, "зачет", 1),
        (PASS_FAIL, "незачёт", 0),
        (PASS_FAIL, "1", None),  # a digit is no «зачёт»
        (LETTERS, "b", 4),
        (LETTERS, "ф", 5),  # the key of A
        (LETTERS, "а", None),  # looks like A, is the key of F
        (LETTERS, "в", None),  # looks like B, is the key of D
        (LETTERS, "4", None),
        (BEHAVIOUR_THREE, "образцовое", 3),
        (BEHAVIOUR_THREE, "неудовлетворительное", 1),
    ],
)
def test_other_spellings_are_read_where_they_are_certain(scale, typed, value):
    assert scale.value(typed) == value


@pytest.mark.parametrize(
    ("scale", "excellent", "good", "fair", "poor"),
    [
        (FIVE, [5], [4], [3], [2]),
        (TEN, [9, 10], [7, 8], [5, 6], [1, 2, 3, 4]),  # «Сетевой город»: domain.md §4.1
        (TWELVE, [10, 11, 12], [7, 8, 9], [4, 5, 6], [1, 2, 3]),
        (LETTERS, [5], [3, 4], [1, 2], [0]),
    ],
)
def test_each_mark_has_a_level(scale, excellent, good, fair, poor):
    levels = [[v for v in range(scale.low, scale.high + 1) if scale.level(v) is level] for level in Level]
    assert levels == [excellent, good, fair, poor, []]


def test_one_is_worse_than_poor():
    assert FIVE_WITH_ONE.level(1) is Level.UNREADY
    assert not FIVE_WITH_ONE.passes(1)


def test_who_has_three_passes_and_four_is_quality():
    assert [FIVE.passes(mark) for mark in (2, 3, 4, 5)] == [False, True, True, True]
    assert [FIVE.is_quality(mark) for mark in (2, 3, 4, 5)] == [False, False, True, True]


def test_pass_and_behaviour_pass_but_are_no_quality_and_never_counted():
    for scale in (PASS_FAIL, *BEHAVIOUR):
        assert not scale.averaged
        assert scale.passes(scale.high)
        assert not scale.passes(scale.low)
        assert not scale.is_quality(scale.high)


def test_a_school_moves_the_levels_of_its_ten_points():
    assert TEN.with_levels(10, 8, 4).level(9) is Level.GOOD
    assert TEN.with_levels(10, 8, 4).level(4) is Level.FAIR


@pytest.mark.parametrize("borders", [(8, 8, 5), (7, 8, 9), (11, 7, 5), (9, 7, 1)])
def test_levels_that_do_not_fall_within_the_scale_are_refused(borders):
    with pytest.raises(ValueError, match="levels fall"):
        TEN.with_levels(*borders)


def test_a_scale_without_levels_has_none_to_move():
    with pytest.raises(ValueError, match="levels fall"):
        PASS_FAIL.with_levels(5, 4, 3)
    assert Scale(1, 7).level(7) is None


@given(ANY_SCALE, st.data())
def test_the_canonical_text_of_a_mark_is_read_back_and_fits_its_column(scale, data):
    if scale.marked:
        value = data.draw(st.integers(scale.low, scale.high))
        assert scale.value(scale.text(value)) == value
        assert scale.value(scale.text(value).upper()) == value
        assert len(scale.text(value)) <= 4


@given(ANY_SCALE, st.integers(0, 100), st.integers(0, 100))
def test_a_better_mark_is_never_of_a_lower_level(scale, one, other):
    low, high = sorted((one, other))
    if low in scale and high in scale and scale.levels:
        assert scale.level(low) <= scale.level(high)
        assert scale.passes(low) <= scale.passes(high)
        assert scale.is_quality(low) <= scale.is_quality(high)


@given(ANY_SCALE, st.text(max_size=8) | st.text("0123456789абвнзчудотлABCDEF", max_size=8))
def test_whatever_is_read_lies_within_the_scale(scale, typed):
    value = scale.value(typed)
    assert value is None or value in scale


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("", None),
        (" ", None),
        ("4", 4),
        ("Н/А", Sign.NOT_ATTESTED),
        ("осв", Sign.EXEMPT),
        ("y/f", Sign.NOT_ATTESTED),
    ],
)
def test_a_period_has_a_mark_or_a_sign_or_nothing(typed, outcome):
    assert read_outcome(typed, FIVE) == outcome


@pytest.mark.parametrize("typed", ["1", "6", "н", "54", "зч", "ж" * 40])
def test_what_means_nothing_for_a_period_is_refused(typed):
    with pytest.raises(OutcomeError) as refusal:
        read_outcome(typed, FIVE)
    assert refusal.value.text == typed[:20]


@given(ANY_SCALE, st.data())
def test_the_text_of_a_period_is_read_back(scale, data):
    marks = st.integers(scale.low, scale.high) if scale.marked else st.none()
    outcome = data.draw(st.sampled_from(Sign) | st.none() | marks)
    assert read_outcome(outcome_text(outcome, scale), scale) == outcome
