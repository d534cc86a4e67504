"""The configuration of domain.md §4.7: read, resolved, written back, refused where it contradicts itself."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import POLICIES, policy
from zhurnal.calc.grading.policy import EXAMPLES, policy_data, read_policy
from zhurnal.calc.grading.rules import (
    AbsenceWithMark,
    Combine,
    ExamTie,
    NotAttested,
    Resit,
    Show,
    TooFew,
    YearTie,
)
from zhurnal.calc.grading.scale import FIVE, FIVE_WITH_ONE, NONE, TEN

# As YAML gives it: numbers are numbers, keys of thresholds are whole numbers.
WRITTEN = {
    "scale": "five",
    "counting": {
        "double": "two_marks",
        "pass_fail": "exclude",
        "resit": "both",
        "dot_after_days": 14,
        "dot_becomes": 2,
    },
    "absence_with_mark": "allowed_if_dated",
    "weights": {"контрольная": 2.0, "зачёт": 2.0, "самостоятельная": 1.5, "ответ": 1.0, "ДЗ": 0.5},
    "period": {
        "type_by_grade": {"1-9": "quarter", "10-11": "half_year"},
        "thresholds": {5: 4.60, 4: 3.60, 3: 2.60},
        "grey_zone": 0.10,
        "min_marks": [
            {"hours_le": 1, "marks": 3},
            {"hours_le": 2, "marks": 3},
            {"hours_gt": 2, "marks": 5},
        ],
        "not_attested": {"missed_share_gt": 0.5, "and_no_marks": True},
        "control_two_blocks_five": True,
    },
    "year": {
        "from": "periods",
        "method": "mean",
        "tie": "last_period",
        "exam": {"combine": "mean", "tie": "up"},
    },
    "edit_window_days": {"mark": 7, "homework": 0, "attendance": 3},
    "rating": {"show": "own_place", "grades": "5-11", "min_marks": 2, "ties": "competition"},
}


def test_the_configuration_of_the_domain_is_read_exactly():
    rules = read_policy(WRITTEN).rules
    assert rules.scale is FIVE
    assert rules.counting.resit is Resit.BOTH
    assert (rules.counting.point_days, rules.counting.point_becomes) == (14, 2)
    assert rules.counting.absence_with_mark is AbsenceWithMark.ALLOWED_IF_DATED
    assert rules.weight("дз") == 50
    assert rules.weight("диктант") is None
    assert rules.period.thresholds == ((5, Fraction(23, 5)), (4, Fraction(18, 5)), (3, Fraction(13, 5)))
    assert rules.period.lowest == 2
    assert rules.period.grey_zone == Fraction(1, 10)
    assert rules.period.min_marks == ((Fraction(1), 3), (Fraction(2), 3), (None, 5))
    assert rules.period.not_attested == NotAttested(Fraction(1, 2), and_no_marks=True)
    assert rules.period.too_few is TooFew.NOTHING
    assert (rules.period_type(9), rules.period_type(10), rules.period_type(12)) == (
        "quarter",
        "half_year",
        None,
    )
    assert rules.year.tie is YearTie.LAST_PERIOD
    assert rules.year.exam is not None
    assert (rules.year.exam.combine, rules.year.exam.tie) == (Combine.MEAN, ExamTie.UP)
    assert (rules.windows.mark, rules.windows.homework, rules.windows.attendance) == (7, 0, 3)
    assert (rules.rating.shown_to(5), rules.rating.shown_to(4)) == (Show.OWN_PLACE, Show.OFF)


def test_what_is_not_written_keeps_its_default():
    rules = policy().rules
    assert rules.scale is FIVE
    assert rules.period.thresholds == ((5, Fraction(9, 2)), (4, Fraction(7, 2)), (3, Fraction(5, 2)))
    assert rules.period.deviation == Fraction(3, 5)
    assert rules.windows.mark is None
    assert rules.year.exam is None


def test_nobody_gets_one_for_a_period_by_default_where_one_is_a_mark():
    rules = policy(scale={"kind": "five", "allow_one": True}).rules
    assert rules.scale is FIVE_WITH_ONE
    assert rules.period.lowest == 2


@pytest.mark.parametrize("number", [4.65, "4.65", "4,65", " 4.65 "])
def test_a_decimal_means_what_is_written_and_not_its_nearest_binary(number):
    rules = policy(period={"thresholds": {5: number, 4: 3.5, 3: 2.5}}).rules
    assert rules.period.thresholds[0] == (5, Fraction(93, 20))


OWN = {
    "period": {"thresholds": {5: 4.6, 4: 3.6, 3: 2.6}, "grey_zone": 0.1, "min_marks": 3},
    "counting": {"dot_becomes": "2"},
    "weights": {"контрольная": 2, "дз": 0.5},
    "overrides": [
        {"grades": 1, "rules": {"scale": "none"}},
        {"subjects": ["ОРКСЭ"], "rules": {"scale": "pass_fail"}},
        {"grades": "10-11", "rules": {"period": {"type_by_grade": "half_year", "min_marks": 5}}},
        {"grades": "10-11", "subjects": ["Алгебра"], "rules": {"weights": {"контрольная": 3}}},
        {"grades": "10-11", "subjects": ["алгебра "], "rules": {"period": {"grey_zone": 0}}},
    ],
}  # fmt: skip


def test_each_course_has_the_rules_of_its_grade_and_subject():
    own = read_policy(OWN)
    assert own.for_course(5, "Алгебра") is own.rules
    assert own.for_course(1, "Алгебра").scale is NONE
    assert own.for_course(4, "ОРКСЭ").scale.code == "pass_fail"
    assert own.for_course(10, "Химия").period.min_marks == ((None, 5),)
    assert own.for_course(10, "Химия").period_type(10) == "half_year"
    assert own.for_course(10, "Химия").weight("контрольная") == 200
    algebra = own.for_course(11, " АЛГЕБРА ")
    assert (algebra.weight("контрольная"), algebra.weight("дз")) == (300, 50)
    assert algebra.period.grey_zone == 0
    assert algebra.period.min_marks == ((None, 5),)
    assert algebra.period.thresholds == own.rules.period.thresholds


def test_another_scale_does_not_inherit_what_names_marks_of_the_former():
    own = read_policy({**OWN, "overrides": [{"grades": "10-11", "rules": {"scale": "ten"}}]})
    assert own.for_course(10).scale is TEN
    assert own.for_course(10).counting.point_becomes is None
    assert own.for_course(10).period.thresholds[0] == (10, Fraction(19, 2))
    assert own.for_course(9).counting.point_becomes == 2


ALL_WRITTEN = [
    WRITTEN,
    OWN,
    {},
    *EXAMPLES.values(),
    {"scale": "letters", "period": {"thresholds": "mathematical"}},
]


@pytest.mark.parametrize("data", ALL_WRITTEN)
def test_what_is_written_back_is_read_as_the_same_policy_by_way_of_json(data):
    own = read_policy(data)
    written = policy_data(own)
    again = read_policy(json.loads(json.dumps(written)))
    assert again == own
    assert policy_data(again) == written


THRESHOLDS = st.tuples(*[st.integers(1, 99)] * 3, st.integers(0, 98))


@given(
    THRESHOLDS,
    st.dictionaries(
        st.sampled_from(["контрольная", "ответ", "дз"]), st.integers(0, 500).map(lambda n: f"{n * 2 / 100}")
    ),
    st.none() | st.integers(0, 366),
    st.tuples(st.sampled_from(["replace", "both", "mean"]), st.sampled_from(["up", "last_period"])),
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["алгебра", "химия"])), max_size=3),
)
def test_any_policy_that_is_accepted_survives_the_round_trip(borders, weights, days, ties, own):
    five, four, three, zone = borders
    resit, tie = ties
    data = {
        "counting": {"resit": resit, "dot_after_days": days},
        "weights": weights,
        "period": {
            "thresholds": {"5": f"4.{five:02}", "4": f"3.{four:02}", "3": f"2.{three:02}"},
            "grey_zone": f"{min(five, four, three, zone + 1) - 1}/100",
        },
        "year": {"tie": tie},
        "overrides": [
            {"grades": grade, "subjects": [subject], "rules": {"period": {"min_marks": grade}}}
            for grade, subject in own
        ],
    }
    accepted = read_policy(data)
    again = read_policy(json.loads(json.dumps(policy_data(accepted))))
    assert again == accepted
    for grade, subject in own:
        assert again.for_course(grade, subject) == accepted.for_course(grade, subject)


def test_the_named_examples_are_policies():
    assert list(POLICIES) == ["mathematical", "raised", "novosibirsk", "ten_point"]


def test_rules_for_a_subject_do_not_speak_of_grades_without_marks():
    thresholds = {
        "period": {"thresholds": {"5": "4.6", "4": "3.6", "3": "2.6"}},
        "counting": {"dot_becomes": 2},
    }
    found = policy(
        overrides=[{"grades": 1, "rules": {"scale": "none"}}, {"subjects": ["Музыка"], "rules": thresholds}]
    )
    assert found.for_course(1, "Музыка") == found.for_course(1, "Алгебра")
    assert found.for_course(2, "Музыка").counting.point_becomes == 2
