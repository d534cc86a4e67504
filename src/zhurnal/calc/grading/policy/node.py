"""A place in a school's configuration: reads plain data and remembers everything that cannot be meant."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from zhurnal.calc.grading.policy.problems import Problem
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Data = None | bool | int | str | list["Data"] | dict[str, "Data"]
Meaning = TypeVar("Meaning")
Word = TypeVar("Word", bound=StrEnum)

# More digits than any rule has; and «1e999999» must not keep the computer busy.
_NUMBER = re.compile(r"-?[0-9]{1,6}(?:[.,][0-9]{1,6}|/[1-9][0-9]{0,5})?")
_GRADES = re.compile(r"([0-9]{1,2})(?:\s*[-–]\s*([0-9]{1,2}))?")
LAST_GRADE = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its path; problems of all nodes of one reading go into one list."""

    value: Data
    path: str = ""
    problems: list[Problem] = field(default_factory=list)

    def complain(self, text: str, **facts: object) -> None:
        """Remember a problem of this place; `text` is a template for `facts`."""
        self.problems.append(Problem(self.path, shown(self.value), text, tuple(facts.items())))

    def child(self, key: str) -> Node | None:
        """The value under a key of this mapping; None where there is no such key."""
        if not isinstance(self.value, dict) or key not in self.value:
            return None
        return self._below(key, self.value[key])

    def only(self, known: Collection[str]) -> None:
        """Complain about keys that mean nothing here, and about anything that has no keys at all."""
        for key, value in self.entries():
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                text = _UNKNOWN_KEY_LIKE if near else _UNKNOWN_KEY
                value.complain(text, like=near[0] if near else "", known=", ".join(known))

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The keys of this mapping with their values."""
        if not isinstance(self.value, dict):
            self.complain(_NO_MAPPING)
            return
        for key, value in self.value.items():
            yield key, self._below(key, value)

    def items(self) -> list[Node]:
        """The members of this list."""
        if not isinstance(self.value, list):
            self.complain(_NO_LIST)
            return []
        return [self._below(str(index), value) for index, value in enumerate(self.value)]

    def number(self) -> Fraction | None:
        """Read «4.65», «4,65», 3, «2/3» exactly."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | str):
            self.complain(_NO_NUMBER)
            return None
        text = str(self.value).strip()
        if not _NUMBER.fullmatch(text):
            self.complain(_NO_NUMBER)
            return None
        return Fraction(text.replace(",", "."))

    def whole(self, low: int, high: int) -> int | None:
        """Read a whole number from `low` to `high`."""
        number = self.number()
        if number is None:
            return None
        if number.denominator != 1 or not low <= number <= high:
            self.complain(_NO_WHOLE, low=low, high=high)
            return None
        return int(number)

    def choose(self, key: str, known: type[Word], default: Word) -> Word:
        """Read the word under a key; without one, or with one that means nothing, it is the default."""
        child = self.child(key)
        found = child.word({word.value: word for word in known}) if child else None
        return default if found is None else found

    def fixed(self, key: str, word: str) -> None:
        """Complain if a key that has only one meaning says another."""
        child = self.child(key)
        if child is not None:
            child.word({word: word})

    def number_at(self, key: str, default: Fraction) -> Fraction:
        """Read the number under a key that is not negative."""
        child = self.child(key)
        found = child.number() if child else default
        if child is not None and found is not None and found < 0:
            child.complain(_NEGATIVE)
        return default if found is None else found

    def flag_at(self, key: str, *, default: bool) -> bool:
        """Read true or false under a key."""
        child = self.child(key)
        return child.flag() if child else default

    def flag(self) -> bool:
        """Read true or false."""
        if not isinstance(self.value, bool):
            self.complain(_NO_FLAG)
        return self.value is True

    def word(self, known: Mapping[str, Meaning]) -> Meaning | None:
        """Read one of the known words and return what it means."""
        found = known.get(self.value) if isinstance(self.value, str) else None
        if found is None:
            self.complain(_NO_WORD, known=", ".join(known))
        return found

    def grades(self) -> frozenset[int]:
        """Read «5-9», «11» or a number."""
        text = str(self.value).strip() if isinstance(self.value, int | str) else ""
        match = _GRADES.fullmatch(text)
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= last <= LAST_GRADE or isinstance(self.value, bool):
            self.complain(_NO_GRADES, last=LAST_GRADE)
            return frozenset()
        return frozenset(range(first, last + 1))

    def _below(self, key: str, value: Data) -> Node:
        return Node(value, f"{self.path}.{key}" if self.path else key, self.problems)


def shown(value: Data) -> str:
    """A value as the person wrote it, no longer than fits a line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_LONGEST_SHOWN = 60
_UNKNOWN_KEY = gettext_noop("Такого правила нет. Здесь могут стоять: {known}.")
_UNKNOWN_KEY_LIKE = gettext_noop("Такого правила нет. Возможно, имелось в виду «{like}».")
_NO_MAPPING = gettext_noop("Здесь должны стоять правила с именами, а стоит одно значение.")
_NO_LIST = gettext_noop("Здесь должен стоять список.")
_NO_NUMBER = gettext_noop("Это не число. Напишите, например, 3, 4.65 или 2/3.")
_NO_WHOLE = gettext_noop("Нужно целое число от {low} до {high}.")
_NEGATIVE = gettext_noop("Число не может быть отрицательным.")
_NO_FLAG = gettext_noop("Нужно «да» или «нет»: true или false.")
_NO_WORD = gettext_noop("Такого значения нет. Возможны: {known}.")
_NO_GRADES = gettext_noop("Классы пишутся числом или промежутком, от 1 до {last}: 5-9.")
