"""Tab «Дневник»: a week as the paper diary shows it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import Week, parse_week, shift_week, week_dates
from zhurnal.diary.queries.messages import entries_between
from zhurnal.diary.queries.week import spread
from zhurnal.diary.views.pages import current_week, open_diary, show
from zhurnal.diary.views.unchanged import unchanged
from zhurnal.diary.words import days_text
from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

TO_SATURDAY = TO_MONDAY = dt.timedelta(days=2)


@require_safe
@requires(Right.SEE_DIARY)
def week(request: SchoolRequest, pupil: int, week: str) -> HttpResponse:
    """One week. `?day=` names the day that a phone shows; by default today, after its lessons the next one."""
    try:
        asked = parse_week(week)
    except ValueError:
        raise Http404 from None
    frame = open_diary(request, pupil)
    if same := unchanged(request, frame):
        return same
    dates, now = week_dates(*asked), frame.school.now()
    today, found = now.date(), spread(frame, asked, request.standing.person_id)
    entries = entries_between(frame, dates[0], dates[-1])
    chosen = next((day for day in dates if day.isoformat() == request.GET.get("day")), None)
    shown, pager = chosen or found.first_day(today, now.time()), _pager(frame, asked)
    return show(
        request, frame, "week", week=asked, spread=found, entries=entries,
        today=today, first_day=shown,
        may_tick=frame.pupil.pk in request.standing.pupil_ids,
        pager=pager, steps=_steps(pupil, dates, shown, pager), this_week=str(current_week(today)), asked=str(asked),
        dates=days_text(dates[0], dates[-1]), month=f"{shown:%Y-%m}",
    )  # fmt: skip


class Step(NamedTuple):
    """Where an arrow of the narrow screen leads, and where it leads from the first or last day of the week."""

    href: str
    edge: str


def _steps(pupil: int, dates: Sequence[dt.date], shown: dt.date, pager: dict[str, str]) -> dict[str, Step]:
    at = dates.index(shown)
    found = {}
    for name, by, edge_day in (("before", -1, dates[0] - TO_SATURDAY), ("after", 1, dates[-1] + TO_MONDAY)):
        address = address_of("diary-week", pupil, pager[name]) if pager[name] else ""
        edge = f"{address}?day={edge_day}" if address else ""
        inside = 0 <= at + by < len(dates)
        found[name] = Step(f"?day={dates[at + by]}" if inside else edge, edge)
    return found


def _pager(frame: Frame, asked: Week) -> dict[str, str]:
    """The neighbouring weeks, inside what there is to see."""
    dates = week_dates(*asked)
    begins = frame.enrolments[0].valid_from
    ends = max(span.valid_to or span.school_class.year.ends for span in frame.enrolments)
    return {
        "before": str(shift_week(asked, -1)) if dates[0] > begins else "",
        "after": str(shift_week(asked, 1)) if dates[-1] < ends else "",
    }
