"""The paragraph of a school's policy that decided, in a sentence with its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.grading.proposal import Kind, Proposal, Step
from zhurnal.calc.grading.rules import Combine, ExamTie, TooFew, YearTie
from zhurnal.calc.grading.sentence import Sentence, average_text, plain_number, sentence
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhurnal.calc.grading.rules import Rules


def explain_proposal(proposal: Proposal, rules: Rules) -> tuple[Sentence, ...]:
    """Say each step of a proposal for a period, a year or at the end; the last one decided."""
    return tuple(_said(step, proposal, rules) for step in proposal.steps)


def _said(step: Step, proposal: Proposal, rules: Rules) -> Sentence:
    template = _TEMPLATES[_section(step.paragraph)](step, proposal, rules)
    return sentence(template, **_facts(step, rules))


def _section(paragraph: str) -> str:
    """«period.thresholds.5» → «period.thresholds»."""
    named, _, last = paragraph.rpartition(".")
    return named if named in _TEMPLATES and paragraph not in _TEMPLATES else paragraph or last


def _facts(step: Step, rules: Rules) -> dict[str, str]:
    seen, limit = step.seen, step.limit
    borders = [border for _, border in rules.period.thresholds]
    texts = [rules.scale.text(mark) for mark in step.outcome]
    return {
        "seen": "" if seen is None else average_text(seen, *borders),
        "limit": "" if limit is None else average_text(limit),
        "count": "" if seen is None else plain_number(seen),
        "needed": "" if limit is None else plain_number(limit),
        "share": "" if seen is None else average_text(100 * seen, *([] if limit is None else [100 * limit])),
        "most": "" if limit is None else plain_number(100 * limit),
        "mark": texts[0] if texts else "",
        "other": texts[-1] if texts else "",
    }


def _threshold(step: Step, _proposal: Proposal, _rules: Rules) -> str:
    reached = step.seen is not None and step.limit is not None and step.seen >= step.limit
    return _REACHED if reached else _BELOW


def _few(_step: Step, _proposal: Proposal, rules: Rules) -> str:
    return _FEW if rules.period.too_few is TooFew.NOTHING else _FEW_NOT_ATTESTED


def _missed(_step: Step, _proposal: Proposal, rules: Rules) -> str:
    rule = rules.period.not_attested
    return _MISSED_NO_MARKS if rule is not None and rule.and_no_marks else _MISSED


def _mean(step: Step, _proposal: Proposal, _rules: Rules) -> str:
    return _MEAN if len(step.outcome) == 1 else _MEAN_HALF


def _year_tie(step: Step, _proposal: Proposal, rules: Rules) -> str:
    if len(step.outcome) > 1:
        return _TIE_WITHOUT_EXAM
    return {YearTie.LAST_PERIOD: _TIE_LAST_PERIOD, YearTie.EXAM: _TIE_EXAM}.get(rules.year.tie, _TIE_UP)


def _combined(step: Step, _proposal: Proposal, rules: Rules) -> str:
    if len(step.outcome) > 1:
        return _COMBINED_HALF
    exam = rules.year.exam
    return _COMBINED_PERIODS if exam is not None and exam.combine is Combine.WITH_PERIODS else _COMBINED


def _exam_tie(_step: Step, _proposal: Proposal, rules: Rules) -> str:
    tie = rules.year.exam.tie if rules.year.exam else ExamTie.UP
    return {ExamTie.EXAM: _TIE_EXAM, ExamTie.YEAR: _TIE_YEAR}.get(tie, _TIE_UP)


def _year_from(_step: Step, proposal: Proposal, _rules: Rules) -> str:
    return {Kind.MARK: _NO_EXAM, Kind.SIGN: _ONLY_SIGNS}.get(proposal.kind, _PERIOD_MISSING)


def _always(text: str) -> Callable[[Step, Proposal, Rules], str]:
    return lambda _step, _proposal, _rules: text


_REACHED = gettext_noop("Средний балл {seen} не ниже порога {limit}: предлагается {mark}.")
_BELOW = gettext_noop("Средний балл {seen} ниже порога {limit}: предлагается {mark}.")
_GREY = gettext_noop(
    "Средний балл {seen} ниже порога {limit}, но в спорной зоне: учитель решает, {mark} или {other}."
)
_LAST_CONTROL = gettext_noop(
    "Спорное решает последняя контрольная работа, за неё {count}: предлагается {mark}."
)
_CAPPED = gettext_noop("Контрольная работа на {count} не исправлена: выше {mark} не предлагается.")
_FEW = gettext_noop("Отметок {count}, нужно не меньше {needed}: отметка не предлагается.")
_FEW_NOT_ATTESTED = gettext_noop("Отметок {count}, нужно не меньше {needed}: предлагается н/а.")
_MISSED = gettext_noop("Пропущено {share} % уроков, это больше {most} %: предлагается н/а.")
_MISSED_NO_MARKS = gettext_noop(
    "Пропущено {share} % уроков, это больше {most} %, и отметок нет: предлагается н/а."
)
_EXEMPT = gettext_noop("Ученик освобождён от предмета: предлагается осв.")
_SCALE = gettext_noop("По этой шкале средний балл не считается, отметку выбирает учитель.")
_MEAN = gettext_noop("Среднее отметок за периоды — {seen}: предлагается {mark}.")
_MEAN_HALF = gettext_noop("Среднее отметок за периоды — {seen}, посередине между {mark} и {other}.")
_TIE_UP = gettext_noop("Половина округляется вверх: предлагается {mark}.")
_TIE_LAST_PERIOD = gettext_noop("Половину решает последний период: предлагается {mark}.")
_TIE_EXAM = gettext_noop("Половину решает экзамен: предлагается {mark}.")
_TIE_YEAR = gettext_noop("Половину решает годовая отметка: предлагается {mark}.")
_TIE_WITHOUT_EXAM = gettext_noop("Половину решает экзамен, а его нет: учитель решает, {mark} или {other}.")
_COMBINED = gettext_noop("Среднее годовой отметки и экзамена — {seen}: предлагается {mark}.")
_COMBINED_PERIODS = gettext_noop("Среднее отметок за периоды и экзамена — {seen}: предлагается {mark}.")
_COMBINED_HALF = gettext_noop("Среднее с экзаменом — {seen}, посередине между {mark} и {other}.")
_NO_EXAM = gettext_noop("Экзамена нет: итоговая отметка — годовая, {mark}.")
_ONLY_SIGNS = gettext_noop("Отметок за периоды нет, стоит только н/а или осв.")
_PERIOD_MISSING = gettext_noop("Не за все периоды есть отметка: годовая пока не предлагается.")

_TEMPLATES: dict[str, Callable[[Step, Proposal, Rules], str]] = {
    "scale": _always(_SCALE),
    "exempt": _always(_EXEMPT),
    "period.thresholds": _threshold,
    "period.grey_zone": _always(_GREY),
    "period.last_control_decides": _always(_LAST_CONTROL),
    "period.control_two_blocks_five": _always(_CAPPED),
    "period.min_marks": _few,
    "period.not_attested": _missed,
    "year.from": _year_from,
    "year.method": _mean,
    "year.tie": _year_tie,
    "year.exam.combine": _combined,
    "year.exam.tie": _exam_tie,
}
