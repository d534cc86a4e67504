"""Exemption («осв») from a day to a day: who says it, what is refused, what history tells."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.audit.models import Line
from zhurnal.journal.actions.exemptions import add_exemption, end_exemption
from zhurnal.journal.models import Average, Exemption
from zhurnal.journal.rules import RefusedError

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 3, 13)


def add(cast, *, by=None, course=None, pupil=None, first=FIRST, last=LAST, reason="Справка от 2 марта"):
    return add_exemption(
        actor=by or cast.classteacher, course=course or cast.algebra_7a, pupil=pupil or cast.child,
        first=first, last=last, reason=reason,
    )  # fmt: skip


def end(cast, exemption, last, *, by=None):
    end_exemption(actor=by or cast.classteacher, exemption=exemption, last=last)


def refusal(action, *args, **kwargs) -> RefusedError:
    lines = Line.objects.count()
    with pytest.raises(RefusedError) as caught:
        action(*args, **kwargs)
    assert Line.objects.count() == lines
    return caught.value


@pytest.mark.parametrize(("login", "role"), [("classteacher", "class_teacher"), ("deputy", "deputy")])
def test_the_class_teacher_and_the_deputy_head_exempt_a_pupil(cast, login, role):
    made = add(cast, by=getattr(cast, login), reason=" Справка\nот 2 марта ")
    assert (made.valid_from, made.valid_to, made.reason) == (FIRST, LAST, "Справка от 2 марта")
    line = Line.objects.get()
    assert (line.chain, line.subject) == (f"course:{cast.algebra_7a.pk}", f"exemption:{cast.child.pk}")
    assert (line.action, line.actor_role) == ("exemption.set", role)
    assert line.details == {"from": "2026-03-02", "to": "2026-03-13", "reason": "Справка от 2 марта"}


@pytest.mark.parametrize(
    "login", ["teacher", "colleague", "director", "office", "auditor", "parent", "deputy2"]
)
def test_nobody_else_does(cast, login):
    """The teacher of the subject does not, nor does who leads another class."""
    assert refusal(add, cast, by=getattr(cast, login)).code == "not_allowed"
    made = add(cast)
    assert refusal(end, cast, made, FIRST, by=getattr(cast, login)).code == "not_allowed"


def test_marks_that_stand_there_stay_and_count(cast):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    add(cast)
    assert Average.objects.get().count == 1


def test_without_an_end_it_lasts_to_the_end_of_the_year(cast):
    assert add(cast, last=None).valid_to is None
    assert refusal(add, cast, first=dt.date(2026, 5, 1), last=None).code == "exemption_meets"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (LAST, FIRST),
        (dt.date(2025, 8, 31), LAST),
        (FIRST, dt.date(2026, 5, 27)),
        (dt.date(2026, 5, 27), None),
    ],
)
def test_days_follow_one_another_within_the_year(cast, first, last):
    assert refusal(add, cast, first=first, last=last).code == "exemption_days"


def test_only_a_pupil_of_the_course_is_exempt(cast):
    assert refusal(add, cast, by=cast.deputy, pupil=cast.pupil_7b).code == "foreign_pupil"
    came = dt.date(2026, 2, 9)
    before = {"first": dt.date(2026, 1, 12), "last": came - dt.timedelta(days=1)}
    assert refusal(add, cast, pupil=cast.arrived, **before).code == "foreign_pupil"
    add(cast, pupil=cast.arrived, first=before["first"], last=came)


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        ("2026-03-13", "2026-03-20", "exemption_meets"),
        ("2026-02-20", "2026-03-02", "exemption_meets"),
        ("2026-02-20", None, "exemption_meets"),
        ("2026-03-14", "2026-03-20", ""),
        ("2026-02-20", "2026-03-01", ""),
    ],
)
def test_two_exemptions_of_a_pupil_in_a_course_do_not_meet(cast, first, last, answer):
    add(cast)
    add(cast, course=cast.russian_7a)
    add(cast, pupil=cast.pupils_7a[0])
    days = {
        "first": dt.date.fromisoformat(first),
        "last": dt.date.fromisoformat(last) if last else None,
    }
    if answer:
        assert refusal(add, cast, **days).code == answer
    else:
        add(cast, **days)


def test_a_reason_that_is_too_long_is_refused(cast):
    assert refusal(add, cast, reason="о" * 201).code == "text_too_long"


@pytest.mark.parametrize("last", [dt.date(2026, 3, 5), dt.date(2026, 4, 10), None])
def test_an_end_may_come_sooner_or_later(cast, last):
    made = add(cast)
    end(cast, made, last)
    made.refresh_from_db()
    assert made.valid_to == last
    line = Line.objects.latest("seq")
    assert (line.action, line.details["before_to"]) == ("exemption.set", "2026-03-13")
    assert line.details["to"] == (last.isoformat() if last else None)
    end(cast, made, last)
    assert Line.objects.count() == 2, "what is so already writes nothing"


def test_an_end_before_the_first_day_takes_it_away_and_history_keeps_it(cast):
    made = add(cast)
    end(cast, made, FIRST - dt.timedelta(days=1))
    assert not Exemption.objects.exists()
    assert Line.objects.latest("seq").details == {
        "from": "2026-03-02", "to": "2026-03-13", "reason": "Справка от 2 марта", "before_to": "2026-03-13",
    }  # fmt: skip
    assert refusal(end, cast, made, FIRST).code == "exemption_gone"


def test_a_longer_one_does_not_reach_into_the_next(cast):
    made = add(cast)
    add(cast, first=dt.date(2026, 3, 20), last=dt.date(2026, 3, 27))
    assert refusal(end, cast, made, dt.date(2026, 3, 20)).code == "exemption_meets"
    assert refusal(end, cast, made, dt.date(2026, 6, 1)).code == "exemption_days"
