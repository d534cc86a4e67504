"""By which rules schools take replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.messaging.models import ReplyRule
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def reply_rules(schools: Collection[int]) -> dict[int, ReplyRule]:
    """The rule of each school that has one. One query; read anew every time, for the switch acts at once."""
    return {rule.school_id: rule for rule in _rules(schools=schools)}


@prepared(schools=list[int])
def _rules(schools: list[int]) -> QuerySet[ReplyRule]:
    return ReplyRule.objects.filter(school__in=schools)
