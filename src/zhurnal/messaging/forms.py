"""What was posted about entries, read without trust."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext as _

from zhurnal.messaging.models import DiaryEntry
from zhurnal.messaging.queries.sought import UNREAD, UNSIGNED, Sought
from zhurnal.ui.given import as_id
from zhurnal.ui.media import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

FOLDER = "entries"
# What waits between two pages of one entry.
KEPT_FOR = dt.timedelta(days=1)


@dataclass
class Typed:
    """What stands in the fields, and the sentences about what is wrong with them."""

    kind: str = ""
    text: str = ""
    change_id: str = ""
    files: list[StoredFile] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def ids(given: Iterable[str]) -> frozenset[int]:
    """The numbers among what was sent; what is no number is the number of nobody, so that it is refused."""
    return frozenset(as_id(one) or 0 for one in given)


def page_number(given: str) -> int:
    """The number of a page of a list."""
    number = as_id(given) or 1
    return min(max(number, 1), 10_000)


def sought(data: QueryDict) -> tuple[Sought, str]:
    """What the address of the list asks for, and a sentence where days are asked that cannot be.

    What no form offers is not asked.
    """
    kind, missing = data.get("kind", ""), data.get("missing", "")
    first, last, sentence = _days(data.get("from", ""), data.get("to", ""))
    found = Sought(
        as_id(data.get("author", "")), kind if kind in DiaryEntry.Kind.values else "",
        as_id(data.get("class", "")), missing if missing in {UNREAD, UNSIGNED} else "", first, last,
    )  # fmt: skip
    return found, sentence


def _days(first: str, last: str) -> tuple[dt.date | None, dt.date | None, str]:
    try:
        days = [dt.date.fromisoformat(given) if given else None for given in (first, last)]
    except ValueError:
        return None, None, _("Такой даты нет. Показаны записи за все дни: выберите день в календаре.")
    if days[0] and days[1] and days[0] > days[1]:
        sentence = _("Первый день позже последнего. Показаны записи за все дни: поменяйте дни местами.")
        return None, None, sentence
    return days[0], days[1], ""


def kept_files(data: QueryDict, account: int) -> list[StoredFile]:
    """Files that an earlier page of the same person has taken already."""
    found = []
    for token in data.getlist("kept"):
        try:
            found.append(StoredFile(*signing.loads(token, salt=_salt(account), max_age=KEPT_FOR)))
        except (signing.BadSignature, TypeError):
            continue
    return found


def tokens(files: Iterable[StoredFile], account: int) -> list[tuple[str, str]]:
    """(name, token) of taken files, for hidden fields: nobody can name a file that was not brought by himself."""
    return [(one.name, signing.dumps(list(one), salt=_salt(account))) for one in files]


def _salt(account: int) -> str:
    return f"entry-file-{account}"


def hour(given: str) -> dt.time | None:
    """«08:00», or None."""
    try:
        return dt.time.fromisoformat(given)
    except ValueError:
        return None
