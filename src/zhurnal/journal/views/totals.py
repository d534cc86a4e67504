"""«Итоги»: the marks of a period and of the year in a course, in one form that needs no script."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import totals_form
from zhurnal.journal.models import YearMark
from zhurnal.journal.policies import may_set_totals
from zhurnal.journal.queries.courses import course_to_show
from zhurnal.journal.queries.periods import CoursePeriod, course_periods, period_shown
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.queries.totals import TotalsRow, period_rows, year_rows
from zhurnal.journal.sentences import counted, day_text
from zhurnal.journal.totals_rules import PERIOD, is_marked, opens_on
from zhurnal.journal.views import totals_parts, totals_saving
from zhurnal.journal.views.totals_parts import Typed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
YEAR = "year"
EXAM_GRADES = frozenset({9, 11})


class Place(NamedTuple):
    """What a page is about: a course, its periods, the one shown, or None for the year; the rules of it."""

    course: Course
    periods: list[CoursePeriod]
    shown: CoursePeriod | None
    rules: Rules

    @property
    def address(self) -> str:
        """The page itself."""
        wanted = YEAR if self.shown is None else self.shown.period.pk
        return f"{reverse('journal-totals', kwargs={'course': self.course.pk})}?period={wanted}"

    @property
    def rules_address(self) -> str:
        """The published rules of the subject in the period; those of the year hold in its last period."""
        of = (self.shown or self.periods[-1]).period
        asked = {
            "school": self.course.year.school_id, "grade": self.course.grade,
            "subject": self.course.subject_id, "period": of.pk,
        }  # fmt: skip
        return f"{reverse('rules')}?{urlencode(asked)}"

    @property
    def name(self) -> str:
        """«3-я четверть», «Год»."""
        return _("Год") if self.shown is None else self.shown.period.name


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def totals(request: SchoolRequest, course: int) -> HttpResponse:
    """Show the marks with what the rule proposes, or save them: what could not be saved comes back."""
    found = course_to_show(request.standing, course)
    if found is None:
        raise Http404
    shown, held = found
    request.school = shown.year.school
    place = _place(shown, request)
    writes = may_set_totals(request.standing, shown, request.school.today(), held=held)
    if request.method != "POST":
        return _page(request, place, Typed(), writes=writes)
    if not writes or place is None:
        raise PermissionDenied
    form = totals_form.read_totals(request.POST)
    saved, problems = totals_saving.save(request.user, shown, place.shown, form)
    if problems:
        typed = Typed(form.values, {one.field: one for one in problems})
        return _page(request, _place(shown, request), typed, writes=writes)
    at = f"{request.school.now():%H:%M}"
    told = counted(saved, _("{n} отметка"), _("{n} отметки"), _("{n} отметок"))
    messages.success(request, _("Сохранено в {time}: {told}.").format(time=at, told=told))
    return redirect(place.address)


def _place(course: Course, request: SchoolRequest) -> Place | None:
    """None where the course has no periods at all; a period that is not the course's is not found."""
    periods, wanted = course_periods(course), request.GET.get("period", "")
    if not re.fullmatch(r"[0-9]{0,18}|year", wanted):
        raise Http404
    if not periods:
        return None
    if wanted == YEAR:
        return Place(course, periods, None, rules_of(periods[-1].policy_id, course))
    shown = period_shown(periods, course.year.school.today(), int(wanted) if wanted else None)
    if shown is None:
        raise Http404
    return Place(course, periods, shown, rules_of(shown.policy_id, course))


def _page(request: SchoolRequest, place: Place | None, typed: Typed, *, writes: bool) -> HttpResponse:
    context: dict[str, Any] = {"place": place, "course": None, "reason": ""}
    if place is not None:
        context |= {"course": place.course, "tabs": _tabs(place)} | _sheet(place, typed, writes=writes)
    status = UNPROCESSABLE if typed.problems else 200
    return render(request, "journal/totals.html", context, status=status)


def _tabs(place: Place) -> list[dict[str, Any]]:
    tabs = [place._replace(shown=one) for one in place.periods] + [place._replace(shown=None)]
    return [{"label": one.name, "href": one.address, "current": one.shown == place.shown} for one in tabs]


def _sheet(place: Place, typed: Typed, *, writes: bool) -> dict[str, Any]:
    course, rules, school = place.course, place.rules, place.course.year.school
    marked = is_marked(course, rules)
    rows = _rows(place, school.today()) if marked else []
    kinds, reason = _kinds(place, rows), _reason(place, writes=writes)
    names = {
        totals_form.mark_field(total.kind, row.pupil.id): row.pupil.name
        for row in rows
        for total in row.totals
    }
    return {
        "marked": marked,
        "rows": [totals_parts.row_view(row, kinds, rules, typed) for row in rows],
        "heads": totals_parts.heads(kinds, rules),
        "others": [
            (at, one.period.number, one.period.name)
            for at, one in enumerate(place.periods)
            if one != place.shown
        ],
        "averaged": rules.scale.averaged and place.shown is not None,
        "reason": reason,
        "editable": not reason,
        "acceptance": totals_parts.acceptance(rows, kinds, rules),
        "errors": totals_saving.summary(typed.problems.values(), names),
        "typed": typed,
        "form_id": uuid.uuid4(),
        "seen_values": totals_form.seen_of(rows, rules.scale),
        "printed": school.now(),
    }


def _rows(place: Place, today: dt.date) -> list[TotalsRow]:
    if place.shown is None:
        return year_rows(place.course, place.periods, place.rules, today)
    return period_rows(place.course, place.periods, place.shown, today)


def _kinds(place: Place, rows: Sequence[TotalsRow]) -> list[str]:
    """The exam and the final mark have columns where there is an exam."""
    if place.shown is not None:
        return [PERIOD]
    kind = YearMark.Kind
    sat = any(total.standing.version for row in rows for total in row.totals if total.kind != kind.YEAR)
    with_exam = sat or place.rules.year.exam is not None or place.course.grade in EXAM_GRADES
    return [kind.YEAR, *([kind.EXAM, kind.FINAL] if with_exam else [])]


def _reason(place: Place, *, writes: bool) -> str:
    """Why the page is only to be read; nothing where it may be written in."""
    if not writes:
        return _("Страница для чтения: итоговые отметки ставит учитель, который ведёт этот курс.")
    if place.shown is not None and place.shown.closed:
        return _("Период закрыт: отметки за него не меняются. Если нужно исправить, обратитесь к завучу.")
    opens = opens_on((place.shown or place.periods[-1]).period)
    if place.course.year.school.today() < opens:
        return _("Отметки ставят с {day}. Пока видно, что предлагает правило.").format(day=day_text(opens))
    return ""
