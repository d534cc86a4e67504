"""Averages are carried along by differences: after any changes they equal a recount from the marks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journal.entering import change, save
from zhurnal.calc.grading.average import NOTHING, Sums, contribution, display, total
from zhurnal.journal.models import Average, Mark, Work
from zhurnal.journal.replay import replay

pytestmark = pytest.mark.django_db

VALUES = st.sampled_from(["2", "3", "4", "5", "5/4", "2/2", "н", "б", "оп5", "5 оп5", "", "7", "осв"])
STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), VALUES), min_size=1, max_size=12)


def recount(course, pupil) -> Sums:
    marks = Mark.objects.filter(pupil=pupil, work__lesson__course=course).select_related("work")
    return total(contribution(mark.marks, mark.work.weight) for mark in marks)


@settings(
    max_examples=60, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(requests=st.lists(STEPS, min_size=1, max_size=4))
def test_an_average_equals_the_recount_after_any_changes(school_of_averages, requests):
    cast, columns, seen = school_of_averages
    for steps in requests:
        changes = []
        for pupil, column, value in steps:
            who, where = cast.pupils_7a[pupil], columns[column]
            changes.append(change(who, where, value, seen.get((who.pk, where.pk), 0)))
        for answer in save(cast, *changes):
            if hasattr(answer, "average"):
                seen[answer.pupil, answer.column] = answer.version
    assert_averages_hold(cast)


def assert_averages_hold(cast) -> None:
    for pupil in cast.pupils_7a[:3]:
        expected = recount(cast.algebra_7a, pupil)
        row = Average.objects.filter(course=cast.algebra_7a, pupil=pupil).first()
        kept = Sums(row.weight, row.weighted, row.count) if row else NOTHING
        assert kept == expected
    assert list(replay()) == []


@pytest.fixture
def school_of_averages(cast):
    """Columns of different weights, and the versions last seen; all examples go on in the same school."""
    columns = [cast.column(cast.algebra_7a, day) for day in ("2026-02-25", "2026-03-02", "2026-03-04")]
    Work.objects.filter(pk=columns[1].pk).update(weight=50)
    Work.objects.filter(pk=columns[2].pk).update(weight=0)
    return cast, [*columns, cast.control], {}


def test_each_answer_of_a_request_tells_the_average_of_its_moment(cast):
    columns = [cast.column(cast.algebra_7a, day) for day in ("2026-02-25", "2026-03-02", "2026-03-04")]
    answers = save(
        cast, *(change(cast.child, column, value) for column, value in zip(columns, "544", strict=True))
    )
    assert [(answer.average, answer.count) for answer in answers] == [("5,00", 1), ("4,50", 2), ("4,33", 3)]
    assert display(Fraction(13, 3)) == "4,33"


def test_a_work_that_does_not_count_leaves_the_average_alone(cast):
    column = cast.column(cast.algebra_7a, "2026-03-04")
    Work.objects.filter(pk=column.pk).update(weight=0)
    (saved,) = save(cast, change(cast.child, column, "2"))
    assert (saved.average, saved.count) == ("", 0)


def test_each_period_has_its_own_average(cast):
    """A request may carry columns of two periods; each pupil's average is that of the column's period."""
    first, second = cast.quarters[2], cast.quarters[3]
    second.starts, first.ends = (
        cast.column(cast.algebra_7a, day).lesson.date for day in ("2026-03-04", "2026-03-02")
    )
    second.save()
    first.save()
    early, late = (cast.column(cast.algebra_7a, day) for day in ("2026-03-02", "2026-03-04"))
    answers = save(cast, change(cast.child, early, "5"), change(cast.child, late, "3"))
    assert [answer.average for answer in answers] == ["5,00", "3,00"]
    assert {row.period_id: row.weighted for row in Average.objects.all()} == {first.pk: 500, second.pk: 300}
