"""An average of the diary opens its own arithmetic: of the own child, and of nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import iso_week
from zhurnal.diary.queries.average import OpenedAverage, opened_average
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.journal.views.average import wanted_period
from zhurnal.journal.views.average_parts import average_view, rules_address

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.calc.grading.counting import Term
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_DIARY)
def average(request: SchoolRequest, pupil: int, course: int) -> HttpResponse:
    """Every summand of the child's average in a subject, what the rule proposes, from what the place follows."""
    frame = open_diary(request, pupil)
    opened = opened_average(frame, course, wanted_period(request))
    if opened is None:
        raise Http404
    return show(
        request, frame, "marks", template="average", opened=opened,
        period_tabs=_tabs(pupil, opened),
        why=average_view(opened.why, lambda term: _week(pupil, term)),
        place=[one.filled(_) for one in opened.told.place],
        rules=rules_address(opened.why, opened.period.period, frame.school.pk),
    )  # fmt: skip


def _week(pupil: int, term: Term) -> str:
    """The week of the diary in which the mark stands; what was brought along stands in none."""
    if not term.cell.work:
        return ""
    return reverse("diary-week", args=[pupil, str(iso_week(term.cell.day))])


def _tabs(pupil: int, opened: OpenedAverage) -> list[dict[str, Any]]:
    address = reverse("diary-average", args=[pupil, opened.course])
    return [
        {
            "label": one.period.name,
            "href": f"{address}?period={one.period.pk}",
            "current": one == opened.period,
        }
        for one in opened.periods
    ]
