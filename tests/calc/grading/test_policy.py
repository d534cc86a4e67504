"""The configuration of domain.md §4.7: read, resolved, written back, refused where it contradicts itself."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import POLICIES, policy
from zhurnal.calc.grading.policy import EXAMPLES, PolicyError, policy_data, read_policy
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


def problems(data):
    with pytest.raises(PolicyError) as refusal:
        read_policy(data)
    return [(problem.path, problem.value, problem.sentence) for problem in refusal.value.problems]


CONTRADICTIONS = [
    ({"period": {"thresholds": {5: 4.5, 4: 4.5, 3: 2.5}}}, "period.thresholds.4", "4.5", "порога отметки 5"),
    ({"period": {"thresholds": {5: 4.5, 4: 3.5}}}, "period.thresholds", '{"5": "4.5", "4": "3.5"}', "«3»"),
    ({"period": {"thresholds": {5: 4.5, 3: 2.5}}}, "period.thresholds", '{"5": "4.5", "3": "2.5"}', "«4»"),
    ({"period": {"thresholds": {5: 4.5, 4: 3.5, 3: 2.5, 2: 1.5}}}, "period.thresholds", None, "порог не нужен"),
    ({"period": {"thresholds": {6: 5.5}}}, "period.thresholds.6", "5.5", "от 2 до 5"),
    ({"period": {"thresholds": {5: 5.1, 4: 3.5, 3: 2.5}}}, "period.thresholds.5", "5.1", "не получит 5"),
    ({"period": {"thresholds": {5: 4, 4: 3.5, 3: 2.5}}}, "period.thresholds.5", "4", "получит 5"),
    ({"period": {"grey_zone": 1}}, "period.grey_zone", "1", "шире промежутка между порогами отметок 5 и 4"),
    ({"period": {"grey_zone": "0.5"}}, "period.grey_zone", "0.5", "с одними отметками 4 можно поставить 5"),
    ({"period": {"grey_zone": -0.1}}, "period.grey_zone", "-0.1", "отрицательным"),
    ({"period": {"min_marks": [{"hours_le": 2, "marks": 3}, {"hours_gt": 1, "marks": 5}]}},
     "period.min_marks.1", None, "пересекаются"),
    ({"period": {"min_marks": [{"hours_le": 2, "marks": 3}, {"hours_le": 2, "marks": 4}, {"marks": 5}]}},
     "period.min_marks.1", None, "пересекаются"),
    ({"period": {"min_marks": [{"marks": 3}, {"hours_gt": 2, "marks": 5}]}},
     "period.min_marks.1", None, "пересекаются"),
    ({"period": {"min_marks": [{"hours_le": 1, "marks": 3}, {"hours_gt": 2, "marks": 5}]}},
     "period.min_marks.1", None, "промежуток"),
    ({"period": {"min_marks": [{"hours_gt": 2, "marks": 5}]}}, "period.min_marks.0", None, "промежуток"),
    ({"period": {"min_marks": [{"hours_le": 2, "marks": 3}]}}, "period.min_marks", None, "hours_gt"),
    ({"period": {"min_marks": []}}, "period.min_marks", "[]", "hours_gt"),
    ({"period": {"min_marks": [{"hours_le": 2}, {"marks": 5}]}}, "period.min_marks.0", None, "marks"),
    ({"period": {"min_marks": [{"hours_le": 2, "hours_gt": 1, "marks": 3}, {"marks": 5}]}},
     "period.min_marks.0", None, "одна граница"),
    ({"period": {"min_marks": 0}}, "period.min_marks", "0", "от 1 до 30"),
    ({"period": {"not_attested": {"missed_share_gt": 50}}},
     "period.not_attested.missed_share_gt", "50", "от 0 до 1"),
    ({"period": {"not_attested": {}}}, "period.not_attested", "{}", "missed_share_gt"),
    ({"period": {"type_by_grade": {"1-9": "quarter", "9-11": "half_year"}}},
     "period.type_by_grade.9-11", "half_year", "уже названы"),
    ({"period": {"type_by_grade": {"9-1": "quarter"}}}, "period.type_by_grade.9-1", "9-1", "промежутком"),
    ({"period": {"type_by_grade": {"1-9": "week"}}}, "period.type_by_grade.1-9", "week", "quarter"),
    ({"period": {"control_two_blocks_five": "yes"}}, "period.control_two_blocks_five", "yes", "true или false"),
    ({"period": {"treshold": {}}}, "period.treshold", "{}", "«thresholds»"),
    ({"period": 4.5}, "period", "4.5", "правила с именами"),
    ({"weights": {"ответ": -1}}, "weights.ответ", "-1", "отрицательным"),
    ({"weights": {"ответ": 0.125}}, "weights.ответ", "0.125", "двумя знаками"),
    ({"weights": {"ответ": "много"}}, "weights.ответ", "много", "не число"),
    ({"weights": {"ответ": True}}, "weights.ответ", "true", "не число"),
    ({"weights": {"ДЗ": 1, "дз": 2}}, "weights.дз", "2", "уже назван"),
    ({"weights": {"дз": 0.25}, "counting": {"resit": "mean"}}, "weights.дз", "0.25", "пополам"),
    ({"counting": {"dot_becomes": "1"}}, "counting.dot_becomes", "1", "от 2 до 5"),
    ({"counting": {"dot_becomes": "0"}, "scale": "none"}, "counting.dot_becomes", "0", "отметок нет"),
    ({"counting": {"absences": {"нп": 0}}}, "counting.absences.нп", "0", "от 2 до 5"),
    ({"counting": {"absences": {"x": 2}}}, "counting.absences.x", "2", "Такого правила нет"),
    ({"counting": {"resit": "best"}}, "counting.resit", "best", "replace, both, mean"),
    ({"counting": {"pass_fail": "include"}}, "counting.pass_fail", "include", "exclude"),
    ({"scale": "six"}, "scale", "six", "five_with_one"),
    ({"scale": "behaviour_five"}, "scale", "behaviour_five", "five_with_one"),
    ({"scale": {"kind": "ten", "allow_one": True}}, "scale.allow_one", "true", "пятибалльной"),
    ({"scale": {"kind": "ten", "levels": {"5": 7, "4": 8, "3": 5}}}, "scale.levels", None, "1…10"),
    ({"scale": {"kind": "ten", "levels": {"5": 9}}}, "scale.levels", '{"5": 9}', "1…10"),
    ({"scale": "pass_fail", "period": {"thresholds": {"зч": 0.5}}}, "period.thresholds", None, "не считается"),
    ({"year": {"tie": "exam"}}, "year.tie", "exam", "year.exam"),
    ({"year": {"from": "marks"}}, "year.from", "marks", "periods"),
    ({"edit_window_days": {"mark": -1}}, "edit_window_days.mark", "-1", "от 0 до 366"),
    ({"edit_window_days": {"mark": 1.5}}, "edit_window_days.mark", "1.5", "от 0 до 366"),
    ({"rating": {"grades": "0-11"}}, "rating.grades", "0-11", "промежутком"),
    ({"rating": {"ties": "dense"}}, "rating.ties", "dense", "competition"),
    ({"overrides": [{"grades": 1}]}, "overrides.0", None, "rules"),
    ({"overrides": [{"rules": {"scale": "ten", "period": {"thresholds": {5: 4.5}}}}]},
     "overrides.0.rules.period.thresholds", None, "«10»"),
    ({"overrides": [{"subjects": [""], "rules": {}}]}, "overrides.0.subjects.0", "", "название предмета"),
    ({"overrides": {"grades": 1}}, "overrides", None, "список"),
    ({"overrides": [{"grades": 1, "rules": {"scal": "none"}}]}, "overrides.0.rules.scal", "none", "«scale»"),
    ({"weights": {"дз": 0.25}, "overrides": [{"grades": 5, "rules": {"counting": {"resit": "mean"}}}]},
     "overrides.0.rules.weights.дз", "0.25", "пополам"),
    ([], "", "[]", "правила с именами"),
    (None, "", "null", "правила с именами"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "path", "value", "words"), CONTRADICTIONS)
def test_a_contradiction_names_the_place_the_value_and_what_is_wrong(data, path, value, words):
    found = problems(data)
    here = [(shown, sentence) for place, shown, sentence in found if place == path]
    assert here, found
    assert any(words in sentence for _, sentence in here), here
    assert value is None or value in {shown for shown, _ in here}
    assert all(sentence.endswith(".") and "{" not in sentence for _, sentence in here)


def test_all_problems_are_told_at_once():
    found = problems({"scale": "six", "period": {"grey_zone": "x"}, "rating": {"show": "all"}})
    assert [path for path, _, _ in found] == ["scale", "period.grey_zone", "rating.show"]


def test_a_problem_of_the_general_rules_is_not_repeated_for_every_override():
    data = {"weights": {"дз": -1}, "overrides": [{"grades": grade, "rules": {}} for grade in range(1, 12)]}
    assert len(problems(data)) == 1


@pytest.mark.parametrize(
    "number", ["1e999999999", "9" * 5000, "NaN", "Infinity", "1/0", float("nan"), float("inf"), 1e300]
)
def test_a_monstrous_number_is_no_number(number):
    assert "не число" in problems({"period": {"grey_zone": number}})[0][2]


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from([*WRITTEN, *WRITTEN["period"], "overrides", "rules", "grades", "5", "нп"]),
            below,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_data_is_either_a_policy_or_refused_with_sentences(data):
    try:
        read_policy(data)
    except PolicyError as refusal:
        assert all(problem.sentence for problem in refusal.problems)  # noqa: PT017 -- whether it is refused is what is asked


def test_the_named_examples_are_policies():
    assert list(POLICIES) == ["mathematical", "raised", "novosibirsk", "ten_point"]
