"""What this room keeps about a pupil: what went out. What happened stands with the rooms where it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from zhurnal.notices.actions.announce import PARTS
from zhurnal.notices.kinds import Channel, Kind
from zhurnal.notices.models import Delivery, Notice
from zhurnal.notices.places import moment_of
from zhurnal.notices.sentences import headline, what, where
from zhurnal.people.models import User
from zhurnal.people.personal import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.people.personal import Row

_BECAME = {
    Delivery.State.SENT: "отправлено",
    Delivery.State.REFUSED: "не принято",
    Delivery.State.DROPPED: "не отправлено",
    Delivery.State.UNKNOWN: "неизвестно, дошло ли",
}
_ON_ITS_WAY = "ещё не отправлено"


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Notices about the pupil: to whom (roles, no names, no addresses), over which channel, what became of them."""
    yield Section("notices", "Уведомления", _notices(pupil_id))


def _notices(pupil_id: int) -> Iterator[Row]:
    """Of sign-ins nobody is told but the owner of the account. Two queries."""
    told = Q(person=pupil_id) | Q(person__guardianships__pupil=pupil_id)
    rows = Notice.objects.filter(user__in=User.objects.filter(told), pupil=pupil_id)
    parts = [f"event__{part}" for part in PARTS]
    rows = rows.exclude(event__kind=Kind.SECURITY).select_related("user", "message", *parts)
    for one in rows.prefetch_related("message__deliveries").order_by("event__visible_at", "pk"):
        yield {
            "когда": moment_of(one.event).isoformat(timespec="minutes"), "о чём": headline(one.event.kind),
            "где": where(one.event), "что": what(one.event),
            "кому": "ученик" if one.user.person_id == pupil_id else "родитель",
            "куда": str(Channel(one.channel).label), "что стало": _became(one),
        }  # fmt: skip


def _became(notice: Notice) -> str:
    """«отправлено»; a person with several devices has an answer of each."""
    if notice.message is None:
        return _ON_ITS_WAY
    states = sorted({one.state for one in notice.message.deliveries.all()})
    return ", ".join(_BECAME.get(Delivery.State(state), _ON_ITS_WAY) for state in states)
