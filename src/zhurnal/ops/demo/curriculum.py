"""Topics and homework of a course for the year, from the files in curriculum/."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from random import Random

_FOLDER = Path(__file__).parent / "curriculum"
_TEXTS = Path(__file__).parent / "texts"
REVISION = "Повторение изученного"
EVERY_GRADE = "*"


class Topic(NamedTuple):
    """What a lesson is about; `kind` is the code of a kind of work where one is written."""

    text: str
    kind: str = ""
    follows_up: bool = False


def topics_of_year(slug: str, grade: int, lessons: int) -> list[Topic]:
    """Topics for so many lessons: the plan stretched or shortened, no work of the plan left out."""
    file = _file(slug)
    plan = file["grades"].get(str(grade)) or file["grades"][EVERY_GRADE]
    topics = [topic for item in plan for topic in _hours(item, file.get("followups", ()))]
    while len(topics) > lessons:
        topics.pop(_most_dispensable(topics))
    missing = lessons - len(topics)
    for place in range(missing):
        # Spread evenly, from the end on, so that places found before stay right.
        topics.insert(len(topics) * (missing - place) // missing, Topic(REVISION, follows_up=True))
    return topics


def homework_text(chance: Random, slug: str, lesson: int) -> str:
    """The homework set in the lesson of that index; numbers in the book rise through the year."""
    number = 10 + lesson * 6 + chance.randint(0, 4)
    page = 6 + lesson * 2 + chance.randint(0, 1)
    numbers = {
        "par": 1 + lesson // 3,
        "page": page,
        "page2": page + 1,
        "no": number,
        "no2": number + chance.randint(1, 5),
        "ex": 1 + (lesson * 3 + chance.randint(0, 2)) % 40,
    }
    return str(chance.choice(_file(slug)["homework"])).format_map(numbers)


@cache
def texts(name: str) -> dict[str, list[str]]:
    """A file of texts/: lists of sentences by kind."""
    found: dict[str, list[str]] = json.loads((_TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def _file(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    return found


def _hours(item: list[Any], followups: list[str] | tuple[str, ...]) -> list[Topic]:
    """The first hour bears the topic, further ones say what is done with it."""
    text, hours, *kind = item
    first = Topic(text, kind[0] if kind else "")
    stem = text.rstrip(".")
    more = [
        Topic(f"{stem}. {followups[hour % len(followups)]}" if followups else text, follows_up=True)
        for hour in range(hours - 1)
    ]
    return [first, *more]


def _most_dispensable(topics: list[Topic]) -> int:
    """The last hour that only follows up; without one the last topic with no work."""
    for wanted in (True, False):
        for place in range(len(topics) - 1, -1, -1):
            if topics[place].follows_up == wanted and not topics[place].kind:
                return place
    return len(topics) - 1
