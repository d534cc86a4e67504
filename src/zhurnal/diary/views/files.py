"""A file that goes with the homework of a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.files import file_of
from zhurnal.diary.views.pages import open_diary
from zhurnal.ui.sending import send

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_DIARY)
def homework_file(request: SchoolRequest, pupil: int, file: int) -> HttpResponseBase:
    """The file, where it goes with homework that stands in the pupil's diary."""
    found = file_of(open_diary(request, pupil), file)
    if found is None:
        raise Http404
    return send(found)
