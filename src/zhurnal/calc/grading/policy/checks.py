"""Contradictions: rules that can each be read and cannot stand together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from zhurnal.calc.grading.counting import uncountable_weight
from zhurnal.calc.grading.rules import YearTie
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from zhurnal.calc.grading.policy.node import Node
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.scale import Scale


def check(root: Node, rules: Rules) -> None:
    """Complain about everything in `rules`, as they were read from `root`, that contradicts something else."""
    period = root.child("period")
    if period is not None and not rules.scale.averaged:
        _no_thresholds(period)
    elif period is not None:
        _thresholds_are_complete(period, rules)
        _thresholds_fall(period, rules)
        _each_mark_proposes_itself(period, rules)
    _weights_can_be_halved(root, rules)
    _exam_is_there_to_decide(root, rules)


def outside_scale(node: Node, scale: Scale) -> None:
    """Complain about a mark that the scale does not have."""
    if scale.marked:
        node.complain(_OUTSIDE_SCALE, low=scale.text(scale.low), high=scale.text(scale.high))
    else:
        node.complain(_NO_MARKS_AT_ALL)


def _no_thresholds(period: Node) -> None:
    node = period.child("thresholds")
    if node is not None:
        node.complain(_NO_AVERAGE)


def _thresholds_are_complete(period: Node, rules: Rules) -> None:
    """From the best mark down without a gap: otherwise some mark could never be proposed."""
    marks = [mark for mark, _ in rules.period.thresholds]
    node = period.child("thresholds")
    if node is None or not marks:
        return
    missing = sorted(set(range(marks[-1], rules.scale.high + 1)) - set(marks), reverse=True)
    if missing:
        node.complain(_THRESHOLD_MISSING, mark=rules.scale.text(missing[0]))
    if marks[-1] <= rules.scale.low:
        node.complain(_LOWEST_NEEDS_NONE, mark=rules.scale.text(rules.scale.low))
    elif rules.scale.passes(marks[-1] - 1):
        node.complain(_THRESHOLD_MISSING, mark=rules.scale.text(marks[-1] - 1))


def _thresholds_fall(period: Node, rules: Rules) -> None:
    for (higher, above), (lower, border) in pairwise(rules.period.thresholds):
        better, mark = rules.scale.text(higher), rules.scale.text(lower)
        if border >= above:
            _at(period, "thresholds", mark).complain(_DO_NOT_FALL, better=better, mark=mark)
        elif rules.period.grey_zone >= above - border:
            _at(period, "grey_zone").complain(_GREY_ZONE_WIDE, better=better, mark=mark)
            return


def _each_mark_proposes_itself(period: Node, rules: Rules) -> None:
    """All marks «4» must lead to «4»: no threshold may stand above its mark, no grey zone reach the next."""
    for value, border in rules.period.thresholds:
        mark, below = rules.scale.text(value), rules.scale.text(max(value - 1, rules.scale.low))
        if border > value:
            _at(period, "thresholds", mark).complain(_OUT_OF_REACH, mark=mark)
        elif border <= value - 1:
            _at(period, "thresholds", mark).complain(_TOO_EASY, mark=mark, below=below)
        elif border - rules.period.grey_zone <= value - 1:
            _at(period, "grey_zone").complain(_GREY_ZONE_DEEP, mark=mark, below=below)
            return


def _weights_can_be_halved(root: Node, rules: Rules) -> None:
    for name, weight in rules.weights:
        if uncountable_weight(weight, rules.counting):
            _weight_node(root, name).complain(NOT_HALVED)


def _exam_is_there_to_decide(root: Node, rules: Rules) -> None:
    year = root.child("year")
    if year is not None and rules.year.tie is YearTie.EXAM and rules.year.exam is None:
        _at(year, "tie").complain(_NO_EXAM)


def _at(node: Node, *keys: str) -> Node:
    """The nearest place that is written."""
    for key in keys:
        node = node.child(key) or node
    return node


def _weight_node(root: Node, name: str) -> Node:
    weights = root.child("weights")
    written = {key.strip().casefold(): child for key, child in weights.entries()} if weights else {}
    return written.get(name, root)


_OUTSIDE_SCALE = gettext_noop("Такой отметки в шкале нет: она идёт от {low} до {high}.")
_NO_AVERAGE = gettext_noop("По этой шкале средний балл не считается, порогов у неё нет.")
_NO_MARKS_AT_ALL = gettext_noop("В этой шкале отметок нет.")
_THRESHOLD_MISSING = gettext_noop("Не названо, с какого среднего балла ставится «{mark}».")
_LOWEST_NEEDS_NONE = gettext_noop(
    "Для низшей отметки «{mark}» порог не нужен: она ставится ниже всех порогов."
)
_DO_NOT_FALL = gettext_noop("Порог отметки {mark} не ниже порога отметки {better}.")
_GREY_ZONE_WIDE = gettext_noop("Спорная зона шире промежутка между порогами отметок {better} и {mark}.")
_OUT_OF_REACH = gettext_noop("Порог выше самой отметки: ученик с одними отметками {mark} не получит {mark}.")
_TOO_EASY = gettext_noop("Порог так низок, что ученик с одними отметками {below} получит {mark}.")
_GREY_ZONE_DEEP = gettext_noop(
    "Спорная зона слишком широка: ученику с одними отметками {below} можно поставить {mark}."
)
NOT_HALVED = gettext_noop(
    "При среднем за пересдачу вес должен делиться пополам без остатка: 0.50, но не 0.25."
)
_NO_EXAM = gettext_noop(
    "При равенстве решает экзамен, но экзамен в годовую отметку не входит: добавьте year.exam."
)
