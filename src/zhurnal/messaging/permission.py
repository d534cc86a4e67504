"""Whether a reply is taken now: the director's switch, by role of the author and by the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import ReplyRule
from zhurnal.ui.words import clock

if TYPE_CHECKING:
    import datetime as dt

_SWITCHES = {
    Role.CLASS_TEACHER.value: "to_class_teachers",
    Role.TEACHER.value: "to_teachers",
    Role.DEPUTY.value: "to_heads",
    Role.DIRECTOR.value: "to_heads",
}


def takes_replies(rule: ReplyRule | None, role: str) -> bool:
    """Whether who writes in this role is answered at all."""
    if rule is None or rule.mode == ReplyRule.Mode.OFF:
        return False
    return bool(getattr(rule, _SWITCHES.get(role, ""), False))


def is_open_at(rule: ReplyRule, time: dt.time) -> bool:
    """Whether replies are taken at this hour."""
    return rule.mode == ReplyRule.Mode.ALWAYS or rule.starts <= time < rule.ends


def check_open(rule: ReplyRule | None, role: str, time: dt.time) -> None:
    """Raise MessagingError: replies_off, replies_later."""
    if rule is None or not takes_replies(rule, role):
        raise MessagingError("replies_off")
    if not is_open_at(rule, time):
        raise MessagingError("replies_later", starts=clock(rule.starts), ends=clock(rule.ends))
