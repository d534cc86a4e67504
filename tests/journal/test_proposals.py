"""What the rule proposes for a period, from what stands in the tables."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

import pytest

from tests.cast import YEAR_STARTS
from tests.journal.totalling import LAST_WEEK, give
from zhurnal.calc.grading.average import Sums
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.policy.examples import NOVOSIBIRSK, RAISED
from zhurnal.calc.grading.proposal import Kind
from zhurnal.journal.models import Exemption, ExternalMark, Mark, PeriodClosure, PolicyVersion
from zhurnal.journal.queries.periods import course_periods
from zhurnal.journal.queries.proposals import counted_in_period
from zhurnal.school.models import Course, CourseMembership

pytestmark = pytest.mark.django_db


def counted(cast, *courses, today=LAST_WEEK):
    asked = Course.objects.filter(pk__in=[one.pk for one in courses or [cast.algebra_7a]])
    found = next(one for one in course_periods(cast.algebra_7a) if one.period == cast.quarter)
    return counted_in_period(found, list(asked.select_related("subject")), today)


def of_child(cast, **more):
    return counted(cast, **more)[cast.algebra_7a.pk, cast.child.pk]


def decide(cast, data, valid_from=YEAR_STARTS, number=1):
    return PolicyVersion.objects.create(
        school=cast.school, number=number, valid_from=valid_from, data=json.dumps(data),
        made_at=cast.school.now(),
    )  # fmt: skip


def test_the_average_of_the_cells_leads_to_a_proposal_with_its_paragraph(cast):
    give(cast, cast.child, "5", "4", "5")
    found = of_child(cast)
    assert (found.average, found.proposal.outcome) == (Fraction(14, 3), 5)
    assert found.proposal.paragraph == "period.thresholds.5"


def test_lessons_are_those_held_for_the_pupil_until_today(cast):
    """Mondays, Wednesdays and Fridays from 12 January; not 23 February, 9 March and the cancelled lesson."""
    everyone = counted(cast)
    assert everyone[cast.algebra_7a.pk, cast.child.pk].facts.lessons == 30 - 3
    arrived, left = (everyone[cast.algebra_7a.pk, who.pk].facts.lessons for who in (cast.arrived, cast.left))
    assert (arrived, left) == (18 - 3, 9)
    assert of_child(cast, today=dt.date(2026, 1, 11)).facts.lessons == 0


def test_missed_lessons_are_counted_once_each_and_lateness_not(cast):
    give(cast, cast.child, "н", "б", "оп5", "5")
    assert of_child(cast).facts.missed == 2


def test_a_sign_for_a_day_on_which_the_pupil_was_not_taught_is_no_lesson_missed(cast):
    give(cast, cast.child, "н", "н")
    CourseMembership.objects.filter(course=cast.algebra_7a, pupil=cast.child).update(
        valid_from=dt.date(2026, 2, 18)
    )
    assert of_child(cast).facts.missed == 1


def test_controls_stand_in_the_order_of_their_dates_after_resits(cast):
    cast.kinds["control"].is_control = True
    cast.kinds["control"].save()
    first = cast.column(cast.algebra_7a, "2026-02-16")
    first.kind = cast.kinds["control"]
    first.save()
    give(cast, cast.child, "2→4")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3", position=2)
    assert of_child(cast).facts.controls == ((4,), (3,))


def test_a_mark_from_another_school_counts(cast):
    give(cast, cast.child, "5", "5")
    ExternalMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, date=dt.date(2026, 1, 20), value=2,
        source="Школа № 5", author=cast.teacher.person, set_at=cast.school.now(),
    )  # fmt: skip
    assert of_child(cast).facts.sums == Sums(300, 1200, 3)


@pytest.mark.parametrize(
    ("first", "last", "exempt"),
    [
        ("2026-01-12", "2026-03-19", True),  # more than half of the lessons held
        ("2026-01-12", "2026-01-23", False),  # six of 27
        ("2026-03-20", None, True),  # still on the last day
        ("2026-03-18", "2026-03-19", False),
    ],
)
def test_exempt_is_who_was_so_for_more_than_half_or_still_is(cast, first, last, exempt):
    Exemption.objects.create(
        course=cast.algebra_7a, pupil=cast.child, valid_from=first, valid_to=last, author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    found = of_child(cast)
    assert found.facts.exempt == exempt
    assert (found.proposal.outcome == Sign.EXEMPT) == exempt


def test_points_are_counted_and_do_not_count(cast):
    give(cast, cast.child, "•", "5", "5")
    found = of_child(cast)
    assert (found.points, found.facts.sums.count) == (1, 2)
    Mark.objects.filter(pending=True).update(pending=False, value=2)
    assert of_child(cast).points == 0


def test_the_rules_in_force_at_the_end_of_the_period_decide(cast):
    give(cast, cast.child, "5", "5", "4", "4")  # 4.5
    assert of_child(cast).proposal.outcome == 5
    decide(cast, RAISED | {"period": RAISED["period"] | {"min_marks": 3}})
    assert of_child(cast).proposal.outcome == 4
    decide(cast, NOVOSIBIRSK | {"period": NOVOSIBIRSK["period"] | {"min_marks": 3}}, number=2)
    found = of_child(cast).proposal
    assert (found.kind, found.options) == (Kind.CHOICE, (4, 5))
    decide(cast, RAISED, valid_from=cast.quarter.ends + dt.timedelta(days=1), number=3)
    assert of_child(cast).proposal.kind is Kind.CHOICE


def test_a_closed_period_keeps_the_rules_with_which_it_was_closed(cast):
    give(cast, cast.child, "5", "5", "4", "4")
    kept = decide(cast, RAISED | {"period": RAISED["period"] | {"min_marks": 3}})
    PeriodClosure.objects.create(
        period=cast.quarter, policy=kept, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    decide(cast, NOVOSIBIRSK, number=2)
    assert of_child(cast).proposal.outcome == 4


def test_a_whole_class_costs_as_many_queries_as_one_course(cast, django_assert_num_queries):
    give(cast, cast.child, "5", "н", "4")
    give(cast, cast.pupils_7a[0], "2", "2", "2")
    found = next(one for one in course_periods(cast.algebra_7a) if one.period == cast.quarter)
    courses = [
        Course.objects.select_related("subject").get(pk=one.pk)
        for one in (cast.algebra_7a, cast.russian_7a, cast.english_7a_1)
    ]
    with django_assert_num_queries(7):
        one = counted_in_period(found, courses[:1], LAST_WEEK)
    with django_assert_num_queries(7):
        several = counted_in_period(found, courses, LAST_WEEK)
    assert one.items() <= several.items()
    assert {course for course, _ in several} == {course.pk for course in courses}


def test_only_the_pupils_asked_about_are_read(cast):
    found = next(one for one in course_periods(cast.algebra_7a) if one.period == cast.quarter)
    give(cast, cast.child, "5", "5", "5")
    only = counted_in_period(found, [cast.algebra_7a], LAST_WEEK, [cast.child.pk])
    assert list(only) == [(cast.algebra_7a.pk, cast.child.pk)]
    assert only[cast.algebra_7a.pk, cast.child.pk] == of_child(cast)
