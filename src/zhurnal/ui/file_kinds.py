"""Which files are taken: judged by the name and by what is inside, and both must say the same."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.text import one_line
from zhurnal.ui.file_words import refused

if TYPE_CHECKING:
    from typing import IO

LONGEST_NAME = 150
# So much of an archive is looked at; it is never unpacked.
MOST_PARTS, LARGEST_PART = 5_000, 1_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SAMPLE = 64 * 1024


class Kind(NamedTuple):
    """How a kind of file begins, as what it is served, and whether a browser may show it by itself."""

    content_type: str
    signs: tuple[bytes, ...] = ()
    is_shown: bool = False


KINDS = {
    "pdf": Kind("application/pdf", (b"%PDF-",)),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",), is_shown=True),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",), is_shown=True),
    "gif": Kind("image/gif", (b"GIF87a", b"GIF89a"), is_shown=True),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "pptx": Kind(f"{_OFFICE}.presentationml.presentation", (b"PK\x03\x04",)),
    "odt": Kind("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    "txt": Kind("text/plain"),
    "csv": Kind("text/csv"),
}
_OTHER_NAMES = {"jpeg": "jpg"}
SHOWN = frozenset(kind.content_type for kind in KINDS.values() if kind.is_shown)
# The part that makes the archive what it says, as [Content_Types].xml names it.
_MAIN = {
    "docx": "wordprocessingml.document.main+xml", "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}  # fmt: skip
_MACROS = ("vbaproject", "activex", "macroenabled")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_MARKUP = re.compile(rb"<\s*(!doctype|html|svg|\?xml|script|head|body|iframe)", re.IGNORECASE)


def file_name(given: str) -> str:
    """The name without folders and without what is not seen, cut where it is too long; its ending stays."""
    name = one_line(given.replace("\\", "/").rsplit("/", 1)[-1]).replace('"', "'").strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else name[:LONGEST_NAME]


def kind_of(name: str, file: IO[bytes]) -> Kind:
    """What the file is. Raises FileRefusedError: file_kind, file_is_not_what_it_says, file_with_macros."""
    ending = name.rpartition(".")[2].casefold()
    ending = _OTHER_NAMES.get(ending, ending)
    kind = KINDS.get(ending)
    if kind is None:
        raise refused("file_kind", name=name)
    file.seek(0)
    head = file.read(_SAMPLE)
    file.seek(0)
    if kind.signs and not head.startswith(kind.signs):
        raise refused("file_is_not_what_it_says", name=name)
    if not kind.signs and not _is_text(head):
        raise refused("file_is_not_what_it_says", name=name)
    if kind.signs == (b"PK\x03\x04",):
        _check_archive(name, ending, file)
    return kind


def _is_text(head: bytes) -> bool:
    """Words and figures: no program, no page that a browser would run, no bytes that no text has."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_PROGRAMS) or _MARKUP.match(start):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < ord(" ") and byte not in b"\t\n\r\x0c" for byte in head)


def _check_archive(name: str, ending: str, file: IO[bytes]) -> None:
    """Refuse an archive that is no document of that kind, or has macros. Nothing is unpacked but one small part."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if len(parts) > MOST_PARTS:
                raise refused("file_is_not_what_it_says", name=name)
            told = _part(archive, parts, "mimetype" if ending == "odt" else "[Content_Types].xml")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise refused("file_is_not_what_it_says", name=name) from None
    finally:
        file.seek(0)
    names = " ".join([*parts, told]).casefold()
    if any(word in names for word in _MACROS) or "Basic/" in " ".join(parts):
        raise refused("file_with_macros", name=name)
    fits = told.strip() == KINDS["odt"].content_type if ending == "odt" else _MAIN[ending] in told
    if not fits:
        raise refused("file_is_not_what_it_says", name=name)


def _part(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str) -> str:
    """A small part of an archive; nothing where it is missing. Raises ValueError for a large one."""
    part = parts.get(name)
    if part is None:
        return ""
    if part.file_size > LARGEST_PART:
        raise ValueError("no document names so many parts")
    with archive.open(part) as opened:
        return opened.read(LARGEST_PART).decode("utf-8", "replace")
