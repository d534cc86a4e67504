"""The diary on paper: the spread of a week on A4, and the booklet of a month on A5."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import FIRST_YEAR, LAST_YEAR, parse_week, week_dates
from zhurnal.diary.views.pages import open_diary
from zhurnal.diary.words import days_text
from zhurnal.reports.queries.paper import paper_diary, weeks_of_month
from zhurnal.reports.typesetting import typeset
from zhurnal.ui.words import month as month_name

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_DIARY)
def week_paper(request: SchoolRequest, pupil: int, week: str) -> HttpResponse:
    """A week as the paper diary lies open: one sheet of A4."""
    try:
        asked = parse_week(week)
    except ValueError:
        raise Http404 from None
    frame = open_diary(request, pupil)
    dates = week_dates(*asked)
    data = paper_diary(frame, [asked], _title(frame, f"{days_text(dates[0], dates[-1])} {dates[-1].year}"))
    return _sent(typeset("week", data, frame.school.now()), f"{_('Дневник')} {asked}.pdf")


@require_safe
@requires(Right.SEE_DIARY)
def month_paper(request: SchoolRequest, pupil: int, month: str) -> HttpResponse:
    """All weeks that touch a month, with a cover: pages of A5 in the order of reading."""
    first = _first_day(month)
    frame = open_diary(request, pupil)
    told = f"{month_name(first)} {first.year}"
    data = paper_diary(frame, weeks_of_month(first), _title(frame, told)) | {"month": told.capitalize()}
    return _sent(typeset("booklet", data, frame.school.now()), f"{_('Дневник')} {month}.pdf")


def _first_day(month: str) -> dt.date:
    """The first day of «2026-03»; Http404 for anything else."""
    parts = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", month)
    if parts is None or not FIRST_YEAR < int(parts[1]) < LAST_YEAR:
        raise Http404
    return dt.date(int(parts[1]), int(parts[2]), 1)


def _title(frame: Frame, dates: str) -> str:
    facts = {"pupil": frame.pupil.list_name, "class": frame.school_class.name, "dates": dates}
    return _("Дневник: %(pupil)s, %(class)s, %(dates)s") % facts


def _sent(document: bytes, name: str) -> HttpResponse:
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-cache"
    return response
