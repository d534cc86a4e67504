"""What is wrong with a school's configuration, in words for the person who wrote it."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A path («period.thresholds.4»), the value that stands there, and a sentence: template and facts.

    Screens translate `text` and fill it in; `sentence` is the Russian one.
    """

    path: str
    value: str
    text: str
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return self.text.format(**dict(self.facts))


class PolicyError(ValueError):
    """A configuration that contradicts itself or means nothing, with every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{found.path}: {found.sentence}" for found in problems))
        self.problems = problems
