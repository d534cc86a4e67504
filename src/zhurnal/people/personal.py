"""What a room keeps about a person, for who asks for all of it.

A room that keeps personal data has a module `privacy` with `personal_data(pupil_id)`; it is found by its name, so
that who gathers needs to know no room.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = dict[str, Any]


class Document(NamedTuple):
    """A file that goes with the facts: how rows name it, and where it lies."""

    name: str
    path: Path


class Section(NamedTuple):
    """One kind of facts. `name` is for programs, `title` for people; rows have the same keys, plain JSON values.

    Titles and keys are Russian whatever the screen speaks: a family compares one archive with another.
    """

    name: str
    title: str
    rows: Iterable[Row]
    documents: Iterable[Document] = ()


def gathered(pupil_id: int) -> Iterator[Section]:
    """Everything that the rooms keep about a pupil and the family may read, room by room."""
    for config in apps.get_app_configs():
        module = f"{config.name}.privacy"
        if config.name.startswith("zhurnal.") and find_spec(module):
            yield from import_module(module).personal_data(pupil_id)
