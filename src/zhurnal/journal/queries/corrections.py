"""Requests for correction: those that somebody decides, those that somebody has made, those of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.journal.models import CorrectionRequest
from zhurnal.journal.policies import corrections_decidable_by, corrections_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing

MOST_SHOWN = 50


class Corrections(NamedTuple):
    """What the page shows: open requests to decide, the oldest first; own ones and others, the latest first.

    `others`: of the school, decided or waiting for somebody else; only for those who lead it.
    """

    to_decide: list[CorrectionRequest]
    own: list[CorrectionRequest]
    others: list[CorrectionRequest]


def corrections_of(standing: Standing) -> Corrections:
    """Read what concerns a person; of requests that need no act of theirs, the latest fifty. Two queries."""
    to_decide = list(_told(corrections_decidable_by(standing)).order_by("asked_at", "pk"))
    rest = _told(corrections_visible_to(standing)).exclude(pk__in=[one.pk for one in to_decide])
    latest = list(rest.order_by("-asked_at", "-pk")[:MOST_SHOWN])
    own = [one for one in latest if one.asked_by_id == standing.person_id]
    return Corrections(to_decide, own, [one for one in latest if one.asked_by_id != standing.person_id])


def corrections_of_cell(work_id: int, pupil_id: int) -> list[CorrectionRequest]:
    """All that was ever asked about a cell which the reader may see, the latest first. One query."""
    rows = CorrectionRequest.objects.filter(work=work_id, pupil=pupil_id)
    return list(rows.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk"))


def corrections_of_total(course_id: int, period_id: int, pupil_id: int) -> list[CorrectionRequest]:
    """Likewise of a mark for a period. One query."""
    rows = CorrectionRequest.objects.filter(course=course_id, period=period_id, pupil=pupil_id)
    return list(rows.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk"))


def _told(rows: QuerySet[CorrectionRequest]) -> QuerySet[CorrectionRequest]:
    return rows.select_related(
        "pupil", "course__subject", "course__school_class", "course__group", "work__lesson", "work__kind", "period",
        "asked_by", "decided_by",
    )  # fmt: skip
