"""Which works are written in which lesson, and how many of a class are marked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.ability import CREATIVE
from zhurnal.ops.demo.plan import LAST_PRIMARY_GRADE

if TYPE_CHECKING:
    from random import Random

    from zhurnal.ops.demo.curriculum import Topic

# How often a lesson that the plan gives no work has one, by subject; else answers and homework are marked.
_EXACT = {"independent": 0.11, "test": 0.03}
_LANGUAGE = {"independent": 0.08, "test": 0.03, "dictation": 0.04}
_NATURE = {"independent": 0.06, "test": 0.04, "practical": 0.03}
_CREATIVE = {"practical": 0.07, "project": 0.02}
_OTHER = {"test": 0.04, "independent": 0.06}
_CHANCES = {
    **dict.fromkeys(("math", "algebra", "geometry", "probability", "physics", "chemistry"), _EXACT),
    **dict.fromkeys(("russian", "english"), _LANGUAGE),
    **dict.fromkeys(("biology", "geography", "world", "informatics"), _NATURE),
    **dict.fromkeys(CREATIVE, _CREATIVE),
}
_NAMES = {
    "independent": "Самостоятельная работа", "test": "Тест", "dictation": "Словарный диктант",
    "practical": "Практическая работа", "project": "Мини-проект",
}  # fmt: skip
_HOMEWORK = 0.30
_COVERAGE = {"answer": 0.34, "homework": 0.32}
_WRITTEN = 0.93
# A subject of one hour a week needs more marks a lesson, or no quarter mark could be given.
_BY_HOURS = {1: 1.95, 2: 1.2, 3: 0.95, 4: 0.85}
_OF_MANY_HOURS = 0.78
DOUBLE = frozenset({"dictation", "essay"})
DOUBLE_SUBJECTS = frozenset({"russian", "literature"})
CONTROLS = frozenset({"control", "dictation", "essay"})
SECOND_COLUMN = 0.25
LONGEST_TITLE = 200


class WorkDraft(NamedTuple):
    """A column: its place in the lesson, its kind, its title; with a weight of its own, or that of the kind."""

    position: int
    kind: str
    title: str = ""
    own_weight: int | None = None

    @property
    def is_written(self) -> bool:
        """Whether all who are there write it, and the teacher takes it home."""
        return self.kind not in _COVERAGE


def works_of(chance: Random, slug: str, topic: Topic) -> list[WorkDraft]:
    """The columns of a lesson; the first is the ordinary one."""
    kind, title = topic.kind, topic.text
    if not kind:
        kind = _drawn_kind(chance, slug)
        title = f"{_NAMES[kind]}. {topic.text}" if kind in _NAMES else ""
    title = title[:LONGEST_TITLE]
    if kind in _COVERAGE:
        return [WorkDraft(1, kind)]
    if chance.random() < SECOND_COLUMN:
        return [WorkDraft(1, "answer"), WorkDraft(2, kind, title)]
    return [WorkDraft(1, kind, title)]


def planned_works(topic: Topic) -> list[WorkDraft]:
    """The columns of a lesson to come: a control work of the plan is announced."""
    if topic.kind not in CONTROLS:
        return [WorkDraft(1, "answer")]
    return [WorkDraft(1, "answer"), WorkDraft(2, topic.kind, topic.text[:LONGEST_TITLE])]


def uncounted(work: WorkDraft) -> WorkDraft:
    """The work of an outside check: marked, and left out of the average."""
    return work._replace(title=f"Диагностическая работа. {work.title}"[:LONGEST_TITLE], own_weight=0)


def coverage(work: WorkDraft, hours: int, *, beside: bool) -> float:
    """Which share of those present gets a mark; few do where the lesson has a written work beside."""
    if work.is_written:
        return _WRITTEN
    return _COVERAGE[work.kind] * _BY_HOURS.get(hours, _OF_MANY_HOURS) * (0.3 if beside else 1.0)


def homework_share(slug: str, grade: int) -> float:
    """How often homework is set."""
    if slug in CREATIVE:
        return 0.1
    return 0.85 if grade <= LAST_PRIMARY_GRADE else 0.93


def _drawn_kind(chance: Random, slug: str) -> str:
    lot = chance.random()
    for kind, share in _CHANCES.get(slug, _OTHER).items():
        lot -= share
        if lot < 0:
            return kind
    return "homework" if lot < _HOMEWORK and slug not in CREATIVE else "answer"
