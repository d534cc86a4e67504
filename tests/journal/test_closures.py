"""Closing a period and opening it again: with what is open, by whom, by which rules, and what follows."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.cast import YEAR_STARTS
from tests.journal.entering import change, codes, save
from tests.journal.test_readiness import whole_7a
from tests.journal.totalling import LAST_WEEK, give, mark, on, set_marks
from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.calc.grading.policy.examples import MATHEMATICAL, TEN_POINT
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.actions.closures import close_period, reopen_period
from zhurnal.journal.models import Average, Mark, PeriodClosure, PeriodMark, PolicyVersion
from zhurnal.journal.replay import replay
from zhurnal.journal.rules import RefusedError
from zhurnal.school.models import StudyPeriod

pytestmark = pytest.mark.django_db
LONG = "Двое учеников в больнице"


@pytest.fixture
def cast(cast):
    on(cast, LAST_WEEK)
    return cast


def period(cast):
    return StudyPeriod.objects.select_related("year__school").get(pk=cast.quarter.pk)


def close(cast, *, actor=None, confirmed=True, reason=LONG, day=None):
    return close_period(
        actor=actor or cast.deputy, period=period(cast), confirmed=confirmed, reason=reason, day=day
    )


def reopen(cast, reason="Ошибка в отметке", actor=None):
    return reopen_period(actor=actor or cast.deputy, period=period(cast), reason=reason)


def refusal(job, *arguments, **more):
    with pytest.raises(RefusedError) as found:
        job(*arguments, **more)
    return found.value


def decide(cast, data, number=1):
    return PolicyVersion.objects.create(
        school=cast.school, number=number, valid_from=YEAR_STARTS, data=json.dumps(data),
        made_at=cast.school.now(),
    )  # fmt: skip


def finished(cast):
    """Everything is set in the whole school, and the last day has come."""
    whole_7a(cast)
    for course, pupil in ((cast.algebra_7b, cast.pupil_7b), (cast.algebra_5a, cast.child_5a)):
        PeriodMark.objects.create(
            course=course, period=cast.quarter, pupil=pupil, value="5", author=cast.colleague.person,
            set_at=cast.school.now(),
        )  # fmt: skip
    on(cast, cast.quarter.ends)


def test_a_finished_period_is_closed_without_a_word(cast):
    finished(cast)
    closure = close(cast, confirmed=False, reason="")
    assert (closure.closed_by, closure.reopened_at, closure.policy) == (cast.deputy.person, None, None)
    line = Line.objects.get(action="period.closed")
    assert (line.chain, line.subject) == (f"school:{cast.school.pk}", f"period:{cast.quarter.pk}")
    assert (line.actor_id, line.actor_role) == (cast.deputy.person_id, "deputy")
    assert line.details == {"closure": closure.pk, "policy": None, "gaps": {}}


def test_with_something_open_it_says_what_and_asks_for_confirmation_and_a_reason(cast):
    finished(cast)
    PeriodMark.objects.filter(course=cast.algebra_7a, pupil=cast.child).delete()
    give(cast, cast.pupils_7a[0], "•", "•")
    why = refusal(close, cast, confirmed=False)
    assert why.code == "gaps_left"
    assert "1 ученик без отметки, у 1 ученика мало отметок, 2 точки" in why.sentence
    assert refusal(close, cast, reason="так надо").code == "closing_reason"
    closure = close(cast)
    assert Line.objects.get(action="period.closed").details == {
        "closure": closure.pk, "policy": None, "gaps": {"lacking": 1, "few": 1, "points": 2}, "reason": LONG,
    }  # fmt: skip


def test_days_to_come_are_something_open(cast):
    finished(cast)
    on(cast, LAST_WEEK)
    assert "период идёт до 27 марта" in refusal(close, cast, confirmed=False).sentence
    close(cast)


def test_a_period_is_not_closed_long_before_its_end(cast):
    on(cast, dt.date(2026, 3, 12))
    why = refusal(close, cast)
    assert (why.code, "с 13 марта" in why.sentence) == ("closing_too_early", True)


def test_it_keeps_the_version_of_the_rules_that_is_in_force(cast):
    kept = decide(cast, MATHEMATICAL)
    closure = close(cast)
    decide(cast, MATHEMATICAL, number=2)
    assert PeriodClosure.objects.get(pk=closure.pk).policy == kept


@pytest.mark.parametrize(
    "who", ["director", "teacher", "classteacher", "office", "admin", "deputy2", "parent"]
)
def test_only_a_deputy_of_the_school_closes_and_opens(cast, who):
    assert refusal(close, cast, actor=getattr(cast, who)).code == "not_deputy"
    close(cast)
    assert refusal(reopen, cast, actor=getattr(cast, who)).code == "not_deputy"


def test_what_is_closed_is_not_closed_again_and_what_is_open_not_opened(cast):
    assert refusal(reopen, cast).code == "not_closed"
    close(cast)
    assert refusal(close, cast).code == "already_closed"
    reopen(cast)
    assert refusal(reopen, cast).code == "not_closed"
    close(cast)
    assert PeriodClosure.objects.filter(period=cast.quarter).count() == 2


def test_opening_needs_a_reason_and_is_told(cast):
    close(cast)
    for reason in ("", "ошибка"):
        assert refusal(reopen, cast, reason).code == "reopening_reason"
    closure = reopen(cast)
    assert (closure.reopened_by, closure.reason) == (cast.deputy.person, "Ошибка в отметке")
    line = Line.objects.get(action="period.reopened")
    assert (line.subject, line.details) == (f"period:{cast.quarter.pk}", {"reason": "Ошибка в отметке"})


def test_cells_and_period_marks_are_refused_while_it_is_closed(cast):
    column = cast.column(cast.algebra_7a, "2026-03-04")
    close(cast)
    assert codes(save(cast, change(cast.child, column, "5"))) == ["closed_period"]
    assert codes(set_marks(cast, mark(cast.child, "н/а"))) == ["totals_closed"]
    reopen(cast)
    assert codes(save(cast, change(cast.child, column, "5"))) == ["saved"]
    assert codes(set_marks(cast, mark(cast.child, "н/а"))) == ["totalsaved"]


def test_another_period_stays_as_it_is(cast):
    close(cast)
    on(cast, dt.date(2026, 5, 20))
    assert codes(set_marks(cast, mark(cast.child, "н/а"), period=cast.quarters[3])) == ["totalsaved"]


def test_opened_again_it_is_reckoned_by_the_rules_in_force(cast):
    """Half of the weight for both attempts, then the later one alone."""
    decide(cast, MATHEMATICAL | {"counting": {"resit": "mean"}})
    give(cast, cast.child, "2→4")
    assert Average.objects.values_list("weight", "weighted", "count").get() == (100, 300, 1)
    close(cast)
    decide(cast, MATHEMATICAL, number=2)
    assert recount(cast.quarter, [cast.algebra_7a.pk]) == 0  # closed: still by the first version
    reopen(cast)
    assert Average.objects.values_list("weight", "weighted", "count").get() == (100, 400, 1)
    assert [one for one in replay() if one.subject.startswith("average")] == []


def test_opening_with_the_same_rules_counts_nothing_anew(cast, django_assert_num_queries):
    kept = decide(cast, TEN_POINT)
    close(cast)
    assert kept.number == 1
    lock, savepoint = 2 * int(connection.vendor == "postgresql"), 2
    found = period(cast)
    with django_assert_num_queries(7 + lock + savepoint):
        reopen_period(actor=cast.deputy, period=found, reason=LONG)


def test_closing_costs_a_fixed_number_of_queries(cast, django_assert_num_queries):
    finished(cast)
    found = period(cast)
    lock, savepoint = 2 * int(connection.vendor == "postgresql"), 2
    with django_assert_num_queries(14 + lock + savepoint):
        close_period(actor=cast.deputy, period=found)


def in_thread(job):
    def run():
        try:
            return job()
        finally:
            connection.close()

    return run


@pytest.mark.django_db(transaction=True)
def test_a_mark_that_is_being_saved_is_finished_before_the_period_closes(cast):
    """Whoever closes waits for the writer, and closes with the writer's mark in it."""
    column = cast.column(cast.algebra_7a, "2026-03-04")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            answers = save(cast, change(cast.child, column, "5"))
            closing = pool.submit(in_thread(lambda: close(cast)))
            time.sleep(0.3)  # long enough for whoever does not wait
            assert not closing.done()
            assert not PeriodClosure.objects.filter(period=cast.quarter).exists()
        closing.result(timeout=30)
    assert codes(answers) == ["saved"]
    assert Mark.objects.get().value == 5
    assert codes(save(cast, change(cast.child, column, "4", seen=1))) == ["closed_period"]


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_a_period_is_being_closed_finds_it_closed(cast):
    """A writer that began before the closing was done must not slip in after it."""
    column = cast.column(cast.algebra_7a, "2026-03-04")
    jobs = [
        lambda: save(cast, change(cast.child, column, "5")),
        lambda: set_marks(cast, mark(cast.child, "н/а")),
    ]
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            close(cast)
            writing = [pool.submit(in_thread(job)) for job in jobs]
            time.sleep(0.3)
            assert not any(one.done() for one in writing)
        answers = [one.result(timeout=30) for one in writing]
    assert [codes(one) for one in answers] == [["closed_period"], ["totals_closed"]]
    assert not Mark.objects.exists()
    assert not PeriodMark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_mark_is_newer_than_the_closing_whatever_the_order(cast):
    """Writers of several courses against one closing: the ledger's order says who was first."""
    columns = {
        cast.algebra_7a: cast.column(cast.algebra_7a, "2026-03-04"),
        cast.russian_7a: cast.column(cast.russian_7a, "2026-03-03"),
    }
    actors = {cast.algebra_7a: cast.teacher, cast.russian_7a: cast.classteacher}
    start = threading.Barrier(3)

    def write(course):
        start.wait()
        found = [
            save(cast, change(pupil, columns[course], "5"), actor=actors[course], course=course)
            for pupil in cast.pupils_7a
        ]
        return [code for answer in found for code in codes(answer)]

    def shut():
        start.wait()
        time.sleep(0.05)
        close(cast)

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(in_thread(lambda course=course: write(course))) for course in columns]
        pool.submit(in_thread(shut)).result(timeout=60)
        found = [one.result(timeout=60) for one in writing]
    closed = Line.objects.get(action="period.closed")
    saved = sum(codes_of.count("saved") for codes_of in found)
    assert Mark.objects.count() == saved == Line.objects.filter(action="cell.set", id__lt=closed.pk).count()
    assert all(one == sorted(one, key=["saved", "closed_period"].index) for one in found)
    assert ledger.head(f"school:{cast.school.pk}") is not None
