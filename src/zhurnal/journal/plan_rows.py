"""What stands in a row of a thematic plan, without the database: for files, forms, the ledger."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhurnal.calc.text import one_line, seen
from zhurnal.journal.plan_words import refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_TOPICS = 500
LONGEST = {"text": 500, "section": 200, "homework": 2000, "control": 200}


class PlanRow(NamedTuple):
    """A topic for one lesson; `control` is the name of a control work planned for it."""

    text: str
    section: str = ""
    homework: str = ""
    control: str = ""


def field_names() -> dict[str, str]:
    """How people call the parts of a row."""
    return {
        "text": pgettext("lesson", "Тема"),
        "section": _("Раздел"),
        "homework": _("Домашнее задание"),
        "control": _("Контрольная"),
    }


def clean(row: PlanRow) -> PlanRow:
    """The row without characters that are not seen and without needless spaces."""
    return PlanRow(one_line(row.text), one_line(row.section), _lines(row.homework), one_line(row.control))


def check(rows: Sequence[PlanRow]) -> None:
    """Raise RefusedError for a topic without text, a part that is too long, more topics than a year has lessons."""
    if len(rows) > MOST_TOPICS:
        raise refused("too_many_topics", most=MOST_TOPICS)
    for row in rows:
        if not row.text:
            raise refused("topic_without_text")
        for name, longest in LONGEST.items():
            if len(getattr(row, name)) > longest:
                raise refused("field_too_long", field=field_names()[name], longest=longest)


def state_of(rows: Iterable[PlanRow]) -> str:
    """A short name for a plan as it stands: the page sends it back, so that nobody writes over another's change."""
    return hashlib.sha256(dumped(rows).encode()).hexdigest()[:24]


def dumped(rows: Iterable[PlanRow]) -> str:
    """Rows as one text, for a hidden field."""
    return json.dumps([list(row) for row in rows], ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> list[PlanRow]:
    """What `dumped` wrote. Raises RefusedError for anything else."""
    try:
        given = json.loads(text)
        rows = [PlanRow(*parts) for parts in given] if isinstance(given, list) else []
        if rows and all(isinstance(part, str) for row in rows for part in row):
            return [clean(row) for row in rows]
    except (ValueError, TypeError, RecursionError):
        pass
    raise refused("broken_plan")


def same_text(text: str) -> str:
    """By which two topics are the same: letters and digits, whatever their case, ё as е."""
    return "".join(letter for letter in text.casefold().replace("ё", "е") if letter.isalnum())


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in seen(text).splitlines())
    return "\n".join(line for line in lines if line)
