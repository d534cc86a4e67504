"""How queries are written, where the database needs it so."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path("src/zhurnal")
# `cancellation=None`, `"…cancellation": None`: an outer join whose filter PostgreSQL does not see through.
SLOW = re.compile(r"""cancellation(?:=None|__isnull=True|__pk=None|"\s*:\s*None)""")


def test_lessons_that_were_held_are_found_by_the_lesson_of_their_cancellation():
    """PostgreSQL plans the other way as if one lesson of a hundred were left (docs/decisions/015)."""
    slow = [
        f"{file}:{number}"
        for file in SOURCES.rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if SLOW.search(line)
    ]
    assert not slow
