"""How much may be sent as files, and where: counted while it arrives, so that nothing is filled by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

AnyView = TypeVar("AnyView", bound="Callable[..., Any]")


class UploadLimits(NamedTuple):
    """Bytes of one file, bytes of all files of a request."""

    each: int
    together: int


class RefusedUpload(NamedTuple):
    """A file that was not taken: the field, its name, which limit («each», «together») it broke."""

    field: str
    name: str
    limit: str


def takes_files(each: int, together: int) -> Callable[[AnyView], AnyView]:
    """Mark a view that takes files, of signed-in people. A view without the mark takes none."""

    def decorate(view: AnyView) -> AnyView:
        view.upload_limits = UploadLimits(each, together)  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return decorate


def refused_uploads(request: HttpRequest) -> list[RefusedUpload]:
    """The files of the request that were not taken. Read `request.FILES` before."""
    refused: list[RefusedUpload] = getattr(request, "refused_uploads", [])
    return refused


class LimitedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep what comes: what is over the limit never reaches them.

    The rest of such a file is read and dropped, so that the browser is there to be told.
    """

    taken = 0
    size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what is within the limits."""
        self.size = start + len(raw_data)
        self.taken += len(raw_data)
        limits = self._limits()
        if limits is None or self.size > limits.each:
            self._refuse("each")
        elif self.taken > limits.together:
            self._refuse("together")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave keeping to the handlers behind."""

    def _limits(self) -> UploadLimits | None:
        """Nothing is taken of strangers, nor by a view that does not say so."""
        user = getattr(self.request, "user", None)
        view = getattr(getattr(self.request, "resolver_match", None), "func", None)
        return getattr(view, "upload_limits", None) if user is not None and user.is_authenticated else None

    def _refuse(self, limit: str) -> None:
        request: Any = self.request
        # What was dropped takes no room: the next file may be small enough.
        self.taken -= self.size
        refused = RefusedUpload(self.field_name or "", self.file_name or "", limit)
        request.refused_uploads = [*getattr(request, "refused_uploads", []), refused]
        raise SkipFile
