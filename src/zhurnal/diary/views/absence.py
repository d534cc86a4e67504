"""«Сообщить об отсутствии»: a guardian says it in twenty seconds, takes it back, brings a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.journal.actions.excuses import (
    FOLDER,
    LAST_LESSON,
    LONGEST_TEXT,
    add_document,
    announce_absence,
    withdraw_excuse,
)
from zhurnal.journal.change_forms import FormError
from zhurnal.journal.excuse_forms import excuse_id, place_of, read_said
from zhurnal.journal.excuse_policies import (
    excuses_visible_to,
    files_of_excuses_visible_to,
    guardianships_to_announce_by,
)
from zhurnal.journal.excuse_words import when_text
from zhurnal.journal.models import Excuse
from zhurnal.journal.queries.excuses import excuses_of_pupil
from zhurnal.journal.rules import RefusedError
from zhurnal.ui.media import LARGEST_FILE, LARGEST_REQUEST
from zhurnal.ui.sending import send
from zhurnal.ui.taking import taken
from zhurnal.ui.uploads import takes_files

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


@dataclass
class Typed:
    """What was typed and could not be sent, and why."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@takes_files(LARGEST_FILE, LARGEST_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_DIARY)
def absence(request: SchoolRequest, pupil: int) -> HttpResponse:
    """The form and what was said before. POST announces, takes back (`do=withdraw`), brings (`do=file`)."""
    frame = open_diary(request, pupil)
    if not frame.is_family:
        raise Http404
    may_write = _may_write(request, frame)
    if request.method != "POST":
        return _page(request, frame, Typed(), may_write=may_write)
    if not may_write:
        raise PermissionDenied
    typed = Typed(request.POST.dict())
    try:
        messages.success(request, _done(request, frame))
    except FormError as error:
        typed.errors[error.field] = error.sentence
    except RefusedError as refused:
        typed.errors[place_of(refused)] = refused.sentence
    else:
        return redirect("diary-absence", pupil=pupil)
    return _page(request, frame, typed, may_write=may_write)


@require_safe
@requires(Right.SEE_DIARY)
def absence_file(request: SchoolRequest, pupil: int, file: int) -> HttpResponseBase:
    """A document of one's own family."""
    frame = open_diary(request, pupil)
    if not frame.is_family:
        raise Http404
    return send(
        get_object_or_404(files_of_excuses_visible_to(request.standing), pk=file, excuse__pupil=pupil)
    )


def _may_write(request: SchoolRequest, frame: Frame) -> bool:
    mine = guardianships_to_announce_by(request.standing, frame.school.today())
    return mine.filter(pupil=frame.pupil.pk).exists()


def _done(request: SchoolRequest, frame: Frame) -> str:
    """Do what was posted, and say what was done. Raises FormError, RefusedError."""
    do = request.POST.get("do", "")
    if do == "withdraw":
        withdraw_excuse(actor=request.user, excuse=_excuse(request, frame))
        return _("Сообщение отозвано.")
    files, problems = taken(request, "files", FOLDER)
    if problems:
        raise FormError("files", " ".join(problems))
    if do == "file":
        if not files:
            raise FormError("files", _("Файл не выбран."))
        add_document(actor=request.user, excuse=_excuse(request, frame), files=files)
        return _("Документ приложен.")
    said = read_said(request.POST, frame.school.today())
    made = announce_absence(
        actor=request.user, pupil=frame.pupil, school=frame.school, said=said, files=files
    )
    return _("Сообщение отправлено классному руководителю: {when}.").format(when=when_text(made))


def _excuse(request: SchoolRequest, frame: Frame) -> Excuse:
    visible = excuses_visible_to(request.standing).filter(pupil=frame.pupil.pk)
    found = visible.filter(pk=excuse_id(request.POST)).first()
    if found is None:
        raise FormError("when", _("Такого сообщения нет. Обновите страницу."))
    return found


def _page(request: SchoolRequest, frame: Frame, typed: Typed, *, may_write: bool) -> HttpResponse:
    today = frame.school.today()
    standing = {"when": "today", "part": "day", "kind": "", "first": "", "last": "", "text": ""}
    context: dict[str, Any] = {
        "typed": typed, "values": standing | {"from": "1", "to": "1"} | typed.values, "may_write": may_write,
        "lines": excuses_of_pupil(frame.pupil.pk, frame.year.starts), "when_text": when_text,
        "today": today, "tomorrow": today + dt.timedelta(days=1), "kinds": Excuse.Kind.choices,
        "numbers": [("", [(one, one) for one in range(1, LAST_LESSON + 1)])], "longest": LONGEST_TEXT,
        "errors": list(typed.errors.items()), "first_day": frame.year.starts, "last_day": frame.year.ends,
    }  # fmt: skip
    response = show(request, frame, "absence", **context)
    response.status_code = UNPROCESSABLE if typed.errors else response.status_code
    return response
