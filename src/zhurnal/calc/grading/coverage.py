"""Накопляемость: whether a course has enough marks for a period mark to mean something (domain.md §4.5)."""

from __future__ import annotations

from fractions import Fraction

LESSONS_PER_MARK = 3
ALARM_BELOW = Fraction(7, 10)


def norm(lessons: int) -> Fraction:
    """Return how many marks a pupil is expected to have after `lessons` held: one for every three."""
    return Fraction(lessons, LESSONS_PER_MARK)


def marks_a_pupil(marks: int, pupils: int) -> Fraction:
    """Return how many marks a pupil has on average. Raises ZeroDivisionError for a course without pupils."""
    return Fraction(marks, pupils)


def share_of_norm(marks: int, pupils: int, lessons: int) -> Fraction | None:
    """Return marks per pupil as a share of the norm; None where the norm has not reached one mark yet."""
    if not pupils or norm(lessons) < 1:
        return None
    return marks_a_pupil(marks, pupils) / norm(lessons)


def is_thin(marks: int, pupils: int, lessons: int) -> bool:
    """Whether the marks are fewer than 70 % of the norm."""
    share = share_of_norm(marks, pupils, lessons)
    return share is not None and share < ALARM_BELOW
