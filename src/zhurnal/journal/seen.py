"""What a page had shown, in the hidden field of its form: a version and texts of each place, read without trust."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_VERSION = 2**31 - 1  # what a database calls an integer
Seen = TypeVar("Seen")


def read_seen(text: str, make: Callable[..., Seen]) -> dict[str, Seen]:
    """What was shown in each place, by its name: `make` takes version and texts. Nonsense has seen nothing."""
    try:
        return {name: _made(make, *parts) for name, parts in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def read_seen_once(text: str, make: Callable[..., Seen]) -> Seen | None:
    """Likewise, of a page that shows one place; None for nonsense."""
    try:
        return _made(make, *json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None


def _made(make: Callable[..., Seen], version: Any, *texts: Any) -> Seen:
    is_version = type(version) is int and 0 <= version <= LARGEST_VERSION
    if not (is_version and all(isinstance(one, str) for one in texts)):
        raise ValueError("not what the page had sent")
    return make(version, *texts)
