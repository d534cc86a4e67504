"""What two sets of rules say differently, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.policy.words import told

if TYPE_CHECKING:
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.sentence import Sentence


class Difference(NamedTuple):
    """A paragraph that reads otherwise; None on the side where it does not stand."""

    path: str
    before: Sentence | None
    after: Sentence | None


def differences(before: Rules, after: Rules) -> list[Difference]:
    """Compare two sets of rules as families read them, in the order of the configuration."""
    old, new = dict(told(before)), dict(told(after))
    return [
        Difference(path, old.get(path), new.get(path))
        for path in _in_order(list(old), list(new))
        if old.get(path) != new.get(path)
    ]


def _in_order(old: list[str], new: list[str]) -> list[str]:
    """All paths in the order of the new rules; what stands only in the old ones, behind its old neighbour."""
    paths, at = list(new), 0
    for path in old:
        if path in new:
            at = paths.index(path) + 1
        else:
            paths.insert(at, path)
            at += 1
    return paths
