"""Columns added, changed and withdrawn: who may, what is refused, what the averages and the ledger say."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tests.journal.entering import codes
from tests.journal.ruling import rule
from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.columns import (
    MOST_COLUMNS,
    ColumnFacts,
    add_column,
    change_column,
    facts_of,
    withdraw_column,
)
from zhurnal.journal.models import Average, CorrectionRequest, PeriodClosure, Work, WorkKind
from zhurnal.journal.replay import replay
from zhurnal.journal.rules import RefusedError
from zhurnal.ops.checks import run_checks

pytestmark = pytest.mark.django_db
LESSON, CONTROL = "2026-02-20", "2026-02-25"


def add(cast, day=LESSON, kind="control", *, actor=None, **what):
    column = ColumnFacts(cast.kinds[kind].pk, **what)
    return add_column(actor=actor or cast.teacher, lesson=cast.lesson(cast.algebra_7a, day), column=column)


def alter(cast, work, *, actor=None, reason="", seen=None, **what):
    standing = facts_of(work)
    return change_column(
        actor=actor or cast.teacher, work=work, seen=seen or standing, column=standing._replace(**what),
        reason=reason,
    )  # fmt: skip


def refusal(call, *given, **named):
    with pytest.raises(RefusedError) as refused:
        call(*given, **named)
    assert refused.value.sentence
    return refused.value.code


def sums(cast, pupil):
    row = Average.objects.get(course=cast.algebra_7a, period=cast.quarter, pupil=pupil)
    return Sums(row.weight, row.weighted, row.count)


def lines():
    return [(line.actor_role, line.details) for line in Line.objects.filter(action="column.set")]


# Adding


def test_a_further_column_stands_behind_the_others_and_weighs_what_its_kind_does(cast):
    work = add(cast, CONTROL, "homework", title="  Тетради,\nстраница 5 ")
    stored = Work.objects.get(pk=work.pk)
    assert (stored.position, stored.weight, stored.is_own_weight) == (3, 50, False)
    assert stored.title == "Тетради, страница 5"
    assert facts_of(stored) == ColumnFacts(cast.kinds["homework"].pk, "Тетради, страница 5")


def test_marks_go_into_it_and_absence_does_not(cast):
    add(cast)
    assert cast.put(cast.algebra_7a, LESSON, cast.child, "5", position=2).text == "5"
    answer = cast.put(cast.algebra_7a, LESSON, cast.child, "н", seen=1, position=2)
    assert codes([answer]) == ["absence_in_second_column"]


def test_in_a_coming_lesson_it_is_a_planned_work(cast):
    work = add(cast, "2026-03-20", title="Контрольная работа № 6")
    assert (work.kind.is_control, work.weight) == (True, 200)
    answer = cast.put(cast.algebra_7a, "2026-03-20", cast.child, "5", position=2)
    assert codes([answer]) == ["future_lesson"]


def test_its_weight_is_the_rules_where_they_name_its_kind(cast):
    rule(cast, weights={"кр": "3"})
    assert add(cast).weight == 300


def test_a_weight_of_its_own_stays_its_own_even_where_it_is_the_same(cast):
    work = add(cast, weight=200)
    assert (work.weight, work.is_own_weight, facts_of(work).weight) == (200, True, 200)


def test_a_substitute_may_add_to_the_lesson_held_and_to_no_other(cast):
    lesson = cast.substituted
    column = ColumnFacts(cast.kinds["control"].pk)
    assert add_column(actor=cast.colleague, lesson=lesson, column=column).position == 2
    assert refusal(add, cast, actor=cast.colleague) == "not_your_lesson"


def test_a_deputy_does_not_open_columns(cast):
    assert refusal(add, cast, actor=cast.deputy) == "not_your_lesson"
    assert refusal(add, cast, actor=cast.teacher2) == "not_your_lesson"


def test_a_lesson_that_is_not_held_gets_none(cast):
    assert refusal(add, cast, "2026-02-27") == "cancelled_lesson"


def test_a_closed_period_gets_none_and_a_reopened_one_does(cast):
    closure = PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert refusal(add, cast) == "closed_period"
    PeriodClosure.objects.filter(pk=closure.pk).update(
        reopened_at=cast.school.now(), reopened_by=cast.deputy.person, reason="Пересдача"
    )
    assert add(cast).position == 2


def test_a_lesson_outside_the_periods_gets_none(cast):
    lesson = cast.lesson(cast.algebra_7a, LESSON)
    type(lesson).objects.filter(pk=lesson.pk).update(date="2026-04-01")
    assert refusal(add, cast, "2026-04-01") == "no_period"


def test_a_lesson_has_so_many_columns_and_no_more(cast):
    for _ in range(MOST_COLUMNS - 1):
        work = add(cast)
    assert refusal(add, cast) == "too_many_columns"
    withdraw_column(actor=cast.teacher, work=work)
    assert add(cast).position == MOST_COLUMNS + 1


def test_a_kind_of_another_school_or_a_hidden_one_is_refused(cast):
    foreign = WorkKind.objects.get(school=cast.other_school, code="control")
    lesson = cast.lesson(cast.algebra_7a, LESSON)
    column = ColumnFacts(foreign.pk)
    assert refusal(add_column, actor=cast.teacher, lesson=lesson, column=column) == "foreign_kind"
    WorkKind.objects.filter(pk=cast.kinds["control"].pk).update(is_hidden=True)
    assert refusal(add, cast) == "foreign_kind"


def test_a_long_title_and_a_weight_out_of_range_are_refused(cast):
    assert refusal(add, cast, title="к" * 201) == "text_too_long"
    assert refusal(add, cast, weight=10_001) == "unreadable_weight"
    assert refusal(add, cast, weight=-1) == "unreadable_weight"
    assert refusal(add, cast, second_weight=10_001) == "unreadable_weight"
    assert not Line.objects.exists()
    assert add(cast, weight=10_000).weight == 10_000


def test_where_attempts_are_averaged_a_weight_that_has_no_half_is_refused(cast):
    rule(cast, counting={"resit": "mean"})
    assert refusal(add, cast, weight=125) == "odd_column_weight"
    assert refusal(add, cast, second_weight=75) == "odd_column_weight"
    assert add(cast, weight=150).weight == 150


def test_the_ledger_tells_of_it(cast):
    work = add(cast, title="Диктант", weight=0, second_weight=150)
    facts = {"kind": "control", "title": "Диктант", "weight": 0, "own_weight": True, "second_weight": 150}
    told = {"lesson": work.lesson_id, "position": 2, "before": None, "after": facts}
    assert lines() == [("teacher", told)]
    assert Line.objects.get().subject == f"column:{work.pk}"
    assert Line.objects.get().chain == f"course:{cast.algebra_7a.pk}"


# Changing


@pytest.fixture
def marked(cast):
    """The child: 5 of weight 1, 3 of weight 2. Another pupil: 4 of weight 1. A third: 4 of weight 2."""
    cast.put(cast.algebra_7a, CONTROL, cast.child, "5")
    cast.put(cast.algebra_7a, CONTROL, cast.child, "3", position=2)
    cast.put(cast.algebra_7a, CONTROL, cast.pupils_7a[0], "4")
    cast.put(cast.algebra_7a, CONTROL, cast.pupils_7a[1], "4", position=2)
    return cast.control


def test_a_weight_moves_the_averages_of_those_who_are_marked(cast, marked):
    assert sums(cast, cast.child) == Sums(300, 1100, 2)
    assert alter(cast, marked, weight=100) == 2
    assert sums(cast, cast.child) == Sums(200, 800, 2)
    assert sums(cast, cast.pupils_7a[0]) == Sums(100, 400, 1)
    assert sums(cast, cast.pupils_7a[1]) == Sums(100, 400, 1)
    assert run_checks() == []


def test_weight_nought_takes_the_column_out_and_giving_it_up_brings_it_back(cast, marked):
    alter(cast, marked, weight=0)
    assert sums(cast, cast.child) == Sums(100, 500, 1)
    assert sums(cast, cast.pupils_7a[1]) == Sums(0, 0, 0)
    marked.refresh_from_db()
    assert alter(cast, marked, weight=None) == 2
    marked.refresh_from_db()
    assert (marked.weight, marked.is_own_weight) == (200, False)
    assert sums(cast, cast.child) == Sums(300, 1100, 2)


def test_the_second_half_of_a_double_mark_may_weigh_otherwise(cast, marked):
    cast.put(cast.algebra_7a, CONTROL, cast.child, "3/5", seen=1, position=2)
    alter(cast, marked, second_weight=50)
    assert sums(cast, cast.child) == Sums(100 + 200 + 50, 500 + 600 + 250, 3)


def test_another_kind_brings_its_weight_unless_the_column_has_its_own(cast, marked):
    alter(cast, marked, kind_id=cast.kinds["homework"].pk)
    marked.refresh_from_db()
    assert (marked.kind.code, marked.weight) == ("homework", 50)
    alter(cast, marked, weight=300)
    marked.refresh_from_db()
    alter(cast, marked, kind_id=cast.kinds["answer"].pk)
    marked.refresh_from_db()
    assert (marked.kind.code, marked.weight) == ("answer", 300)


def test_what_is_saved_later_counts_with_the_new_weight(cast, marked):
    alter(cast, marked, weight=300)
    cast.put(cast.algebra_7a, CONTROL, cast.child, "4", seen=1, position=2)
    assert sums(cast, cast.child) == Sums(400, 500 + 1200, 2)


def test_a_title_moves_nothing(cast, marked):
    assert alter(cast, marked, title="Контрольная работа № 6") == 0
    assert Work.objects.get(pk=marked.pk).title == "Контрольная работа № 6"


@pytest.mark.usefixtures("marked")
def test_the_ordinary_column_of_a_lesson_may_be_changed_too(cast):
    ordinary = cast.column(cast.algebra_7a, CONTROL)
    assert alter(cast, ordinary, kind_id=cast.kinds["control"].pk) == 2
    assert sums(cast, cast.pupils_7a[0]) == Sums(200, 800, 1)


def test_where_absences_count_they_weigh_as_their_column(cast):
    rule(cast, counting={"absences": {"нп": 2}})
    cast.put(cast.algebra_7a, LESSON, cast.child, "нп")
    ordinary = cast.column(cast.algebra_7a, LESSON)
    assert sums(cast, cast.child) == Sums(100, 200, 1)
    assert alter(cast, ordinary, weight=300) == 1
    assert sums(cast, cast.child) == Sums(300, 600, 1)


def test_who_has_seen_another_state_is_asked_to_look_again(cast, marked):
    seen = facts_of(marked)
    alter(cast, marked, title="Другое название")
    stale = ColumnFacts(seen.kind_id, "Моё название")
    assert (
        refusal(change_column, actor=cast.teacher, work=marked, seen=seen, column=stale) == "column_changed"
    )
    assert Work.objects.get(pk=marked.pk).title == "Другое название"


def test_nothing_changed_is_nothing_told(cast, marked):
    assert alter(cast, marked) == 0
    assert lines() == []


def test_after_the_window_a_change_that_moves_averages_wants_a_reason(cast, marked):
    rule(cast, edit_window_days={"mark": 3})
    assert refusal(alter, cast, marked, weight=100) == "reason_needed"
    assert refusal(alter, cast, marked, weight=100, reason="ошибка") == "reason_too_short"
    assert sums(cast, cast.child) == Sums(300, 1100, 2)
    assert alter(cast, marked, title="Иначе") == 0
    marked.refresh_from_db()
    assert alter(cast, marked, weight=100, reason="Вес указан в приказе № 14") == 2
    assert lines()[-1][1]["reason"] == "Вес указан в приказе № 14"


def test_a_hidden_kind_stays_on_a_column_that_has_it(cast, marked):
    WorkKind.objects.filter(pk=cast.kinds["control"].pk).update(is_hidden=True)
    alter(cast, marked, title="Иначе")
    assert Work.objects.get(pk=marked.pk).title == "Иначе"


def test_the_ledger_tells_before_and_after(cast, marked):
    title = marked.title
    alter(cast, marked, weight=100)
    ((role, told),) = lines()
    assert role == "teacher"
    assert told["before"] == {"kind": "control", "title": title, "weight": 200}
    assert told["after"] == {"kind": "control", "title": title, "weight": 100, "own_weight": True}


def test_others_do_not_change_columns(cast, marked):
    for actor in (cast.colleague, cast.classteacher, cast.deputy, cast.admin, cast.teacher2):
        assert refusal(alter, cast, marked, actor=actor, title="Моё") == "not_your_lesson"
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert refusal(alter, cast, marked, title="Моё") == "closed_period"


# Withdrawing


def test_an_empty_column_is_withdrawn_and_shown_no_more(cast):
    work = add(cast)
    withdraw_column(actor=cast.teacher, work=work)
    work.refresh_from_db()
    assert work.withdrawn_at is not None
    assert lines()[-1][1]["after"] is None
    answer = cast.put(cast.algebra_7a, LESSON, cast.child, "5", position=2)
    assert codes([answer]) == ["foreign_column"]
    assert refusal(withdraw_column, actor=cast.teacher, work=work) == "foreign_column"


@pytest.mark.parametrize("value", ["5", "•"])
def test_a_column_in_which_something_stands_stays_until_it_is_cleared(cast, value):
    work = add(cast)
    cast.put(cast.algebra_7a, LESSON, cast.child, value, position=2)
    assert refusal(withdraw_column, actor=cast.teacher, work=work) == "column_in_use"
    cast.put(cast.algebra_7a, LESSON, cast.child, "", seen=1, position=2)
    withdraw_column(actor=cast.teacher, work=work)
    assert run_checks() == []


def test_a_column_of_which_a_correction_is_asked_stays(cast):
    work = add(cast)
    CorrectionRequest.objects.create(
        course=cast.algebra_7a, pupil=cast.child, work=work, seen_version=0, value="5",
        reason="ошибка при вводе", asked_by=cast.teacher.person, asked_at=cast.school.now(),
    )  # fmt: skip
    assert refusal(withdraw_column, actor=cast.teacher, work=work) == "column_in_use"


def test_the_ordinary_column_is_never_withdrawn(cast):
    ordinary = cast.column(cast.algebra_7a, LESSON)
    assert refusal(withdraw_column, actor=cast.teacher, work=ordinary) == "ordinary_column"


def test_of_a_lesson_that_is_not_held_any_more_a_planned_work_may_be_withdrawn(cast):
    work = Work.objects.create(
        lesson=cast.cancelled, position=2, kind=cast.kinds["control"], weight=200, title="КР № 6"
    )
    withdraw_column(actor=cast.teacher, work=work)
    assert Work.objects.get(pk=work.pk).withdrawn_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_a_change_costs_the_same_whatever_the_number_of_marks(cast, count, django_assert_num_queries):
    for pupil in cast.pupils_7a[:count]:
        cast.put(cast.algebra_7a, CONTROL, pupil, "4", position=2)
    cast.put(cast.algebra_7a, CONTROL, cast.child, "5", position=2)
    # Transaction (2), end of the chain, lesson, columns, the column; period, its rules, course, three for cells,
    # stored averages, averages, line.
    work = Work.objects.select_related("lesson__course__year__school").get(pk=cast.control.pk)
    locks = connection.vendor == "postgresql"
    with django_assert_num_queries(15 + locks):
        alter(cast, work, weight=100)


def test_the_day_may_be_given(cast):
    work = add_column(
        actor=cast.teacher, lesson=cast.lesson(cast.algebra_7a, LESSON),
        column=ColumnFacts(cast.kinds["answer"].pk), day=dt.date(2026, 3, 6),
    )  # fmt: skip
    assert lines()[0][1]["after"]["weight"] == work.weight == 100


# What the ledger tells is what stands


def test_history_of_columns_is_replayed(cast, marked):
    alter(cast, marked, weight=100)
    withdrawn = add(cast)
    withdraw_column(actor=cast.teacher, work=withdrawn)
    added = add(cast, title="Тест")
    assert list(replay()) == []
    Work.objects.filter(pk=added.pk).update(title="Чужое")
    Work.objects.filter(pk=withdrawn.pk).update(withdrawn_at=None)
    assert {(one.subject, "Тест" in one.expected) for one in replay()} == {
        (f"column:{added.pk}", True), (f"column:{withdrawn.pk}", False),
    }  # fmt: skip


def test_a_weight_that_follows_the_rules_moves_without_a_line(cast):
    work = add(cast)
    Work.objects.filter(pk=work.pk).update(weight=300)
    assert list(replay()) == []
    Work.objects.filter(pk=work.pk).update(is_own_weight=True)
    assert [one.subject for one in replay()] == [f"column:{work.pk}"]
