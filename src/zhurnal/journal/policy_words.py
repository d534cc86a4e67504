"""The school's rules as they are read on a page: paragraphs under headings, and to whom each set applies."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.calc.grading.policy.differences import Difference
    from zhurnal.calc.grading.policy.words import Paragraph

Pair = tuple[int, str]  # grade, subject

_HEADINGS = {
    "scale": gettext_noop("Что учитывается"),
    "weights": gettext_noop("Сколько весит отметка"),
    "period": gettext_noop("Отметка за период"),
    "year": gettext_noop("Год и экзамен"),
    "edit_window_days": gettext_noop("До какого дня отметку меняют"),
    "rating": gettext_noop("Место в классе"),
}
_UNDER = {"counting": "scale", "absence_with_mark": "scale"}


class Line(NamedTuple):
    """A paragraph: `anchor` is its address on the page, `path` what proposals call it."""

    path: str
    anchor: str
    text: str


class Section(NamedTuple):
    """A heading with its paragraphs."""

    heading: str
    lines: list[Line]


class Told(NamedTuple):
    """How a paragraph reads otherwise; an empty text where it does not stand."""

    path: str
    before: str
    after: str


def anchor(path: str) -> str:
    """The id of a paragraph on a page: its path, in letters that every address can hold."""
    plain = path.replace(" ", "_")
    return plain if plain.isascii() else plain.encode("punycode").decode("ascii")


def sections(paragraphs: Iterable[Paragraph]) -> list[Section]:
    """Put the paragraphs of some rules under headings, in the reader's language."""
    by_heading = groupby(paragraphs, key=lambda one: _heading(one.path))
    return [
        Section(_(_HEADINGS[heading]), [Line(one.path, anchor(one.path), one.sentence.filled(_)) for one in own])
        for heading, own in by_heading
    ]  # fmt: skip


def told_differences(found: Iterable[Difference]) -> list[Told]:
    """Differences in the reader's language."""
    return [
        Told(one.path, *(side.filled(_) if side else "" for side in (one.before, one.after)))
        for one in found
    ]  # fmt: skip


def scope_lines(pairs: Iterable[Pair], taught: Mapping[int, frozenset[str]]) -> tuple[str, ...]:
    """(«1 класс: все предметы», «5–7, 9 классы: Музыка, Технология»). `taught`: all subjects of each grade."""
    by_grade: dict[int, list[str]] = {}
    for grade, subject in pairs:
        by_grade.setdefault(grade, []).append(subject)
    by_subjects: dict[str, list[int]] = {}
    for grade, subjects in sorted(by_grade.items()):
        whole = frozenset(subjects) == taught.get(grade)
        by_subjects.setdefault(_("все предметы") if whole else ", ".join(subjects), []).append(grade)
    return tuple(f"{_grades(grades)}: {subjects}" for subjects, grades in by_subjects.items())


def _grades(grades: list[int]) -> str:
    spans = [list(span) for _key, span in groupby(enumerate(grades), key=lambda pair: pair[1] - pair[0])]
    texts = [str(a) if a == b else f"{a}–{b}" for a, b in ((span[0][1], span[-1][1]) for span in spans)]
    named = _("%(grades)s класс") if len(grades) == 1 else _("%(grades)s классы")
    return named % {"grades": ", ".join(texts)}


def _heading(path: str) -> str:
    first = path.partition(".")[0]
    return _UNDER.get(first, first)
