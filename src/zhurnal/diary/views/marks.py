"""Tab «Оценки»: simple or by dates. The chosen view is remembered for the account.

Looking writes nothing: `?view=` shows a view, and only the POST of the switch remembers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.dated_marks import dated_marks
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.people.models import User

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

VIEWS = User.MarksView


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_DIARY)
def marks(request: SchoolRequest, pupil: int) -> HttpResponse:
    """The marks of a pupil; a POST of the switch remembers the view and shows it."""
    frame = open_diary(request, pupil)
    if request.method == "POST":
        view = _view(request.POST.get("view"), request.user)
        request.user.marks_view = view
        request.user.save(update_fields=["marks_view"])
        return redirect(f"{reverse('diary-marks', args=[pupil])}?{urlencode({'view': view})}")
    view = _view(request.GET.get("view"), request.user)
    if view == VIEWS.EXTENDED:
        return _extended(request, frame)
    return show(
        request, frame, "marks", keep=f"?view={view}", view=view, tables=simple_marks(frame), dated=None
    )


def _extended(request: SchoolRequest, frame: Frame) -> HttpResponse:
    asked = request.GET.get("period", "")
    if asked and not asked.isdecimal():
        raise Http404
    dated = dated_marks(frame, int(asked) if asked else None)
    if asked and dated is None:
        raise Http404
    view = VIEWS.EXTENDED
    # Another child may be marked by periods of another kind: the period does not go along.
    return show(request, frame, "marks", keep=f"?view={view}", view=view, tables=[], dated=dated)


def _view(asked: str | None, user: User) -> str:
    return asked if asked in VIEWS.values else user.marks_view
