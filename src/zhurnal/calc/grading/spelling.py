"""How the content of a cell may be spelled: the forms that hands, keyboards and spreadsheets produce."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.absence import ABSENCE_CODES

if TYPE_CHECKING:
    from zhurnal.calc.grading.scale import Scale


class Parts(NamedTuple):
    """The pieces of a text, empty where missing; `letters` already in Cyrillic."""

    first: str = ""
    second: str = ""
    resit: str = ""
    second_resit: str = ""
    letters: str = ""
    minutes: str = ""
    point: bool = False


def plain(text: str) -> str:
    """Take away what the eye does not see: case, width, odd spaces, invisible signs."""
    visible = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return visible.casefold().translate(_STROKES).strip()


def cell(text: str, scale: Scale) -> Parts | None:
    """Take a plain text apart: a point or marks, perhaps a re-sit, then a sign of attendance."""
    if text in _POINTS:
        return Parts(point=True)
    parts = _parts(_forms(scale)[0].fullmatch(text))
    sign = text.translate(_TO_CYRILLIC)
    if parts is not None and parts.first and parts.letters and sign in ABSENCE_CODES:
        # «сп» is one sign, though «с» is also spelled for the mark C.
        return Parts(letters=sign)
    return parts


def late_work(text: str, scale: Scale) -> Parts | None:
    """Take «н/4», «н4», «4/н», «4 н» apart; None for a text of another form."""
    whole, sign_first, mark_first = _forms(scale)
    as_cell = whole.fullmatch(text)
    if as_cell is not None and not as_cell["letters"]:
        # «E/F» are two marks of the letters, though «e» is also the key of «у».
        return None
    return _parts(sign_first.fullmatch(text)) or _parts(mark_first.fullmatch(text))


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_STROKES = str.maketrans(dict.fromkeys("\\\u2044\u2215", "/") | {"→": ">"})
# The keys of the point in both layouts (ux.md UX-G03) and what prints like one. «/» is one only alone.
_POINTS = tuple(".·•∙⋅ю/")
_POINT = r"[.·•∙⋅]"
_LETTERS = r"[а-яёa-z,<]+"
# The first row: the same keys in the Latin layout. The second: Latin letters that look like Cyrillic.
# Where both exist («y» is the key of «н» and looks like «у») the key wins: it is what the hand meant.
_TO_CYRILLIC = str.maketrans(
    {"y": "н", ",": "б", "<": "б", "e": "у", "j": "о", "g": "п", "c": "с", "d": "в", "l": "д"}
    | {"h": "н", "n": "н", "o": "о", "b": "в"}
)


@lru_cache(maxsize=64)
def _forms(scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The forms of a cell, of «н/4» and of «4/н», with the words of the scale."""
    texts = sorted(scale.known_texts(), key=len, reverse=True)
    mark = "|".join([*map(re.escape, texts), "[0-9]+"])
    # «AB» is a double mark as «54» is; words need their stroke.
    stroke = r"\s*/?\s*" if texts and max(map(len, scale.texts), default=2) == 1 else r"\s*/\s*"
    # In «F сп» the «с» is the beginning of a sign, no second mark C.
    marks = rf"(?P<first>{mark})(?:{stroke}(?P<second>{mark})(?![а-яё]))?"
    resit = rf"(?:\s*-?>\s*(?P<resit>{mark})(?:{stroke}(?P<second_resit>{mark})(?![а-яё]))?)?"
    letters = rf"(?P<letters>{_LETTERS})"
    return (
        re.compile(rf"(?:(?P<point>{_POINT})|{marks}{resit})?\s*(?:{letters}\s*(?P<minutes>[0-9]+)?)?"),
        re.compile(rf"{letters}\s*/?\s*{marks}{resit}"),
        re.compile(rf"{marks}\s*/?\s*{letters}"),
    )


def _parts(match: re.Match[str] | None) -> Parts | None:
    if match is None:
        return None
    found = match.groupdict("")
    return Parts(
        found["first"],
        found["second"],
        found.get("resit", ""),
        found.get("second_resit", ""),
        found["letters"].translate(_TO_CYRILLIC),
        found.get("minutes", ""),
        bool(found.get("point")),
    )
