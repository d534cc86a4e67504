"""The four marking policies found in practice, each with a pupil's period and year computed by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tests.calc.grading.cells import MATHEMATICAL, NOVOSIBIRSK, RAISED, TEN_POINT, cell
from zhurnal.calc.grading.average import average, display
from zhurnal.calc.grading.counting import Cell, sums
from zhurnal.calc.grading.explain import explain_average
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.paragraphs import explain_proposal
from zhurnal.calc.grading.proposal import Kind, PeriodFacts, controls, propose
from zhurnal.calc.grading.year import YearFacts, propose_final, propose_year

if TYPE_CHECKING:
    from zhurnal.calc.grading.rules import Rules

SEPTEMBER, OCTOBER, LAST_DAY = dt.date(2025, 9, 10), dt.date(2025, 10, 10), dt.date(2025, 10, 24)


def kind(known: Rules, name: str) -> int:
    weight = known.weight(name)
    assert weight is not None
    return weight


def period(known, cells: list[Cell], **facts):
    made_of = sums(cells, known, LAST_DAY)
    return propose(PeriodFacts(made_of, controls=controls(cells), **facts), known)


def works(known) -> list[Cell]:
    """Two answers «5» and «4», homework «5», a control «5», a control «4»: the same pupil in three schools."""
    answer, home, control = (kind(known, name) for name in ("ответ", "дз", "контрольная"))
    return [
        cell(5, weight=answer, day=SEPTEMBER),
        cell(4, weight=answer, day=SEPTEMBER),
        cell(5, weight=home, day=SEPTEMBER),
        cell(5, weight=control, day=SEPTEMBER, is_control=True),
        cell(4, weight=control, day=OCTOBER, is_control=True),
    ]


class TestMathematical:
    """4.5, 3.5, 2.5."""

    def test_the_average_at_the_half_is_the_better_mark(self):
        # (5·1 + 4·1 + 5·0,5 + 5·2 + 4·2) / 6,5 = 29,5 / 6,5 = 59/13 ≈ 4,54
        found = explain_average(works(MATHEMATICAL), MATHEMATICAL, LAST_DAY)
        assert found.average == Fraction(59, 13)
        assert found.text() == "(5×1 + 4×1 + 5×0,5 + 5×2 + 4×2)/6,5 ≈ 4,54"
        proposal = period(MATHEMATICAL, works(MATHEMATICAL))
        assert (proposal.outcome, proposal.paragraph) == (5, "period.thresholds.5")

    def test_one_more_three_for_homework_takes_it_below(self):
        # (29,5 + 1,5) / 7 = 31/7 ≈ 4,43
        cells = [*works(MATHEMATICAL), cell(3, weight=50, day=OCTOBER)]
        assert average(sums(cells, MATHEMATICAL, LAST_DAY)) == Fraction(31, 7)
        assert period(MATHEMATICAL, cells).outcome == 4

    def test_the_year_rounds_the_half_up(self):
        assert propose_year(YearFacts((5, 4, 4, 5)), MATHEMATICAL).outcome == 5


class TestRaised:
    """4.6, 3.6, 2.6; three marks at up to two hours, five above; a failed control keeps «5» away."""

    def test_the_same_pupil_has_four_here(self):
        proposal = period(RAISED, works(RAISED), hours=3)
        assert (proposal.outcome, proposal.paragraph) == (4, "period.thresholds.4")

    def test_five_at_exactly_the_threshold(self):
        # (5·1 + 5·1 + 4·2 + 5·1) / 5 = 23/5
        cells = [cell(5), cell(5), cell(4, weight=200), cell(5)]
        assert display(average(sums(cells, RAISED, LAST_DAY))) == "4,60"
        assert period(RAISED, cells, hours=1).outcome == 5
        assert period(RAISED, cells, hours=3).kind is Kind.NOTHING

    def test_a_point_not_handed_in_becomes_two_and_costs_the_five(self):
        # Set on 10 September, due until the 24th: (5+5+5+5+2)/5 = 22/5
        cells = [cell(5), cell(5), cell(5), cell(5), cell(day=SEPTEMBER, pending=True)]
        assert average(sums(cells, RAISED, dt.date(2025, 9, 24))) == 5
        assert average(sums(cells, RAISED, dt.date(2025, 9, 25))) == Fraction(22, 5)
        assert period(RAISED, cells, hours=3).outcome == 4

    def test_a_failed_control_blocks_five_until_it_is_resat(self):
        # (5·8 + 2·2) / 10 = 4,4 would be «4»; with twelve fives (5·12 + 2·2) / 14 = 32/7 ≈ 4,57; with
        # twenty (100 + 4) / 22 = 52/11 ≈ 4,73 is «5», but for the control
        failed = cell(2, weight=200, day=SEPTEMBER, is_control=True)
        cells = [*[cell(5)] * 20, failed]
        proposal = period(RAISED, cells, hours=3)
        assert average(sums(cells, RAISED, LAST_DAY)) == Fraction(52, 11)
        assert (proposal.outcome, proposal.paragraph) == (4, "period.control_two_blocks_five")
        assert period(RAISED, [*cells[:-1], failed._replace(resit=(4,))], hours=3).outcome == 5

    def test_the_last_quarter_decides_the_year(self):
        assert propose_year(YearFacts((4, 4, 3, 3)), RAISED).outcome == 3
        assert propose_year(YearFacts((3, 3, 4, 4)), RAISED).outcome == 4

    def test_the_final_mark_is_the_mean_of_year_and_exam(self):
        # (4 + 5)/2 = 4,5, the half up; (4 + 3)/2 = 3,5 is 4 likewise
        assert propose_final(4, YearFacts((4, 4, 4, 4), exam=5), RAISED).outcome == 5
        assert propose_final(4, YearFacts((4, 4, 4, 4), exam=3), RAISED).outcome == 4

    def test_who_missed_more_than_half_and_has_no_mark_is_not_attested(self):
        assert period(RAISED, [], hours=3, lessons=20, missed=11).outcome is Sign.NOT_ATTESTED
        assert period(RAISED, [], hours=3, lessons=20, missed=10).kind is Kind.NOTHING
        assert period(RAISED, [cell(4)], hours=3, lessons=20, missed=11).kind is Kind.NOTHING


class TestNovosibirsk:
    """4.65, 3.65, 2.65 of the ministry; what mathematics would round up is the teacher's, or the last control's."""

    def test_the_same_pupil_stands_in_the_grey_zone_and_the_last_control_decides(self):
        proposal = period(NOVOSIBIRSK, works(NOVOSIBIRSK), hours=3)
        assert (proposal.outcome, proposal.paragraph) == (4, "period.last_control_decides")
        assert [sentence.filled() for sentence in explain_proposal(proposal, NOVOSIBIRSK)] == [
            "Средний балл 4,54 ниже порога 4,65, но в спорной зоне: учитель решает, 4 или 5.",
            "Спорное решает последняя контрольная работа, за неё 4: предлагается 4.",
        ]

    def test_without_a_control_the_teacher_decides(self):
        # (5+5+5+4+4)/5 = 4,6
        proposal = period(NOVOSIBIRSK, [cell(5), cell(5), cell(5), cell(4), cell(4)], hours=3)
        assert (proposal.kind, proposal.options) == (Kind.CHOICE, (4, 5))

    @pytest.mark.parametrize(
        ("fives", "fours", "options"),
        [(13, 7, (5,)), (12, 7, (4, 5)), (1, 1, (4, 5)), (49, 51, (4,))],
    )
    def test_the_borders_of_the_grey_zone_are_exact(self, fives, fours, options):
        # 93/20 = 4,65; 88/19 ≈ 4,63; 9/2 = 4,50; 449/100 = 4,49
        cells = [cell(5)] * fives + [cell(4)] * fours
        assert period(NOVOSIBIRSK, cells * 3, hours=3).options == options

    def test_both_attempts_count(self):
        # (2·2 + 4·2 + 5 + 5) / 6 = 11/3 ≈ 3,67
        cells = [cell(2, weight=200, resit=(4,)), cell(5), cell(5)]
        assert average(sums(cells, NOVOSIBIRSK, LAST_DAY)) == Fraction(11, 3)
        assert period(NOVOSIBIRSK, cells, hours=2).outcome == 4

    def test_the_last_quarter_decides_the_half_of_the_year(self):
        # 4,5 both times
        assert propose_year(YearFacts((5, 4, 4, 5)), NOVOSIBIRSK).outcome == 5
        assert propose_year(YearFacts((4, 5, 5, 4)), NOVOSIBIRSK).outcome == 4

    def test_two_thirds_of_the_lessons_missed_is_not_yet_more_than_two_thirds(self):
        assert period(NOVOSIBIRSK, [], hours=3, lessons=30, missed=20).kind is Kind.NOTHING
        assert period(NOVOSIBIRSK, [], hours=3, lessons=30, missed=21).outcome is Sign.NOT_ATTESTED


class TestTenPoint:
    """Ten points, trimesters, mean of attempts, mathematical rounding; levels of «Сетевой город»."""

    def test_a_trimester_of_ten_points(self):
        # control (6 + 9)/2 at 3, project 8 at 2, answers 9 and 10: (22,5 + 16 + 9 + 10) / 7 = 115/14 ≈ 8,21
        cells = [
            cell(6, resit=(9,), weight=kind(TEN_POINT, "контрольная"), is_control=True),
            cell(8, weight=kind(TEN_POINT, "проект")),
            cell(9, weight=kind(TEN_POINT, "ответ")),
            cell(10, weight=kind(TEN_POINT, "ответ")),
        ]
        found = explain_average(cells, TEN_POINT, LAST_DAY)
        assert found.average == Fraction(115, 14)
        assert found.formula == "(6×1,5 + 9×1,5 + 8×2 + 9×1 + 10×1)/7 ≈ 8,21"
        assert found.sums.count == 4
        proposal = period(TEN_POINT, cells)
        assert (proposal.outcome, proposal.paragraph) == (8, "period.thresholds.8")
        assert TEN_POINT.scale.is_quality(8)

    @pytest.mark.parametrize(
        ("marks", "mark"), [((9, 10), 10), ((8, 9, 8, 9), 9), ((4, 5), 5), ((1, 1, 1), 1)]
    )
    def test_the_half_goes_up_at_every_mark(self, marks, mark):
        assert period(TEN_POINT, [cell(one) for one in marks * 2]).outcome == mark

    def test_a_failed_control_keeps_the_best_level_away(self):
        # (4·3 + 10·12) / 15 = 44/5 = 8,8 → 9, but a control below 5 is not passed
        cells = [cell(4, weight=300, is_control=True), *[cell(10)] * 12]
        assert average(sums(cells, TEN_POINT, LAST_DAY)) == Fraction(44, 5)
        proposal = period(TEN_POINT, cells)
        assert (proposal.outcome, proposal.paragraph) == (8, "period.control_two_blocks_five")

    def test_the_year_of_three_trimesters(self):
        # 8 + 9 + 8 = 25/3 ≈ 8,33
        assert propose_year(YearFacts((8, 9, 8)), TEN_POINT).outcome == 8
        # A trimester without a mark is no summand: 17/2 = 8,5, the half up
        assert propose_year(YearFacts((8, Sign.NOT_ATTESTED, 9)), TEN_POINT).outcome == 9
        assert TEN_POINT.period_type(7) == "trimester"
