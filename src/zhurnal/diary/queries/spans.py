"""The spans of pupils in school that somebody may look at, read without composing the query anew."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.diary.policies import enrolments_visible_to
from zhurnal.messaging.queries import unread_count
from zhurnal.school.standing import Standing
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from zhurnal.school.models import Enrolment


def spans_visible_to(standing: Standing, pupils: Collection[int]) -> dict[int, tuple[list[Enrolment], int]]:
    """For each pupil, in the order of a class list: the visible spans, oldest first, and the unread entries.

    Spans come with pupil, class, year and school. One query.
    """
    rows = _spans(
        pupils=pupils, reader=standing.person_id,
        family=standing.pupil_ids | standing.child_ids,
        overseen=standing.schools(Role.DEPUTY, Role.DIRECTOR),
        classes=standing.class_ids, schools_of_classes=standing.schools(Role.CLASS_TEACHER), now=timezone.now(),
    )  # fmt: skip
    found: dict[int, tuple[list[Enrolment], int]] = {}
    for span in rows:
        found.setdefault(span.pupil_id, ([], span.unread))[0].append(span)
    return found


@prepared(
    pupils=list[int], reader=int, family=list[int], overseen=list[int], classes=list[int],
    schools_of_classes=list[int], now=dt.datetime,
)  # fmt: skip
def _spans(
    *,
    pupils: list[int],
    reader: int,
    family: list[int],
    overseen: list[int],
    classes: list[int],
    schools_of_classes: list[int],
    now: dt.datetime,
) -> QuerySet[Enrolment]:
    """The policy, for a standing of this shape."""
    standing = Standing(
        child_ids=frozenset(family),
        class_ids=frozenset(classes),
        schools_by_role={
            Role.DEPUTY: frozenset(overseen), Role.CLASS_TEACHER: frozenset(schools_of_classes)
        },
    )  # fmt: skip
    visible = (
        enrolments_visible_to(standing).filter(pupil__in=pupils).annotate(unread=unread_count(reader, now))
    )
    together = visible.select_related("pupil", "school_class__year__school__forecast_switches")
    return together.order_by("pupil__sort_key", "pupil_id", "valid_from")
