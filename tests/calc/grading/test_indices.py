"""The deputy head's indices: a class computed by hand, and what the denominators hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.indices import (
    Category,
    PupilResult,
    Tally,
    achievement,
    class_level,
    learned,
    mean_mark,
    pupil_result,
    quality,
    tally,
)
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.scale import (
    BEHAVIOUR_THREE,
    FIVE,
    FIVE_WITH_ONE,
    LETTERS,
    NONE,
    PASS_FAIL,
    TEN,
)

NA, EXEMPT = Sign.NOT_ATTESTED, Sign.EXEMPT
# 25 in the list: 5 × «5», 9 × «4», 6 × «3», 2 × «2», 1 н/а, 1 осв, 1 not set yet. N = 23.
CLASS = tally([5] * 5 + [4] * 9 + [3] * 6 + [2] * 2 + [NA, EXEMPT, None], FIVE)


def test_the_exempt_and_the_not_yet_set_are_outside_and_the_not_attested_inside():
    assert CLASS.counted == 23
    assert (CLASS.not_attested, CLASS.exempt, CLASS.unset) == (1, 1, 1)


def test_achievement_is_the_share_with_three_and_better():
    assert achievement(CLASS) == Fraction(20, 23)


def test_quality_is_the_share_with_four_and_five():
    assert quality(CLASS) == Fraction(14, 23)


def test_learned_weighs_each_mark_after_simonov():
    # 5·100 + 9·64 + 6·36 + 2·16 + 1·7 = 500 + 576 + 216 + 32 + 7 = 1331; over 23 and 100
    assert learned(CLASS) == Fraction(1331, 2300)


def test_the_mean_mark_is_of_those_who_have_one():
    # 25 + 36 + 18 + 4 = 83 over 22
    assert mean_mark(CLASS) == Fraction(83, 22)


def test_one_weighs_seven_like_not_attested():
    assert learned(tally([1], FIVE_WITH_ONE)) == learned(tally([NA], FIVE_WITH_ONE)) == Fraction(7, 100)


def test_ten_points_are_judged_by_their_levels():
    ten = tally([10, 9, 8, 7, 6, 5, 4, 1], TEN)
    assert (ten.excellent, ten.good, ten.fair, ten.poor) == (2, 2, 2, 2)
    assert achievement(ten) == Fraction(3, 4)
    assert quality(ten) == Fraction(1, 2)
    assert learned(ten) == Fraction(2 * (100 + 64 + 36 + 16), 800)
    assert mean_mark(ten) == Fraction(50, 8)


def test_pass_and_fail_have_achievement_and_nothing_else():
    passed = tally([1, 1, 1, 0], PASS_FAIL)
    assert achievement(passed) == Fraction(3, 4)
    assert (quality(passed), learned(passed), mean_mark(passed)) == (None, None, None)


def test_letters_have_levels():
    assert quality(tally([5, 4, 3, 2, 0], LETTERS)) == Fraction(3, 5)


@pytest.mark.parametrize("outcomes", [[], [None, None], [EXEMPT, None]])
def test_nobody_to_count_is_no_index(outcomes):
    counted = tally(outcomes, FIVE)
    assert (achievement(counted), quality(counted), learned(counted), mean_mark(counted)) == (None,) * 4


def five(**outcomes):
    return pupil_result({subject: (outcome, FIVE) for subject, outcome in outcomes.items()})


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ({"a": 5, "b": 5, "c": 5}, PupilResult(Category.EXCELLENT)),
        ({"a": 5, "b": 4, "c": 5}, PupilResult(Category.GOOD, one_good="b")),
        ({"a": 5, "b": 4, "c": 4}, PupilResult(Category.GOOD)),
        ({"a": 5, "b": 3, "c": 4}, PupilResult(Category.FAIR, one_fair="b")),
        ({"a": 3, "b": 3, "c": 5}, PupilResult(Category.FAIR)),
        ({"a": 2, "b": 5, "c": 5}, PupilResult(Category.FAILING)),
        ({"a": 2, "b": NA}, PupilResult(Category.FAILING)),
        ({"a": 2, "b": 3}, PupilResult(Category.FAILING)),
        ({"a": 4, "b": NA}, PupilResult(Category.NOT_ATTESTED)),
        ({"a": 5, "b": NA}, PupilResult(Category.NOT_ATTESTED)),
        ({"a": 5, "b": EXEMPT}, PupilResult(Category.EXCELLENT)),
        ({"a": 5, "b": None}, PupilResult(Category.EXCELLENT, open_subjects=1)),
        ({"a": None}, PupilResult(Category.UNRATED, open_subjects=1)),
        ({}, PupilResult(Category.UNRATED)),
    ],
)
def test_a_pupil_stands_where_the_worst_mark_stands(outcomes, result):
    assert five(**outcomes) == result


def test_behaviour_has_no_part_in_it_and_a_failed_pass_has():
    own = {"a": (5, FIVE), "b": (1, BEHAVIOUR_THREE), "c": (1, PASS_FAIL), "d": (None, NONE)}
    assert pupil_result(own) == PupilResult(Category.EXCELLENT)
    assert pupil_result(own | {"c": (0, PASS_FAIL)}).category is Category.FAILING


def test_a_class_is_counted_by_pupils():
    level = class_level(
        [
            five(a=5, b=5),
            five(a=5, b=4),
            five(a=4, b=4),
            five(a=4, b=3),
            five(a=3, b=3),
            five(a=2, b=5),
            five(a=NA, b=5),
            five(a=None),
        ]
    )
    assert (level.excellent, level.good, level.fair, level.failing, level.not_attested, level.unrated) == (
        1, 2, 2, 1, 1, 1,
    )  # fmt: skip
    assert (level.one_good, level.one_fair) == (1, 1)
    assert level.counted == 7
    assert level.quality == Fraction(3, 7)
    assert level.achievement == Fraction(5, 7)


def test_a_class_that_nobody_has_rated_has_no_level():
    assert class_level([]).quality is None
    assert class_level([five(a=None)]).achievement is None


OUTCOMES = st.lists(st.integers(2, 5) | st.sampled_from(Sign) | st.none(), max_size=30)


@given(OUTCOMES, st.randoms())
def test_the_order_of_pupils_is_of_no_weight(outcomes, shuffler):
    shuffled = outcomes.copy()
    shuffler.shuffle(shuffled)
    assert tally(shuffled, FIVE) == tally(outcomes, FIVE)


@given(OUTCOMES, OUTCOMES)
def test_the_tally_of_two_classes_is_the_sum_of_theirs(one, other):
    assert tally(one, FIVE) + tally(other, FIVE) == tally(one + other, FIVE)
    assert tally(one, FIVE) + Tally() == tally(one, FIVE)


@given(OUTCOMES)
def test_indices_are_shares_and_stand_in_their_order(outcomes):
    counted = tally(outcomes, FIVE)
    good, passed, level = quality(counted), achievement(counted), learned(counted)
    if good is None or passed is None or level is None:
        assert counted.counted == 0
    else:
        assert 0 <= good <= passed <= 1
        assert Fraction(7, 100) <= level <= 1


@given(OUTCOMES, st.integers(2, 4))
def test_a_better_mark_lowers_no_index(outcomes, mark):
    for index in (achievement, quality, learned, mean_mark):
        worse, better = (index(tally([*outcomes, one], FIVE)) for one in (mark, mark + 1))
        assert worse is not None
        assert better is not None
        assert worse <= better


@given(OUTCOMES)
def test_an_exempt_pupil_changes_no_index(outcomes):
    for index in (achievement, quality, learned, mean_mark):
        assert index(tally([*outcomes, EXEMPT, None], FIVE)) == index(tally(outcomes, FIVE))
