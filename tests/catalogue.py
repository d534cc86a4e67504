"""The catalogues of words: collects what the sources say, keeps what is translated, compiles it.

`make messages` runs this; the tests ask the same functions whether it has been run.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "zhurnal" / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())
KEYWORDS = DEFAULT_KEYWORDS | dict.fromkeys(("gettext_lazy", "gettext_noop"))
HEADER = "# Collected by `make messages`, translated by hand. The words: docs/glossary.md."


class Words(Catalog):
    """A catalogue whose header says what gettext needs, and no date, person or program."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=language, header_comment=HEADER, fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header in the order in which it is written."""
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]

    @mime_headers.setter
    def mime_headers(self, _read: object) -> None:
        """What a file says of itself changes nothing: the language is its folder."""


def collected() -> Words:
    """Every message of the Python files and templates, not translated."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Words("ru")
    for path, line, message, comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        found.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return found


def translated(language: str) -> Words:
    """What the .po file of `language` holds; empty where there is no file yet."""
    words = Words(language)
    if source(language).exists():
        with source(language).open("rb") as file:
            PoFileParser(words).parse(file)
    return words


def source(language: str) -> Path:
    """The file that people translate."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def written(words: Words) -> bytes:
    """The .po file: by message, with the files that say it, so that an edited line changes nothing here."""
    out = io.BytesIO()
    write_po(out, words, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def compiled(words: Words) -> bytes:
    """The .mo file."""
    out = io.BytesIO()
    write_mo(out, words)
    return out.getvalue()


def main() -> None:
    """Bring every catalogue up to date: new messages come in empty, those that nothing says go."""
    template = collected()
    for language in LANGUAGES:
        words = translated(language)
        words.update(template, no_fuzzy_matching=True, update_header_comment=False)
        source(language).write_bytes(written(words))
        source(language).with_suffix(".mo").write_bytes(compiled(words))


if __name__ == "__main__":
    main()
