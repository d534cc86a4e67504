"""Rules typed as text: JSON whose quotation marks may be left out, read with the line of every place.

`[{grades: 1-4, subjects: [Музыка, "Родной язык"], rules: {scale: none}}]`. Numbers stay texts, so that nothing
is rounded on the way.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.policy.node import Data, shown
from zhurnal.calc.grading.policy.problems import PolicyError, Problem
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from typing import NoReturn

DEEPEST = 12
LONGEST = 20_000
_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\\n]|\\.)*"|[^\s{}\[\],:"]+|"')
_WORDS: dict[str, Data] = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]"}


class Written(NamedTuple):
    """What a text says; `lines` tells on which line of it, from 1, each path stands."""

    data: Data
    lines: dict[str, int]

    def line(self, path: str) -> int:
        """The line of a path, or of the nearest place around it that was written."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 1)


class _Token(NamedTuple):
    text: str
    line: int


def read_text(text: str) -> Written:
    """Read a text; nothing written is an empty list. Raises PolicyError: its problems name the line."""
    if len(text) > LONGEST:
        raise PolicyError((Problem("", shown(text), _TOO_LONG, (("most", LONGEST),)),))
    tokens = [
        _Token(found[0], number)
        for number, line in enumerate(text.splitlines(), 1)
        for found in _TOKEN.finditer(line)
    ]
    if not tokens:
        return Written([], {})
    reading = _Reading(tokens)
    data = reading.value("", 0)
    if reading.at < len(tokens):
        reading.refuse(_MORE)
    return Written(data, reading.lines)


class _Reading:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at = tokens, 0
        self.lines: dict[str, int] = {}

    def value(self, path: str, depth: int) -> Data:
        token = self.next()
        self.lines.setdefault(path, token.line)
        if token.text in _CLOSING:
            if depth >= DEEPEST:
                self.refuse(_TOO_DEEP, token)
            return self._mapping(path, token, depth) if token.text == "{" else self._list(path, token, depth)
        plain = self._plain(token)
        return plain if token.text.startswith('"') else _WORDS.get(plain, plain)

    def next(self) -> _Token:
        """The next token. Raises PolicyError at the end of the text."""
        if self.at == len(self.tokens):
            self.refuse(_ENDS, self.tokens[-1])
        self.at += 1
        return self.tokens[self.at - 1]

    def refuse(self, text: str, token: _Token | None = None, **facts: object) -> NoReturn:
        where = token or self.tokens[min(self.at, len(self.tokens) - 1)]
        said = {"line": where.line, "text": shown(where.text)} | facts
        raise PolicyError((Problem("", where.text, text, tuple(said.items())),))

    def _mapping(self, path: str, opened: _Token, depth: int) -> Data:
        found: dict[str, Data] = {}
        while not self._closes(opened):
            token = self.next()
            key = self._plain(token)
            if key in found:
                self.refuse(_TWICE, token)
            colon = self.next()
            if colon.text != ":":
                self.refuse(_NO_COLON, token)
            place = f"{path}.{key}" if path else key
            self.lines[place] = token.line
            found[key] = self.value(place, depth + 1)
            self._separator(opened)
        return found

    def _list(self, path: str, opened: _Token, depth: int) -> Data:
        found: list[Data] = []
        while not self._closes(opened):
            found.append(self.value(f"{path}.{len(found)}" if path else str(len(found)), depth + 1))
            self._separator(opened)
        return found

    def _closes(self, opened: _Token) -> bool:
        if self.at == len(self.tokens):
            self.refuse(_NOT_CLOSED, opened, closing=_CLOSING[opened.text])
        if self.tokens[self.at].text != _CLOSING[opened.text]:
            return False
        self.at += 1
        return True

    def _separator(self, opened: _Token) -> None:
        """A comma between two members; behind the last one it may stand."""
        if self.at == len(self.tokens):
            self.refuse(_NOT_CLOSED, opened, closing=_CLOSING[opened.text])
        token = self.tokens[self.at]
        if token.text == ",":
            self.at += 1
        elif token.text != _CLOSING[opened.text]:
            self.refuse(_NO_COMMA, token, closing=_CLOSING[opened.text])

    def _plain(self, token: _Token) -> str:
        if token.text in {"{", "}", "[", "]", ",", ":"}:
            self.refuse(_NO_VALUE, token)
        text = token.text
        if text.startswith('"'):
            try:
                text = str(json.loads(text))
            except json.JSONDecodeError:
                self.refuse(_NO_QUOTE, token)
        if not text.isprintable():
            self.refuse(_UNPRINTABLE, token)
        return text


_TOO_LONG = gettext_noop("Текст длиннее {most} знаков.")
_TOO_DEEP = gettext_noop("Строка {line}: скобки вложены слишком глубоко.")
_MORE = gettext_noop("Строка {line}: текст правил здесь уже закончен, а дальше стоит «{text}».")
_ENDS = gettext_noop("Строка {line}: после «{text}» чего-то не хватает.")
_TWICE = gettext_noop("Строка {line}: «{text}» здесь уже названо выше.")
_NO_COLON = gettext_noop("Строка {line}: после имени «{text}» нужно двоеточие.")
_NO_VALUE = gettext_noop("Строка {line}: здесь должно стоять имя или значение, а стоит «{text}».")
_NO_QUOTE = gettext_noop("Строка {line}: кавычка не закрыта: «{text}».")
_UNPRINTABLE = gettext_noop("Строка {line}: в тексте есть знак, которого не видно. Наберите строку заново.")
_NOT_CLOSED = gettext_noop("Строка {line}: скобка «{text}» не закрыта, нужна «{closing}».")
_NO_COMMA = gettext_noop("Строка {line}: перед «{text}» нужна запятая или «{closing}».")
