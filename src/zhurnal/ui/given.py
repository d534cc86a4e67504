"""What an address or a form gave, read without trust by every room alike."""

from __future__ import annotations

import uuid

LARGEST_ID = 2**63 - 1


def as_id(given: str) -> int | None:
    """The number of a thing; None for anything that no database can hold, however long it is."""
    # The length comes first: Python refuses to read a number of thousands of digits.
    is_number = len(given) <= len(str(LARGEST_ID)) and given.isascii() and given.isdigit()
    number = int(given) if is_number else None
    return number if number is not None and number <= LARGEST_ID else None


def form_id(given: str) -> uuid.UUID:
    """The id under which a form was shown: what is sent twice is done once. A new one where it has none."""
    try:
        return uuid.UUID(given)
    except ValueError:
        return uuid.uuid4()
