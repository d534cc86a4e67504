"""All that a school's closed periods teach, in the order in which one part needs another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.learning.again import Second, learn_course, learn_recalibration, second_look
from zhurnal.calc.forecast.learning.closed import Closed, replayed
from zhurnal.calc.forecast.learning.marks import later_marks, learn_emission
from zhurnal.calc.forecast.learning.teachers import given_marks, learn_rule
from zhurnal.calc.forecast.learning.variances import learn_variances
from zhurnal.calc.forecast.records import WorkType, failed
from zhurnal.calc.forecast.remaining import unplanned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.parameters import Parameters

KNOWN_LESSONS, KNOWN_MARKS, KNOWN_ABSENT = 200.0, 50.0, 3.0
MOST_RESAT = 0.3  # more would make a failed mark better than a poor one


def learn(years: Sequence[Closed], base: Parameters) -> Parameters:
    """Learn from the closed periods of these years of one school, the last of them the running one.

    `base` is what is known without them: the factory's. Nothing is learned where no period is closed.
    """
    years = [one for one in years if one.periods and len(one.known.marks)]
    if not years:
        return base
    found = learn_first_look(years, base)
    looks = [second_look(phase) for one in years for phase in replayed(one, found)]
    return learn_recalibration(looks, learn_course(looks, _attestation(looks, found)))


def learn_first_look(years: Sequence[Closed], base: Parameters) -> Parameters:
    """Learn the model itself, without the second look."""
    found = _pace(years, learn_variances(years, base))
    later, given = [], []
    for phase in (phase for one in years for phase in replayed(one, found)):
        later.append(later_marks(phase))
        if not phase.phase:
            given.append(given_marks(phase))
    found = learn_emission(later, found)
    if not years[-1].records.policy.automatic:
        found = learn_rule(given, found)
    return found


def _pace(years: Sequence[Closed], base: Parameters) -> Parameters:
    """Marks of each kind that a pupil gets in a lesson beside planned works, and what such a mark weighs."""
    kinds = len(WorkType)
    lessons, given, number, weight = (
        KNOWN_LESSONS,
        KNOWN_LESSONS * base.rate,
        np.zeros(kinds),
        np.zeros(kinds),
    )
    for one in years:
        known, situation = one.known.marks, one.last_day()
        lessons += float(situation.held.sum())
        given = given + unplanned(situation).sum(0)
        number += np.bincount(known.kind, minlength=kinds)
        weight += np.bincount(known.kind, known.weight, minlength=kinds)
    weight = (weight + KNOWN_MARKS * base.weight) / (number + KNOWN_MARKS)
    return replace(base, rate=given / lessons, weight=weight, resit=_resit(years, base))


def _resit(years: Sequence[Closed], base: Parameters) -> float:
    """The share of failed marks that a re-sit has annulled."""
    number, again = KNOWN_MARKS, KNOWN_MARKS * base.resit
    for one in years:
        marks = one.known.marks
        bad = failed(one.records.scale, marks)
        number += float(bad.sum())
        again += float((bad & (marks.void_day >= 0)).sum())
    return min(again / number, MOST_RESAT)


def _attestation(looks: Sequence[Second], base: Parameters) -> Parameters:
    """Compare how many were not attested with how many chance alone would have left."""
    came = sum(one.came for one in looks) / len(looks) + KNOWN_ABSENT * base.attestation
    expected = sum(one.expected for one in looks) / len(looks) / max(base.attestation, 1e-9) + KNOWN_ABSENT
    return replace(base, attestation=min(came / expected, 1.0))
