"""Marks of the periods that are over: what the rule proposed, what the teacher gave, why it differs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.audit.ledger import Stamp
from zhurnal.calc.grading.average import NOTHING, Sums, average
from zhurnal.calc.grading.policy import read_policy
from zhurnal.calc.grading.proposal import PeriodFacts, propose
from zhurnal.journal import history
from zhurnal.ops.demo.clock import DAY, TODAY, at
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.page import TEACHER
from zhurnal.ops.demo.plan import BY_SLUG, PASS_FAIL
from zhurnal.ops.demo.rules import FIRST_RULES

if TYPE_CHECKING:
    import datetime as dt
    from random import Random

    from zhurnal.audit.ledger import Entry
    from zhurnal.ops.demo.ground import Filled, Ground
    from zhurnal.school.models import StudyPeriod

NOT_ATTESTED, PASSED = "н/а", "зч"
# All periods that are over were reckoned by the first version.
RULES = read_policy(FIRST_RULES).rules
NEAR, GENEROUS, MILD, OTHER = Fraction(1, 10), 0.2, 0.85, 0.003
RISING = ("Учтён рост к концу периода", "Учтены контрольные работы", "Учтена работа на последних уроках")
RESAT = ("Контрольная работа пересдана", "Задолженность по теме закрыта", "Учтена зачётная работа")
FEW = ("Мало отметок: учтена зачётная работа", "Учтены отметки из прежней школы", "Учтена письменная работа")


class PeriodMarkRow(NamedTuple):
    """A row of `PeriodMark`."""

    period: int
    pupil: int
    value: str
    proposed: str
    paragraph: str
    reason: str
    author: int
    at: dt.datetime


def give_period_marks(ground: Ground, filled: Filled) -> list[PeriodMarkRow]:
    """Give the marks of past periods and tell the page's ledger about them."""
    course = filled.course
    if not (BY_SLUG[course.draft.slug].graded or course.draft.slug in PASS_FAIL) or course.grade == 1:
        return []
    chance = dice("period", ground.school, *course.draft.classes, course.draft.slug, course.draft.part)
    rows = [
        _row(
            chance,
            filled,
            period,
            ground.pupil_ids[member.pupil],
            ground.teacher_ids[course.held_by(period.ends)],
        )
        for period in ground.periods[course.row.period_kind]
        if period.ends < TODAY
        for member in course.members
        if member.since <= period.ends and (member.until is None or period.ends <= member.until)
    ]
    filled.page.lines += [(_entry(course.row.pk, row), Stamp(row.author, TEACHER, row.at)) for row in rows]
    return rows


def closing_time(period: StudyPeriod) -> dt.datetime:
    """The morning after the last day."""
    return at(period.ends + DAY, 10)


def _row(chance: Random, filled: Filled, period: StudyPeriod, pupil: int, author: int) -> PeriodMarkRow:
    if filled.course.draft.slug in PASS_FAIL:
        return PeriodMarkRow(period.pk, pupil, PASSED, "", "scale", "", author, at(period.ends, 20, 5))
    sums = filled.page.averages.get((period.pk, pupil), NOTHING)
    proposal = propose(PeriodFacts(sums), RULES)
    proposed = proposal.outcome if isinstance(proposal.outcome, int) else None
    value, reason = _decide(chance, sums, proposed)
    moment = at(period.ends, 20 + chance.randint(0, 1), chance.randint(1, 59), chance.randint(0, 59))
    shown = "" if proposed is None else str(proposed)
    return PeriodMarkRow(period.pk, pupil, value, shown, proposal.paragraph, reason, author, moment)


def _decide(chance: Random, sums: Sums, proposed: int | None) -> tuple[str, str]:
    """The mark and the reason where it is not what was proposed."""
    exact = average(sums)
    if exact is None:
        return NOT_ATTESTED, "Отметок нет: пропущено большинство уроков"
    if proposed is None:
        return str(max(3, round(exact))), chance.choice(FEW)
    threshold = Fraction(2 * proposed + 1, 2)
    if proposed == 2 and chance.random() < MILD:  # noqa: PLR2004 -- the mark 2
        return "3", chance.choice(RESAT)
    if proposed < 5 and threshold - exact <= NEAR and chance.random() < GENEROUS:  # noqa: PLR2004 -- the mark 5
        return str(proposed + 1), chance.choice(RISING)
    if proposed > 3 and chance.random() < OTHER:  # noqa: PLR2004 -- the mark 3
        return str(proposed - 1), "Не исправлена контрольная работа"
    return str(proposed), ""


def _entry(course: int, row: PeriodMarkRow) -> Entry:
    after = history.TotalSide(row.value, row.proposed, row.paragraph, row.reason)
    subject = history.period_mark_subject(course, row.pupil, row.period)
    return history.total_entry(history.PERIOD_MARK_SET, subject, before=None, after=after, version=1)
