"""The page «Итоги» of a course: what stands for a period or a year beside what the rule proposes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.year import YearFacts, mean, propose_final, propose_year
from zhurnal.journal.models import PeriodMark, YearMark
from zhurnal.journal.queries.proposals import Counted, counted_in_period
from zhurnal.journal.queries.pupils import Pupil, pupils_of
from zhurnal.journal.queries.years import marks_in_subject, pupil_years, pupils_decided
from zhurnal.journal.totals_rules import PERIOD, stored_outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from fractions import Fraction

    from zhurnal.calc.grading.outcome import Outcome
    from zhurnal.calc.grading.proposal import Proposal
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import Course


class StandingMark(NamedTuple):
    """What stands there: value, what was proposed then, the reason, the version that a change must name."""

    value: str = ""
    proposed: str = ""
    reason: str = ""
    version: int = 0


NOTHING_STANDS = StandingMark()


@dataclass(frozen=True, slots=True)
class Total:
    """One mark to be set: what stands, what is proposed today and from which average; an exam has no proposal."""

    kind: str
    standing: StandingMark
    proposal: Proposal | None
    average: Fraction | None


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """A pupil: the marks of the periods in their order, what is to be set, and what the average is made of.

    `due`: taught on the last day, so that a mark is wanted. `decided`: the council has settled the year.
    """

    pupil: Pupil
    note: str
    due: bool
    marks: tuple[str, ...]
    totals: tuple[Total, ...]
    counted: Counted | None = None
    decided: bool = False


def period_rows(
    course: Course, periods: Sequence[CoursePeriod], shown: CoursePeriod, today: dt.date
) -> list[TotalsRow]:
    """The pupils of a course in a period. Ten queries, nine where nobody was absent."""
    period = shown.period
    pupils = pupils_of(course, period.starts, period.ends)
    day = min(period.ends, max(today, period.starts))
    rows = PeriodMark.objects.filter(course=course, period=period)
    stored = {row.pupil_id: _standing(row) for row in rows}
    marks = marks_in_subject(course, periods, [pupil.id for pupil in pupils])
    counted = counted_in_period(shown, [course], today)
    return [
        TotalsRow(
            pupil, pupil.note(period.starts, period.ends, today), pupil.holds_on(day),
            tuple(marks.get(pupil.id, {}).get(one.period.pk, "") for one in periods),
            (_period_total(stored.get(pupil.id, NOTHING_STANDS), own),), own,
        )
        for pupil in pupils
        for own in (counted[course.pk, pupil.id],)
    ]  # fmt: skip


def year_rows(
    course: Course, periods: Sequence[CoursePeriod], rules: Rules, today: dt.date
) -> list[TotalsRow]:
    """Everybody who was taught in the course this year. Five queries."""
    first, last = periods[0].period.starts, periods[-1].period.ends
    pupils = pupils_of(course, first, last)
    years = pupil_years(course, periods)
    stored: dict[int, dict[str, StandingMark]] = defaultdict(dict)
    for row in YearMark.objects.filter(course=course):
        stored[row.pupil_id][row.kind] = _standing(row)
    decided = pupils_decided(course.year_id, [pupil.id for pupil in pupils])
    return [
        TotalsRow(
            pupil, pupil.note(first, last, today), pupil.holds_on(min(last, max(today, first))),
            tuple(years[pupil.id].marks.get(one.period.pk, "") for one in periods),
            _year_totals(years[pupil.id].outcomes(periods, rules.scale), stored[pupil.id], rules),
            decided=pupil.id in decided,
        )
        for pupil in pupils
    ]  # fmt: skip


def _standing(row: PeriodMark | YearMark) -> StandingMark:
    return StandingMark(row.value, row.proposed, row.reason, row.version)


def _period_total(standing: StandingMark, counted: Counted) -> Total:
    return Total(PERIOD, standing, counted.proposal, counted.average)


def _year_totals(
    outcomes: tuple[Outcome, ...], stored: dict[str, StandingMark], rules: Rules
) -> tuple[Total, ...]:
    """Exam, year, final: each builds on those before it.

    Where the year is not set yet, the final mark is proposed as if it were set by the rule: one key sets both.
    """
    kind = YearMark.Kind
    year, exam, final = (stored.get(one, NOTHING_STANDS) for one in (kind.YEAR, kind.EXAM, kind.FINAL))
    sat = stored_outcome(exam.value, rules.scale)
    facts = YearFacts(outcomes, sat if isinstance(sat, int) else None)
    marks = [mark for mark in outcomes if isinstance(mark, int)]
    proposed = propose_year(facts, rules)
    of_year = stored_outcome(year.value, rules.scale) if year.value else proposed.outcome
    return (
        Total(kind.YEAR, year, proposed, mean(marks) if marks else None),
        Total(kind.EXAM, exam, None, None),
        Total(kind.FINAL, final, propose_final(of_year, facts, rules), None),
    )
