"""The database itself refuses what would let anybody be told twice."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.notices.models import (
    Delivery,
    Event,
    LedgerCursor,
    MailAddress,
    Message,
    Notice,
    NoticeChoice,
    NoticeSettings,
    PushDevice,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

BREAKERS: dict[str, Callable[[], None]] = {
    "event_once": lambda: again(Event.objects.get()),
    "event_concerns_somebody": lambda: alter(Event.objects.get(), person=None),
    "notice_once": lambda: again(Notice.objects.get()),
    "delivery_once": lambda: again(Delivery.objects.get(), public_id=uuid.uuid4()),
    "delivery_claimed_before_sent": lambda: alter(Delivery.objects.get(), state="sent"),
    "delivery.public_id": lambda: again(Delivery.objects.get(), target="push:1"),
    "notice_choice_once": lambda: again(NoticeChoice.objects.get()),
    "ledgercursor.name": lambda: again(LedgerCursor.objects.get()),
    "noticesettings.user": lambda: again(NoticeSettings.objects.get()),
    "mailaddress.user": lambda: again(MailAddress.objects.get()),
    "pushdevice.mark": lambda: again(PushDevice.objects.get()),
}


@pytest.fixture(autouse=True)
def told(cast):
    now, user, child = cast.school.now(), cast.parent, cast.child
    LedgerCursor.objects.create(name="ledger", line_id=0, moved_at=now)
    event = Event.objects.create(
        key="mark:1:1", kind="mark", person=child, after="5", line_id=1, visible_at=now, due_at=now
    )
    message = Message.objects.create(user=user, channel="mail", made_at=now)
    Notice.objects.create(
        event=event, user=user, pupil=child, channel="mail", pace="now", send_after=now, message=message
    )
    Delivery.objects.create(message=message, target="mail", public_id=uuid.uuid4(), next_try_at=now)
    NoticeSettings.objects.create(user=user)
    NoticeChoice.objects.create(user=user, pupil=child, kind="mark", channel="mail", pace="off")
    MailAddress.objects.create(user=user, address="mama@example.org", asked_at=now)
    PushDevice.objects.create(
        user=user, mark="1", endpoint="https://x.example", p256dh="", auth="", added_at=now
    )


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(name):
    with refused_by("notices", name):
        BREAKERS[name]()


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("notices"))
