"""Tab «Оценки»: simple or by dates. The chosen view and period are remembered for the account.

Looking writes nothing: `?view=` shows a view, and only the POST of a switch remembers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.dated_marks import dated_marks, remembered_period
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.diary.views import dated_markup
from zhurnal.diary.views.marks_markup import rows
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.diary.views.unchanged import unchanged
from zhurnal.people.models import User
from zhurnal.ui.addresses import address_of
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.diary.queries.dated_marks import Line
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

VIEWS = User.MarksView
PLACES = ("hide", "show")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_DIARY)
def marks(request: SchoolRequest, pupil: int) -> HttpResponse:
    """The marks of a pupil; a POST of a switch remembers what was chosen and shows it."""
    frame = open_diary(request, pupil)
    if request.method == "POST":
        return _remember(request, frame)
    if same := unchanged(request, frame):
        return same
    view = _view(request.GET.get("view"), request.user)
    if view == VIEWS.EXTENDED:
        return _extended(request, frame)
    tables, base = simple_marks(frame), address_of("diary-marks", pupil)
    return show(
        request, frame, "marks", keep=f"?view={view}", view=view, tables=tables, dated=None,
        rows=lambda table: rows(table, table.opens(frame), base),
        has_places=any(table.has_places for table in tables),
    )  # fmt: skip


def _extended(request: SchoolRequest, frame: Frame) -> HttpResponse:
    asked = request.GET.get("period", "")
    number = as_id(asked)
    if asked and number is None:
        raise Http404
    dated = dated_marks(frame, number, request.user.marks_period)
    if asked and dated is None:
        raise Http404
    view, base = VIEWS.EXTENDED, address_of("diary-marks", frame.pupil.pk)
    query = f"?period={dated.period.pk}" if dated and frame.sees_whole(dated.period) else ""

    def why(line: Line) -> str:
        return f"{base}{line.course}/{query}" if query and (line.final.average or line.final.mark) else ""

    # Another child may be marked by periods of another kind: the period does not go along.
    return show(
        request, frame, "marks", keep=f"?view={view}", view=view, tables=[], dated=dated,
        why=why, markup=dated_markup, has_places=bool(dated and dated.has_places),
    )  # fmt: skip


def _remember(request: SchoolRequest, frame: Frame) -> HttpResponse:
    """The view, the period of the view by dates, or whether places are shown: for the account."""
    user, chosen = request.user, {"view": _view(request.POST.get("view"), request.user)}
    user.marks_view = chosen["view"]
    if (period := request.POST.get("period", "")).isdecimal():
        number = as_id(period)
        remembered = None if number is None else remembered_period(frame, number)
        if remembered is None:
            raise Http404
        user.marks_period, chosen = remembered, chosen | {"period": period}
    if (places := request.POST.get("places", "")) in PLACES:
        user.hides_places = places == "hide"
    user.save(update_fields=["marks_view", "marks_period", "hides_places"])
    return redirect(f"{address_of('diary-marks', frame.pupil.pk)}?{urlencode(chosen)}")


def _view(asked: str | None, user: User) -> str:
    return asked if asked in VIEWS.values else user.marks_view
