"""Rules of marking for the tests of this room."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.calc.grading.policy.policy import policy_data, read_policy
from zhurnal.journal import history
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.queries.rules import DEFAULT

if TYPE_CHECKING:
    from tests.cast import Cast


def rule(cast: Cast, since: str = "2025-09-01", **sections: Any) -> PolicyVersion:
    """Let these sections hold in the first school, the others as by default; a later call is a later version."""
    number = PolicyVersion.objects.filter(school=cast.school).count() + 1
    data, first = policy_data(read_policy(DEFAULT | sections)), dt.date.fromisoformat(since)
    entry = history.policy_entry(cast.school.pk, number, data=data, valid_from=first, note="")
    with transaction.atomic():
        ledger.append(
            history.school_chain(cast.school.pk), [entry], actor_id=None, actor_role="", at=timezone.now()
        )
    return PolicyVersion.objects.create(
        school=cast.school, number=number, valid_from=first, data=json.dumps(data), made_at=cast.school.now()
    )
