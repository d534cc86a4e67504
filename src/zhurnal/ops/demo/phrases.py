"""Which sentence of texts/entries.json fits which month, grade and teacher."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.curriculum import texts

if TYPE_CHECKING:
    from random import Random

EVERY_MONTH = frozenset(range(1, 13))
LOWER, MIDDLE, UPPER, ALL = range(1, 5), range(5, 12), range(7, 12), range(1, 12)
NOBODY = range(0)


class _Word(NamedTuple):
    """A sentence with this word fits only these months and grades; a teacher of this subject says it."""

    word: str
    months: frozenset[int] = EVERY_MONTH
    grades: range = ALL
    slug: str = ""


def _in(*months: int) -> frozenset[int]:
    return frozenset(months)


_WORDS = (
    _Word("математик", slug="math", grades=range(1, 7)),
    _Word("алгебр", slug="algebra", grades=UPPER),
    _Word("геометри", slug="geometry", grades=UPPER),
    _Word("русск", slug="russian"),
    _Word("литератур", slug="literature", grades=MIDDLE),
    _Word("английск", slug="english", grades=range(2, 12)),
    _Word("физкультур", slug="pe"),
    _Word("географ", slug="geography", grades=MIDDLE),
    _Word("технологи", slug="technology", grades=range(5, 10)),
    _Word("хими", slug="chemistry", grades=range(8, 12)),
    _Word("истори", slug="history", grades=range(5, 6)),
    _Word("окружающ", slug="world", grades=LOWER),
    _Word("лабораторн", slug="physics", grades=UPPER),
    _Word("диктант", slug="russian"),
    _Word("Сочинение", slug="literature", grades=MIDDLE),
    _Word("седьмой урок", grades=UPPER),
    _Word("шестого урока", grades=UPPER),
    _Word("циркуль", grades=MIDDLE),
    _Word("девятых", grades=range(9, 10)),
    _Word("экзамен", _in(2, 3), range(9, 12)),
    _Word("десятого", _in(2, 3), range(10, 12)),
    _Word("азбук", _in(2, 3), range(1, 2)),
    _Word("начальной", _in(1), LOWER),
    _Word("осенн", _in(10)),
    _Word("овогодн", _in(12)),
    _Word("Победы", _in(5)),
    _Word("звонок", _in(5)),
    _Word("матери", _in(11)),
    _Word("учителя", _in(10), grades=MIDDLE),
    _Word("первоклассник", _in(10), MIDDLE),
    _Word("отопительн", _in(9, 10)),
    _Word("грипп", _in(9, 10)),
    _Word("субботник", _in(9, 10)),
    _Word("день четверти", _in(10, 12)),
    _Word("За четверть", _in(10, 12)),
    _Word("фотограф", _in(9, 10)),
    _Word("проверочн", _in(3, 4), range(4, 9)),
    _Word("папа, мама", _in(2), LOWER),
    _Word("Пап", _in(2), LOWER),
    _Word("бумажном", grades=NOBODY),
)


def choose(chance: Random, kind: str, month: int, grade: int) -> tuple[str, str]:
    """A sentence of a kind, and the subject of which its author is a teacher (empty: anybody's)."""
    fitting = [text for text in texts("entries")[kind] if _fits(text, month, grade)]
    text = chance.choice(fitting)
    return text, next((word.slug for word in _words_in(text) if word.slug), "")


def _fits(text: str, month: int, grade: int) -> bool:
    return all(month in word.months and grade in word.grades for word in _words_in(text))


def _words_in(text: str) -> list[_Word]:
    return [word for word in _WORDS if word.word in text]
