"""What a period still lacks, class by class, counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.totalling import DAYS, LAST_WEEK, give, mark, on, set_marks
from zhurnal.journal.models import PeriodMark
from zhurnal.journal.queries.readiness import Gaps, readiness, total
from zhurnal.school.models import Course, CourseMembership, Subject

pytestmark = pytest.mark.django_db


def ready(cast, today=LAST_WEEK):
    return {one.school_class.name: one for one in readiness(cast.quarter, None, today)}


def all_but(cast, *pupils, course=None, value="4"):
    """Everybody else of the course has a mark for the quarter."""
    course = course or cast.algebra_7a
    others = CourseMembership.objects.filter(course=course, valid_to=None).exclude(pupil__in=pupils)
    PeriodMark.objects.bulk_create(
        PeriodMark(
            course=course, period=cast.quarter, pupil_id=pupil, value=value, proposed=value,
            author_id=cast.teacher.person_id, set_at=cast.school.now(),
        )
        for pupil in others.values_list("pupil", flat=True)
    )  # fmt: skip


def whole_7a(cast, *lacking):
    """7 «А» is finished, but for these pupils in algebra."""
    all_but(cast, *lacking)
    for course in (cast.russian_7a, cast.english_7a_1, cast.english_7a_2):
        all_but(cast, course=course)


def test_at_first_every_subject_is_without_totals(cast):
    found = ready(cast)
    assert list(found) == ["5 «А»", "7 «А»", "7 «Б»"]
    assert found["7 «А»"].gaps == Gaps(subjects=4)
    assert found["5 «А»"].gaps == found["7 «Б»"].gaps == Gaps(subjects=1)
    assert total(found.values()) == Gaps(subjects=6)


def test_pupils_without_a_mark_are_counted_once_and_by_name(cast):
    whole_7a(cast, cast.child, cast.pupils_7a[0])
    PeriodMark.objects.filter(course=cast.russian_7a, pupil=cast.child).delete()
    give(cast, cast.child, "5", "5", "5")
    gaps = ready(cast)["7 «А»"]
    assert gaps.gaps == Gaps(lacking=2, few=2)  # the child has no marks of Russian at all
    lacking = {one.course.subject.name: one.lacking for one in gaps.wanting}
    assert lacking == {
        "Русский язык": {cast.child.pk}, "Алгебра": {cast.child.pk, cast.pupils_7a[0].pk},
    }  # fmt: skip


def test_few_is_who_has_less_marks_than_the_rule_wants_and_nothing_set(cast):
    whole_7a(cast, cast.child, cast.pupils_7a[0])
    give(cast, cast.child, "5", "5", "5")
    give(cast, cast.pupils_7a[0], "5", "5")
    assert ready(cast)["7 «А»"].gaps == Gaps(lacking=2, few=1)
    on(cast, LAST_WEEK)
    set_marks(cast, mark(cast.pupils_7a[0], "н/а"))
    assert ready(cast)["7 «А»"].gaps == Gaps(lacking=1)


def test_a_mark_taken_back_is_no_mark(cast):
    whole_7a(cast)
    assert ready(cast)["7 «А»"].gaps == Gaps()
    PeriodMark.objects.filter(course=cast.algebra_7a, pupil=cast.child).update(value="")
    assert ready(cast)["7 «А»"].gaps == Gaps(lacking=1, few=1)


def test_points_are_counted_though_all_marks_are_set(cast):
    whole_7a(cast)
    give(cast, cast.child, "•", "•")
    cast.put(cast.algebra_7a, DAYS[2], cast.pupils_7a[0], "•")
    cast.put(cast.algebra_7b, "2026-03-02", cast.pupil_7b, "•")
    found = ready(cast)
    assert (found["7 «А»"].gaps, found["7 «Б»"].gaps) == (Gaps(points=3), Gaps(points=1, subjects=1))


def test_who_left_before_the_last_day_needs_no_mark_and_who_came_does(cast):
    whole_7a(cast, cast.arrived)
    found = ready(cast)["7 «А»"]
    assert [one.lacking for one in found.wanting] == [{cast.arrived.pk}]
    assert cast.left.pk not in found.pupils
    january = ready(cast, dt.date(2026, 1, 20))["7 «А»"]
    assert [one.lacking for one in january.wanting] == [{cast.left.pk}] * 3


def test_a_subject_without_marks_or_without_lessons_needs_none(cast):
    whole_7a(cast)
    Subject.objects.filter(name="Английский язык").update(scale="none")
    PeriodMark.objects.filter(course__subject__name="Английский язык").delete()
    assert ready(cast)["7 «А»"].gaps == Gaps()
    Course.objects.create(
        year=cast.year, subject=Subject.objects.create(school=cast.school, name="Химия", short_name="Химия"),
        school_class=cast.class_7a, period_kind="quarter", hours_a_week=1, grade=7,
    )  # fmt: skip
    assert ready(cast)["7 «А»"].gaps == Gaps()


def test_behaviour_needs_a_mark_though_it_has_no_lessons(cast):
    whole_7a(cast)
    behaviour = Course.objects.create(
        year=cast.year, school_class=cast.class_7a, period_kind="quarter", hours_a_week=0, grade=7,
        subject=Subject.objects.create(
            school=cast.school, name="Поведение", short_name="Поведение", scale="behaviour_three"
        ),
    )  # fmt: skip
    CourseMembership.objects.create(course=behaviour, pupil=cast.child, valid_from=cast.year.starts)
    CourseMembership.objects.create(course=behaviour, pupil=cast.arrived, valid_from=cast.year.starts)
    assert ready(cast)["7 «А»"].gaps == Gaps(subjects=1)
    all_but(cast, cast.child, course=behaviour, value="обр")
    assert ready(cast)["7 «А»"].gaps == Gaps(lacking=1)  # nobody has marks to be few of


def test_the_first_grade_is_not_asked(cast):
    Course.objects.filter(pk=cast.algebra_5a.pk).update(grade=1)
    assert list(ready(cast)) == ["7 «А»", "7 «Б»"]


def test_courses_of_another_kind_of_period_are_not_asked(cast):
    Course.objects.filter(pk=cast.algebra_7b.pk).update(period_kind="half_year")
    assert list(ready(cast)) == ["5 «А»", "7 «А»"]


def test_a_school_costs_seven_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(7):
        readiness(cast.quarter, None, LAST_WEEK)
    whole_7a(cast)
    with django_assert_num_queries(7):
        readiness(cast.quarter, None, LAST_WEEK)
