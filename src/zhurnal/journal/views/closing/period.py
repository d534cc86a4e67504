"""One period before it is closed, and after: what is open class by class, closing it, opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.closures import close_period, reopen_period
from zhurnal.journal.closing_words import gaps_parts, open_parts
from zhurnal.journal.policies import may_close, periods_visible_to
from zhurnal.journal.queries.closings import class_details, events_of, governed
from zhurnal.journal.queries.readiness import readiness, total
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.totals_rules import opens_on

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.journal.queries.readiness import ClassReadiness
    from zhurnal.school.models import StudyPeriod
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
REOPEN = "reopen"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_CLOSING)
def closing_period(request: SchoolRequest, period: int) -> HttpResponse:
    """Show what is open, one class of it by name; close the period or open it again."""
    shown = get_object_or_404(periods_visible_to(request.standing), pk=period)
    request.school = shown.year.school
    if request.method != "POST":
        return _page(request, shown)
    if not may_close(request.standing, request.school.pk):
        raise PermissionDenied
    try:
        told = _done(request, shown)
    except RefusedError as why:
        return _page(request, shown, refused=why)
    messages.success(request, told)
    return redirect("closing-period", period=shown.pk)


def _done(request: SchoolRequest, period: StudyPeriod) -> str:
    """Do what the button says. Raises RefusedError."""
    reason = " ".join(request.POST.get("reason", "").replace("\0", "").split())
    if request.POST.get("do") == REOPEN:
        reopen_period(actor=request.user, period=period, reason=reason)
        return _("Период открыт: отметки и уроки снова можно исправлять.")
    confirmed = request.POST.get("confirmed") == "1"
    close_period(actor=request.user, period=period, confirmed=confirmed, reason=reason)
    return _("Период закрыт: отметки и уроки в нём больше не меняются.")


def _page(request: SchoolRequest, period: StudyPeriod, refused: RefusedError | None = None) -> HttpResponse:
    school, found = period.year.school, governed(period)
    today = school.today()
    classes = readiness(period, found.policy_id, today) if today >= period.starts else []
    zone = ZoneInfo(school.time_zone)
    context: dict[str, Any] = {
        "period": period,
        "closed": found.closed,
        "classes": [(one, gaps_parts(one.gaps)) for one in classes],
        "open": open_parts(total(classes), period, today),
        "opens": opens_on(period),
        "may_close": may_close(request.standing, school.pk),
        "in_time": today >= opens_on(period),
        "events": [(one, one.at.astimezone(zone)) for one in events_of(period)],
        "refused": refused,
        "typed": request.POST,
        "printed": school.now(),
    } | _opened(request, found, classes)
    return render(request, "journal/closing/period.html", context, status=UNPROCESSABLE if refused else 200)


def _opened(request: SchoolRequest, found: CoursePeriod, classes: list[ClassReadiness]) -> dict[str, Any]:
    """The class asked for, by name; of an unknown one nothing is opened."""
    wanted = request.GET.get("class", "")
    opened = next((one for one in classes if str(one.school_class.pk) == wanted), None)
    today = found.period.year.school.today()
    return {"opened": opened, "details": class_details(found, opened, today) if opened else []}
