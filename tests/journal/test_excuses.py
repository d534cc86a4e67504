"""What families say about absences: who may, what is refused, what an accepted excuse does to the journal."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tests.cast import TODAY, account, person
from tests.journal.ruling import rule
from zhurnal.audit.models import Line
from zhurnal.journal.actions.excuse_decisions import accept_excuse, refuse_excuse
from zhurnal.journal.actions.excuses import (
    MOST_A_DAY,
    MOST_FILES,
    Said,
    add_document,
    announce_absence,
    withdraw_excuse,
)
from zhurnal.journal.models import Absence, Excuse, ExcuseFile, Mark
from zhurnal.journal.queries.excuses import announced_for, begins_at, excuses_of_class, open_excuses
from zhurnal.journal.rules import RefusedError
from zhurnal.people.models import Guardianship
from zhurnal.ui import media

if TYPE_CHECKING:
    from tests.cast import Cast
    from zhurnal.people.models import Person, User

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 6)
TOMORROW = TODAY + dt.timedelta(days=1)


def announce(
    cast: Cast, *, by: User | None = None, pupil: Person | None = None, files: Any = (), **said: Any
) -> Excuse:
    given: dict[str, Any] = {"kind": "illness", "first": MONDAY, "last": FRIDAY} | said
    return announce_absence(
        actor=by or cast.parent,
        pupil=pupil or cast.child,
        school=cast.school,
        said=Said(**given),
        files=files,
    )


def refusal(action: Any, **given: Any) -> str:
    lines = Line.objects.count()
    with pytest.raises(RefusedError) as caught:
        action(**given)
    assert Line.objects.count() == lines
    return caught.value.code


def document(text: str = "Справка") -> media.StoredFile:
    return media.store("excuses", "Справка.txt", io.BytesIO(text.encode()))


def code(cast: Cast, day: str) -> str:
    row = Absence.objects.filter(lesson=cast.lesson(cast.algebra_7a, day), pupil=cast.child).first()
    return row.code if row else ""


def test_a_guardian_announces_and_the_ledger_tells_it_without_words(cast):
    made = announce(cast, text="Справка\nбудет")
    assert (made.text, made.author, made.decision) == ("Справка будет", cast.parent.person, "")
    line = Line.objects.get()
    assert (line.action, line.actor_role, line.chain) == (
        "excuse.made", "guardian", f"school:{cast.school.pk}",
    )  # fmt: skip
    assert line.details == {"first": "2026-03-02", "last": "2026-03-06", "kind": "illness"}


def test_saying_the_same_twice_is_saying_it_once(cast):
    assert announce(cast) == announce(cast)
    assert Line.objects.count() == 1


@pytest.mark.parametrize("login", ["neighbour", "parent2", "pupil", "classteacher", "deputy"])
def test_nobody_else_announces_for_a_child(cast, login):
    assert refusal(announce, cast=cast, by=getattr(cast, login)) == "excuse_not_yours"


@pytest.mark.parametrize(
    "change",
    [{"may_write": False}, {"valid_to": MONDAY}, {"restricted_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}],
)
def test_a_guardian_without_the_right_announces_nothing_and_takes_nothing_back(cast, change):
    made = announce(cast)
    if "restricted_at" in change:
        change = change | {"restriction": "решение суда"}
    Guardianship.objects.filter(pupil=cast.child).update(**change)
    assert refusal(announce, cast=cast, first=TOMORROW, last=TOMORROW) == "excuse_not_yours"
    assert refusal(withdraw_excuse, actor=cast.parent, excuse=made) == "excuse_not_yours"
    assert refusal(add_document, actor=cast.parent, excuse=made, files=[document()]) == "excuse_not_yours"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"kind": "plague"}, "excuse_kind"),
        ({"kind": "other"}, "excuse_other"),
        ({"text": "а" * 501}, "excuse_text"),
        ({"first": FRIDAY, "last": MONDAY}, "excuse_days"),
        ({"first": dt.date(2026, 1, 2), "last": dt.date(2026, 3, 3)}, "excuse_days"),
        ({"first": dt.date(2025, 8, 20), "last": dt.date(2025, 9, 2)}, "excuse_days"),
        ({"last": dt.date(2026, 6, 1)}, "excuse_days"),
        ({"first_lesson": 2}, "excuse_lessons"),
        ({"last": MONDAY, "first_lesson": 5, "last_lesson": 2}, "excuse_lessons"),
        ({"last": MONDAY, "first_lesson": 0}, "excuse_lessons"),
        ({"last": MONDAY, "last_lesson": 13}, "excuse_lessons"),
        ({"first": dt.date(2024, 3, 1), "last": dt.date(2024, 3, 1)}, "excuse_no_pupil"),
    ],
)
def test_what_cannot_be_is_refused(cast, said, expected):
    if said.get("first_lesson") == 0:
        said = said | {"first_lesson": -1}
    assert refusal(announce, cast=cast, **said) == expected


def test_a_day_holds_so_many_announcements_of_one_person(cast):
    days = [TODAY + dt.timedelta(days=number) for number in range(MOST_A_DAY + 1)]
    for day in days[:-1]:
        announce(cast, first=day, last=day)
    assert refusal(announce, cast=cast, first=days[-1], last=days[-1]) == "excuse_too_many"


def test_an_absence_that_was_entered_becomes_excused_when_the_class_teacher_accepts(cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    made = announce(cast)
    assert accept_excuse(actor=cast.classteacher, excuse=made) == 1
    assert code(cast, "2026-03-04") == "б"
    line = Line.objects.filter(action="cell.set").latest("pk")
    assert line.details is not None
    assert (line.actor_role, line.details["after"]) == ("class_teacher", "б")
    assert line.details["reason"] == "болезнь, с 2 марта по 6 марта"
    decided = Line.objects.get(action="excuse.decided")
    assert decided.details == {"decision": "accepted", "reason": "", "cells": 1}


@pytest.mark.parametrize(
    ("kind", "sign"), [("illness", "б"), ("doctor", "у"), ("family", "у"), ("contest", "у")]
)
def test_each_reason_has_its_sign(cast, kind, sign):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "нп")
    accept_excuse(actor=cast.classteacher, excuse=announce(cast, kind=kind))
    assert code(cast, "2026-03-04") == sign


@pytest.mark.parametrize("sign", ["оп5", "осв", "д", "б", "5"])
def test_what_is_no_unexcused_absence_stays(cast, sign):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, sign)
    lines = Line.objects.filter(action="cell.set").count()
    assert accept_excuse(actor=cast.classteacher, excuse=announce(cast, kind="family")) == 0
    assert Line.objects.filter(action="cell.set").count() == lines


def test_work_handed_in_after_the_absence_keeps_its_mark_and_its_day(cast):
    rule(cast, absence_with_mark="allowed_if_dated")
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н/4")
    before = Mark.objects.get()
    accept_excuse(actor=cast.classteacher, excuse=announce(cast))
    after = Mark.objects.get()
    assert code(cast, "2026-03-04") == "б"
    assert (after.value, after.handed_in) == (4, before.handed_in)


def test_only_the_lessons_named_are_excused(cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")  # the second lesson
    later = announce(cast, first=TODAY, last=TODAY, first_lesson=3)
    assert accept_excuse(actor=cast.classteacher, excuse=later) == 0
    earlier = announce(cast, first=TODAY, last=TODAY, last_lesson=2)
    assert accept_excuse(actor=cast.classteacher, excuse=earlier) == 1


def test_another_childs_absence_is_not_touched(cast):
    other = cast.pupils_7a[0]
    cast.put(cast.algebra_7a, "2026-03-04", other, "н")
    accept_excuse(actor=cast.classteacher, excuse=announce(cast))
    assert Absence.objects.get().code == "н"


def test_what_a_teacher_enters_afterwards_is_excused_when_accepted_again(cast):
    made = announce(cast)
    accept_excuse(actor=cast.classteacher, excuse=made)
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    (line,) = excuses_of_class(cast.class_7a, MONDAY)
    assert line.left == 1
    assert accept_excuse(actor=cast.classteacher, excuse=made) == 1
    assert excuses_of_class(cast.class_7a, MONDAY)[0].left == 0
    assert accept_excuse(actor=cast.classteacher, excuse=made) == 0
    assert Line.objects.filter(action="excuse.decided").count() == 2


def test_an_absence_of_long_ago_is_excused_by_the_deputy_only(cast):
    cast.put(cast.algebra_7a, "2026-02-16", cast.child, "н")
    made = announce(cast, first=dt.date(2026, 2, 16), last=dt.date(2026, 2, 16))
    assert refusal(accept_excuse, actor=cast.classteacher, excuse=made) == "excuse_late"
    assert accept_excuse(actor=cast.deputy, excuse=made) == 1


def test_a_closed_period_stays_as_it_is(cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    made = announce(cast)
    cast.quarter.closures.create(closed_by=cast.deputy.person, closed_at=cast.school.now())
    assert accept_excuse(actor=cast.deputy, excuse=made) == 0
    assert code(cast, "2026-03-04") == "н"


@pytest.mark.parametrize(
    "login", ["teacher", "colleague", "director", "office", "parent", "deputy2", "pupil"]
)
def test_only_who_leads_the_class_and_the_deputy_decide(cast, login):
    made = announce(cast)
    who = getattr(cast, login)
    assert refusal(accept_excuse, actor=who, excuse=made) == "excuse_not_to_decide"
    told = {"actor": who, "excuse": made, "reason": "звонили, ребёнок в школе"}
    assert refusal(refuse_excuse, **told) == "excuse_not_to_decide"


def test_a_refusal_needs_a_reason_and_leaves_the_journal_alone(cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    made = announce(cast)
    assert refusal(refuse_excuse, actor=cast.classteacher, excuse=made, reason="нет") == "excuse_reason"
    refuse_excuse(actor=cast.classteacher, excuse=made, reason="ребёнок был на уроке")
    assert code(cast, "2026-03-04") == "н"
    assert refusal(accept_excuse, actor=cast.classteacher, excuse=made) == "excuse_decided"
    assert refusal(withdraw_excuse, actor=cast.parent, excuse=made) == "excuse_decided"


def test_it_is_taken_back_before_it_begins_or_while_nobody_has_decided(cast):
    begun = announce(cast)
    assert withdraw_excuse(actor=cast.parent, excuse=begun).decision == "withdrawn"
    assert refusal(withdraw_excuse, actor=cast.parent, excuse=begun) == "excuse_decided"
    running, coming = announce(cast), announce(cast, first=TOMORROW, last=TOMORROW)
    for one in (running, coming):
        accept_excuse(actor=cast.classteacher, excuse=one)
    assert refusal(withdraw_excuse, actor=cast.parent, excuse=running) == "excuse_begun"
    assert withdraw_excuse(actor=cast.parent, excuse=coming).decision == "withdrawn"


def test_an_absence_of_some_lessons_begins_with_the_bell_of_the_first(cast):
    made = announce(cast, first=TODAY, last=TODAY, first_lesson=2)
    assert begins_at(made).strftime("%d %H:%M %Z") == "04 09:25 MSK"
    none = announce(cast, first=TODAY, last=TODAY, first_lesson=7)
    assert begins_at(none).strftime("%d %H:%M") == "04 00:00"


def test_another_guardian_with_the_right_takes_it_back_too(cast):
    father = account("father", person("Петров Сергей Иванович", "m"))
    assert father.person is not None
    Guardianship.objects.create(guardian=father.person, pupil=cast.child, kind="father", valid_from=MONDAY)
    assert withdraw_excuse(actor=father, excuse=announce(cast)).decision == "withdrawn"


def test_a_document_brought_afterwards_is_kept_once(cast):
    made = announce(cast)
    for _ in range(2):
        add_document(actor=cast.parent, excuse=made, files=[document()])
    assert ExcuseFile.objects.count() == 1
    assert Line.objects.filter(action="excuse.file_added").count() == 1
    more = [document(str(number)) for number in range(MOST_FILES)]
    assert refusal(add_document, actor=cast.parent, excuse=made, files=more) == "excuse_files"
    withdraw_excuse(actor=cast.parent, excuse=made)
    assert refusal(add_document, actor=cast.parent, excuse=made, files=more[:1]) == "excuse_closed"


def test_a_lesson_knows_who_was_announced(cast, django_assert_num_queries):
    made = announce(cast)
    with django_assert_num_queries(1):
        assert announced_for(cast.algebra_7a.pk, TODAY, 2) == {cast.child.pk: ("болезнь", "")}
    accept_excuse(actor=cast.classteacher, excuse=made)
    assert announced_for(cast.algebra_7a.pk, TODAY, 2) == {cast.child.pk: ("болезнь", "б")}
    assert announced_for(cast.algebra_7b.pk, TODAY, 2) == {}
    announce(cast, pupil=cast.child_5a, first=TODAY, last=TODAY, first_lesson=3)
    assert announced_for(cast.algebra_5a.pk, TODAY, 2) == {}
    assert announced_for(cast.algebra_5a.pk, TODAY, 3) != {}


def test_a_class_teacher_sees_how_many_wait(cast, django_assert_num_queries):
    announce(cast)
    announce(cast, pupil=cast.child_5a)
    with django_assert_num_queries(1):
        assert open_excuses([cast.class_7a.pk]) == [(cast.class_7a.pk, "7 «А»", 1)]


@pytest.mark.parametrize("days", [["2026-03-03"], ["2026-02-24", "2026-02-26", "2026-03-03"]])
def test_accepting_costs_no_more_with_many_lessons(cast, django_assert_num_queries, days):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    for day in days:
        cast.put(cast.russian_7a, day, cast.child, "н")
    made = announce(cast, first=dt.date(2026, 2, 24))
    locks = 4 * (connection.vendor == "postgresql")
    with django_assert_num_queries(34 + locks):
        assert accept_excuse(actor=cast.classteacher, excuse=made) == 1 + len(days)
