"""Setting the marks of a year: the mean of the periods, the exam, the final mark, and who changed the class."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection

from tests.cast import YEAR_STARTS
from tests.journal.entering import codes
from tests.journal.totalling import mark, on, quarters
from zhurnal.access.roles import Role
from zhurnal.audit.models import Line
from zhurnal.calc.grading.policy.examples import MATHEMATICAL, RAISED
from zhurnal.journal.actions.total_marks import TotalSaved
from zhurnal.journal.actions.year_marks import set_year_marks
from zhurnal.journal.models import PolicyVersion, YearDecision, YearMark
from zhurnal.journal.permits import Permit
from zhurnal.journal.queries.periods import course_periods
from zhurnal.journal.queries.years import pupil_years
from zhurnal.school.models import Course, CourseMembership

pytestmark = pytest.mark.django_db
LAST_DAYS = dt.date(2026, 5, 20)
LONG = "Учтена итоговая работа"


@pytest.fixture
def cast(cast):
    """The last days of the year; the child has 5 4 4 5: 4,5."""
    on(cast, LAST_DAYS)
    quarters(cast, cast.child, "5", "4", "4", "5")
    return cast


def set_year(cast, *changes, actor=None, course=None, permit=None):
    return set_year_marks(
        actor=actor or cast.teacher, course=course or cast.algebra_7a, changes=changes, permit=permit
    )


def year(pupil, value, reason="", **more):
    return mark(pupil, value, reason, **({"kind": "year"} | more))


def decide(cast, data):
    PolicyVersion.objects.create(
        school=cast.school, number=1, valid_from=YEAR_STARTS, data=json.dumps(data), made_at=cast.school.now()
    )


def row(cast, kind="year"):
    found = YearMark.objects.get(course=cast.algebra_7a, pupil=cast.child, kind=kind)
    return found.value, found.proposed, found.paragraph, found.reason, found.version


def test_the_mean_of_the_periods_is_proposed_and_needs_no_word(cast):
    (saved,) = set_year(cast, asked := year(cast.child, "5"))
    assert saved == TotalSaved(asked.change_id, cast.child.pk, "year", 1, "5", "5")
    assert row(cast) == ("5", "5", "year.tie", "", 1)
    line = Line.objects.get(change_id=asked.change_id)
    assert (line.chain, line.action) == (f"course:{cast.algebra_7a.pk}", "year_mark.set")
    assert line.subject == f"year_mark:{cast.algebra_7a.pk}:{cast.child.pk}:year"
    assert line.details["after"] == {"value": "5", "proposed": "5", "paragraph": "year.tie"}


def test_another_mark_needs_a_reason(cast):
    (refused,) = set_year(cast, year(cast.child, "4", "просто"))
    assert (refused.code, "предлагает 5" in refused.sentence) == ("deviation_needs_reason", True)
    assert codes(set_year(cast, year(cast.child, "4", LONG))) == ["totalsaved"]
    assert row(cast)[:4] == ("4", "5", "year.tie", LONG)


def test_a_period_without_a_mark_leaves_the_year_open(cast):
    other = cast.pupils_7a[0]
    quarters(cast, other, "5", "", "5", "5")
    assert codes(set_year(cast, year(other, "5"))) == ["unproposed_needs_reason"]
    (saved,) = set_year(cast, year(other, "5", LONG))
    assert (saved.text, saved.proposed) == ("5", "")


def test_periods_before_a_pupil_came_are_no_part_of_the_year(cast):
    """Arrived on 9 February, in the third quarter: 4 and 5 make 4,5."""
    quarters(cast, cast.arrived, "", "", "4", "5")
    (saved,) = set_year(cast, year(cast.arrived, "5"))
    assert saved.proposed == "5"


def test_a_mark_from_before_the_pupil_came_counts_where_one_was_set(cast):
    """3 3 4 5 is 3,75; 4 and 5 alone would be 5."""
    quarters(cast, cast.arrived, "3", "3", "4", "5")
    (saved,) = set_year(cast, year(cast.arrived, "4"))
    assert saved.proposed == "4"


def test_who_changed_the_group_takes_the_marks_of_the_subject_along(cast):
    first, second = cast.english_7a_1, cast.english_7a_2
    CourseMembership.objects.filter(course=first, pupil=cast.child).update(valid_to=dt.date(2025, 12, 30))
    CourseMembership.objects.create(course=second, pupil=cast.child, valid_from=dt.date(2026, 1, 12))
    quarters(cast, cast.child, "5", "5", course=first)
    quarters(cast, cast.child, "", "", "4", "4", course=second)
    (saved,) = set_year(cast, year(cast.child, "5"), actor=cast.colleague, course=second)
    assert saved.proposed == "5"


def test_of_two_marks_of_one_period_that_of_this_course_goes_before(cast):
    first, second = cast.english_7a_1, cast.english_7a_2
    CourseMembership.objects.create(course=second, pupil=cast.child, valid_from=YEAR_STARTS)
    quarters(cast, cast.child, "2", "2", "2", "2", course=first)
    quarters(cast, cast.child, "5", "4", "5", "5", course=second)
    periods = course_periods(second)
    for course, own in ((second, "5455"), (first, "2222")):
        assert "".join(pupil_years(course, periods)[cast.child.pk].marks.values()) == own


def test_a_pupil_who_was_never_taught_in_the_course_is_refused(cast):
    answers = set_year(cast, year(cast.pupil_7b, "5"), year(cast.other_pupil, "5"))
    assert codes(answers) == ["foreign_pupil"] * 2


def test_exam_year_and_final_mark_of_one_request_build_on_one_another(cast):
    decide(cast, MATHEMATICAL | {"year": {"tie": "exam", "exam": {"combine": "mean", "tie": "up"}}})
    answers = set_year(
        cast, year(cast.child, "3", kind="exam"), year(cast.child, "4"), year(cast.child, "4", kind="final")
    )
    assert codes(answers) == ["totalsaved"] * 3
    # 4,5 goes to the exam's side: 4. The mean of 4 and 3 is 3,5: 4.
    assert [row(cast, kind)[:3] for kind in ("exam", "year", "final")] == [
        ("3", "", ""), ("4", "4", "year.tie"), ("4", "4", "year.exam.tie"),
    ]  # fmt: skip


def test_without_an_exam_the_final_mark_is_the_years(cast):
    set_year(cast, year(cast.child, "5"))
    assert codes(set_year(cast, year(cast.child, "4", kind="final"))) == ["deviation_needs_reason"]
    assert codes(set_year(cast, year(cast.child, "5", kind="final"))) == ["totalsaved"]


def test_a_final_mark_before_the_years_needs_a_reason(cast):
    assert codes(set_year(cast, year(cast.child, "5", kind="final"))) == ["unproposed_needs_reason"]


def test_an_exam_may_be_missed(cast):
    decide(cast, RAISED)
    assert codes(set_year(cast, year(cast.child, "н/а", kind="exam"))) == ["totalsaved"]
    (saved,) = set_year(cast, year(cast.child, "5"))  # the last period decides the half
    assert saved.proposed == "5"


def test_marks_of_the_year_are_set_from_two_weeks_before_its_last_period_ends(cast):
    on(cast, dt.date(2026, 5, 11))
    (refused,) = set_year(cast, year(cast.child, "5"))
    assert (refused.code, "с 12 мая" in refused.sentence) == ("year_too_early", True)
    on(cast, dt.date(2026, 5, 12))
    assert codes(set_year(cast, year(cast.child, "5"))) == ["totalsaved"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("promoted", "already_decided"), ("repeats", "already_decided"), ("conditional", "totalsaved"),
        ("", "totalsaved"),
    ],
)  # fmt: skip
def test_what_the_council_has_decided_is_settled_but_for_debts(cast, kind, code):
    YearDecision.objects.create(
        year=cast.year, pupil=cast.child, kind=kind, author=cast.deputy.person, set_at=cast.school.now()
    )
    assert codes(set_year(cast, year(cast.child, "5"))) == [code]
    asked = year(cast.child, "3", seen=YearMark.objects.count())
    permitted = set_year(cast, asked, permit=Permit(Role.DEPUTY, "Запрос 5: ошибка в ведомости"))
    assert codes(permitted) == ["totalsaved"]


@pytest.mark.parametrize("kind", ["period", "quarter", ""])
def test_there_are_three_kinds_of_marks_of_a_year(cast, kind):
    assert codes(set_year(cast, year(cast.child, "5", kind=kind))) == ["broken_change"]


def test_conflict_and_repeat_are_told_by_kind(cast):
    set_year(cast, asked := year(cast.child, "5"), year(cast.child, "4", kind="exam"))
    (again,) = set_year(cast, asked)
    assert (again.kind, again.version) == ("year", 1)
    (conflict,) = set_year(cast, year(cast.child, "3", kind="exam"))
    assert (conflict.kind, conflict.text, conflict.version) == ("exam", "4", 1)


@pytest.mark.parametrize("who", ["colleague", "deputy", "teacher2"])
def test_only_who_holds_the_course_sets_the_marks_of_the_year(cast, who):
    assert codes(set_year(cast, year(cast.child, "5"), actor=getattr(cast, who))) == ["not_your_totals"]


def test_one_change_costs_as_many_queries_as_many(cast, django_assert_num_queries):
    course = Course.objects.select_related("subject", "year__school").get(pk=cast.algebra_7a.pk)
    lock, savepoint = int(connection.vendor == "postgresql"), 2
    with django_assert_num_queries(9 + lock + savepoint):
        set_year(cast, year(cast.child, "5"), course=course)
    with django_assert_num_queries(9 + lock + savepoint):
        answers = set_year(cast, *(year(pupil, "3", LONG) for pupil in cast.pupils_7a[:7]), course=course)
    assert codes(answers) == ["totalsaved"] * 7
