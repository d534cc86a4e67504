"""The rules of marking that hold for a course in a period."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from zhurnal.calc.grading.policy.examples import MATHEMATICAL
from zhurnal.calc.grading.policy.policy import Policy, read_policy
from zhurnal.calc.grading.scale import NONE, SCALES
from zhurnal.journal.models import PolicyVersion
from zhurnal.school.models import Subject

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import WorkKind
    from zhurnal.school.models import Course, School

# What holds in a school that has decided nothing yet: rounding as in mathematics.
DEFAULT = {key: rules for key, rules in MATHEMATICAL.items() if key != "weights"}


@lru_cache(maxsize=256)
def policy_of(policy_id: int | None) -> Policy:
    """The rules of a version; the default rules for None. One query the first time: a version never changes."""
    if policy_id is None:
        return read_policy(DEFAULT)
    return read_policy(json.loads(PolicyVersion.objects.values_list("data", flat=True).get(pk=policy_id)))


def version_in_force(school: School, last_day: dt.date) -> PolicyVersion | None:
    """The version for a period of the school that ends on `last_day`. One query."""
    begun = PolicyVersion.objects.filter(school=school, valid_from__lte=last_day)
    return begun.order_by("-valid_from", "-number").first()


def rules_of(policy_id: int | None, course: Course) -> Rules:
    """The rules of a course under a version; the subject's own scale goes before that of the rules."""
    return rules_for(policy_id, course.grade, course.subject.name, course.subject.scale)


@lru_cache(maxsize=4096)
def rules_for(policy_id: int | None, grade: int, subject: str, scale: str = Subject.Scale.POLICY) -> Rules:
    """Likewise, for a grade, the name of a subject and its scale."""
    return in_scale(policy_of(policy_id), grade, subject, scale)


def in_scale(policy: Policy, grade: int, subject: str, scale: str) -> Rules:
    """The rules of a policy for a subject that has a scale of its own, or none."""
    rules = policy.for_course(grade, subject)
    if scale == Subject.Scale.POLICY:
        return rules
    return replace(rules, scale=SCALES.get(scale, NONE))


def weight_of(kind: WorkKind, rules: Rules) -> int:
    """What a work of this kind weighs, in hundredths, unless it has a weight of its own."""
    named = (rules.weight(name) for name in (kind.name.casefold(), kind.code, kind.short_name.casefold()))
    return next((weight for weight in named if weight is not None), kind.weight)
