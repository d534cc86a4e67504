"""What the ledger tells of signatures, and what stands in the table, are held against each other."""

from __future__ import annotations

import pytest

from tests.family.test_signatures import WEEK, sign
from zhurnal.family.models import WeekSignature
from zhurnal.family.replay import changed_weeks

pytestmark = pytest.mark.django_db


def found(cast):
    week = f"week:{cast.child.pk}:"
    return [(one.subject.removeprefix(week), one.expected, one.found) for one in changed_weeks()]


def test_what_was_signed_by_the_action_agrees(cast):
    sign(cast)
    assert found(cast) == []


def test_a_signature_that_vanished_and_one_that_nobody_gave_are_named(cast):
    guardian = cast.parent.person.pk
    sign(cast)
    WeekSignature.objects.all().delete()
    assert found(cast) == [(f"{WEEK}:{guardian}", "подписано", "не подписано")]
    WeekSignature.objects.create(
        school=cast.school, pupil=cast.child, monday="2026-03-02", guardian=cast.parent.person, kind="mother",
        signed_at=cast.school.now(),
    )  # fmt: skip
    assert (f"2026-W10:{guardian}", "не подписано", "подписано") in found(cast)
