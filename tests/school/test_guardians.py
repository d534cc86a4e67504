"""Rights of guardians: each its own, until a day; what a court forbids is hidden with the next request."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.cast import TODAY
from zhurnal.audit.models import Line
from zhurnal.people.models import Guardianship, Viewing
from zhurnal.school.actions.guardians import (
    Rights,
    lift_restriction,
    restrict_guardian,
    set_guardian_rights,
)
from zhurnal.school.errors import RegisterError

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAPER = "решение Кировского районного суда от 12.02.2026 № 2-114"
WEEK = "2026-W10"


def guardianship(cast: Cast) -> Guardianship:
    return Guardianship.objects.get(guardian=cast.parent.person, pupil=cast.child)


def address(cast: Cast) -> str:
    return reverse("pupil-family", args=[cast.class_7a.pk, cast.child.pk])


def diary(cast: Cast) -> str:
    return reverse("diary-week", args=[cast.child.pk, WEEK])


def test_the_office_takes_a_right_and_the_ledger_tells_it(client, cast):
    client.force_login(cast.office)
    kept = {"guardianship": guardianship(cast).pk, "do": "rights", "may_write": "on", "valid_to": ""}
    assert client.post(address(cast), kept).status_code == 302
    row = guardianship(cast)
    assert (row.may_sign, row.may_write, row.may_apply) == (False, True, False)
    line = Line.objects.get(action="guardianship.set")
    assert line.details is not None
    assert line.details["before"]["may_sign"] is True
    assert line.actor_role == "secretary"


def test_nothing_is_told_where_nothing_changes(cast):
    row = guardianship(cast)
    rights = Rights(may_sign=True, may_write=True, may_apply=True, valid_to=None)
    changed = set_guardian_rights(
        actor=cast.office, guardianship=row, school_class=cast.class_7a, rights=rights
    )
    assert not changed
    assert not Line.objects.exists()


def test_a_child_restricted_by_a_court_is_gone_with_the_next_request(client, cast):
    client.force_login(cast.parent)
    assert client.get(diary(cast)).status_code == 200
    restrict_guardian(
        actor=cast.classteacher, guardianship=guardianship(cast), school_class=cast.class_7a, paper=PAPER
    )
    for name, place in (
        ("diary-week", [cast.child.pk, WEEK]), ("diary-marks", [cast.child.pk]),
        ("diary-messages", [cast.child.pk]), ("diary-average", [cast.child.pk, cast.algebra_7a.pk]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=place)).status_code == 404
    other = client.get(reverse("diary-week", args=[cast.child_5a.pk, WEEK])).content.decode()
    assert cast.child.list_name not in other


def test_an_older_guardianship_of_the_two_does_not_open_what_a_court_closed(client, cast):
    row = guardianship(cast)
    Guardianship.objects.create(
        guardian=row.guardian, pupil=row.pupil, kind="mother", valid_from=dt.date(2024, 9, 1)
    )
    restrict_guardian(actor=cast.office, guardianship=row, school_class=cast.class_7a, paper=PAPER)
    client.force_login(cast.parent)
    assert client.get(diary(cast)).status_code == 404


def test_a_class_teacher_may_restrict_but_not_lift(client, cast):
    row = guardianship(cast)
    told = {"guardianship": row, "school_class": cast.class_7a}
    restrict_guardian(actor=cast.classteacher, paper=PAPER, **told)
    with pytest.raises(RegisterError) as refused:
        lift_restriction(actor=cast.classteacher, **told)
    assert refused.value.code == "not_allowed"
    lift_restriction(actor=cast.deputy, **told)
    client.force_login(cast.parent)
    assert client.get(diary(cast)).status_code == 200
    actions = list(Line.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["guardianship.restricted", "guardianship.unrestricted"]


def test_a_guardianship_ends_after_its_last_day(client, cast):
    rights = Rights(may_sign=True, may_write=True, may_apply=True, valid_to=TODAY - dt.timedelta(days=1))
    client.force_login(cast.parent)
    assert client.get(diary(cast)).status_code == 200
    set_guardian_rights(
        actor=cast.office, guardianship=guardianship(cast), school_class=cast.class_7a, rights=rights
    )
    assert client.get(diary(cast)).status_code == 404


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"do": "restrict", "paper": "  "}, "решением суда"),
        ({"do": "restrict", "paper": "р" * 201}, "длиннее 200"),
        ({"do": "rights", "valid_to": "вчера"}, "дату не прочитать"),
        ({"do": "rights", "valid_to": "2020-01-01"}, "раньше закончиться"),
    ],
)
def test_what_cannot_be_written_comes_back_with_a_sentence(client, cast, posted, sentence):
    client.force_login(cast.office)
    answer = client.post(address(cast), {"guardianship": guardianship(cast).pk, **posted})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert guardianship(cast).restricted_at is None


def test_a_guardianship_of_another_pupil_cannot_be_reached_through_this_one(client, cast):
    foreign = Guardianship.objects.get(pupil=cast.pupil_7b)
    client.force_login(cast.classteacher)
    answer = client.post(address(cast), {"guardianship": foreign.pk, "do": "restrict", "paper": PAPER})
    assert answer.status_code == 422
    assert not Guardianship.objects.exclude(restricted_at=None).exists()
    with pytest.raises(RegisterError):
        restrict_guardian(
            actor=cast.classteacher, guardianship=foreign, school_class=cast.class_7a, paper=PAPER
        )


def test_a_director_reads_and_changes_nothing(client, cast):
    client.force_login(cast.director)
    page = client.get(address(cast)).content.decode()
    assert "подписывает дневник" in page
    assert "Ограничить по решению суда" not in page
    assert client.post(address(cast), {"guardianship": guardianship(cast).pk}).status_code == 403


def test_opening_the_page_is_noted_once_a_day(client, cast, django_assert_num_queries):
    client.force_login(cast.office)
    with django_assert_num_queries(7):
        client.get(address(cast))
    with django_assert_num_queries(6):
        client.get(address(cast))
    seen = Viewing.objects.get()
    assert (seen.pupil, seen.role, seen.page) == (cast.child, "secretary", "family")
