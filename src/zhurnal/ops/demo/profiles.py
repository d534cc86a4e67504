"""The demo schools by size (domain.md §10.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from zhurnal.ops.demo.plan import PRIMARY


class Post(NamedTuple):
    """So many teachers who can teach these subjects."""

    title: str
    slugs: frozenset[str]
    places: int
    men: float = 0.1


@dataclass(frozen=True)
class Profile:
    """What a demo school looks like."""

    name: str
    short_name: str
    hue: int
    pupils: int
    parallels: dict[int, int]
    posts: tuple[Post, ...]
    second_shift: frozenset[int] = frozenset()
    six_days: frozenset[int] = frozenset()
    split: frozenset[str] = frozenset()
    # Physical education of these grades is taught across classes; by sex where there are two teachers.
    stream_grades: tuple[int, int] = (10, 11)
    stream_by_sex: bool = True


def _post(title: str, slugs: str, count: int, men: float = 0.1) -> Post:
    return Post(title, frozenset(slugs.split()), count, men)


def _posts(*counts: int) -> tuple[Post, ...]:
    """Posts of a town school, numbers in this order."""
    titles = (
        ("Учитель русского языка и литературы", "russian literature", 0.05),
        ("Учитель английского языка", "english", 0.05),
        ("Учитель математики", "math algebra geometry probability", 0.15),
        ("Учитель информатики", "informatics", 0.5),
        ("Учитель труда (технологии)", "technology", 0.5),
        ("Учитель истории и обществознания", "history social culture", 0.3),
        ("Учитель географии", "geography", 0.2),
        ("Учитель физики", "physics", 0.4),
        ("Учитель химии", "chemistry", 0.1),
        ("Учитель биологии", "biology", 0.1),
        ("Учитель изобразительного искусства", "art", 0.1),
        ("Учитель музыки", "music", 0.1),
        ("Учитель физической культуры", "pe", 0.6),
        ("Преподаватель-организатор ОБЗР", "safety project", 0.9),
    )
    return tuple(
        _post(title, slugs, count, men) for (title, slugs, men), count in zip(titles, counts, strict=True)
    )


def _primary(count: int) -> Post:
    return Post("Учитель начальных классов", PRIMARY, count, 0.02)


SPLIT = frozenset({"english", "informatics", "technology"})
VILLAGE = Profile(
    name="Муниципальное общеобразовательное учреждение «Берёзовская основная школа»",
    short_name="Берёзовская школа",
    hue=255,
    pupils=80,
    parallels=dict.fromkeys(range(1, 10), 1),
    posts=(
        _primary(4),
        _post("Учитель русского языка и литературы", "russian literature", 2),
        _post("Учитель английского языка", "english", 1),
        _post("Учитель математики и информатики", "math algebra geometry probability informatics", 2),
        _post("Учитель истории и обществознания", "history social culture", 1),
        _post("Учитель географии, биологии и химии", "geography biology chemistry", 1),
        _post("Учитель физики, труда и ОБЗР", "physics technology safety", 1, 1),
        _post("Учитель музыки, изобразительного искусства и труда", "art music technology", 1, 0),
        _post("Учитель физической культуры", "pe", 1, 0.6),
    ),
    six_days=frozenset({8, 9}),
    split=frozenset({"technology"}),
    stream_grades=(8, 9),
    stream_by_sex=False,
)
TOWN = Profile(
    name="Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 14»",
    short_name="Школа № 14",
    hue=160,
    pupils=728,
    parallels={**dict.fromkeys(range(1, 9), 3), 9: 2, 10: 1, 11: 1},
    posts=(_primary(12), *_posts(6, 7, 5, 2, 2, 3, 2, 2, 1, 2, 1, 1, 4, 2)),
    second_shift=frozenset({3, 6}),
    six_days=frozenset({6, 8, 9, 10, 11}),
    split=SPLIT,
)
CITY = Profile(
    name="Государственное бюджетное общеобразовательное учреждение «Школа № 1415»",
    short_name="Школа № 1415",
    hue=160,
    pupils=1750,
    parallels={**dict.fromkeys(range(1, 5), 8), **dict.fromkeys(range(5, 10), 6), 10: 2, 11: 2},
    posts=(_primary(32), *_posts(11, 14, 10, 3, 5, 6, 3, 3, 2, 3, 3, 3, 8, 4)),
    second_shift=frozenset({3, 6}),
    six_days=frozenset({6, 8, 9, 10, 11}),
    split=SPLIT,
)
FIRST_SCHOOLS = {"small": VILLAGE, "school": TOWN, "large": CITY}


def profiles_of(scale: str) -> tuple[Profile, Profile]:
    """The two schools of a scale; the second is always a village school with a name of its own."""
    first = FIRST_SCHOOLS[scale]
    second = replace(
        VILLAGE,
        name="Муниципальное общеобразовательное учреждение «Сосновская основная школа»",
        short_name="Сосновская школа",
        hue=25,
    )
    return first, second
