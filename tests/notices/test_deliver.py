"""What goes out goes out once, in whatever way the worker is run and whatever the other side does."""

from __future__ import annotations

import uuid

import pytest

from tests.notices.world import by_mail, choose, delivering_later, put, quiet, states
from zhurnal.notices import mail
from zhurnal.notices.actions import deliver as delivering
from zhurnal.notices.actions.bundle import bundle
from zhurnal.notices.actions.deliver import claim, deliver
from zhurnal.notices.models import Delivery, MailAddress, Message, NoticeChoice
from zhurnal.notices.worker import work
from zhurnal.people.models import Guardianship

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]


@pytest.fixture
def reader(school):
    """The guardian of Anna and Ivan wants to know of marks at once."""
    by_mail(school.parent)
    for child in (school.child, school.child_5a):
        choose(school.parent, child, "mark", "now")
    return school.parent


def announced(school, clock):
    """A mark that is announced, bundled and not delivered yet."""
    put(school, "5")
    work()
    clock.on(minutes=11)
    delivering_later()


def test_a_mark_goes_out_once_however_often_the_worker_runs(school, clock, post):
    put(school, "5")
    quiet(clock)
    for _ in range(3):
        clock.on(minutes=20)
        work()
    assert post.subjects == ["Новая отметка: Анна"]
    assert post.letters[0]["To"] == reader_address()
    assert states() == ["sent"]


def reader_address():
    return MailAddress.objects.get().address


def test_what_comes_due_together_goes_out_together(school, clock, post):
    clock.at(22)
    put(school, "5")
    put(school, "4", day="2026-02-20")
    quiet(clock)
    assert post.letters == []
    clock.at(7, 1)
    work()
    assert post.subjects == ["Новая отметка: Анна"]
    assert "Новая отметка (2)" in post.text()


# The other side


def test_a_server_that_is_away_is_asked_again_later_and_gets_it_once(school, clock, post):
    post.is_closed = True
    put(school, "5")
    quiet(clock)
    assert (states(), post.letters) == (["queued"], [])
    work()
    assert Delivery.objects.get().attempts == 1, "not before its time"
    post.is_closed = False
    clock.on(minutes=2)
    work()
    work()
    assert (states(), len(post.letters)) == (["sent"], 1)


def test_a_temporary_refusal_is_asked_again_and_in_the_end_given_up(school, clock, post):
    post.answers["RCPT"] = "451 try later"
    put(school, "5")
    quiet(clock)
    for _ in range(20):
        clock.at(12)
        work()
    assert states() == ["refused"]
    assert Delivery.objects.get().attempts == len(delivering.WAITS) + 1
    assert post.letters == []


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "END"])
def test_a_refusal_for_good_is_not_asked_again(school, clock, post, word):
    post.answers[word] = "550 no such person"
    put(school, "5")
    quiet(clock)
    clock.on(hours=3)
    work()
    assert states() == ["refused"]
    assert Delivery.objects.get().why == "550 no such person"


def test_where_the_answer_to_the_letter_was_lost_it_is_never_sent_again(school, clock, post):
    post.hangs_up_after_letter = True
    put(school, "5")
    quiet(clock)
    post.hangs_up_after_letter = False
    for _ in range(3):
        clock.on(hours=1)
        work()
    assert (states(), len(post.letters)) == (["unknown"], 1)


def several(school, clock):
    """Two letters that wait."""
    by_mail(school.pupil, "anna@example.org")
    choose(school.pupil, school.child, "mark", "now")
    announced(school, clock)


def test_letters_that_are_due_together_share_a_connection(school, clock, post):
    several(school, clock)
    deliver(clock.now)
    assert (states(), post.connections) == (["sent", "sent"], 1)


def test_a_letter_after_one_that_was_refused_still_goes_out(school, clock, post):
    several(school, clock)
    post.refuses = "mama@example.org"
    deliver(clock.now)
    assert (sorted(states()), [letter["To"] for letter in post.letters]) == (
        ["refused", "sent"], ["anna@example.org"],
    )  # fmt: skip


def test_a_server_that_hangs_up_between_two_letters_is_called_again(school, clock, post):
    several(school, clock)
    post.letters_a_connection = 1
    deliver(clock.now)
    assert (states(), len(post.letters), post.connections) == (["sent", "sent"], 2, 2)


def test_a_server_that_is_away_is_asked_once_a_round(school, clock, post):
    several(school, clock)
    post.is_closed = True
    deliver(clock.now)
    assert (states(), post.connections) == (["queued", "queued"], 1)


# The worker


def test_a_worker_that_dies_between_claim_and_answer_leaves_nothing_to_be_sent_twice(
    school, clock, post, monkeypatch
):
    class Killed(BaseException):
        """Nothing in the program catches it, as nothing catches kill -9."""

    def killed_after_sending(office, letter):
        real(office, letter)
        raise Killed

    real = mail.Office.send
    monkeypatch.setattr(mail.Office, "send", killed_after_sending)
    announced(school, clock)
    with pytest.raises(Killed):
        deliver(clock.now)
    monkeypatch.setattr(mail.Office, "send", real)
    assert states() == ["sending"]
    clock.on(minutes=5)
    assert deliver(clock.now) == 0, "another worker may still be at it"
    clock.on(minutes=6)
    assert deliver(clock.now) == 0
    assert (states(), len(post.letters)) == (["unknown"], 1)


def test_a_worker_that_dies_before_the_claim_loses_nothing(school, clock, post, monkeypatch):
    monkeypatch.setattr(delivering, "claim", lambda *_: False)
    announced(school, clock)
    deliver(clock.now)
    monkeypatch.undo()
    deliver(clock.now)
    assert (states(), len(post.letters)) == (["sent"], 1)


def test_only_one_of_two_workers_claims_a_delivery(school, clock, post):
    announced(school, clock)
    number = Delivery.objects.get().pk
    assert claim(number, uuid.uuid4(), clock.now)
    assert not claim(number, uuid.uuid4(), clock.now)
    assert post.letters == []


def test_an_answer_that_comes_after_the_claim_was_lost_changes_nothing(school, clock, post, monkeypatch):
    def slow(office, letter):
        clock.on(minutes=30)
        delivering.give_up_lost(clock.now)
        Delivery.objects.update(token=None)
        return real(office, letter)

    real = mail.Office.send
    monkeypatch.setattr(mail.Office, "send", slow)
    announced(school, clock)
    deliver(clock.now)
    assert (states(), len(post.letters)) == (["unknown"], 1)


def test_a_message_that_breaks_our_own_code_does_not_stop_the_others(school, clock, post, monkeypatch):
    by_mail(school.pupil, "anna@example.org")
    choose(school.pupil, school.child, "mark", "now")
    real = mail.Office.send

    def broken(office, letter):
        if letter.to == ["anna@example.org"]:
            raise RuntimeError("broken")
        return real(office, letter)

    monkeypatch.setattr(mail.Office, "send", broken)
    put(school, "5")
    quiet(clock)
    assert (sorted(states()), len(post.letters)) == (["sent", "unknown"], 1)


# Who may still know


def test_a_guardian_whose_guardianship_ends_meanwhile_gets_nothing(school, clock, reader, post):
    announced(school, clock)
    Guardianship.objects.filter(guardian=reader.person, pupil=school.child).update(
        valid_to=clock.now.date().replace(day=24)
    )
    deliver(clock.now)
    assert (states(), post.letters) == (["dropped"], [])


def test_what_concerns_the_other_child_still_goes_out(school, clock, reader, post):
    put(school, "5")
    school.put(school.algebra_5a, "2026-03-03", school.child_5a, "4")
    work()
    clock.on(minutes=11)
    delivering_later()
    Guardianship.objects.filter(guardian=reader.person, pupil=school.child).update(
        valid_to=clock.now.date().replace(day=24)
    )
    deliver(clock.now)
    assert post.subjects == ["Новая отметка: Иван"]


@pytest.mark.parametrize("change", ["blocked", "switched off", "address gone", "undone", "hidden by a court"])
def test_nothing_goes_out_any_more_when(school, clock, reader, post, change):
    announced(school, clock)
    if change == "blocked":
        type(reader).objects.update(is_active=False)
    elif change == "switched off":
        NoticeChoice.objects.update(pace="off")
    elif change == "address gone":
        MailAddress.objects.all().delete()
    elif change == "hidden by a court":
        Guardianship.objects.update(restricted_at=clock.now, restriction="Решение суда № 5")
    else:
        put(school, "", seen=1)
        delivering_later()
    deliver(clock.now)
    assert (states(), post.letters) == (["dropped"], [])


def test_a_delivery_that_was_held_up_into_the_quiet_hours_waits_for_the_morning(school, clock, post):
    announced(school, clock)
    clock.at(22)
    deliver(clock.now)
    assert (states(), post.letters) == (["queued"], [])
    clock.at(7, 1)
    deliver(clock.now)
    assert (states(), len(post.letters)) == (["sent"], 1)


def test_a_second_bundling_finds_nothing(school, clock, post):
    announced(school, clock)
    assert bundle(clock.now) == 0
    assert Message.objects.count() == 1
    assert post.letters == []
