"""Decisions of the council about a class: what the marks of the year lead to, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.council import CouncilProposal, propose_decision
from zhurnal.journal.models import YearDecision
from zhurnal.journal.queries.summary import class_outcomes

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.people.models import Person
    from zhurnal.school.models import SchoolClass


class DecisionRow(NamedTuple):
    """A pupil at the end of a year; `standing` where anything was ever decided."""

    pupil: Person
    name: str
    proposal: CouncilProposal
    standing: YearDecision | None


def decision_rows(school_class: SchoolClass, today: dt.date) -> list[DecisionRow]:
    """Everybody who is in the class on the year's last day, or today while it runs. Seven queries."""
    found = class_outcomes(school_class, None, today)
    pupils = [one.pupil.pk for one in found.pupils]
    stored = {
        row.pupil_id: row
        for row in YearDecision.objects.filter(year=school_class.year, pupil__in=pupils).select_related(
            "author"
        )
    }
    return [
        DecisionRow(
            one.pupil,
            one.name,
            propose_decision(school_class.grade, found.by_name(one)),
            stored.get(one.pupil.pk),
        )
        for one in found.pupils
    ]
