"""What an action wants to say on the page after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.messages import constants, get_messages

if TYPE_CHECKING:
    from django.http import HttpRequest

_KINDS = {constants.SUCCESS: "ok", constants.WARNING: "waiting", constants.ERROR: "alarm"}


class Message(NamedTuple):
    """A sentence and the kind of the notice that shows it."""

    kind: str
    text: str


def messages_of(request: HttpRequest | None) -> list[Message]:
    """The messages left for this reader; reading them takes them away."""
    left = get_messages(request) if request is not None else ()
    return [Message(_KINDS.get(message.level, "info"), str(message)) for message in left]
