"""From a mark to the lock screen."""

from __future__ import annotations

import json

import pytest

from tests.notices.world import choose, put, quiet, states
from zhurnal.notices.actions.reach import add_device, remove_device
from zhurnal.notices.errors import NoticeError
from zhurnal.notices.models import Delivery, MailAddress, PushDevice
from zhurnal.notices.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(school, push):
    """The guardian's telephone; marks show on it at once."""
    mine = push.subscribe("phone")
    add_device(actor=school.parent, label="Chrome, Android", **mine.told)
    choose(school.parent, school.child, "mark", "now", "push")
    return mine


def test_a_mark_shows_on_the_phone_once_and_leads_to_the_right_child_and_day(school, clock, push, phone):
    put(school, "5")
    quiet(clock)
    work()
    (shown,) = push.messages(phone)
    assert shown["title"] == "Новая отметка"
    assert shown["url"] == f"/diary/{school.child.pk}/week/2026-W10/?day=2026-03-02"
    assert states() == ["sent"]


def test_a_lock_screen_shows_neither_names_nor_marks_nor_subjects(school, clock, push, phone):
    put(school, "2")
    put(school, "н", day="2026-02-20")
    quiet(clock)
    text = json.dumps(push.messages(phone), ensure_ascii=False)
    person = school.child
    for secret in (person.given_name, person.surname, "Алгебра", '"2"', "отметка 2", "7 «А»"):
        assert secret not in text


def test_who_has_a_device_and_an_address_that_waits_to_be_confirmed_gets_no_letters(
    school, clock, push, phone, post
):
    MailAddress.objects.create(user=school.parent, address="mama@example.org", asked_at=clock.now)
    choose(school.parent, school.child, "mark", "now", "mail")
    put(school, "5")
    quiet(clock)
    assert (len(push.messages(phone)), post.letters, len(states())) == (1, [], 1)


def test_every_device_shows_it_once(school, clock, push, phone):
    tablet = push.subscribe("tablet")
    add_device(actor=school.parent, **tablet.told)
    put(school, "5")
    quiet(clock)
    assert [len(push.messages(one)) for one in (phone, tablet)] == [1, 1]
    assert states() == ["sent", "sent"]


def test_a_device_that_its_service_does_not_know_any_more_is_forgotten(school, clock, push, phone):
    push.status = 410
    put(school, "5")
    quiet(clock)
    assert (states(), PushDevice.objects.count()) == (["refused"], 0)
    assert phone.told


def test_where_the_answer_was_lost_it_is_not_pushed_again(school, clock, push, phone):
    push.hangs_up = True
    put(school, "5")
    quiet(clock)
    push.hangs_up = False
    clock.on(hours=5)
    work()
    assert (states(), len(push.messages(phone))) == (["unknown"], 1)


def test_a_service_that_is_busy_is_asked_again(school, clock, push, phone):
    push.status = 503
    put(school, "5")
    quiet(clock)
    push.status = 201
    clock.on(minutes=2)
    work()
    assert states() == ["sent"]
    assert Delivery.objects.get().attempts == 2
    assert phone.told


def test_a_device_that_was_removed_meanwhile_shows_nothing(school, clock, push, phone):
    push.status = 503
    put(school, "5")
    quiet(clock)
    push.received.clear()
    assert remove_device(actor=school.parent, device=PushDevice.objects.get().pk)
    clock.on(hours=1)
    work()
    assert push.messages(phone) == []


def test_nobody_removes_the_device_of_another(school, phone):
    assert not remove_device(actor=school.neighbour, device=PushDevice.objects.get().pk)
    assert PushDevice.objects.count() == 1
    assert phone.told


def test_a_browser_that_another_account_subscribed_before_shows_only_what_is_of_the_new_one(
    school, clock, push, phone
):
    put(school, "5")
    add_device(actor=school.neighbour, **phone.told)
    quiet(clock)
    assert push.messages(phone) == []
    assert PushDevice.objects.get().user == school.neighbour


def test_the_same_subscription_again_is_one_device(school, phone):
    add_device(actor=school.parent, **phone.told)
    assert PushDevice.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"endpoint": "https://10.0.0.1/"}, {"p256dh": "AAAA"}, {"p256dh": "ё"}, {"auth": "AAAA"}, {"auth": ""}],
)
def test_a_subscription_to_which_nothing_can_be_sent_is_refused(school, push, change):
    with pytest.raises(NoticeError):
        add_device(actor=school.parent, **(push.subscribe().told | change))


def test_ten_devices_are_enough_for_anybody(school, push):
    for number in range(10):
        add_device(actor=school.parent, **push.subscribe(str(number)).told)
    with pytest.raises(NoticeError):
        add_device(actor=school.parent, **push.subscribe("one too many").told)
