"""Texts that people type or paste, without what nobody sees in them."""

from __future__ import annotations

import unicodedata

# Characters that are not seen, and may turn round the text around them: kinds of Unicode.
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs"))
_LINES = frozenset("\n\t")


def seen(text: str) -> str:
    """The text without characters that are not seen; its lines stay."""
    return "".join(
        letter for letter in text if letter in _LINES or unicodedata.category(letter) not in _UNSEEN
    )


def one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(seen(text).split())


def paragraphs(text: str) -> str:
    """The text with its lines and at most one empty line between them, nothing before and after."""
    lines = (" ".join(line.split()) for line in seen(text).splitlines())
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
