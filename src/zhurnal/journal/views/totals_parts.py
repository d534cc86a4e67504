"""The page «Итоги» as it is shown: fields with what is proposed beside them, and the arithmetic behind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext as _

from zhurnal.calc.grading.average import display
from zhurnal.calc.grading.deviation import Direction, deviation
from zhurnal.calc.grading.explain import ddmm, explain_average, term_note, term_text
from zhurnal.calc.grading.outcome import Sign, outcome_text
from zhurnal.calc.grading.paragraphs import explain_proposal
from zhurnal.calc.grading.proposal import Kind
from zhurnal.calc.grading.sentence import weight_text
from zhurnal.journal.models import YearMark
from zhurnal.journal.policy_words import anchor
from zhurnal.journal.queries.proposals import BEFORE_ALL_DAYS
from zhurnal.journal.sentences import counted
from zhurnal.journal.totals_form import acceptable, mark_field, reason_field
from zhurnal.journal.totals_rules import PERIOD, lacks_reason, proposal_text, stored_outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.grading.counting import Term
    from zhurnal.calc.grading.outcome import Outcome
    from zhurnal.calc.grading.proposal import Proposal
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.queries.totals import Total, TotalsRow
    from zhurnal.journal.views.lesson_saving import Problem


class TermView(NamedTuple):
    """A summand: «02.03», «Контрольная работа», «5», «2», and what is to be said about it."""

    day: str
    title: str
    mark: str
    weight: str
    note: str


class StepView(NamedTuple):
    """A paragraph of the rules that had a say, in a sentence; `anchor`: where it stands on their page."""

    paragraph: str
    anchor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Why:
    """How a proposal came about. `formula`: «(5×1 + 4×2)/3 ≈ 4,33», empty where nothing counts."""

    formula: str
    counted: list[TermView]
    left_out: list[TermView]
    steps: list[StepView]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A mark to be set. `free` are the texts that need no reason; `asks`: the field of the reason is shown."""

    kind: str
    name: str
    reason_name: str
    label: str
    value: str
    reason: str
    standing: str
    proposed: str
    free: str
    asks: bool
    note: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A pupil's line."""

    name: str
    note: str
    marks: tuple[str, ...]
    average: str
    points: str
    locked: bool
    fields: list[FieldView]
    why: list[tuple[str, Why]]


@dataclass(frozen=True)
class Typed:
    """What was typed and could not be saved, by the name of its field."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


class Head(NamedTuple):
    """The heading of a field; `proposes`: a column with what is proposed stands before it."""

    kind: str
    name: str
    proposes: bool


class Acceptance(NamedTuple):
    """What one key would do: how many of each mark, kind by kind, and who stays open, with the reason."""

    total: int
    marks: list[tuple[str, list[tuple[str, int]]]]
    open: list[tuple[str, str]]


def kind_names() -> dict[str, str]:
    """The heading of each kind of mark."""
    names = {kind.value: str(kind.label).capitalize() for kind in YearMark.Kind}
    return names | {PERIOD: _("Отметка")}


def heads(kinds: Sequence[str], rules: Rules) -> list[Head]:
    """The headings of the fields; nothing is proposed for an exam, or where marks have no average."""
    names = kind_names()
    return [Head(kind, names[kind], rules.scale.averaged and kind != YearMark.Kind.EXAM) for kind in kinds]


def row_view(row: TotalsRow, kinds: Sequence[str], rules: Rules, typed: Typed) -> RowView:
    """A pupil's line with the fields of these kinds."""
    totals = [total for total in row.totals if total.kind in kinds]
    average = row.counted.average if row.counted else None
    points = row.counted.points if row.counted else 0
    return RowView(
        row.pupil.name, row.note, row.marks, display(average),
        counted(points, _("{n} точка"), _("{n} точки"), _("{n} точек")) if points else "", row.decided,
        [_field(row, total, rules, typed) for total in totals],
        [(total.kind, _why(row, total, rules)) for total in totals if _is_explained(total, rules)],
    )  # fmt: skip


def acceptance(rows: Sequence[TotalsRow], kinds: Sequence[str], rules: Rules) -> Acceptance:
    """Count what the rule proposes for those who have no mark yet, and name whom it leaves open.

    A final mark waits for the year's: it is not named beside it.
    """
    wanted = [
        (row, total)
        for row in rows
        for total in (row.totals if row.due and not row.decided else ())
        if total.kind in kinds and total.proposal is not None and not total.standing.value
    ]
    marks: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    for _row, total in wanted:
        marks[total.kind].update(filter(None, [acceptable(total, rules.scale)]))
    still_open = [
        (row.pupil.name, _last_sentence(total.proposal, rules))
        for row, total in wanted
        if total.proposal and not acceptable(total, rules.scale) and not _waits(total)
    ]
    names = kind_names()
    counts = [(names[kind], sorted(own.items(), reverse=True)) for kind, own in marks.items() if own]
    return Acceptance(sum(own.total() for own in marks.values()), counts, still_open)


def _waits(total: Total) -> bool:
    """Whether a final mark has no mark of the year to build on."""
    proposal = total.proposal
    return total.kind == YearMark.Kind.FINAL and proposal is not None and proposal.kind is Kind.NOTHING


def _field(row: TotalsRow, total: Total, rules: Rules, typed: Typed) -> FieldView:
    name, why = mark_field(total.kind, row.pupil.id), reason_field(total.kind, row.pupil.id)
    standing, problem = total.standing, typed.problems.get(mark_field(total.kind, row.pupil.id))
    return FieldView(
        total.kind, name, why, f"{row.pupil.name}: {kind_names()[total.kind].lower()}",
        typed.values.get(name, "") if problem else standing.value,
        typed.values.get(why, "") if problem else standing.reason,
        standing.value,
        proposal_text(total.proposal, rules.scale) if total.proposal else "",
        "|".join(_free(total, rules)),
        bool(problem or standing.reason or _is_unexplained(total, rules)),
        _note(total, rules), problem,
    )  # fmt: skip


def _free(total: Total, rules: Rules) -> list[str]:
    """The texts that may be set without a word."""
    scale, proposal = rules.scale, total.proposal
    if proposal is None:
        return ["*"]
    marks = [] if scale.averaged else range(scale.low, scale.high + 1)
    candidates: list[Outcome] = [*marks, proposal.outcome, *Sign]
    found = [
        outcome_text(one, scale)
        for one in dict.fromkeys(candidates)
        if one is not None and not deviation(one, proposal, total.average, rules).needs_reason
    ]
    return [standing, *found] if (standing := total.standing.value) and total.standing.reason else found


def _is_unexplained(total: Total, rules: Rules) -> bool:
    """Whether the mark that stands would need a reason today and has none."""
    if total.proposal is None:
        return False
    outcome = stored_outcome(total.standing.value, rules.scale)
    return lacks_reason(deviation(outcome, total.proposal, total.average, rules), total.standing.reason)


def _note(total: Total, rules: Rules) -> str:
    """How a mark that stands differs from what is proposed today."""
    if total.proposal is None or not total.standing.value:
        return ""
    if _is_unexplained(total, rules):
        return _("предложение изменилось, нужна причина")
    outcome = stored_outcome(total.standing.value, rules.scale)
    found = deviation(outcome, total.proposal, total.average, rules)
    if not found.from_proposal:
        return ""
    return {Direction.HIGHER: _("выше правила"), Direction.LOWER: _("ниже правила")}.get(found.direction, "")


def _is_explained(total: Total, rules: Rules) -> bool:
    return total.proposal is not None and rules.scale.averaged and not _waits(total)


def _why(row: TotalsRow, total: Total, rules: Rules) -> Why:
    steps = _steps(total.proposal, rules) if total.proposal else []
    if row.counted is None:
        return Why("", [], [], steps)
    found = explain_average(row.counted.cells, rules, BEFORE_ALL_DAYS)
    return Why(
        found.formula, [_term(term, rules) for term in found.counted],
        [_term(term, rules) for term in found.left_out], steps,
    )  # fmt: skip


def _term(term: Term, rules: Rules) -> TermView:
    note = term_note(term)
    weight = weight_text(term.weight) if term.weight else ""
    said = note.filled(_) if note else ""
    return TermView(ddmm(term.cell.day), term.cell.title, term_text(term, rules.scale), weight, said)


def _steps(proposal: Proposal, rules: Rules) -> list[StepView]:
    sentences = explain_proposal(proposal, rules)
    return [
        StepView(step.paragraph, quote(anchor(step.paragraph)), told.filled(_))
        for step, told in zip(proposal.steps, sentences, strict=True)
    ]


def _last_sentence(proposal: Proposal, rules: Rules) -> str:
    return explain_proposal(proposal, rules)[-1].filled(_)
