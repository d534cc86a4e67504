"""Averages counted anew: what stands in the cells decides, by the rules of the period."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.models import Average, ExternalMark, Mark, PeriodClosure, PolicyVersion, Work
from zhurnal.timetable.models import LessonCancellation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def marks(cast):
    """Child: 5 and 4 of weight 1, a 3 in the control work of weight 2. Юсупова: a 2."""
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3", position=2)
    cast.put(cast.algebra_7a, "2026-03-04", cast.pupils_7a[-1], "2")


def sums(cast, pupil=None, period=None):
    row = Average.objects.get(
        course=cast.algebra_7a, pupil=pupil or cast.child, period=period or cast.quarter
    )
    return Sums(row.weight, row.weighted, row.count)


def count(cast, **what):
    return recount(cast.quarter, [cast.algebra_7a.pk], **what)


def policy(cast, *, since="2025-09-01", number=1, **data):
    whole = {
        "period": {"type_by_grade": {"1-9": "quarter"}, "thresholds": "mathematical", "min_marks": 3},
    }
    return PolicyVersion.objects.create(
        school=cast.school, number=number, valid_from=since, data=json.dumps(whole | data),
        author=cast.deputy.person, made_at=cast.school.now(),
    )  # fmt: skip


def test_what_saving_has_stored_is_what_a_recount_finds(cast):
    assert sums(cast) == Sums(400, 500 + 400 + 600, 3)
    assert count(cast) == 0


def test_a_wrong_sum_is_put_right(cast):
    Average.objects.update(weighted=1)
    assert count(cast) == 2
    assert sums(cast) == Sums(400, 1500, 3)


def test_only_the_pupils_asked_for_are_counted(cast):
    Average.objects.update(weighted=1)
    assert count(cast, pupil_ids=[cast.child.pk]) == 1
    assert sums(cast, cast.pupils_7a[-1]).weighted == 1


def test_a_cancelled_lesson_drops_out_and_a_sum_of_nothing_stays_as_zero(cast):
    for day in ("2026-02-25", "2026-03-04"):
        LessonCancellation.objects.create(
            lesson=cast.lesson(cast.algebra_7a, day), reason="Карантин", made_by=cast.deputy.person,
            made_at=cast.school.now(),
        )  # fmt: skip
    assert count(cast) == 2
    assert sums(cast) == Sums(0, 0, 0)


def test_marks_brought_along_count_with_their_weight(cast):
    ExternalMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, date=dt.date(2026, 1, 20), value=2,
        weight=200, source="Школа № 5", author=cast.teacher.person, set_at=cast.school.now(),
    )  # fmt: skip
    count(cast)
    assert sums(cast) == Sums(600, 1500 + 400, 4)


def test_the_rules_in_force_decide_what_counts(cast):
    Mark.objects.filter(work=cast.control).update(resit=5)
    assert count(cast) == 1, "by default a re-sit replaces the first attempt"
    assert sums(cast) == Sums(400, 900 + 1000, 3)
    policy(cast, counting={"resit": "both"})
    count(cast)
    assert sums(cast) == Sums(600, 900 + 600 + 1000, 4)


def test_a_closed_period_is_counted_by_the_rules_with_which_it_was_closed(cast):
    Mark.objects.filter(work=cast.control).update(resit=5)
    both = policy(cast, counting={"resit": "both"})
    PeriodClosure.objects.create(
        period=cast.quarter, policy=both, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    policy(cast, number=2, counting={"resit": "replace"})
    count(cast)
    assert sums(cast) == Sums(600, 900 + 600 + 1000, 4)


def test_a_point_never_counts_whatever_the_day(cast):
    policy(cast, counting={"dot_after_days": 1, "dot_becomes": "2"})
    work = Work.objects.get(lesson__course=cast.algebra_7a, lesson__date="2026-02-02")
    Mark.objects.create(
        work=work, pupil=cast.child, pending=True, author=cast.teacher.person, set_at=cast.school.now()
    )
    assert count(cast) == 0


def test_a_recount_costs_eight_queries_whatever_the_size(cast, django_assert_num_queries):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "н")
    count(cast)  # the rules of a version are read once
    Average.objects.update(weighted=1)
    with django_assert_num_queries(8):
        count(cast)
