"""The files of a lesson sheet: taken out of the request, kept, told about where they could not be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhurnal.journal.actions.homework_files import add_files, withdraw_file
from zhurnal.journal.media import store
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.views.lesson_saving import Problem
from zhurnal.ui.taking import too_large
from zhurnal.ui.uploads import refused_uploads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from zhurnal.journal.media import StoredFile
    from zhurnal.people.models import User
    from zhurnal.timetable.models import Lesson

FIELD = "files"
_WITHDRAW = re.compile(r"withdraw-([0-9]{1,18})")


def save_files(request: HttpRequest, actor: User, lesson: Lesson) -> list[Problem]:
    """Withdraw and add files as the sheet says. Each stands alone; returns what was not done."""
    problems = [Problem(FIELD, why.sentence) for why in _withdrawn(request, actor, lesson)]
    files: list[StoredFile] = []
    for upload in request.FILES.getlist(FIELD):
        try:
            files.append(store(upload.name or "", upload))
        except RefusedError as why:
            problems.append(Problem(FIELD, why.sentence))
    problems += [Problem(FIELD, too_large(one)) for one in refused_uploads(request)]
    if files:
        try:
            add_files(actor=actor, lesson=lesson, files=files)
        except RefusedError as why:
            problems.append(Problem(FIELD, why.sentence))
    return problems


def _withdrawn(request: HttpRequest, actor: User, lesson: Lesson) -> Iterator[RefusedError]:
    """Withdraw what is ticked; what could not be."""
    for name in request.POST:
        if found := _WITHDRAW.fullmatch(name):
            try:
                withdraw_file(actor=actor, lesson=lesson, file_id=int(found[1]))
            except RefusedError as why:
                yield why
