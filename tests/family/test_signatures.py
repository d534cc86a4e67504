"""A guardian signs a week of the diary, at any time, once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.calc.calendar import parse_week
from zhurnal.family.actions.signatures import sign_week
from zhurnal.family.errors import FamilyError
from zhurnal.family.models import WeekSignature
from zhurnal.family.policies import guardianships_to_sign_by, signatures_visible_to
from zhurnal.people.models import Guardianship
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db
WEEK = "2026-W09"


def guardianship(cast, user=None, pupil=None):
    standing = standing_of(user or cast.parent, cast.school.today())
    rows = guardianships_to_sign_by(standing, cast.school.today())
    return rows.filter(pupil=pupil or cast.child).first()


def sign(cast, week=WEEK, actor=None):
    return sign_week(
        actor=actor or cast.parent, guardianship=guardianship(cast), school=cast.school, week=parse_week(week)
    )


def test_a_signature_keeps_who_as_whom_and_when(cast):
    assert sign(cast)
    [signed] = WeekSignature.objects.all()
    assert (signed.pupil, signed.guardian, signed.kind) == (cast.child, cast.parent.person, "mother")
    assert signed.monday.isoformat() == "2026-02-23"
    assert timezone.localdate(signed.signed_at).isoformat() == "2026-03-04"


def test_a_signature_leaves_its_line_in_the_chain_of_the_school(cast):
    sign(cast)
    [line] = ledger.history(f"week:{cast.child.pk}:{WEEK}")
    assert (line.action, line.chain) == ("week.signed", f"school:{cast.school.pk}")
    assert (line.actor_id, line.actor_role) == (cast.parent.person.pk, "guardian")


def test_signing_twice_is_once(cast):
    assert sign(cast)
    assert not sign(cast)
    assert WeekSignature.objects.count() == 1
    assert len(ledger.history(f"week:{cast.child.pk}:{WEEK}")) == 1


def test_each_guardian_signs_apart(cast):
    Guardianship.objects.create(
        guardian=cast.neighbour.person, pupil=cast.child, kind="father", valid_from="2025-09-01"
    )
    sign(cast)
    by = guardianship(cast, cast.neighbour)
    assert sign_week(actor=cast.neighbour, guardianship=by, school=cast.school, week=parse_week(WEEK))
    assert set(WeekSignature.objects.values_list("kind", flat=True)) == {"mother", "father"}


@pytest.mark.parametrize("week", ["2025-W36", "2026-W10"])
def test_any_week_may_be_signed_at_any_time(cast, week):
    assert sign(cast, week)


def test_a_week_that_has_not_begun_is_not_signed(cast):
    with pytest.raises(FamilyError) as refused:
        sign(cast, "2026-W11")
    assert refused.value.code == "week_not_begun"
    assert not WeekSignature.objects.exists()


def test_nobody_signs_for_another(cast):
    with pytest.raises(PermissionError):
        sign(cast, actor=cast.neighbour)


@pytest.mark.parametrize("login", ["pupil", "classteacher", "deputy", "neighbour"])
def test_only_a_guardian_may_sign(cast, login):
    assert guardianship(cast, getattr(cast, login)) is None


def test_a_guardianship_that_ended_signs_nothing(cast):
    Guardianship.objects.filter(pupil=cast.child).update(valid_to="2026-03-03")
    assert guardianship(cast) is None


def test_a_guardian_without_the_right_to_sign_signs_nothing(cast):
    Guardianship.objects.filter(pupil=cast.child).update(may_sign=False)
    assert guardianship(cast) is None


def test_a_signature_is_seen_by_the_family_the_class_teacher_and_the_heads(cast):
    sign(cast)
    seen = {
        login
        for login in (
            "parent",
            "pupil",
            "classteacher",
            "deputy",
            "director",
            "teacher",
            "neighbour",
            "deputy2",
        )
        if signatures_visible_to(standing_of(getattr(cast, login), cast.school.today())).exists()
    }
    assert seen == {"parent", "pupil", "classteacher", "deputy", "director"}
