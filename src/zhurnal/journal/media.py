"""Files that go with homework: kept like all others, refused in the words of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.rules import RefusedError
from zhurnal.ui import media
from zhurnal.ui.file_words import FileRefusedError
from zhurnal.ui.media import LARGEST_FILE, LARGEST_REQUEST, StoredFile, stored

if TYPE_CHECKING:
    from typing import IO

__all__ = ["LARGEST_FILE", "LARGEST_REQUEST", "StoredFile", "store", "stored"]

MOST_FILES = 10
FOLDER = "homework"


def store(name: str, file: IO[bytes]) -> StoredFile:
    """Judge a file and keep it. Raises RefusedError: what `zhurnal.ui.media.store` says."""
    try:
        return media.store(FOLDER, name, file)
    except FileRefusedError as why:
        raise RefusedError(why.code, why.sentence) from None
