"""Giving a kept file to a browser in a way that it cannot run there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from django.http import FileResponse, Http404

from zhurnal.ui.file_kinds import SHOWN
from zhurnal.ui.media import stored

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


class KeptFile(Protocol):
    """A row that names a file of the media folder."""

    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def path(self) -> str: ...


def send(file: KeptFile) -> HttpResponseBase:
    """The content of a file, so that it cannot run in a browser. Raises Http404 where it is lost."""
    try:
        content = stored(file.path).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type=file.content_type)
    way = "inline" if file.content_type in SHOWN else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(file.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
