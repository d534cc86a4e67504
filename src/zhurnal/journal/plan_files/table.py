"""A file as sheets of texts: XLSX through a child process, CSV here. What it is, its first bytes decide."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from zhurnal.journal.plan_files.child import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from zhurnal.journal.plan_words import refused

LARGEST_FILE = 5 * 1024 * 1024
CHILD = Path(__file__).with_name("child.py")
PATIENCE = 20  # seconds

_ARCHIVE, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BINARY = (
    b"%PDF",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
)
_DELIMITERS = ";\t,"
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\x0c")


class Sheet(NamedTuple):
    """A sheet: its name (none for CSV) and its rows, the first of which is row 1."""

    name: str
    rows: list[list[str]]


def read_table(data: bytes) -> list[Sheet]:
    """The sheets of a file. Raises RefusedError with a sentence that says what to do."""
    if not data.strip():
        raise refused("empty_file")
    if len(data) > LARGEST_FILE:
        raise refused("file_too_large", most=LARGEST_FILE // 1024 // 1024)
    if data.startswith(_ARCHIVE):
        return _workbook(data)
    if data.startswith(_OLD_OFFICE):
        raise refused("old_workbook")
    if data.startswith(_BINARY):
        raise refused("not_a_table")
    return [Sheet("", _csv(_decoded(data)))]


def _workbook(data: bytes) -> list[Sheet]:
    """Ask the child; when it had to be ended the file was too much for it."""
    try:
        done = subprocess.run(  # noqa: S603 -- a program of our own, no shell, nothing from outside in the command
            [sys.executable, "-I", str(CHILD)], input=data, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise refused("too_heavy") from None
    if done.returncode != 0:
        raise refused("too_heavy")
    told = json.loads(done.stdout)
    if "error" in told:
        raise refused(told["error"], most=MOST_ROWS)
    return [Sheet(name, rows) for name, rows in told["sheets"]]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else the encoding in which Russian Excel writes CSV."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif _CONTROL.intersection(data[:4096]):
        raise refused("not_a_table")
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused("unknown_encoding")


def _csv(text: str) -> list[list[str]]:
    """Cells of a CSV; the delimiter is the one that its first lines have most of."""
    head = text[:4096]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = [
            [cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        raise refused("damaged") from None
    if len(rows) > MOST_ROWS:
        raise refused("too_many_rows", most=MOST_ROWS)
    return rows
