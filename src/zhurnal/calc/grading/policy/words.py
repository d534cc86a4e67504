"""A policy as families read it: a sentence for every paragraph, under the path by which proposals name it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.policy.writer import grades_text
from zhurnal.calc.grading.rules import (
    AbsenceWithMark,
    ClassAverage,
    Combine,
    Double,
    ExamTie,
    Resit,
    Show,
    TooFew,
    YearTie,
)
from zhurnal.calc.grading.sentence import Sentence, average_text, plain_number, sentence, weight_text
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.grading.rules import Rules


class Paragraph(NamedTuple):
    """`path` is what `Proposal.paragraph` names: an explanation can point at the paragraph that decided."""

    path: str
    sentence: Sentence


def told(rules: Rules) -> list[Paragraph]:
    """Tell the rules of a course in the order of the configuration; what does not apply is left out."""
    if not rules.scale.averaged:
        return [*_scale(rules), *_windows(rules)]
    return list(
        chain(
            _scale(rules), _counting(rules), _weights(rules), _thresholds(rules), _conditions(rules),
            _year(rules), _windows(rules), _rating(rules),
        )
    )  # fmt: skip


def _said(path: str, text: str, **facts: str) -> Paragraph:
    return Paragraph(path, sentence(text, **facts))


def _scale(rules: Rules) -> Iterator[Paragraph]:
    scale = rules.scale
    if not scale.marked:
        yield _said("scale", _UNMARKED)
        return
    ends = {"low": scale.text(scale.low), "high": scale.text(scale.high)}
    yield _said("scale", _SCALE if scale.averaged else _SCALE_WITHOUT_AVERAGE, **ends)


def _counting(rules: Rules) -> Iterator[Paragraph]:
    counting, scale = rules.counting, rules.scale
    yield _said("counting.double", _DOUBLES[counting.double])
    yield _said("counting.resit", _RESITS[counting.resit])
    if counting.point_days is None:
        yield _said("counting.dot_after_days", _POINT_WAITS)
    elif counting.point_becomes is None:
        yield _said("counting.dot_becomes", _POINT_VANISHES, days=str(counting.point_days))
    else:
        becomes = scale.text(counting.point_becomes)
        yield _said("counting.dot_becomes", _POINT_BECOMES, days=str(counting.point_days), mark=becomes)
    yield _said("absence_with_mark", _BESIDE_ABSENCE[counting.absence_with_mark])
    for code, value in counting.absences:
        name = ABSENCE_CODES[code].name
        yield _said(
            f"counting.absences.{code}", _ABSENCE_COUNTS, code=code, name=name, mark=scale.text(value)
        )


def _weights(rules: Rules) -> Iterator[Paragraph]:
    for name, weight in sorted(rules.weights, key=lambda kind: -kind[1]):
        text = _WEIGHT if weight else _WEIGHT_NOUGHT
        yield _said(f"weights.{name}", text, kind=name, weight=weight_text(weight))


def _thresholds(rules: Rules) -> Iterator[Paragraph]:
    period, scale = rules.period, rules.scale
    for mark, border in period.thresholds:
        facts = {"mark": scale.text(mark), "border": average_text(border)}
        yield _said(f"period.thresholds.{scale.text(mark)}", _THRESHOLD, **facts)
    yield _said("period.thresholds", _LOWEST, mark=scale.text(period.lowest))
    if period.grey_zone:
        yield _said("period.grey_zone", _GREY_ZONE, zone=average_text(period.grey_zone))
    if period.last_control_decides:
        yield _said("period.last_control_decides", _LAST_CONTROL)
    if period.control_two_blocks_five:
        yield _said("period.control_two_blocks_five", _BLOCKED)
    yield _said("period.deviation_gt", _DEVIATION, border=average_text(period.deviation))


def _conditions(rules: Rules) -> Iterator[Paragraph]:
    period = rules.period
    for row, (up_to, marks) in enumerate(period.min_marks):
        above = period.min_marks[row - 1][0] if row else None
        hours = {"hours": "" if up_to is None else plain_number(up_to)}
        if up_to is None and above is not None:
            hours = {"hours": plain_number(above)}
        text = _FEW_UP_TO if up_to is not None else _FEW_ABOVE if above is not None else _FEW
        yield _said(f"period.min_marks.{row}", text, marks=str(marks), **hours)
    yield _said("period.too_few", _TOO_FEW[period.too_few])
    rule = period.not_attested
    if rule is not None:
        text = _NOT_ATTESTED_NO_MARKS if rule.and_no_marks else _NOT_ATTESTED
        yield _said("period.not_attested", text, share=plain_number(100 * rule.missed_share))


def _year(rules: Rules) -> Iterator[Paragraph]:
    yield _said("year.method", _YEAR)
    yield _said("year.tie", _YEAR_TIES[rules.year.tie])
    if rules.year.exam is not None:
        yield _said("year.exam.combine", _COMBINES[rules.year.exam.combine])
        yield _said("year.exam.tie", _EXAM_TIES[rules.year.exam.tie])


def _windows(rules: Rules) -> Iterator[Paragraph]:
    windows = rules.windows
    named = {"mark": windows.mark, "homework": windows.homework, "attendance": windows.attendance}
    for key, days in named.items():
        if days is not None:
            yield _said(f"edit_window_days.{key}", _WINDOWS[key], days=str(days))


def _rating(rules: Rules) -> Iterator[Paragraph]:
    rating = rules.rating
    facts = {"grades": grades_text(rating.grades).replace("-", "–"), "marks": str(rating.min_marks)}
    yield _said("rating.show", _RATINGS[rating.show], **facts)
    if rating.class_average is ClassAverage.SHOWN:
        yield _said("rating.class_average", _CLASS_AVERAGE)


_UNMARKED = gettext_noop("Отметки не ставятся.")
_SCALE = gettext_noop("Отметки — от {low} до {high}.")
_SCALE_WITHOUT_AVERAGE = gettext_noop("Отметки — от {low} до {high}, средний балл по ним не считается.")
_DOUBLES = {
    Double.TWO_MARKS: gettext_noop("Двойная отметка «5/4» — две самостоятельные отметки полного веса."),
    Double.FORBIDDEN: gettext_noop("За одну работу ставится одна отметка."),
}
_RESITS = {
    Resit.REPLACE: gettext_noop("После пересдачи учитывается только отметка за неё; видны обе."),
    Resit.BOTH: gettext_noop("После пересдачи учитываются обе отметки."),
    Resit.MEAN: gettext_noop("После пересдачи учитывается среднее двух отметок как одна."),
}
_POINT_WAITS = gettext_noop("Точка ждёт работу без срока и в средний балл не входит.")
_POINT_VANISHES = gettext_noop("Точка ждёт работу {days} дн. Не сданная в срок работа отметки не получает.")
_POINT_BECOMES = gettext_noop("Точка ждёт работу {days} дн. Не сданная в срок работа учитывается как {mark}.")
_BESIDE_ABSENCE = {
    AbsenceWithMark.FORBIDDEN: gettext_noop("За пропущенный урок отметка не ставится."),
    AbsenceWithMark.ALLOWED_IF_DATED: gettext_noop(
        "За работу пропущенного урока отметка ставится с указанием дня сдачи: «н/4»."
    ),
}
_ABSENCE_COUNTS = gettext_noop("Пропуск «{code}» ({name}) учитывается как {mark}.")
_WEIGHT = gettext_noop("Вид работы «{kind}»: вес {weight}.")
_WEIGHT_NOUGHT = gettext_noop("Вид работы «{kind}» в средний балл не входит.")
_THRESHOLD = gettext_noop("«{mark}» — при среднем балле от {border}.")
_LOWEST = gettext_noop("Ниже всех порогов — «{mark}».")
_GREY_ZONE = gettext_noop("Если до порога не хватает не больше {zone}, решает учитель и указывает причину.")
_LAST_CONTROL = gettext_noop(
    "Спорную отметку решает последняя контрольная работа, если она ясно за одну из двух."
)
_BLOCKED = gettext_noop(
    "Пока контрольная работа на неудовлетворительно не исправлена, «отлично» не предлагается."
)
_DEVIATION = gettext_noop(
    "Отметка, которая отличается от среднего балла больше чем на {border}, заметна завучу."
)
_FEW = gettext_noop("Отметка за период предлагается, если текущих отметок не меньше {marks}.")
_FEW_UP_TO = gettext_noop("До {hours} ч в неделю нужно не меньше {marks} отметок.")
_FEW_ABOVE = gettext_noop("Больше {hours} ч в неделю — не меньше {marks} отметок.")
_TOO_FEW = {
    TooFew.NOTHING: gettext_noop("Если отметок меньше, решает учитель: зачётная работа или н/а."),
    TooFew.NOT_ATTESTED: gettext_noop("Если отметок меньше, предлагается н/а."),
}
_NOT_ATTESTED = gettext_noop("Если пропущено больше {share} % уроков, предлагается н/а.")
_NOT_ATTESTED_NO_MARKS = gettext_noop(
    "Если пропущено больше {share} % уроков и отметок нет, предлагается н/а."
)
_YEAR = gettext_noop("Годовая отметка — среднее арифметическое отметок за периоды.")
_YEAR_TIES = {
    YearTie.UP: gettext_noop("Половина в годовой отметке округляется вверх."),
    YearTie.LAST_PERIOD: gettext_noop("Половину в годовой отметке решает последний период."),
    YearTie.EXAM: gettext_noop("Половину в годовой отметке решает экзамен."),
}
_COMBINES = {
    Combine.MEAN: gettext_noop("Итоговая отметка — среднее годовой и экзамена."),
    Combine.WITH_PERIODS: gettext_noop("Итоговая отметка — среднее отметок за периоды и экзамена."),
}
_EXAM_TIES = {
    ExamTie.UP: gettext_noop("Половина в итоговой отметке округляется вверх."),
    ExamTie.EXAM: gettext_noop("Половину в итоговой отметке решает экзамен."),
    ExamTie.YEAR: gettext_noop("Половину в итоговой отметке решает годовая."),
}
_WINDOWS = {
    "mark": gettext_noop(
        "Отметку учитель меняет свободно {days} дн. после урока, потом — с указанием причины."
    ),
    "homework": gettext_noop("Домашнее задание — {days} дн. после урока."),
    "attendance": gettext_noop("Посещаемость — {days} дн. после урока."),
}
_RATINGS = {
    Show.OWN_PLACE: gettext_noop("Ученик {grades} классов видит своё место в классе от {marks} отметок."),
    Show.QUARTILE: gettext_noop("Ученик {grades} классов видит свою четверть списка от {marks} отметок."),
    Show.OFF: gettext_noop("Место в классе не показывается."),
}
_CLASS_AVERAGE = gettext_noop(
    "Рядом с отметкой за период виден средний балл класса, если отметки есть ещё хотя бы у пяти учеников."
)
