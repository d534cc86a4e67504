"""Names with every difficulty that a school meets: ё, hyphens, «оглы», no patronymic, very long ones."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from random import Random

MALE, FEMALE = 0, 1
UNWRITTEN = 1 / 80
SPECIAL = "special"
_LISTS = Path(__file__).parent / "texts" / "names.json"


class Kin(NamedTuple):
    """A family name with the lists from which its given names come, and the father of its children."""

    origin: str
    surname: tuple[str, str]
    father: tuple[str, str, str]


class FullName(NamedTuple):
    """Surname, given name, patronymic (may be empty)."""

    surname: str
    given_name: str
    patronymic: str


def draw_kin(chance: Random) -> Kin:
    """Draw a family: Russian in three cases of four."""
    lists = {origin: entry for origin, entry in _lists().items() if origin != SPECIAL}
    (origin,) = chance.choices(list(lists), [entry["share"] for entry in lists.values()])
    men, women = chance.choice(lists[origin]["surnames"])
    name, son, daughter = chance.choice(lists[origin]["male"])
    return Kin(origin, (men, women), (name, son, daughter))


def special_names() -> list[tuple[FullName, int]]:
    """Names that trip programs up, with the sex of their bearers."""
    rows: Any = _lists()[SPECIAL]
    return [(FullName(*name), FEMALE if sex == "f" else MALE) for *name, sex in rows]


def child_name(chance: Random, kin: Kin, sex: int) -> FullName:
    """Draw the name of a child: the patronymic is the father's, and for one child in eighty not written."""
    father = kin.father[1 + sex] if chance.random() > UNWRITTEN else ""
    return FullName(kin.surname[sex], _given(chance, kin.origin, sex), father)


def adult_name(chance: Random, sex: int, kin: Kin | None = None) -> FullName:
    """Draw the name of an adult, of the family `kin` or of any; the patronymic is somebody unknown's."""
    own = draw_kin(chance)
    family = kin or own
    return FullName(family.surname[sex], _given(chance, family.origin, sex), _patronymic(chance, family, sex))


def father_name(chance: Random, kin: Kin) -> FullName:
    """Draw the name of the father whose name the children bear."""
    return FullName(kin.surname[MALE], kin.father[0], _patronymic(chance, kin, MALE))


def _patronymic(chance: Random, kin: Kin, sex: int) -> str:
    return str(chance.choice(_lists()[kin.origin]["male"])[1 + sex])


def _given(chance: Random, origin: str, sex: int) -> str:
    lists = _lists()[origin]
    return str(chance.choice(lists["female"]) if sex == FEMALE else chance.choice(lists["male"])[0])


@cache
def _lists() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_LISTS.read_text(encoding="utf-8"))
    return found
