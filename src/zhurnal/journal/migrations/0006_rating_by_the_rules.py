"""What a school had decided about places in the class becomes a version of its rules of marking."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import migrations

from zhurnal.audit import ledger

OWN_PLACE, FROM_GRADE, LAST_GRADE = "own_place", 5, 11
# The rules that held in a school without a version, as they were when this was written.
RULES: dict[str, Any] = {
    "scale": "five",
    "counting": {
        "double": "two_marks", "pass_fail": "exclude", "resit": "replace", "dot_after_days": 14,
        "dot_becomes": "none", "absences": {},
    },
    "absence_with_mark": "forbidden",
    "weights": {},
    "period": {
        "type_by_grade": {"1-9": "quarter", "10-11": "half_year"},
        "thresholds": {"5": "4.5", "4": "3.5", "3": "2.5"},
        "grey_zone": "0", "min_marks": [{"marks": 3}], "too_few": "none", "not_attested": None,
        "control_two_blocks_five": False, "last_control_decides": False, "deviation_gt": "0.6",
    },
    "year": {"from": "periods", "method": "mean", "tie": "up", "exam": None},
    "edit_window_days": {"mark": None, "homework": None, "attendance": None},
}  # fmt: skip
NOTE = "Перенесено из настроек школы: место в классе"


def carry_over(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 -- Django calls it so
    """Give a version to every school that had chosen otherwise and has no version yet."""
    schools = apps.get_model("school", "School").objects
    for school in schools.exclude(ranking=OWN_PLACE, ranking_from_grade=FROM_GRADE):
        if not school.policy_versions.exists():
            _store(apps.get_model("journal", "PolicyVersion"), school)


def _store(versions: Any, school: Any) -> None:
    since = min((year.starts for year in school.years.all()), default=dt.date(2025, 9, 1))
    grades = f"{min(school.ranking_from_grade, LAST_GRADE)}-{LAST_GRADE}"
    rating = {"show": school.ranking, "grades": grades, "min_marks": 2, "ties": "competition"}
    data, now = RULES | {"rating": rating}, dt.datetime.now(dt.UTC)
    versions.objects.create(
        school=school, number=1, valid_from=since, data=json.dumps(data, ensure_ascii=False), note=NOTE, made_at=now
    )
    facts = {"data": data, "valid_from": since.isoformat(), "note": NOTE}
    entry = ledger.Entry(
        "policy.set", f"policy:{school.pk}:1", {"after": facts, "version": 1, "effects": []}
    )
    # Not `append`: what the table of lines becomes later must not matter here.
    chain = f"school:{school.pk}"
    ledger.lock(chain)
    stamp = ledger.Stamp(None, "command line", now)
    ledger.store(ledger.build_lines(chain, [(entry, stamp)], ledger.head(chain)))


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0005_points_at_hand"),
        ("audit", "0002_refuse_change"),
        ("school", "0002_grade_of_a_course"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
