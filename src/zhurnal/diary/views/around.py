"""«Учителя и школа», «Кто видит дневник», and everything about the child in one archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.export import archive_of
from zhurnal.diary.queries.privacy import privacy_page
from zhurnal.diary.queries.school import school_page
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.family.actions.export import note_export
from zhurnal.people.actions.own_sessions import end_other_sessions
from zhurnal.people.proving import ask_again
from zhurnal.ui.words import stamp

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest


def _own(request: SchoolRequest, pupil: int) -> Frame:
    """The diary of one's own family; Http404 for any other, the staff's view of it too."""
    frame = open_diary(request, pupil)
    if not frame.is_family:
        raise Http404
    return frame


@require_safe
@requires(Right.SEE_DIARY)
def school(request: SchoolRequest, pupil: int) -> HttpResponse:
    """Who teaches the child, and what the school tells of itself."""
    frame = _own(request, pupil)
    return show(request, frame, "school", told=school_page(frame, frame.school.today()))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_DIARY)
def privacy(request: SchoolRequest, pupil: int) -> HttpResponse:
    """Who has access, who has looked, where one is signed in. POST signs out everywhere else."""
    frame = _own(request, pupil)
    if request.method == "POST":
        if asked := ask_again(request):
            return asked
        ended = end_other_sessions(actor=request.user, session_key=request.session.session_key)
        messages.success(request, _("Вход завершён на других устройствах: {n}.").format(n=ended))
        return redirect("diary-privacy", pupil=pupil)
    return show(request, frame, "privacy", told=privacy_page(frame, request.user))


@require_POST
@requires(Right.SEE_DIARY)
def export(request: SchoolRequest, pupil: int) -> HttpResponseBase:
    """The archive, told to the ledger before it goes out."""
    frame = _own(request, pupil)
    if asked := ask_again(request):
        return asked
    note_export(actor=request.user, pupil=frame.pupil, school=frame.school)
    file = archive_of(frame.pupil, stamp(frame.school.now()))
    name = f"diary-{frame.pupil.pk}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return response
