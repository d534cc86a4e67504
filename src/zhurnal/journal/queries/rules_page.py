"""The published rules: what a family reads about the grade of its child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhurnal.calc.grading.policy.words import told
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.policy_words import Section, Told, sections, told_differences
from zhurnal.journal.queries.governed import kinds_of
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.rulebook import (
    Taught,
    by_rules,
    most_common,
    otherwise,
    rules_of_subject,
    taught_in,
    with_weights,
)
from zhurnal.journal.queries.rules import policy_of, version_in_force
from zhurnal.school.models import Enrolment, SchoolClass, StudyPeriod
from zhurnal.school.models.validity import holds_on
from zhurnal.school.queries import current_years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from zhurnal.school.models import School, SchoolYear


@dataclass(frozen=True, slots=True)
class RulesPage:
    """`number`: the version that is told, 0 for the default rules; `since`: its first day.

    `subject`: the one that was asked for; without one, the general rules and what differs from them.
    """

    grade: int
    grades: list[int]
    number: int
    since: dt.date | None
    sections: list[Section]
    otherwise: list[tuple[list[Taught], list[Told]]]
    subjects: list[Taught]
    subject: Taught | None


def rules_page(
    school: School,
    grade: int,
    subject_id: int | None = None,
    number: int | None = None,
    period_id: int | None = None,
) -> RulesPage | None:
    """The rules of a grade, or of one of its subjects; None where there is no such grade, subject or version.

    By default as of today. `number`: another version; 0: the default rules. `period_id`: the version by which
    that period is reckoned. Seven queries at most, one more for a version that the process has not met.
    """
    year = next(iter(current_years([school.pk])), None)
    taught = taught_in(year)
    of_grade = [one for one in taught if one.grade == grade]
    subject = next((one for one in of_grade if one.subject_id == subject_id), None)
    try:
        version = _version(school, year, grade, number, period_id)
    except (KeyError, PolicyVersion.DoesNotExist):
        return None
    if not of_grade or (subject_id is not None and subject is None):
        return None
    policy, kinds = policy_of(version.pk if version else None), kinds_of(school)
    found = by_rules(policy, of_grade, kinds)
    general = most_common(found, with_weights(policy.rules, kinds))
    shown = rules_of_subject(policy, subject, kinds) if subject else general
    return RulesPage(
        grade=grade,
        grades=sorted({one.grade for one in taught}),
        number=version.number if version else 0,
        since=version.valid_from if version else None,
        sections=sections(told(shown)),
        otherwise=[
            (one.subjects, told_differences(one.differences)) for one in otherwise(general, found)
        ] if subject is None else [],
        subjects=of_grade,
        subject=subject,
    )  # fmt: skip


def grade_of(school: School, pupils: Collection[int]) -> int | None:
    """The grade of the first of these pupils in the school today; of anybody else, its lowest. One query."""
    today = school.today()
    classes = SchoolClass.objects.filter(year__school=school, year__starts__lte=today, year__ends__gte=today)
    own = Enrolment.objects.filter(holds_on(today), pupil__in=pupils, school_class__in=classes)
    grades = (own.order_by("pupil__sort_key").values_list("school_class__grade", flat=True)
              if pupils else classes.order_by("grade").values_list("grade", flat=True))  # fmt: skip
    return grades.first()


def _version(
    school: School, year: SchoolYear | None, grade: int, number: int | None, period_id: int | None
) -> PolicyVersion | None:
    """The version asked for, else the one that governs the grade's running period; None: the default rules.

    Raises KeyError where there is no such period, PolicyVersion.DoesNotExist for a version.
    """
    versions = PolicyVersion.objects.filter(school=school)
    if number is not None:
        return versions.get(number=number) if number else None
    if period_id is not None:
        asked = StudyPeriod.objects.filter(pk=period_id, year__school=school)
        policy_id = policies_of_periods(asked)[period_id]
        return versions.get(pk=policy_id) if policy_id else None
    today = school.today()
    kinds = SchoolClass.objects.filter(year=year, grade=grade).values("period_kind")
    ends = StudyPeriod.objects.filter(year=year, kind__in=kinds, starts__lte=today, ends__gte=today)
    last_day = ends.order_by("ends").values_list("ends", flat=True).first()
    return version_in_force(school, last_day or today)
