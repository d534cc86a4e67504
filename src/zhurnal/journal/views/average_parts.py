"""An opened average as pages show it, to those who teach and to families: summands, paragraphs, places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhurnal.calc.grading.average import average, display
from zhurnal.calc.grading.explain import term_note, term_text
from zhurnal.calc.grading.paragraphs import explain_proposal
from zhurnal.calc.grading.ranking import place_range
from zhurnal.calc.grading.sentence import weight_text
from zhurnal.journal.policy_words import anchor
from zhurnal.journal.totals_rules import proposal_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from zhurnal.calc.grading.counting import Term
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.journal.queries.explained import Explanation, Ranked
    from zhurnal.school.models import StudyPeriod


class Summand(NamedTuple):
    """A line of the arithmetic: what was given, for what, how much it weighs, what is to be said about it."""

    day: dt.date
    title: str
    text: str
    weight: str
    note: str
    href: str


class AverageView(NamedTuple):
    """An average with everything that made it. `proposed`: «4», «4–5», «н/а», nothing."""

    average: str
    formula: str
    counted: list[Summand]
    left_out: list[Summand]
    proposed: str
    steps: list[str]
    mark: str


class PlaceView(NamedTuple):
    """A line of the list of places."""

    place: str
    name: str
    average: str
    is_own: bool


def average_view(opened: Explanation, href: Callable[[Term], str]) -> AverageView:
    """`href` leads from a summand to where its mark stands."""
    explained, rules, proposal = opened.average, opened.rules, opened.counted.proposal

    def summands(terms: Iterable[Term]) -> list[Summand]:
        return [_summand(term, explained.scale, href(term)) for term in terms]

    return AverageView(
        average=display(explained.average),
        formula=explained.formula,
        counted=summands(explained.counted),
        left_out=summands(explained.left_out),
        proposed=proposal_text(proposal, rules.scale),
        steps=[step.filled(_) for step in explain_proposal(proposal, rules)],
        mark=opened.mark.value if opened.mark else "",
    )


def places_view(ranked: Iterable[Ranked], pupil_id: int) -> list[PlaceView]:
    """The places of a course with names: for those who teach it."""
    return [
        PlaceView(
            place_range(one.place), one.pupil.name, display(average(one.sums)), one.pupil.id == pupil_id
        )
        for one in ranked
    ]


def rules_address(opened: Explanation, period: StudyPeriod, school_id: int) -> str:
    """The paragraph of the published rules that decided, among those of the subject in the period."""
    course, decided = opened.course, anchor(opened.counted.proposal.paragraph)
    place = {"school": school_id, "grade": course.grade, "subject": course.subject_id, "period": period.pk}
    return f"{reverse('rules')}?{urlencode(place)}#{quote(decided)}"


def _summand(term: Term, scale: Scale, href: str) -> Summand:
    note = term_note(term)
    return Summand(
        term.cell.day, term.cell.title, term_text(term, scale), weight_text(term.weight),
        note.filled(_) if note else "", href,
    )  # fmt: skip
