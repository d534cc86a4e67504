"""Entries of the diary, from the one who writes to the one who is told."""

from __future__ import annotations

import pytest

from tests.messaging.writing import to_class, write
from tests.notices.world import by_mail, choose, events, put, quiet, states
from zhurnal.messaging.actions.entries import withdraw_entry
from zhurnal.notices.actions.deliver import deliver
from zhurnal.notices.models import Event
from zhurnal.notices.queries.news import number_new
from zhurnal.notices.worker import work
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(school):
    by_mail(school.parent)
    choose(school.parent, school.child, "entry", "now")
    return school.parent


def test_an_entry_goes_to_those_in_whose_diary_it_stands(school, clock, post, reader):
    write(school, school.classteacher, to_class(school), school.child)
    quiet(clock)
    clock.on(minutes=5)
    work()
    assert post.subjects == ["Новая запись в дневнике: Анна"]
    assert reader.login


def test_and_to_nobody_else(school, clock, post, reader):
    write(school, school.classteacher, to_class(school), school.pupils_7a[0])
    quiet(clock)
    clock.on(minutes=5)
    work()
    assert post.letters == []
    assert reader.login


@pytest.mark.parametrize("after", [0, 5])
def test_one_that_was_withdrawn_before_it_was_announced_is_told_of_to_nobody(
    school, clock, post, reader, after
):
    entry = write(school, school.classteacher, to_class(school), school.child)
    work()
    clock.on(minutes=after)
    withdraw_entry(actor=school.classteacher, entry=entry, reason="не тому классу")
    quiet(clock)
    clock.on(minutes=10)
    work()
    assert post.letters == []
    assert number_new(reader, standing_of(reader, clock.now.date())) == 0


def test_one_that_was_withdrawn_after_it_was_queued_does_not_go_out(school, clock, post, reader):
    post.is_closed = True
    entry = write(school, school.classteacher, to_class(school), school.child)
    quiet(clock)
    clock.on(minutes=5)
    work()
    withdraw_entry(actor=school.classteacher, entry=entry, reason="не тому классу")
    post.is_closed = False
    clock.on(minutes=30)
    work()
    assert post.letters == []
    assert reader.login


def test_nor_where_the_ledger_has_not_been_read_since(school, clock, post, reader):
    post.is_closed = True
    entry = write(school, school.classteacher, to_class(school), school.child)
    quiet(clock)
    clock.on(minutes=5)
    work()
    withdraw_entry(actor=school.classteacher, entry=entry, reason="не тому классу")
    post.is_closed = False
    clock.on(minutes=30)
    deliver(clock.now)
    assert (states(), post.letters) == (["dropped"], [])
    assert reader.login


def test_it_is_shown_from_when_families_may_see_it(school, clock):
    entry = write(school, school.classteacher, to_class(school), school.child)
    put(school, "5")
    work()
    assert ("entry", "", "1") in events()
    assert Event.objects.get(kind="entry").visible_at == entry.visible_at
    assert clock.now


def test_two_children_of_a_family_who_both_received_it_both_have_it(school, clock, client):
    entry = write(school, school.classteacher, to_class(school), school.child)
    type(entry.recipients.get()).objects.create(entry=entry, pupil=school.child_5a)
    work()
    clock.on(minutes=10)
    client.force_login(school.parent)
    assert client.get("/news/").content.decode().count("news__link") == 2
