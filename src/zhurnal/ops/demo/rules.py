"""What the schools have decided about marks: a first version in September, another after the winter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.audit.hashing import canonical
from zhurnal.calc.grading.policy import policy_data, read_policy
from zhurnal.journal import history
from zhurnal.journal.models import PolicyVersion
from zhurnal.ops.demo.bulk import write_lines
from zhurnal.ops.demo.clock import at

if TYPE_CHECKING:
    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.school.models import StudyPeriod

POINT_DAYS = 14
_YOUNGEST = {"overrides": [{"grades": "1", "rules": {"scale": "none"}}]}
# Weights are those of the kinds of work, a point that nobody answers vanishes: what the pages are filled by.
FIRST_RULES: dict[str, Any] = {
    "scale": "five",
    "counting": {"resit": "replace", "dot_after_days": POINT_DAYS, "dot_becomes": "none"},
    "period": {
        "type_by_grade": {"1-9": "quarter", "10-11": "half_year"},
        "thresholds": {"5": "4.5", "4": "3.5", "3": "2.5"},
        "min_marks": 3,
    },
} | _YOUNGEST
SECOND_RULES: dict[str, Any] = FIRST_RULES | {
    "period": FIRST_RULES["period"]
    | {
        "thresholds": {"5": "4.6", "4": "3.6", "3": "2.6"},
        "grey_zone": "0.05",
        "control_two_blocks_five": True,
    },
    "year": {"tie": "last_period", "exam": {"combine": "mean", "tie": "up"}},
    "edit_window_days": {"mark": 7, "homework": 7, "attendance": 7},
}
_VERSIONS = (
    (dt.date(2025, 9, 1), dt.date(2025, 8, 29), FIRST_RULES, "Положение о текущем контроле, протокол № 1"),
    (dt.date(2026, 1, 12), dt.date(2025, 12, 29), SECOND_RULES, "Решение педсовета, протокол № 3"),
)  # fmt: skip


def write_rules(registers: Registers, people: People) -> list[PolicyVersion]:
    """Write the versions, with their lines, before anything is marked by them."""
    school, deputy = registers.school, people.officers[Role.DEPUTY]
    made, lines = [], []
    for number, (since, decided, rules, note) in enumerate(_VERSIONS, 1):
        data, moment = policy_data(read_policy(rules)), at(decided, 15, 20)
        version = PolicyVersion.objects.create(
            school=school, number=number, valid_from=since, data=canonical(data), note=note, author=deputy,
            made_at=moment,
        )  # fmt: skip
        made.append(version)
        entry = history.policy_entry(school.pk, number, data=data, valid_from=since, note=note)
        lines.append((entry, ledger.Stamp(deputy.pk, Role.DEPUTY.value, moment)))
    chain = history.school_chain(school.pk)
    write_lines(ledger.build_lines(chain, lines, ledger.head(chain)))
    return made


def version_of(period: StudyPeriod, versions: list[PolicyVersion]) -> PolicyVersion:
    """By which a period is reckoned: the last that had begun on its last day."""
    return [version for version in versions if version.valid_from <= period.ends][-1]
