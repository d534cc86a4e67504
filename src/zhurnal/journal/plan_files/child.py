"""A program of its own: a workbook comes in, its sheets go out as JSON, and nothing it holds can harm the server.

It runs without the rest of the product, under limits of memory and time that end it and not the server. Archives
are never unpacked to disk.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from typing import TYPE_CHECKING, Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY, SECONDS = 512 * 1024 * 1024, 10
MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 2_000, 60 * 1024 * 1024, 100
# Below this a high ratio is what empty tables have.
SMALL = 4 * 1024 * 1024
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL, MOST_TEXT = 10, 2_000, 60, 4_000, 8_000_000


def main() -> None:
    """Read a workbook from standard input, write what is in it to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


def read(data: bytes) -> dict[str, Any]:
    """The visible sheets of a workbook, `{"sheets": [[name, rows], …]}`, or `{"error": code}`."""
    try:
        if problem := _problem_of_archive(data):
            return {"error": problem}
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {"sheets": list(_sheets(book))}
    except _TooManyRowsError:
        return {"error": "too_many_rows"}
    except PasswordError:
        return {"error": "protected"}
    except (CalamineError, XmlError, ZipError, zipfile.BadZipFile, OSError, ValueError):
        return {"error": "damaged"}
    except MemoryError:
        return {"error": "too_heavy"}


def _problem_of_archive(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        return "too_heavy"
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        return "not_a_workbook"
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    swollen = unpacked > SMALL and unpacked > MOST_RATIO * packed
    return "too_heavy" if unpacked > MOST_UNPACKED or swollen else ""


class _TooManyRowsError(Exception):
    """A sheet that no plan fills."""


def _sheets(book: CalamineWorkbook) -> Iterator[tuple[str, list[list[str]]]]:
    visible = [
        one.name
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]
    left = MOST_TEXT
    for name in visible[:MOST_SHEETS]:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > MOST_ROWS:
            raise _TooManyRowsError
        rows = [
            [_text(value)[:LONGEST_CELL] for value in row[:MOST_COLUMNS]]
            for row in sheet.to_python(skip_empty_area=False)
        ]
        left -= sum(len(text) for row in rows for text in row)
        if left < 0:
            raise MemoryError
        yield name, rows


def _text(value: object) -> str:
    """A cell as a person reads it: 3, not 3.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    main()
