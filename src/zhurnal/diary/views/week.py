"""Tab «Дневник»: a week as the paper diary shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import Week, parse_week, shift_week, week_dates
from zhurnal.diary.queries.messages import entries_between
from zhurnal.diary.queries.week import spread
from zhurnal.diary.views.pages import current_week, open_diary, show
from zhurnal.diary.words import days_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_DIARY)
def week(request: SchoolRequest, pupil: int, week: str) -> HttpResponse:
    """One week. `?day=` names the day with which a phone begins; by default it is today."""
    try:
        asked = parse_week(week)
    except ValueError:
        raise Http404 from None
    frame = open_diary(request, pupil)
    dates, today = week_dates(*asked), frame.school.today()
    return show(
        request, frame, "week", week=asked,
        spread=spread(frame, asked),
        entries=entries_between(frame, dates[0], dates[-1]),
        today=today, first_day=_first_day(request.GET.get("day", ""), dates, today),
        pager=_pager(frame, asked), this_week=str(current_week(today)), asked=str(asked),
        dates=days_text(dates[0], dates[-1]),
    )  # fmt: skip


def _first_day(text: str, dates: Sequence[dt.date], today: dt.date) -> dt.date:
    """The day with which a narrow screen begins: the asked one, else today, else Monday."""
    asked = next((day for day in dates if day.isoformat() == text), None)
    return asked or (today if today in dates else dates[0])


def _pager(frame: Frame, asked: Week) -> dict[str, str]:
    """The neighbouring weeks, inside what there is to see."""
    dates = week_dates(*asked)
    begins = frame.enrolments[0].valid_from
    ends = max(span.valid_to or span.school_class.year.ends for span in frame.enrolments)
    return {
        "before": str(shift_week(asked, -1)) if dates[0] > begins else "",
        "after": str(shift_week(asked, 1)) if dates[-1] < ends else "",
    }
