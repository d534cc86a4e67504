"""How many marks are enough: cases computed by hand."""

from fractions import Fraction

import pytest

from zhurnal.calc.grading.coverage import is_thin, marks_a_pupil, norm, share_of_norm


def test_the_norm_is_one_mark_for_three_lessons():
    assert norm(20) == Fraction(20, 3)


def test_fifty_marks_of_twenty_five_pupils_are_two_a_pupil():
    assert marks_a_pupil(50, 25) == 2


@pytest.mark.parametrize(
    ("marks", "pupils", "lessons", "share"),
    [
        (50, 25, 6, Fraction(1)),  # 2 of 2
        (35, 25, 6, Fraction(7, 10)),  # 1,4 of 2
        (0, 25, 6, Fraction(0)),
        (100, 10, 10, Fraction(3)),  # 10 of 3⅓
    ],
)
def test_the_share_is_marks_a_pupil_over_the_norm(marks, pupils, lessons, share):
    assert share_of_norm(marks, pupils, lessons) == share


@pytest.mark.parametrize(("pupils", "lessons"), [(25, 2), (25, 0), (0, 30)])
def test_nothing_is_asked_before_the_third_lesson_or_without_pupils(pupils, lessons):
    assert share_of_norm(0, pupils, lessons) is None
    assert not is_thin(0, pupils, lessons)


def test_the_alarm_begins_strictly_below_seventy_per_cent():
    assert not is_thin(35, 25, 6)
    assert is_thin(34, 25, 6)
