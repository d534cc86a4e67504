"""The arithmetic behind an average and a place, summand by summand (ux.md UX-G06, domain.md §8 row 7)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import average, average_in_hundredths, display, hundredths
from zhurnal.calc.grading.counting import Note, Term, sums, terms
from zhurnal.calc.grading.entry import POINT, cell_text
from zhurnal.calc.grading.sentence import Sentence, sentence, weight_text
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from zhurnal.calc.grading.average import Sums
    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.ranking import Place
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.scale import Scale


class AverageExplained(NamedTuple):
    """What an average is made of. `formula`: «(5×1 + 4×2 + 3×1)/4 = 4,00», empty where nothing counts."""

    counted: tuple[Term, ...]
    left_out: tuple[Term, ...]
    sums: Sums
    average: Fraction | None
    formula: str
    scale: Scale

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The formula, then what was not counted: «…; не учтены: н 12.11, • 14.11»."""
        missing = ", ".join(f"{term_text(term, self.scale)} {ddmm(term.cell.day)}" for term in self.left_out)
        left_out = translate(LEFT_OUT).format(marks=missing) if missing else ""
        return "; ".join(part for part in (self.formula, left_out) if part)


def explain_average(cells: Sequence[Cell], rules: Rules, today: dt.date) -> AverageExplained:
    """Open the average of a pupil's cells: every summand with its weight, and what is left out with its note."""
    found = terms(cells, rules, today)
    counted = tuple(term for term in found if term.weight)
    left_out = tuple(term for term in found if not term.weight)
    made_of = sums(cells, rules, today)
    return AverageExplained(
        counted, left_out, made_of, average(made_of), average_formula(counted), rules.scale
    )  # fmt: skip


def average_formula(counted: Sequence[Term]) -> str:
    """«(5×1 + 4×2)/3 ≈ 4,33»: «=» where two decimals say it exactly."""
    weight = sum(term.weight for term in counted)
    if not weight:
        return ""
    weighted = sum(term.weight * (term.value or 0) for term in counted)
    products = " + ".join(f"{term.value}×{weight_text(term.weight)}" for term in counted)
    return _divided(products, weight_text(weight), Fraction(weighted, weight))


def mean_formula(marks: Sequence[int]) -> str:
    """«(4 + 5 + 4 + 5)/4 = 4,50» for the marks of a year."""
    if not marks:
        return ""
    return _divided(" + ".join(map(str, marks)), str(len(marks)), Fraction(sum(marks), len(marks)))


def term_text(term: Term, scale: Scale) -> str:
    """What the term is called in its cell: «5», «н», «•»."""
    if term.cell.marks and term.value is not None:
        return cell_text((term.value,), scale=scale)
    return POINT if term.cell.pending else term.cell.absence


def term_note(term: Term) -> Sentence | None:
    """Why a term counts otherwise than it looks, or not at all; None for a plain mark."""
    text = NOTES.get(term.note)
    return None if text is None else sentence(text, value=str(term.value))


def explain_place(own: Sums, place: Place) -> tuple[Sentence, ...]:
    """Tell from what a place follows; averages of others are never among it."""
    score = average_in_hundredths(own)
    shared = place.last - place.first
    facts = {
        "average": "" if score is None else display(Fraction(score, 100)),
        "of": str(place.of),
        "better": str(place.first - 1),
        "equal": str(shared),
    }
    return (sentence(_PLACE_SHARED if shared else _PLACE, **facts), sentence(PLACE_RULE))


def ddmm(day: dt.date) -> str:
    """«12.11»."""
    return f"{day:%d.%m}"


def _divided(above: str, below: str, value: Fraction) -> str:
    exact = Fraction(hundredths(value), 100) == value
    return f"({above})/{below} {'=' if exact else '≈'} {display(value)}"


LEFT_OUT = gettext_noop("не учтены: {marks}")
NOTES: dict[Note, str] = {
    Note.EXTERNAL: gettext_noop("Отметка из другой школы."),
    Note.RESIT: gettext_noop("Отметка за пересдачу."),
    Note.HALF: gettext_noop("Учтена с половиной веса: считается среднее попыток."),
    Note.LATE_WORK: gettext_noop("Урок пропущен, работа сдана позже."),
    Note.POINT_FELL_DUE: gettext_noop("Работа не сдана в срок, учтена как {value}."),
    Note.ABSENCE_COUNTS: gettext_noop("Пропуск учтён как {value}."),
    Note.NOT_AVERAGED: gettext_noop("По этой шкале средний балл не считается."),
    Note.ZERO_WEIGHT: gettext_noop("Вес работы — ноль."),
    Note.RESAT: gettext_noop("Пересдана, учтена пересдача."),
    Note.PENDING: gettext_noop("Работа ещё не сдана."),
    Note.POINT_VANISHED: gettext_noop("Работа не сдана в срок, отметки за неё нет."),
    Note.ABSENT: gettext_noop("Отметки нет."),
    Note.UNDATED: gettext_noop("Отметка стоит при пропуске урока без дня сдачи работы."),
}
PLACE_RULE = gettext_noop("Сравниваются средние баллы с точностью до сотых. У равных место общее.")
_PLACE = gettext_noop("Средний балл {average}. Из {of} учеников выше — {better}, столько же ни у кого.")
_PLACE_SHARED = gettext_noop(
    "Средний балл {average}. Из {of} учеников выше — {better}, столько же ещё у {equal}."
)
