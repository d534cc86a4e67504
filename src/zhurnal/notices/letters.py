"""What a message says, made at the moment when it goes out: of what still stands, for who may still know."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zhurnal.notices import addresses
from zhurnal.notices.actions.announce import PARTS
from zhurnal.notices.kinds import Channel, Kind, Pace
from zhurnal.notices.models import Event, MailAddress, Message
from zhurnal.notices.pace import when_loud
from zhurnal.notices.places import absolute, place_of, zone_of
from zhurnal.notices.policies import is_worth_telling, may_still_be_told
from zhurnal.notices.sentences import headline, what, where
from zhurnal.notices.wishes import Wishes

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterator

    from zhurnal.people.models import Person, User


class Told(NamedTuple):
    """An event and the pupil about whom the reader hears of it."""

    event: Event
    pupil: Person


@dataclass(frozen=True)
class Content:
    """What goes to one account now; with `confirm` it is the question whether an address is the account's."""

    user: User
    message_id: int
    address: str
    not_before: dt.datetime
    told: list[Told] = field(default_factory=list)
    is_detailed: bool = False
    confirm: str = ""

    @property
    def pupils(self) -> list[Person]:
        """Each once, in the order of the message."""
        return list(dict.fromkeys(one.pupil for one in self.told))

    @property
    def kinds(self) -> list[str]:
        """The kinds of events, each once."""
        return list(dict.fromkeys(one.event.kind for one in self.told))


def content_of(message: Message, now: dt.datetime) -> Content | None:
    """What is left to say, and not before when; None where nothing is. Some eight queries."""
    user = message.user
    address = MailAddress.objects.filter(user=user).first() if message.channel == Channel.MAIL else None
    if message.purpose == Message.Purpose.CONFIRM:
        return _question(message, address, now)
    wishes = Wishes.of([user.pk])
    if message.channel not in wishes.channels[user.pk]:
        return None
    told = list(_still_true(message, wishes))
    if not told:
        return None
    urgent = any(one.event.kind == Kind.SECURITY for one in told)
    loud = now if urgent else when_loud(now, wishes.hours(user.pk), zone_of(told[0].event))
    detailed = wishes.settings_of(user.pk).is_detailed
    return Content(user, message.pk, address.address if address else "", loud, told, detailed)


def _question(message: Message, address: MailAddress | None, now: dt.datetime) -> Content | None:
    if address is None or address.confirmed_at is not None or not message.user.is_active:
        return None
    token = addresses.token_of(address)
    return Content(message.user, message.pk, address.address, now, confirm=token)


def _still_true(message: Message, wishes: Wishes) -> Iterator[Told]:
    """Each thing once, as it stands now, if it differs from what it was and may be told."""
    parts = [f"event__{part}" for part in PARTS]
    notices = list(message.notices.select_related("pupil", *parts).order_by("event__visible_at", "pk"))
    allowed = {pupil: may_still_be_told(message.user, pupil) for pupil in {one.pupil_id for one in notices}}
    latest = _latest({one.event.key for one in notices})
    seen: set[tuple[str, int]] = set()
    for notice in notices:
        key = (notice.event.key, notice.pupil_id)
        pace = wishes.pace(message.user_id, notice.pupil_id, notice.event.kind, message.channel)
        if key in seen or pace == Pace.OFF or not allowed[notice.pupil_id]:
            continue
        seen.add(key)
        # As it stands now: what was undone since then is not told of.
        notice.event.after = latest[notice.event.key]
        if is_worth_telling(notice.event):
            yield Told(notice.event, notice.pupil)


def _latest(keys: set[str]) -> dict[str, str]:
    """Key → how the thing stands after its last event."""
    return dict(Event.objects.filter(key__in=keys).order_by("number").values_list("key", "after"))


# A letter


def letter(content: Content, public_id: uuid.UUID) -> EmailMultiAlternatives:
    """The letter in the language of its reader; its number never changes, so that a copy can be told."""
    with translation.override(content.user.language):
        lines = [_("Подтвердите адрес почты")] if content.confirm else _lines(content)
        context: dict[str, Any] = {
            "lines": lines,
            "link": absolute(_target(content)),
            "foot": _foot(content),
            "language": content.user.language,
        }
        text = "\n".join([*lines, "", context["link"], "", context["foot"], ""])
        made = EmailMultiAlternatives(
            _subject(content), text, settings.DEFAULT_FROM_EMAIL, [content.address],
            headers={
                "Message-ID": f"<{public_id}@{_host()}>",
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{_choose()}>",
            },
        )  # fmt: skip
        made.attach_alternative(render_to_string("notices/letter.html", context), "text/html")
    return made


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"


def _target(content: Content) -> str:
    if content.confirm:
        return reverse("notice-mail-confirm", args=[content.confirm])
    if len(content.told) == 1:
        return place_of(content.told[0].event, content.told[0].pupil.pk)
    return reverse("profile" if content.kinds == [Kind.SECURITY] else "news")


def _subject(content: Content) -> str:
    """«Новая отметка: Маша»: no surname, no subject, no mark."""
    if content.confirm:
        return _("Журнал: подтвердите адрес почты")
    if content.kinds == [Kind.SECURITY]:
        return headline(Kind.SECURITY)
    names = ", ".join(pupil.given_name for pupil in content.pupils)
    said = headline(content.kinds[0]) if len(content.kinds) == 1 else _("Новое в дневнике")
    return f"{said}: {names}"


def _lines(content: Content) -> list[str]:
    if content.is_detailed:
        return [_in_full(one) for one in content.told]
    return [line for pupil in content.pupils for line in _counted(content, pupil)]


def _in_full(one: Told) -> str:
    if one.event.kind == Kind.SECURITY:
        return f"{headline(Kind.SECURITY)}: {what(one.event)}"
    said = ": ".join(part for part in (where(one.event), what(one.event)) if part)
    text = _text_of(one.event)
    return f"{one.pupil.given_name}. {said}{' — ' if text else ''}{text}"


def _text_of(event: Event) -> str:
    if event.entry is not None:
        return event.entry.text
    homework = getattr(event.lesson, "homework", None) if event.kind == Kind.HOMEWORK else None
    return homework.text if homework is not None else ""


def _counted(content: Content, pupil: Person) -> list[str]:
    """«Маша: новая отметка (2)»."""
    kinds = Counter(one.event.kind for one in content.told if one.pupil == pupil)
    return [
        f"{pupil.given_name}: {headline(kind)}" + (f" ({number})" if number > 1 else "")
        for kind, number in kinds.items()
    ]


def _foot(content: Content) -> str:
    if content.confirm:
        return _("Если вы не просили присылать письма по этому адресу, ничего не делайте.")
    return _("Что и когда присылать: %(address)s") % {"address": _choose()}


def _choose() -> str:
    return absolute(reverse("notice-settings"))


# A push message


def knock(content: Content) -> bytes:
    """What a lock screen may show: that there is something. No name, no mark, no subject."""
    with translation.override(content.user.language):
        one = content.kinds[0] if len(content.kinds) == 1 else ""
        said = {
            "title": headline(one) if one else _("Новое в дневнике"),
            "body": _("Нажмите, чтобы посмотреть."),
            "url": _target(content),
            "tag": f"news-{content.message_id}",
        }
    return json.dumps(said, ensure_ascii=False).encode()
