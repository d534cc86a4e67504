"""What two sets of rules say differently."""

from __future__ import annotations

from tests.calc.grading.cells import MATHEMATICAL, RAISED, rules
from zhurnal.calc.grading.policy.differences import differences


def told(before, after):
    return [
        (found.path, *(side.filled() if side else None for side in (found.before, found.after)))
        for found in differences(before, after)
    ]


def test_the_same_rules_differ_in_nothing():
    assert differences(RAISED, RAISED) == []


def test_a_threshold_that_has_moved_is_told_from_both_sides():
    raised = rules(period={"thresholds": {5: "4.6", 4: "3.5", 3: "2.5"}})
    assert told(rules(), raised) == [
        (
            "period.thresholds.5",
            "«5» — при среднем балле от 4,50.",
            "«5» — при среднем балле от 4,60.",
        )
    ]  # fmt: skip


def test_a_paragraph_that_is_new_has_nothing_before_and_one_that_went_nothing_after():
    strict = rules(period={"control_two_blocks_five": True}, edit_window_days={"mark": 7})
    paths = ["period.control_two_blocks_five", "edit_window_days.mark"]
    new, gone = told(rules(), strict), told(strict, rules())
    assert [(path, before) for path, before, _ in new] == [(path, None) for path in paths]
    assert [(path, after) for path, _, after in gone] == [(path, None) for path in paths]


def test_differences_stand_in_the_order_of_the_configuration():
    found = [path for path, _, _ in told(MATHEMATICAL, RAISED)]
    assert found == [
        "counting.dot_becomes",
        "period.thresholds.5",
        "period.thresholds.4",
        "period.thresholds.3",
        "period.control_two_blocks_five",
        "period.min_marks.0",
        "period.min_marks.1",
        "period.not_attested",
        "year.tie",
        "year.exam.combine",
        "year.exam.tie",
    ]


def test_without_marks_nothing_is_left_of_thresholds():
    found = {path: after for path, _, after in told(MATHEMATICAL, rules(scale="none"))}
    assert found["period.thresholds.5"] is None
    assert found["scale"] == "Отметки не ставятся."
