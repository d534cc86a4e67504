"""What opens when somebody asks where a number comes from."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import (
    CELLS,
    DAY,
    LATER,
    MARKS,
    MATHEMATICAL,
    NOVOSIBIRSK,
    RAISED,
    averaging,
    cell,
    marked,
    proposed,
    rules,
)
from zhurnal.calc.grading.average import NOTHING, Sums, average
from zhurnal.calc.grading.counting import Note, sums
from zhurnal.calc.grading.explain import explain_average, explain_place, mean_formula, term_note
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.paragraphs import explain_proposal
from zhurnal.calc.grading.ranking import Place
from zhurnal.calc.grading.sentence import average_text, weight_text
from zhurnal.calc.grading.year import YearFacts, propose_final, propose_year

if TYPE_CHECKING:
    from zhurnal.calc.grading.rules import Rules

NOV_14 = dt.date(2025, 11, 14)


def explained(*cells, known=MATHEMATICAL, today=DAY):
    return explain_average(cells, known, today)


def test_an_average_shows_every_summand_and_what_is_left_out():
    found = explained(
        cell(5), cell(4, weight=200), cell(3), cell(absence="н"), cell(pending=True, day=NOV_14), today=NOV_14
    )
    assert found.text() == "(5×1 + 4×2 + 3×1)/4 = 4,00; не учтены: н 12.11, • 14.11"
    assert found.average == 4


def test_a_rounded_average_does_not_pretend_to_be_exact():
    assert explained(cell(5), cell(4), cell(4)).formula == "(5×1 + 4×1 + 4×1)/3 ≈ 4,33"


def test_halves_of_weights_are_written_with_a_comma():
    assert (
        explained(cell(5, 4, weight=150), cell(3, weight=50)).formula == "(5×1,5 + 4×1,5 + 3×0,5)/3,5 ≈ 4,29"
    )


def test_nothing_counted_has_no_formula():
    assert explained().text() == ""
    assert explained(cell(absence="б")).text() == "не учтены: б 12.11"


def test_each_thing_left_out_says_why():
    found = explained(cell(2, resit=(4,)), cell(5, weight=0), cell(4, absence="н"))
    assert [(term.value, said(term_note(term))) for term in found.left_out] == [
        (2, "Пересдана, учтена пересдача."),
        (5, "Вес работы — ноль."),
        (4, "Отметка стоит при пропуске урока без дня сдачи работы."),
    ]
    assert [said(term_note(term)) for term in found.counted] == ["Отметка за пересдачу."]


def test_a_point_that_fell_due_is_a_summand_with_its_reason():
    (term,) = explained(cell(pending=True), known=RAISED, today=LATER).counted
    assert said(term_note(term)) == "Работа не сдана в срок, учтена как 2."


def test_a_plain_mark_needs_no_note():
    (term,) = explained(cell(5)).counted
    assert term.note is Note.PLAIN
    assert term_note(term) is None


def test_letters_are_called_by_their_letters():
    known = rules(scale="letters")
    assert explained(cell(5, weight=0), known=known).text() == "не учтены: A 12.11"


def said(sentence) -> str:
    return sentence.filled() if sentence else ""


def why(sums, known: Rules = MATHEMATICAL, **facts) -> list[str]:
    return [sentence.filled() for sentence in explain_proposal(proposed(sums, known, **facts), known)]


@pytest.mark.parametrize(
    ("told", "sentences"),
    [
        (why(marked(5, 4, 4)), ["Средний балл 4,33 не ниже порога 3,50: предлагается 4."]),
        (why(marked(2, 2, 2)), ["Средний балл 2,00 ниже порога 2,50: предлагается 2."]),
        (why(marked(5, 5)), ["Отметок 2, нужно не меньше 3: отметка не предлагается."]),
        (
            why(averaging("4.6"), NOVOSIBIRSK),
            ["Средний балл 4,60 ниже порога 4,65, но в спорной зоне: учитель решает, 4 или 5."],
        ),
        (
            why(averaging("4.6"), NOVOSIBIRSK, controls=((5,),)),
            [
                "Средний балл 4,60 ниже порога 4,65, но в спорной зоне: учитель решает, 4 или 5.",
                "Спорное решает последняя контрольная работа, за неё 5: предлагается 5.",
            ],
        ),
        (
            why(averaging("4.7"), RAISED, controls=((2,),)),
            [
                "Средний балл 4,70 не ниже порога 4,60: предлагается 5.",
                "Контрольная работа на 2 не исправлена: выше 4 не предлагается.",
            ],
        ),
        (
            why(NOTHING, RAISED, lessons=9, missed=5),
            ["Пропущено 55,56 % уроков, это больше 50 %, и отметок нет: предлагается н/а."],
        ),
        (
            why(marked(5), rules(period={"not_attested": {"missed_share_gt": "0.5", "and_no_marks": False}}),
                lessons=10, missed=8),
            ["Пропущено 80,00 % уроков, это больше 50 %: предлагается н/а."],
        ),
        (why(NOTHING, exempt=True), ["Ученик освобождён от предмета: предлагается осв."]),
        (why(NOTHING, rules(scale="none")), ["По этой шкале средний балл не считается, отметку выбирает учитель."]),
        (
            why(marked(5), rules(period={"too_few": "not_attested", "min_marks": 2})),
            ["Отметок 1, нужно не меньше 2: предлагается н/а."],
        ),
    ],
)  # fmt: skip
def test_each_paragraph_that_decided_has_its_sentence(told, sentences):
    assert told == sentences


def test_a_hair_below_the_threshold_is_shown_as_below():
    assert why(Sums(100_000, 449_999, 100)) == ["Средний балл 4,49999 не ниже порога 3,50: предлагается 4."]
    assert average_text(Fraction(4499, 1000), Fraction(9, 2)) == "4,499"
    assert average_text(Fraction(9, 2) - Fraction(1, 10**9), Fraction(9, 2)) == "4499999999/1000000000"
    assert average_text(Fraction(13, 3), Fraction(9, 2)) == "4,33"


BY_EXAM = rules(year={"tie": "exam", "exam": {"combine": "with_periods", "tie": "exam"}})
TO_YEAR = rules(year={"exam": {"tie": "year"}})


@pytest.mark.parametrize(
    ("periods", "exam", "known", "sentences"),
    [
        ((5, 5, 4, 5), None, MATHEMATICAL, ["Среднее отметок за периоды — 4,75: предлагается 5."]),
        (
            (4, 3), None, MATHEMATICAL,
            ["Среднее отметок за периоды — 3,50, посередине между 3 и 4.",
             "Половина округляется вверх: предлагается 4."],
        ),
        (
            (4, 3), None, RAISED,
            ["Среднее отметок за периоды — 3,50, посередине между 3 и 4.",
             "Половину решает последний период: предлагается 3."],
        ),
        (
            (4, 3), None, BY_EXAM,
            ["Среднее отметок за периоды — 3,50, посередине между 3 и 4.",
             "Половину решает экзамен, а его нет: учитель решает, 3 или 4."],
        ),
        (
            (4, 3), 5, BY_EXAM,
            ["Среднее отметок за периоды — 3,50, посередине между 3 и 4.",
             "Половину решает экзамен: предлагается 4."],
        ),
        ((4, None), None, RAISED, ["Не за все периоды есть отметка: годовая пока не предлагается."]),
        ((Sign.NOT_ATTESTED,), None, RAISED, ["Отметок за периоды нет, стоит только н/а или осв."]),
    ],
)  # fmt: skip
def test_the_year_tells_its_mean_and_what_decided_the_half(periods, exam, known, sentences):
    proposal = propose_year(YearFacts(periods, exam), known)
    assert [sentence.filled() for sentence in explain_proposal(proposal, known)] == sentences


@pytest.mark.parametrize(
    ("exam", "known", "last"),
    [
        (None, RAISED, "Экзамена нет: итоговая отметка — годовая, 4."),
        (4, RAISED, "Среднее годовой отметки и экзамена — 4,00: предлагается 4."),
        (5, RAISED, "Половина округляется вверх: предлагается 5."),
        (5, TO_YEAR, "Половину решает годовая отметка: предлагается 4."),
        (4, BY_EXAM, "Среднее отметок за периоды и экзамена — 4,00: предлагается 4."),
    ],
)
def test_the_final_mark_tells_how_the_exam_joined(exam, known, last):
    proposal = propose_final(4, YearFacts((4, 4), exam), known)
    assert explain_proposal(proposal, known)[-1].filled() == last


def test_the_mean_of_a_year_is_written_out():
    assert mean_formula((4, 5, 4, 5)) == "(4 + 5 + 4 + 5)/4 = 4,50"
    assert mean_formula((4, 4, 5)) == "(4 + 4 + 5)/3 ≈ 4,33"
    assert mean_formula(()) == ""


def test_a_place_follows_from_ones_own_average_and_how_many_stand_above():
    alone, rule = explain_place(Sums(300, 1300, 3), Place(4, 4, 26))
    shared, _ = explain_place(Sums(300, 1300, 3), Place(7, 9, 28))
    assert alone.filled() == "Средний балл 4,33. Из 26 учеников выше — 3, столько же ни у кого."
    assert shared.filled() == "Средний балл 4,33. Из 28 учеников выше — 6, столько же ещё у 2."
    assert rule.filled() == "Сравниваются средние баллы с точностью до сотых. У равных место общее."


def test_a_sentence_is_filled_in_the_readers_language():
    (sentence,) = explain_proposal(proposed(marked(5, 5)), MATHEMATICAL)
    assert sentence.filled(lambda _: "{count} of {needed}") == "2 of 3"


@pytest.mark.parametrize(
    ("hundredths", "text"), [(100, "1"), (150, "1,5"), (25, "0,25"), (1000, "10"), (5, "0,05")]
)
def test_a_weight_has_no_decimals_that_say_nothing(hundredths, text):
    assert weight_text(hundredths) == text


@given(CELLS, st.sampled_from([MATHEMATICAL, RAISED, NOVOSIBIRSK]))
def test_the_explanation_is_of_the_very_average_that_is_shown(cells, known):
    found = explain_average(cells, known, LATER)
    assert found.sums == sums(cells, known, LATER)
    assert found.average == average(found.sums)
    assert (found.formula == "") == (found.average is None)
    assert all(term.weight for term in found.counted)
    assert all(term_note(term) for term in found.left_out)


@given(MARKS, st.sampled_from([MATHEMATICAL, RAISED, NOVOSIBIRSK]), st.integers(1, 6), st.booleans())
def test_every_proposal_can_be_explained(marks, known, hours, exempt):
    proposal = proposed(marked(*marks), known, hours=hours, exempt=exempt, controls=((marks[0],),))
    told = [sentence.filled() for sentence in explain_proposal(proposal, known)]
    assert len(told) == len(proposal.steps)
    assert all("{" not in sentence and sentence.endswith(".") for sentence in told)


@given(st.fractions(0, 10), st.fractions(0, 10))
def test_two_different_averages_never_read_the_same(one, other):
    assert one == other or average_text(one, other) != average_text(other)
