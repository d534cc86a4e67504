"""Where files that people bring lie: below the media folder, each under the hash of its content.

The name that a person gave it is only in the database, so nothing on the disk can be guessed or run by its name.
A file is never changed; the same content is kept once.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from zhurnal.ui.file_kinds import file_name, kind_of
from zhurnal.ui.file_words import refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import IO

LARGEST_FILE = 20 * 1024 * 1024
# Of one request: nobody needs more at once, and a line of a school takes long enough for this.
LARGEST_REQUEST = 60 * 1024 * 1024
_CHUNK = 256 * 1024
_UNFINISHED = "unfinished-"
# A content under its hash, or what was left of one when the program was ended in the middle.
_OWN = re.compile(rf"\w+/[0-9a-f]{{2}}/[0-9a-f]{{64}}|\w+/{_UNFINISHED}\w+")


class StoredFile(NamedTuple):
    """A file that lies in the media folder; `path` is below it."""

    name: str
    content_type: str
    size: int
    sha256: str
    path: str


def store(folder: str, name: str, file: IO[bytes]) -> StoredFile:
    """Judge a file and keep it in a folder of its room.

    What no row names later is harmless: the same content finds it again, or it is deleted after its time.
    Raises FileRefusedError: file_kind, file_is_not_what_it_says, file_with_macros, uploaded_file_empty,
    uploaded_file_too_large.
    """
    shown = file_name(name)
    kind = kind_of(shown, file)
    root = Path(settings.MEDIA_ROOT) / folder
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(prefix=_UNFINISHED, dir=root)  # readable by its owner only
    try:
        size, digest = _copied(file, descriptor, shown)
        path = f"{folder}/{digest[:2]}/{digest}"
        _put(Path(temporary), Path(settings.MEDIA_ROOT) / path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return StoredFile(shown, kind.content_type, size, digest, path)


def stored(path: str) -> Path:
    """Where a stored file lies."""
    return Path(settings.MEDIA_ROOT) / path


def paths_before(moment: dt.datetime) -> Iterator[str]:
    """Whatever `store` has put below the media folder before a moment, what it could not finish included."""
    root = Path(settings.MEDIA_ROOT)
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder, name).relative_to(root).as_posix()
            if _OWN.fullmatch(path) and _put_before(root / path, moment):
                yield path


def discard(path: str, before: dt.datetime) -> bool:
    """Delete what was put there before a moment; False where the same content has come again since.

    The file is taken aside first: what comes meanwhile takes the place anew and is not lost.
    """
    place = stored(path)
    aside = place.with_name(f"{place.name}.stray")
    try:
        place.rename(aside)
    except FileNotFoundError:
        return False
    if not _put_before(aside, before):
        aside.replace(place)
        return False
    aside.unlink()
    return True


def hash_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_before(path: Path, moment: dt.datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _copied(file: IO[bytes], descriptor: int, name: str) -> tuple[int, str]:
    """Write the file through to the disk; its size and hash."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST_FILE:
                raise refused("uploaded_file_too_large", name=name, most=LARGEST_FILE // 1024 // 1024)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        raise refused("uploaded_file_empty", name=name)
    return size, digest.hexdigest()


def _put(temporary: Path, target: Path) -> None:
    """Give the file its place, and see that the folder remembers it after a power cut."""
    target.parent.mkdir(exist_ok=True, mode=0o700)
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
