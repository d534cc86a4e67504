"""Tab «Оценки», third view: what the marks of the period are likely to be, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.forecast import MOST_TRIED, opened, overview
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.forecasts import charts
from zhurnal.forecasts.models import Switches
from zhurnal.forecasts.sentences import hundredths
from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from zhurnal.diary.queries.forecast import Range
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

LONGEST_TOKENS = 200


@require_safe
@requires(Right.SEE_DIARY)
def forecast(request: SchoolRequest, pupil: int) -> HttpResponse:
    """All subjects of the pupil."""
    frame = _open(request, pupil)
    return show(
        request, frame, "marks", template="forecast", found=overview(frame), drawn=drawn, told=told,
        view="forecast",
    )  # fmt: skip


@require_safe
@requires(Right.SEE_DIARY)
def forecast_subject(request: SchoolRequest, pupil: int, subject: int) -> HttpResponse:
    """A subject with its reasons, ways and supposed marks; these stand in the address and nowhere else."""
    frame = _open(request, pupil)
    tokens = [one for one in request.GET.get("tried", "")[:LONGEST_TOKENS].split(",") if one]
    here = address_of("diary-forecast-subject", pupil, subject)
    if "mark" in request.GET:
        tokens.append(f"{request.GET['mark'][:3]}:{request.GET.get('kind', '')[:1]}")
        return redirect(f"{here}?tried={','.join(tokens[-MOST_TRIED:])}#tried")
    is_all = frame.forecasts == Switches.Families.ALL
    found = opened(frame, subject, tokens, with_more=is_all)
    if found is None:
        raise Http404
    return show(
        request, frame, "marks", template="forecast_subject", found=found, drawn=drawn, told=told, here=here,
        is_all=is_all, tokens=",".join(one.token for one in found.tried), view="forecast",
    )  # fmt: skip


def drawn(found: Range) -> SafeString:
    """The range of the average as a drawing; the text beside it says the same."""
    return charts.interval(found.low, found.middle, found.high, found.ends, f"{told(found)}")


def told(found: Range) -> str:
    """«4,1–4,5»."""
    return f"{hundredths(round(found.low, 1))}–{hundredths(round(found.high, 1))}"


def _open(request: SchoolRequest, pupil: int) -> Frame:
    """The diary, where its school shows families a forecast; Http404 elsewhere."""
    frame = open_diary(request, pupil)
    if not frame.forecasts:
        raise Http404
    return frame
