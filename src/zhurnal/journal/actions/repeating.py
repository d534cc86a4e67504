"""Changes that a client sends again: what was done before is answered as then, and not done twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from zhurnal.journal.rules import RefusedError
from zhurnal.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from zhurnal.audit.ledger import Opened

Change = TypeVar("Change", bound=Any)  # a dataclass with `change_id` and `seen_version`
Answer = TypeVar("Answer")


class Deed(NamedTuple):
    """What a line must tell to be about the change in question."""

    actor_id: int | None
    action: str
    subject: str


class Answered(Generic[Change, Answer]):
    """What was answered within one request, by the id of the change."""

    def __init__(self) -> None:
        self._answers: dict[UUID, tuple[Change, Answer]] = {}

    def again(self, change: Change) -> Answer | None:
        """The answer given before. Raises RefusedError where the id stood for another change."""
        if change.change_id not in self._answers:
            return None
        first, answer = self._answers[change.change_id]
        if replace(change, seen_version=first.seen_version) != first:
            raise RefusedError("foreign_change_id")
        return answer

    def note(self, change: Change, answer: Answer) -> None:
        """Remember the first answer of an id."""
        self._answers.setdefault(change.change_id, (change, answer))


def told_before(opened: Opened, change_id: UUID, deed: Deed) -> dict[str, Any] | None:
    """What the ledger tells of a change that was done before; None where it was not.

    Raises RefusedError where the id stands for something else, or its line is forgotten by law.
    """
    line = opened.known.get(change_id)
    if line is None:
        return None
    if line.chain != opened.chain or deed != (line.actor_id, line.action, line.subject) or not line.details:
        raise RefusedError("foreign_change_id")
    return line.details


def with_names(answers: Sequence[Answer], authors: Mapping[UUID, int], conflict: type[Any]) -> list[Answer]:
    """Put into the conflicts the names of those who wrote what stands there: people by the id of the change.

    One query, none without authors.
    """
    people = Person.objects.in_bulk(set(authors.values())) if authors else {}
    return [
        replace(answer, by=people[authors[answer.change_id]].short_name)
        if isinstance(answer, conflict) and answer.change_id in authors
        else answer
        for answer in answers
    ]
