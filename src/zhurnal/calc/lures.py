"""What a text asks of families beyond the diary: a link to open, a number to call, money, a card.

Accounts of teachers have been stolen to collect money from parents. Families are told to make sure; nothing is
blocked, since a school has honest reasons for each of these.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from zhurnal.calc.text import seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class Lure(StrEnum):
    """A kind of thing that is asked for."""

    LINK = "link"
    PHONE = "phone"
    CARD = "card"
    MONEY = "money"


_ENDINGS = (
    "ru|рф|su|com|net|org|info|io|me|app|link|site|online|top|xyz|shop|store|click|biz|moscow|дети|page|dev"
    "|gg|cc"
)
_LINK = re.compile(
    rf"(?:https?:|ftp:|www\.)[/\w]|(?<![\w@.-])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w-])", re.IGNORECASE
)
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[\w-]+)", re.IGNORECASE)
_AT = re.compile(r"(?<![\w.])@[A-Za-z]\w{4,}")
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+7|7|8)[ \-(]{0,3}|\()?[3489]\d{2}[ \-)]{0,2}\d{3}[ \-]{0,2}\d{2}[ \-]{0,2}\d{2}(?!\d)|"
    r"\+\d(?:[ \-()]{0,2}\d){9,13}(?!\d)"
)
_CARD = re.compile(r"(?<!\d)\d(?:[ \-]{0,3}\d){15,18}(?!\d)")
_MONEY = re.compile(
    r"\d\s*(?:₽|руб|р\.|тыс)|₽|(?<!\w)(?:перевед|перевест|перечисл|оплат|заплатит|сбп(?!\w)|номер\w*\s+карт)|"
    r"(?<!\w)сда(?:ть|ём|ем|йте|вать)\s+(?:\w+\s+)?(?:деньг|по\s+\d)|(?<!\w)собира(?:ем|ют|ю)\s+(?:деньг|по\s+\d)",
    re.IGNORECASE,
)


def lures_of(text: str, own_hosts: Collection[str] = ()) -> frozenset[Lure]:
    """What the text asks for. Links to `own_hosts` and below them are none."""
    plain = seen(unicodedata.normalize("NFKC", text))
    return frozenset(_found(plain, {host.casefold() for host in own_hosts}))


def _found(text: str, own: Collection[str]) -> Iterator[Lure]:
    if any(not _is_own(text, link.start(), own) for link in _LINK.finditer(text)) or _AT.search(text):
        yield Lure.LINK
    if any(_is_card(card[0]) for card in _CARD.finditer(text)):
        yield Lure.CARD
    if _PHONE.search(_CARD.sub(" ", text)):
        yield Lure.PHONE
    if _MONEY.search(text):
        yield Lure.MONEY


def _is_own(text: str, at: int, own: Collection[str]) -> bool:
    host = _HOST.match(text, at)
    if host is None:
        return False
    name = host[1].casefold()
    return any(name == one or name.endswith(f".{one}") for one in own)


def _is_card(written: str) -> bool:
    """By the check digit that every card number has (Luhn)."""
    figures = reversed([int(sign) for sign in written if sign.isdecimal()])
    doubled = (figure * (1 + place % 2) for place, figure in enumerate(figures))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004 -- of decimal figures
