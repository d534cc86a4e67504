"""«Догнать пропущенное»: what to make up after an absence, also on paper."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.missed import last_absence, missed_lessons
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.journal.change_forms import as_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.missed import MissedLesson
    from zhurnal.school.requests import SchoolRequest

LOOKED_BACK = dt.timedelta(days=60)
LONGEST_SPAN = dt.timedelta(days=180)


@require_safe
@requires(Right.SEE_DIARY)
def missed(request: SchoolRequest, pupil: int) -> HttpResponse:
    """The lessons of the last absence, or of the days that `?from=` and `?to=` name."""
    frame = open_diary(request, pupil)
    today = frame.school.today()
    first, last = as_day(request.GET.get("from", "")), as_day(request.GET.get("to", ""))
    problem = _problem(first, last)
    lessons, span = _found(frame, first, last, today) if not problem else ([], None)
    context: dict[str, Any] = {
        "days": [(day, list(those)) for day, those in groupby(lessons, lambda one: one.date)],
        "first": span[0] if span else first, "last": span[1] if span else last, "problem": problem,
        "awaited": sum(work.is_to_ask for one in lessons for work in one.works),
        "number": len(lessons),
    }  # fmt: skip
    return show(request, frame, "missed", **context)


def _problem(first: dt.date | None, last: dt.date | None) -> str:
    if first is None or last is None or _fits(first, last):
        return ""
    return _("Дни должны идти по порядку и не больше полугода подряд. Исправьте даты.")


def _fits(first: dt.date, last: dt.date) -> bool:
    """Whether the days stand in order and not too far apart."""
    return dt.timedelta() <= last - first <= LONGEST_SPAN


def _found(
    frame: Frame, first: dt.date | None, last: dt.date | None, today: dt.date
) -> tuple[Sequence[MissedLesson], tuple[dt.date, dt.date] | None]:
    """The lessons, and the days they were looked for on: those asked for, else the last absence."""
    if first is not None:
        last = last or min(today, first + LONGEST_SPAN) if first <= today else first
        return missed_lessons(frame, first, last), (first, last)
    lessons = missed_lessons(frame, today - LOOKED_BACK, today)
    span = last_absence({one.date for one in lessons})
    return [one for one in lessons if span and span[0] <= one.date <= span[1]], span
