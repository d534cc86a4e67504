"""What nobody needs any more goes; what is still to be told of stays."""

from __future__ import annotations

import pytest

from tests.notices.world import by_mail, choose, put, quiet, states
from zhurnal.notices.actions.forget import forget_old
from zhurnal.notices.models import Delivery, Event, MailAddress, Message, Notice
from zhurnal.notices.worker import work

pytestmark = pytest.mark.django_db


def test_messages_are_kept_for_a_month_and_events_for_a_season(school, clock, post):
    by_mail(school.parent)
    choose(school.parent, school.child, "mark", "now")
    put(school, "5")
    quiet(clock)
    clock.on(days=29)
    assert forget_old(clock.now) == 0
    clock.on(days=2)
    forget_old(clock.now)
    assert (Message.objects.count(), Notice.objects.count(), Event.objects.count()) == (0, 0, 1)
    clock.on(days=100)
    forget_old(clock.now)
    assert Event.objects.count() == 0
    work()
    assert (Event.objects.count(), len(post.letters)) == (0, 1), "and nothing is read or sent again"


def test_what_waits_is_kept(school, clock, post):
    by_mail(school.parent)
    choose(school.parent, school.child, "mark", "now")
    post.is_closed = True
    put(school, "5")
    quiet(clock)
    Message.objects.update(made_at=clock.now.replace(year=2020))
    forget_old(clock.now)
    assert states() == ["queued"]


def test_an_address_that_nobody_confirmed_is_forgotten(school, clock):
    MailAddress.objects.create(user=school.parent, address="a@example.org", asked_at=clock.now)
    clock.on(days=31)
    forget_old(clock.now)
    assert not MailAddress.objects.exists()
    assert not Delivery.objects.exists()
