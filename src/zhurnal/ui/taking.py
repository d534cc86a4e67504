"""Taking the files out of a request: kept one by one, told about where they could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.ui.file_kinds import file_name
from zhurnal.ui.file_words import FileRefusedError, refused
from zhurnal.ui.media import LARGEST_FILE, LARGEST_REQUEST, store
from zhurnal.ui.uploads import refused_uploads

if TYPE_CHECKING:
    from django.http import HttpRequest

    from zhurnal.ui.media import StoredFile
    from zhurnal.ui.uploads import RefusedUpload

MEGABYTE = 1024 * 1024
_LIMITS = {
    "each": ("uploaded_file_too_large", LARGEST_FILE),
    "together": ("uploaded_files_too_large", LARGEST_REQUEST),
}


def taken(request: HttpRequest, field: str, folder: str) -> tuple[list[StoredFile], list[str]]:
    """What a field of the request brought, kept in `folder`; and sentences about what was not taken."""
    files: list[StoredFile] = []
    problems: list[str] = []
    for upload in request.FILES.getlist(field):
        try:
            files.append(store(folder, upload.name or "", upload))
        except FileRefusedError as why:
            problems.append(why.sentence)
    return files, problems + [too_large(one) for one in refused_uploads(request)]


def too_large(one: RefusedUpload) -> str:
    """Why an upload was dropped while it arrived."""
    code, most = _LIMITS[one.limit]
    return refused(code, name=file_name(one.name), most=most // MEGABYTE).sentence
