"""Templates that are compiled once for each language, with the words of it already inside.

A page has a hundred phrases; looking each up for each reader took a tenth of its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Template
    from jinja2.lexer import TokenStream

PHRASE = [("name", "_"), ("lparen", None), ("string", None), ("rparen", None)]


class Phrases(Extension):
    """Puts the translation in the place of each `_("…")` that has no values to fill in."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The tokens with `_`, `(`, text, `)` read as the text in the language of the environment."""
        waiting: list[Token] = []
        for token in stream:
            waiting.append(token)
            if not _fits(waiting):
                yield from waiting[:-1]
                waiting = [token] if _fits([token]) else []
                if not waiting:
                    yield token
            elif len(waiting) == len(PHRASE):
                yield from _said(waiting, self.environment.language)  # type: ignore[attr-defined]  # set below
                waiting = []
        yield from waiting


def _fits(tokens: list[Token]) -> bool:
    return all(
        token.type == kind and value in (None, token.value)
        for token, (kind, value) in zip(tokens, PHRASE, strict=False)
    )


def _said(phrase: list[Token], language: str | None) -> Iterator[Token]:
    """The text as a constant that is safe to print: the catalogues are ours."""
    line = phrase[0].lineno
    with translation.override(language):
        text = say(phrase[2].value)
    kinds = ("lparen", "("), ("string", text), ("pipe", "|"), ("name", "safe"), ("rparen", ")")
    return (Token(line, kind, value) for kind, value in kinds)


def say(text: str, /, **values: Any) -> Markup:
    """The text in the reader's language; each `%(name)s` in it gets its value, escaped."""
    return Markup(translation.gettext(text)) % values  # noqa: S704 -- catalogues are ours


class ByLanguage(Environment):
    """Gives templates in the reader's language. `make` makes the environment of one language."""

    def __init__(self, make: Callable[[], Environment]) -> None:
        super().__init__(autoescape=True)
        self._make = make
        self._made: dict[str | None, Environment] = {}

    def get_template(self, name: Any, *more: Any, **named: Any) -> Template:
        """The template with the words of the language that is switched on."""
        language = translation.get_language()
        if language not in self._made:
            made = self._make()
            made.language = language  # type: ignore[attr-defined]  # read by Phrases
            self._made[language] = made
        return self._made[language].get_template(name, *more, **named)
