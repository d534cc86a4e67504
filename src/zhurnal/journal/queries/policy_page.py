"""The page of a school's rules for its heads: what holds, in which period, and what held before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.policy.differences import differences
from zhurnal.calc.grading.policy.words import told
from zhurnal.journal.models import PeriodClosure, PolicyVersion
from zhurnal.journal.policy_words import Section, Told, scope_lines, sections, told_differences
from zhurnal.journal.queries.governed import kinds_of
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.policy_preview import policy_preview
from zhurnal.journal.queries.rulebook import (
    Taught,
    by_rules,
    otherwise,
    subjects_by_grade,
    taught_in,
    with_weights,
)
from zhurnal.journal.queries.rules import policy_of
from zhurnal.school.models import StudyPeriod
from zhurnal.school.queries import current_years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.calc.grading.policy import Policy
    from zhurnal.calc.grading.sentence import Sentence
    from zhurnal.journal.models import WorkKind
    from zhurnal.journal.queries.policy_preview import PeriodEffect
    from zhurnal.school.models import School, SchoolYear


_Sides = list[tuple[str, "Sentence | None"]]


class VersionLine(NamedTuple):
    """A version in the history: what it changed against the one before, generally and where rules differ."""

    version: PolicyVersion
    changes: list[Told]
    scopes: tuple[str, ...]


class PeriodLine(NamedTuple):
    """A period and the number of the version by which it is reckoned, 0 for the default rules."""

    period: StudyPeriod
    number: int
    closed: bool
    running: bool


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """`number`: the version in force today, 0 for the default rules. `newest`: the last that was made."""

    number: int
    version: PolicyVersion | None
    newest: int
    sections: list[Section]
    otherwise: list[tuple[tuple[str, ...], list[Told]]]
    periods: list[PeriodLine]
    versions: list[VersionLine]


def policy_page(school: School) -> PolicyPage:
    """The rules of a school. Seven queries, one more for each version that the process has not met."""
    year = next(iter(current_years([school.pk])), None)
    versions = list(
        PolicyVersion.objects.filter(school=school).select_related("author").order_by("-number")
    )  # fmt: skip
    periods = _periods(year, versions, school.today())
    number = _in_force(periods, versions, school.today())
    version = next((one for one in versions if one.number == number), None)
    policy = policy_of(version.pk if version else None)
    kinds, taught = kinds_of(school), taught_in(year)
    general = with_weights(policy.rules, kinds)
    return PolicyPage(
        number=number,
        version=version,
        newest=versions[0].number if versions else 0,
        sections=sections(told(general)),
        otherwise=[
            (one.scope, told_differences(one.differences))
            for one in otherwise(general, by_rules(policy, taught, kinds))
        ],
        periods=periods,
        versions=_history(versions, kinds, taught),
    )


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a draft changes: in words, for whom rules differ otherwise, and in the journal period by period."""

    changes: list[Told]
    scopes: tuple[str, ...]
    effects: list[PeriodEffect]


def preview_page(school: School, policy: Policy, valid_from: dt.date) -> PreviewPage:
    """A draft against the version that governs the first of its periods now.

    Five queries beside those of `policy_preview`.
    """
    effects = policy_preview(school, policy, valid_from)
    number = effects[0].replaces if effects else 0
    version = PolicyVersion.objects.filter(school=school, number=number).first()
    before, kinds = policy_of(version.pk if version else None), kinds_of(school)
    taught = taught_in(next(iter(current_years([school.pk])), None))
    return PreviewPage(_changes(before, policy, kinds), _moved(before, policy, kinds, taught), effects)


def _periods(
    year: SchoolYear | None, versions: Sequence[PolicyVersion], today: dt.date
) -> list[PeriodLine]:  # fmt: skip
    if year is None:
        return []
    periods = StudyPeriod.objects.filter(year=year, kind__in=year.courses.values("period_kind"))
    numbers = {version.pk: version.number for version in versions}
    governs = policies_of_periods(periods)
    closed = set(
        PeriodClosure.objects.filter(period__year=year, reopened_at=None).values_list("period_id", flat=True)
    )
    return [
        PeriodLine(
            period, numbers.get(governs[period.pk] or 0, 0), period.pk in closed,
            period.starts <= today <= period.ends,
        )
        for period in periods.order_by("ends", "kind")
    ]  # fmt: skip


def _in_force(periods: Sequence[PeriodLine], versions: Sequence[PolicyVersion], today: dt.date) -> int:
    """That of the period which runs today and ends first; between periods, that of the last day."""
    running = next((line.number for line in periods if line.running), None)
    if running is not None:
        return running
    begun = [version for version in versions if version.valid_from <= today]
    return max(begun, key=lambda one: (one.valid_from, one.number)).number if begun else 0


def _history(
    versions: Sequence[PolicyVersion], kinds: list[WorkKind], taught: list[Taught]
) -> list[VersionLine]:
    """Newest first, each against the one that was made before it; the first one against the default rules."""
    policies = [policy_of(version.pk) for version in versions] + [policy_of(None)]
    return [
        VersionLine(
            version,
            _changes(before, policy, kinds),
            _moved(before, policy, kinds, taught),
        )
        for version, policy, before in zip(versions, policies, policies[1:], strict=False)
    ]  # fmt: skip


def _changes(before: Policy, after: Policy, kinds: list[WorkKind]) -> list[Told]:
    old, new = (with_weights(one.rules, kinds) for one in (before, after))
    return told_differences(differences(old, new))


def _moved(
    before: Policy, after: Policy, kinds: list[WorkKind], taught: list[Taught]
) -> tuple[str, ...]:  # fmt: skip
    """In which grades and subjects the rules differ from the general ones otherwise than before."""
    known, now = (_special(policy, kinds, taught) for policy in (before, after))
    moved = [(one.grade, one.subject) for one in taught if known.get(one) != now.get(one)]
    return scope_lines(moved, subjects_by_grade(taught))


def _special(policy: Policy, kinds: list[WorkKind], taught: list[Taught]) -> dict[Taught, _Sides]:
    """What holds there instead of the general rules, whatever those say."""
    found = otherwise(with_weights(policy.rules, kinds), by_rules(policy, taught, kinds))
    return {
        subject: [(each.path, each.after) for each in one.differences]
        for one in found
        for subject in one.subjects
    }
