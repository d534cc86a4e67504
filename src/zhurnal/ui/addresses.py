"""The address of a page by its name."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import reverse

KEPT = 10_000  # a few megabytes: the links of the pages that a school of a thousand has open


@lru_cache(maxsize=KEPT, typed=True)
def address_of(name: str, *args: Any, **kwargs: Any) -> str:
    """Like Django's `reverse`, which tries every page of that name anew each time: twenty times on a page."""
    return reverse(name, args=args, kwargs=kwargs)
