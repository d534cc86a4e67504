"""What a school's configuration must not say, and the sentence that answers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.policy import PolicyError, read_policy
from zhurnal.calc.grading.policy.period import KEYS
from zhurnal.calc.grading.policy.reader import SECTIONS


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
    ({"rating": {"class_average": "always"}}, "rating.class_average", "always", "hidden"),
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from([*SECTIONS, *KEYS, "overrides", "rules", "grades", "5", "нп"]),
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
