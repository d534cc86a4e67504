"""The order of Russian names and classes, and the form in which names are searched.

Databases disagree about Cyrillic, so the keys are made here. A key consists of lower-case letters and digits
only: byte order and every locale's order agree on those.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = 320
_SHARED_LETTERS = str.maketrans({"є": "е", "ґ": "г", "і": "и", "ї": "и"})
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
# Digits sort before letters, so a shorter part of a name comes before a longer one: «Иванов Яков» before
# «Иванов-Петров Андрей» before «Иванова Анна». 0 is kept for what decides only between equals.
_END, _SPACE, _HYPHEN = "0", "1", "2"


def sort_key(name: str) -> str:
    """Make a text whose order is the order of `name` in a class list; at most 320 characters.

    «ё» stands with «е»; where nothing else differs, «е» comes first. Case is of no weight.
    """
    folded = _folded(name)
    letters = folded.replace("ё", "е").translate(_SHARED_LETTERS)
    main = "".join(_sorting(letter) for letter in letters)
    # The earlier the «ё», the greater the key: at the first difference «е» wins.
    ties = "".join(f"{999 - place:03d}" for place, letter in enumerate(folded[:999]) if letter == "ё")
    return (f"{main}{_END}{ties}" if ties else main)[:LONGEST_KEY]


def search_key(text: str) -> str:
    """Make the form in which names are stored and looked up: «Семён» → «семен»."""
    return _folded(text).replace("ё", "е")[:LONGEST_KEY]


def class_key(name: str) -> tuple[int, str]:
    """Make a key that puts 2 «А» before 10 «А»; a name without a number comes last."""
    number = re.match(r"\s*(\d+)", name)
    rest = name[number.end() :] if number else name
    return (int(number[1]) if number else 10**6, sort_key("".join(filter(str.isalnum, rest))))


def _folded(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_DASHES.sub("-", composed).split())


def _sorting(letter: str) -> str:
    if letter.isalpha():
        return letter
    # A digit in a name is rare; it goes between the marks above and the letters.
    return {" ": _SPACE, "-": _HYPHEN}.get(letter, f"3{letter}" if letter.isdecimal() else "")
