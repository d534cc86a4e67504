"""What a draft of the rules would change, told before it is saved."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.ruling import rule
from zhurnal.calc.grading.policy import EXAMPLES, read_policy
from zhurnal.journal.actions.policies import set_policy
from zhurnal.journal.models import Average, PeriodClosure, Work
from zhurnal.journal.queries.policy_preview import Counts, Example, policy_preview
from zhurnal.journal.queries.rules import policy_of, rules_for

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 1, 12)
DAYS = ("2026-02-25", "2026-03-02", "2026-03-04")


@pytest.fixture(autouse=True)
def marks(cast):
    """Child: 5 5 4 and a «4» in the control of weight 2: 22/5 = 4,4. Белова: 5 5 4, 14/3 ≈ 4,67. Ли: 5 4 4."""
    for pupil, values in ((cast.child, "554"), (cast.pupils_7a[1], "554"), (cast.pupils_7a[6], "544")):
        for day, value in zip(DAYS, values, strict=True):
            cast.put(cast.algebra_7a, day, pupil, value)
    cast.put(cast.algebra_7a, DAYS[0], cast.child, "4", position=2)


def preview(cast, since=SINCE, **sections):
    return policy_preview(cast.school, read_policy(sections), since)


def thresholds(five):
    return {"thresholds": {"5": five, "4": "3.5", "3": "2.5"}}


def quarter(cast, **what):
    return next(effect for effect in preview(cast, **what) if effect.period == cast.quarter)


def test_the_rules_that_hold_already_change_nothing(cast):
    found = quarter(cast)
    assert (found.replaces, found.judged, found.counts, found.courses) == (0, 0, Counts(), [])


def test_a_moved_threshold_moves_proposals_only(cast):
    found = quarter(cast, period=thresholds("4.7"))
    assert found.counts == Counts(averages=0, higher=0, lower=1)
    (effect,) = found.courses
    assert (effect.course, effect.counts) == (cast.algebra_7a, Counts(lower=1))
    assert effect.examples == [Example("Белова А. И.", "4,67", "4,67", "5", "4")]
    assert found.by_grade == [(7, Counts(lower=1))]
    assert found.by_subject == [("Алгебра", Counts(lower=1))]


def test_the_page_says_how_many_were_looked_at(cast):
    # All ten of 7 «А» and who has left in algebra, Russian and one half each of English, one each in 7 «Б», 5 «А»
    assert quarter(cast, period=thresholds("4.7")).judged == 11 + 11 + 11 + 1 + 1


def test_another_weight_moves_the_average_and_what_follows(cast):
    # Without the control: 5 5 4, 14/3
    found = quarter(cast, weights={"контрольная работа": 0})
    (effect,) = found.courses
    assert effect.counts == Counts(averages=1, higher=1)
    assert effect.examples == [Example("Петрова А. С.", "4,40", "4,67", "4", "5")]


def test_a_work_with_a_weight_of_its_own_moves_nothing(cast):
    Work.objects.filter(pk=cast.control.pk).update(is_own_weight=True)
    assert quarter(cast, weights={"контрольная работа": 0}).courses == []


def test_what_is_proposed_no_more_stands_apart(cast):
    found = quarter(cast, period={"min_marks": 4})
    assert found.counts == Counts(other=2)
    (effect,) = found.courses
    assert effect.examples[0] == Example("Белова А. И.", "4,67", "4,67", "5", "")


def test_a_choice_is_shown_as_one(cast):
    found = quarter(cast, period=thresholds("4.7") | {"grey_zone": "0.1"})
    assert found.courses[0].examples == [Example("Белова А. И.", "4,67", "4,67", "5", "4–5")]


def test_only_a_grade_that_the_rules_name_is_judged(cast):
    rules = {"period": thresholds("4.7")}
    assert quarter(cast, overrides=[{"grades": 5, "rules": rules}]).counts == Counts()
    found = quarter(cast, overrides=[{"grades": 7, "subjects": ["алгебра"], "rules": rules}])
    assert (found.counts, found.judged) == (Counts(lower=1), 11 + 1)


def test_a_period_to_come_is_named_and_not_judged(cast):
    following = preview(cast, since=dt.date(2026, 4, 6), period=thresholds("4.7"))
    assert [(found.period.name, found.judged) for found in following] == [("4-я четверть", 0)]


def test_half_years_count_where_somebody_is_taught_by_them(cast):
    cast.algebra_5a.period_kind = "half_year"
    cast.algebra_5a.save()
    assert [found.period.name for found in preview(cast)] == ["3-я четверть", "2-е полугодие", "4-я четверть"]


def test_closed_periods_and_those_of_a_later_version_are_left_out(cast):
    names = [found.period.name for found in preview(cast)]
    assert names == ["3-я четверть", "4-я четверть"]
    rule(cast, since="2026-04-01")
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert preview(cast) == []


def test_the_version_that_is_replaced_is_named(cast):
    rule(cast, since="2025-09-01")
    rule(cast, since="2026-01-12")
    assert quarter(cast).replaces == 2


def test_what_was_told_is_what_happens(cast):
    """The averages after saving are those of the preview, and a second preview finds nothing left to change."""
    data = EXAMPLES["raised"] | {"weights": {"Контрольная работа": 5}}
    (effect,) = quarter(cast, **data).courses
    (example,) = [one for one in effect.examples if one.name == "Петрова А. С."]
    set_policy(
        actor=cast.deputy, school=cast.school, data=data, valid_from=SINCE, expected_number=0
    )  # fmt: skip
    row = Average.objects.get(pupil=cast.child, course=cast.algebra_7a, period=cast.quarter)
    assert (row.weighted, row.weight) == (1400 + 2000, 300 + 500)
    assert example.average == "4,25"
    assert quarter(cast, **data).counts == Counts()


def test_a_preview_costs_13_queries_whatever_the_size(cast, django_assert_num_queries):
    def ask():
        policy_of.cache_clear()
        rules_for.cache_clear()
        with django_assert_num_queries(13):
            preview(cast, period=thresholds("4.7"), weights={"контрольная работа": 0})

    ask()
    for pupil in cast.pupils_7a[2:5]:
        for day in DAYS:
            cast.put(cast.algebra_7a, day, pupil, "5")
        cast.put(cast.russian_7a, "2026-03-03", pupil, "5")
    ask()
