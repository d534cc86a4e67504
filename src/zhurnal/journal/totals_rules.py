"""The rules by which a mark for a period or a year is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhurnal.calc.grading.deviation import Deviation, deviation
from zhurnal.calc.grading.outcome import Outcome, OutcomeError, outcome_text, read_outcome
from zhurnal.calc.grading.proposal import Kind
from zhurnal.journal.rules import SHORTEST_REASON, RefusedError
from zhurnal.journal.sentences import day_text

if TYPE_CHECKING:
    from fractions import Fraction

    from zhurnal.calc.grading.proposal import Proposal
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.journal.permits import Permit
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import Course, StudyPeriod

# Teachers may set the marks of a period this long before it ends (domain.md §4.3: «2–3 days before the end»
# is when schools want them, and some finish earlier).
OPEN_BEFORE_END = dt.timedelta(days=14)
FIRST_MARKED_GRADE = 2
PERIOD = "period"  # the kind of a period's mark; those of a year are `YearMark.Kind`


def opens_on(period: StudyPeriod) -> dt.date:
    """From which day on marks for the period are set, and it may be closed."""
    return max(period.starts, period.ends - OPEN_BEFORE_END)


def is_marked(course: Course, rules: Rules) -> bool:
    """Whether the course ends in marks at all: the first grade and some subjects do not."""
    return rules.scale.marked and course.grade >= FIRST_MARKED_GRADE


def check_open(found: CoursePeriod, today: dt.date, permit: Permit | None = None) -> None:
    """Refuse a period that is closed, or whose marks are not set yet. A permit opens both."""
    if permit:
        return
    if found.closed:
        raise RefusedError("totals_closed", period=found.period.name)
    if today < opens_on(found.period):
        raise RefusedError("totals_too_early", period=found.period.name, day=day_text(opens_on(found.period)))


def read_total(text: str, scale: Scale) -> Outcome:
    """Read what was typed. Refuses what is neither a mark of the scale nor a sign."""
    if not scale.marked:
        raise RefusedError("no_totals_in_subject")
    try:
        return read_outcome(text, scale)
    except OutcomeError as error:
        raise RefusedError("unreadable_total", text=error.text, marks=marks_text(scale)) from None


def stored_outcome(text: str, scale: Scale) -> Outcome:
    """Read what is stored; None where a former scale has left what this one does not know."""
    try:
        return read_outcome(text, scale)
    except OutcomeError:
        return None


def check_reason(
    outcome: Outcome, proposal: Proposal, average: Fraction | None, rules: Rules, reason: str
) -> None:
    """Refuse a mark that the rule does not propose, or only as one of two, without the teacher's reason."""
    found = deviation(outcome, proposal, average, rules)
    if found.chosen and not reason:
        raise RefusedError("choice_needs_reason", options=options_text(proposal, rules.scale))
    if found.from_proposal and len(reason) < SHORTEST_REASON:
        raise _unexplained(outcome, proposal, rules.scale)


def lacks_reason(found: Deviation, reason: str) -> bool:
    """Whether a mark stands that would not be taken today: what the rule proposes has changed since."""
    return found.needs_reason and not reason


def proposal_text(proposal: Proposal, scale: Scale) -> str:
    """«4», «4 или 5», «н/а»; empty where nothing is proposed."""
    if proposal.kind is Kind.CHOICE:
        return options_text(proposal, scale)
    return outcome_text(proposal.outcome, scale)


def options_text(proposal: Proposal, scale: Scale) -> str:
    """«4–5»: the two between which the teacher chooses."""
    return "–".join(scale.text(option) for option in proposal.options)


def marks_text(scale: Scale) -> str:
    """«2–5», «нз, зч»."""
    if scale.texts:
        return ", ".join(scale.texts)
    return f"{scale.low}–{scale.high}"


def _unexplained(outcome: Outcome, proposal: Proposal, scale: Scale) -> RefusedError:
    text, proposed = outcome_text(outcome, scale), proposal_text(proposal, scale)
    if not proposed:
        return RefusedError("unproposed_needs_reason", text=text, shortest=SHORTEST_REASON)
    return RefusedError("deviation_needs_reason", text=text, proposed=proposed, shortest=SHORTEST_REASON)
