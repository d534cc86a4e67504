"""Lengths of lists in prepared queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def rounded(ids: Iterable[int]) -> list[int]:
    """These ids, one of them repeated until their number is 0 or a power of two.

    A statement is kept for every length of a list, so few lengths are few statements.
    """
    found = list(ids)
    lacking = (1 << (len(found) - 1).bit_length()) - len(found) if found else 0
    return found + found[:1] * lacking
