"""What the council may decide: by hand, from 273-ФЗ ст. 58 and 66."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.council import Decision, may_decide, propose_decision
from zhurnal.calc.grading.outcome import Outcome, Sign
from zhurnal.calc.grading.scale import BEHAVIOUR_THREE, FIVE, NONE, PASS_FAIL, TEN, Scale

NA, EXEMPT = Sign.NOT_ATTESTED, Sign.EXEMPT
Outcomes = dict[str, tuple[Outcome, Scale]]
ALL_PASS: Outcomes = {
    "Алгебра": (4, FIVE),
    "История": (3, FIVE),
    "Проект": (1, PASS_FAIL),
    "Физкультура": (EXEMPT, FIVE),
}


@pytest.mark.parametrize(
    ("grade", "decision"),
    [(1, "promoted"), (4, "promoted"), (8, "promoted"), (9, "finished"), (10, "promoted"), (11, "finished")],
)
def test_who_passed_everywhere_goes_on_or_has_finished(grade, decision):
    assert propose_decision(grade, ALL_PASS).decision == decision


@pytest.mark.parametrize(
    "debt", [(2, FIVE), (1, FIVE), (NA, FIVE), (0, PASS_FAIL), (4, TEN)], ids=["2", "1", "н/а", "нз", "4/10"]
)
@pytest.mark.parametrize("grade", [1, 5, 8, 10])
def test_one_debt_and_several_lead_on_conditionally(debt, grade):
    one = propose_decision(grade, ALL_PASS | {"Химия": debt})
    two = propose_decision(grade, ALL_PASS | {"Химия": debt, "Физика": debt})
    assert (one.decision, one.failed) == (Decision.CONDITIONAL, ("Химия",))
    assert (two.decision, two.failed) == (Decision.CONDITIONAL, ("Химия", "Физика"))


@pytest.mark.parametrize("grade", [4, 9, 11])
def test_nobody_goes_on_to_the_next_level_with_a_debt(grade):
    found = propose_decision(grade, ALL_PASS | {"Алгебра": (2, FIVE)})
    assert (found.decision, found.failed) == (None, ("Алгебра",))


def test_a_subject_that_is_still_open_leaves_everything_open():
    found = propose_decision(7, ALL_PASS | {"Химия": (None, FIVE), "Физика": (2, FIVE)})
    assert found == (None, ("Физика",), ("Химия",))


def test_what_is_not_marked_and_behaviour_have_no_part_in_it():
    apart: Outcomes = {"Разговоры о важном": (None, NONE), "Поведение": (1, BEHAVIOUR_THREE)}
    assert propose_decision(7, ALL_PASS | apart).decision == "promoted"
    assert propose_decision(1, {"Русский язык": (None, NONE)}).decision == "promoted"


def test_nothing_is_proposed_about_a_pupil_without_subjects():
    assert propose_decision(7, {}).decision is None
    assert propose_decision(7, {"Поведение": (3, BEHAVIOUR_THREE)}).decision is None


@pytest.mark.parametrize("grade", range(1, 12))
def test_only_the_grades_that_end_a_school_end_it(grade):
    assert may_decide(grade, Decision.FINISHED) == (grade in {9, 11})
    assert may_decide(grade, Decision.PROMOTED) == may_decide(grade, Decision.CONDITIONAL) == (grade != 11)
    assert may_decide(grade, Decision.REPEATS)


OUTCOMES = st.one_of(st.integers(2, 5), st.sampled_from([NA, EXEMPT, None]))


@given(st.integers(1, 11), st.lists(OUTCOMES, max_size=15), st.integers(0, 14))
def test_a_better_mark_never_leads_to_a_worse_decision(grade, outcomes, place):
    """Order: open or the council's, conditional, through."""
    order = {None: 0, Decision.CONDITIONAL: 1, Decision.PROMOTED: 2, Decision.FINISHED: 2}
    before = {str(number): (outcome, FIVE) for number, outcome in enumerate(outcomes)}
    better = {name: (5 if name == str(place) else outcome, FIVE) for name, (outcome, _) in before.items()}
    assert order[propose_decision(grade, better).decision] >= order[propose_decision(grade, before).decision]


@given(st.integers(1, 11), st.lists(OUTCOMES, min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_subjects_is_of_no_matter(grade, outcomes, chance):
    pairs = [(str(number), (outcome, FIVE)) for number, outcome in enumerate(outcomes)]
    mixed = chance.sample(pairs, len(pairs))
    one, other = propose_decision(grade, dict(pairs)), propose_decision(grade, dict(mixed))
    assert (one.decision, set(one.failed)) == (other.decision, set(other.failed))


@given(st.integers(1, 11), st.lists(OUTCOMES, max_size=8))
def test_what_is_proposed_may_be_decided(grade, outcomes):
    found = propose_decision(grade, {str(number): (one, FIVE) for number, one in enumerate(outcomes)})
    assert found.decision is None or may_decide(grade, found.decision)
