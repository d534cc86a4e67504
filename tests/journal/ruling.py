"""Rules of marking for the tests of this room."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from zhurnal.calc.grading.policy.policy import policy_data, read_policy
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.queries.rules import DEFAULT

if TYPE_CHECKING:
    from tests.cast import Cast


def rule(cast: Cast, since: str = "2025-09-01", **sections: Any) -> PolicyVersion:
    """Let these sections hold in the first school, the others as by default; a later call is a later version."""
    number = PolicyVersion.objects.filter(school=cast.school).count() + 1
    data = policy_data(read_policy(DEFAULT | sections))
    return PolicyVersion.objects.create(
        school=cast.school, number=number, valid_from=dt.date.fromisoformat(since), data=json.dumps(data),
        made_at=cast.school.now(),
    )  # fmt: skip
