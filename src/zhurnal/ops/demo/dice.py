"""Chance that always falls the same way. Each matter has its own dice: a change in one moves no other."""

from __future__ import annotations

from random import Random

SEED = "zhurnal-2025"


def dice(*matter: object) -> Random:
    """Make the dice of a matter, for example of "health", a school and a pupil: text seeds use no hashes."""
    return Random(":".join((SEED, *map(str, matter))))  # noqa: S311 -- a demo school, not a secret
