"""Setting the marks of a period: the rule proposes, the teacher decides, history tells."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.cast import YEAR_STARTS
from tests.journal.entering import codes
from tests.journal.totalling import LAST_WEEK, give, mark, on, set_marks, stands
from zhurnal.access.roles import Role
from zhurnal.audit.models import Line
from zhurnal.calc.grading.policy.examples import NOVOSIBIRSK
from zhurnal.journal.actions.total_marks import TotalSaved
from zhurnal.journal.models import PeriodClosure, PeriodMark, PolicyVersion
from zhurnal.journal.permits import Permit
from zhurnal.school.models import Course, Subject, Teaching

pytestmark = pytest.mark.django_db
LONG = "Учтена зачётная работа"


@pytest.fixture
def cast(cast):
    """The last week of the quarter; the child has 5 5 4: 4,67."""
    on(cast, LAST_WEEK)
    give(cast, cast.child, "5", "5", "4")
    return cast


def grey_zone(cast):
    """4,67 lies above 4.65: with three fives and two fours it is 4,6, and the teacher decides."""
    data = NOVOSIBIRSK | {"period": NOVOSIBIRSK["period"] | {"min_marks": 3}}
    PolicyVersion.objects.create(
        school=cast.school, number=1, valid_from=YEAR_STARTS, data=json.dumps(data),
        made_at=cast.school.now(),
    )  # fmt: skip
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4")


def close(cast):
    return PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )


def test_a_mark_that_the_rule_proposes_needs_no_word(cast):
    (saved,) = set_marks(cast, asked := mark(cast.child, " 5 "))
    assert saved == TotalSaved(asked.change_id, cast.child.pk, "period", 1, "5", "5")
    assert stands(cast, cast.child) == ("5", "5", "period.thresholds.5", "", 1)


def test_the_line_of_the_ledger_tells_both_sides_the_proposal_and_the_reason(cast):
    set_marks(cast, mark(cast.child, "5"))
    set_marks(cast, asked := mark(cast.child, "4", LONG, seen=1))
    line = Line.objects.get(change_id=asked.change_id)
    assert (line.chain, line.action, line.actor_id, line.actor_role) == (
        f"course:{cast.algebra_7a.pk}", "period_mark.set", cast.teacher.person_id, "teacher",
    )  # fmt: skip
    assert line.subject == f"period_mark:{cast.algebra_7a.pk}:{cast.child.pk}:{cast.quarter.pk}"
    paragraph = "period.thresholds.5"
    assert line.details == {
        "before": {"value": "5", "proposed": "5", "paragraph": paragraph},
        "after": {"value": "4", "proposed": "5", "paragraph": paragraph, "reason": LONG},
        "version": 2,
    }


@pytest.mark.parametrize(
    ("value", "reason"), [("4", ""), ("4", "просто"), ("3", "123456789"), ("осв", "нет")]
)
def test_a_mark_outside_the_rule_needs_a_reason_of_ten_letters(cast, value, reason):
    (refused,) = set_marks(cast, mark(cast.child, value, reason))
    assert refused.code == "deviation_needs_reason"
    assert f"правило предлагает 5. Чтобы поставить {value}" in refused.sentence
    assert not PeriodMark.objects.exists()
    (saved,) = set_marks(cast, mark(cast.child, value, "1234567890"))
    assert (saved.text, saved.proposed) == (value, "5")


def test_in_a_grey_zone_the_teacher_decides_and_says_why(cast):
    grey_zone(cast)
    (refused,) = set_marks(cast, mark(cast.child, "5"))
    assert (refused.code, "(4–5)" in refused.sentence) == ("choice_needs_reason", True)
    for value in "45":
        (saved,) = set_marks(cast, mark(cast.child, value, "рост", seen=PeriodMark.objects.count()))
        assert (saved.text, saved.proposed) == (value, "")
    assert stands(cast, cast.child)[2:4] == ("period.grey_zone", "рост")
    assert codes(set_marks(cast, mark(cast.child, "3", "рост", seen=2))) == ["deviation_needs_reason"]


def test_with_too_few_marks_only_not_attested_needs_no_reason(cast):
    other = cast.pupils_7a[0]
    assert codes(set_marks(cast, mark(other, "3"))) == ["unproposed_needs_reason"]
    (saved,) = set_marks(cast, mark(other, "на"))
    assert (saved.text, saved.proposed) == ("н/а", "")


@pytest.mark.parametrize("value", ["6", "1", "5/4", "н", "отлично", "55"])
def test_what_is_no_mark_of_the_scale_is_refused_with_the_scale(cast, value):
    (refused,) = set_marks(cast, mark(cast.child, value, LONG))
    assert (refused.code, "2–5" in refused.sentence) == ("unreadable_total", True)


def test_taking_a_mark_back_needs_no_reason_and_keeps_the_row(cast):
    set_marks(cast, mark(cast.child, "4", LONG))
    (saved,) = set_marks(cast, mark(cast.child, "", seen=1))
    assert (saved.text, saved.version) == ("", 2)
    assert stands(cast, cast.child) == ("", "5", "period.thresholds.5", "", 2)


def test_the_same_value_writes_nothing_and_a_new_reason_does(cast):
    set_marks(cast, mark(cast.child, "4", LONG))
    for reason in ("", LONG):
        assert codes(set_marks(cast, mark(cast.child, "4", reason))) == ["totalsaved"]
    assert Line.objects.filter(action="period_mark.set").count() == 1
    set_marks(cast, mark(cast.child, "4", "Иная причина, тоже длинная", seen=1))
    assert stands(cast, cast.child)[3:] == ("Иная причина, тоже длинная", 2)


def test_a_stale_page_gets_the_mark_that_stands_there_with_who_and_when(cast):
    set_marks(cast, mark(cast.child, "5"))
    (conflict,) = set_marks(cast, mark(cast.child, "4", LONG))
    assert (conflict.version, conflict.text, conflict.by) == (1, "5", cast.teacher.person.short_name)
    assert timezone.localdate(conflict.at) == LAST_WEEK
    assert stands(cast, cast.child)[0] == "5"


def test_the_same_change_sent_again_is_answered_as_before(cast):
    asked = mark(cast.child, "4", LONG)
    first = set_marks(cast, asked)
    set_marks(cast, mark(cast.child, "5", seen=1))
    close(cast)
    assert set_marks(cast, asked, asked) == [*first, *first]
    assert stands(cast, cast.child)[0] == "5"


def test_an_id_that_stands_for_another_change_is_refused(cast):
    set_marks(cast, mark(cast.child, "5", change_id=7))
    assert codes(set_marks(cast, mark(cast.child, "4", LONG, change_id=7))) == ["foreign_change_id"]
    answers = set_marks(cast, mark(cast.child, "5", change_id=8), mark(cast.child, "4", LONG, change_id=8))
    assert codes(answers) == ["totalsaved", "foreign_change_id"]


def test_one_refused_change_does_not_stop_the_others(cast):
    answers = set_marks(cast, mark(cast.child, "9"), mark(cast.pupils_7a[0], "н/а"), mark(cast.pupil_7b, "5"))
    assert codes(answers) == ["unreadable_total", "totalsaved", "not_member_in_period"]


def test_marks_are_set_from_two_weeks_before_the_end(cast):
    on(cast, dt.date(2026, 3, 12))
    (refused,) = set_marks(cast, mark(cast.child, "5"))
    assert (refused.code, "с 13 марта" in refused.sentence) == ("totals_too_early", True)
    on(cast, dt.date(2026, 3, 13))
    assert codes(set_marks(cast, mark(cast.child, "5"))) == ["totalsaved"]


def test_a_closed_period_is_refused_and_a_reopened_one_is_not(cast):
    closure = close(cast)
    (refused,) = set_marks(cast, mark(cast.child, "5"))
    assert (refused.code, "3-я четверть" in refused.sentence) == ("totals_closed", True)
    PeriodClosure.objects.filter(pk=closure.pk).update(
        reopened_by=cast.deputy.person, reopened_at=cast.school.now(), reason="Ошибка"
    )
    assert codes(set_marks(cast, mark(cast.child, "5"))) == ["totalsaved"]


def test_a_permit_opens_what_another_person_approved_and_gives_the_reason(cast):
    close(cast)
    on(cast, dt.date(2026, 4, 10))
    permit = Permit(Role.DEPUTY, "Запрос 12: отметка за пропущенную работу")
    (saved,) = set_marks(cast, mark(cast.child, "3", "не прочтут"), actor=cast.deputy, permit=permit)
    assert saved.text == "3"
    assert stands(cast, cast.child)[3] == permit.reason
    assert Line.objects.get(action="period_mark.set").actor_role == "deputy"
    refusals = set_marks(
        cast, mark(cast.child, "7"), mark(cast.pupil_7b, "5"), actor=cast.deputy, permit=permit
    )
    assert codes(refusals) == ["unreadable_total", "not_member_in_period"]


@pytest.mark.parametrize("who", ["colleague", "classteacher", "deputy", "director", "teacher2", "parent"])
def test_only_who_holds_the_course_sets_its_marks(cast, who):
    answers = set_marks(cast, mark(cast.child, "5"), mark(cast.pupils_7a[0], "5"), actor=getattr(cast, who))
    assert codes(answers) == ["not_your_totals"] * 2
    assert not PeriodMark.objects.exists()


@pytest.mark.parametrize(
    ("who", "allowed"), [("deputy", True), ("director", False), ("deputy2", False), ("teacher", False)]
)
def test_a_course_that_nobody_holds_is_finished_by_the_deputy(cast, who, allowed):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 1))
    answers = set_marks(cast, mark(cast.child, "5"), actor=getattr(cast, who))
    assert codes(answers) == ["totalsaved" if allowed else "not_your_totals"]
    assert set(Line.objects.filter(action="period_mark.set").values_list("actor_role", flat=True)) <= {
        "deputy"
    }


def test_a_period_of_another_kind_or_school_is_refused(cast):
    half = cast.year.periods.get(kind="half_year", number=1)
    foreign = cast.other_class.year.periods.get(kind="quarter", number=3)
    for period in (half, foreign):
        assert codes(set_marks(cast, mark(cast.child, "5"), period=period)) == ["foreign_period"]


def test_a_change_for_the_year_is_no_change_for_a_period(cast):
    assert codes(set_marks(cast, mark(cast.child, "5", kind="year"))) == ["broken_change"]


def test_who_left_in_the_middle_may_still_be_marked_and_who_never_came_may_not(cast):
    assert codes(set_marks(cast, mark(cast.left, "н/а"))) == ["totalsaved"]
    assert codes(set_marks(cast, mark(cast.child_5a, "5"))) == ["not_member_in_period"]


@pytest.mark.parametrize("scale", ["none", "pass_fail", "behaviour_three", "behaviour_five"])
def test_other_scales_read_their_own_marks_and_propose_nothing(cast, scale):
    Subject.objects.filter(pk=cast.algebra_7a.subject_id).update(scale=scale)
    course = Course.objects.select_related("subject", "year__school").get(pk=cast.algebra_7a.pk)
    value = {"none": "5", "pass_fail": "зачёт", "behaviour_three": "образцовое", "behaviour_five": "5"}[scale]
    (answer,) = set_marks(cast, mark(cast.child, value), course=course)
    if scale == "none":
        assert answer.code == "no_totals_in_subject"
        return
    stored = {"pass_fail": "зч", "behaviour_three": "обр", "behaviour_five": "5"}[scale]
    assert (answer.text, answer.proposed) == (stored, "")
    assert stands(cast, cast.child)[2] == "scale"
    assert codes(set_marks(cast, mark(cast.child, "н/а", seen=1), course=course)) == [
        "unproposed_needs_reason"
    ]


def test_the_first_grade_has_no_marks(cast):
    Course.objects.filter(pk=cast.algebra_7a.pk).update(grade=1)
    course = Course.objects.select_related("subject", "year__school").get(pk=cast.algebra_7a.pk)
    assert codes(set_marks(cast, mark(cast.child, "5"), course=course)) == ["no_totals_in_subject"]


def test_one_change_costs_as_many_queries_as_thirty(cast, django_assert_num_queries):
    give(cast, cast.pupils_7a[0], "н", "3", "3", "3")
    course = Course.objects.select_related("subject", "year__school").get(pk=cast.algebra_7a.pk)
    lock, savepoint = int(connection.vendor == "postgresql"), 2
    with django_assert_num_queries(13 + lock + savepoint):
        set_marks(cast, mark(cast.pupils_7a[0], "3"), course=course)
    with django_assert_num_queries(13 + lock + savepoint):
        answers = set_marks(
            cast, mark(cast.pupils_7a[0], "4", LONG, seen=1),
            *(mark(pupil, "н/а", LONG) for pupil in cast.pupils_7a[1:]), course=course,
        )  # fmt: skip
    assert codes(answers) == ["totalsaved"] * 10


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_one_mark_exactly_one_wins(cast):
    def job(value):
        try:
            return set_marks(cast, mark(cast.child, value, LONG))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [answer for (answer,) in pool.map(job, ["5", "4"])]
    assert sorted(type(answer).__name__ for answer in answers) == ["TotalConflict", "TotalSaved"]
    assert Line.objects.filter(action="period_mark.set").count() == 1


def test_rows_and_line_are_gone_together_with_the_transaction(cast):
    with transaction.atomic():
        set_marks(cast, mark(cast.child, "5"))
        transaction.set_rollback(True)
    assert not PeriodMark.objects.exists()
    assert not Line.objects.filter(action="period_mark.set").exists()
