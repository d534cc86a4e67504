"""The talk of a guardian with the author, where the school allows it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.messaging.writing import received, to_class, to_course, to_school, write
from zhurnal.access.roles import Role
from zhurnal.audit.ledger import history
from zhurnal.messaging.actions.entries import withdraw_entry
from zhurnal.messaging.actions.phrases import LONGEST_TITLE, MOST_PHRASES, add_phrase, remove_phrase
from zhurnal.messaging.actions.replies import (
    LONGEST_REPLY,
    MOST_A_DAY,
    Hours,
    answer,
    read_replies,
    reply,
    set_reply_rule,
)
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import EntryPhrase, EntryReply, ReplyRule
from zhurnal.messaging.permission import is_open_at, takes_replies
from zhurnal.messaging.policies import entries_to_answer_by, phrases_open_to, replies_to
from zhurnal.people.models import Guardianship
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 4)
ALWAYS = Hours("always", dt.time(8), dt.time(18), to_class_teachers=True, to_teachers=True, to_heads=True)


@pytest.fixture
def entry(cast):
    set_reply_rule(actor=cast.director, school=cast.school, hours=ALWAYS)
    return write(cast, cast.classteacher, to_class(cast))


def send(user, recipient, text="Придём вдвоём", change_id=None):
    return reply(actor=user, recipient=recipient, text=text, change_id=change_id or uuid.uuid4())


def test_without_a_decision_of_the_director_nobody_replies(cast):
    written = write(cast, cast.classteacher, to_class(cast))
    with pytest.raises(MessagingError, match="replies_off"):
        send(cast.parent, received(written, cast.child))
    assert not EntryReply.objects.exists()


def test_a_guardian_answers_the_author_with_a_line(cast, entry):
    made = send(cast.parent, received(entry, cast.child), " Придём \n вдвоём ")
    assert (made.text, made.guardian, made.author) == (
        "Придём\nвдвоём",
        cast.parent.person,
        cast.parent.person,
    )
    [line] = history(f"reply:{made.pk}")
    assert (line.action, line.actor_role, line.details["entry"]) == ("reply.write", "guardian", entry.pk)


@pytest.mark.parametrize("login", ["pupil", "neighbour", "classteacher", "director", "colleague", "parent2"])
def test_nobody_but_a_guardian_of_the_pupil_begins_a_talk(cast, entry, login):
    with pytest.raises(MessagingError, match="not_guardian"):
        send(getattr(cast, login), received(entry, cast.child))
    assert not EntryReply.objects.exists()


def test_the_policy_gives_a_pupil_nothing_to_answer(cast, entry):
    assert entry
    for login, number in (
        ("pupil", 0),
        ("parent", 1),
        ("classteacher", 0),
        ("director", 0),
        ("neighbour", 0),
    ):
        assert entries_to_answer_by(standing_of(getattr(cast, login), TODAY)).count() == number, login


def test_a_guardian_of_yesterday_replies_no_more(cast, entry):
    Guardianship.objects.filter(guardian=cast.parent.person).update(valid_to=dt.date(2026, 3, 3))
    with pytest.raises(MessagingError, match="not_guardian"):
        send(cast.parent, received(entry, cast.child))


def test_only_the_author_answers_and_only_who_has_written(cast, entry):
    recipient, guardian = received(entry, cast.child), cast.parent.person_id
    with pytest.raises(MessagingError, match="not_answered"):
        answer(actor=cast.classteacher, recipient=recipient, guardian_id=guardian, text="Да",
               change_id=uuid.uuid4())  # fmt: skip
    send(cast.parent, recipient)
    for login in ("director", "teacher", "parent", "pupil"):
        with pytest.raises(MessagingError, match="not_answered"):
            answer(actor=getattr(cast, login), recipient=recipient, guardian_id=guardian, text="Да",
                   change_id=uuid.uuid4())  # fmt: skip
    made = answer(
        actor=cast.classteacher,
        recipient=recipient,
        guardian_id=guardian,
        text="Ждём",
        change_id=uuid.uuid4(),
    )
    assert made is not None
    assert made.author == cast.classteacher.person
    assert EntryReply.objects.get(author=cast.parent.person).read_at is not None, "who answers has read"


def test_the_author_notes_that_a_reply_was_read(cast, entry):
    recipient = received(entry, cast.child)
    send(cast.parent, recipient)
    with pytest.raises(MessagingError, match="not_answered"):
        read_replies(actor=cast.director, recipient=recipient, guardian_id=cast.parent.person_id)
    given = {"actor": cast.classteacher, "recipient": recipient, "guardian_id": cast.parent.person_id}
    assert (read_replies(**given), read_replies(**given)) == (1, 0)
    assert [line.action for line in history(f"entry:{entry.pk}")] == ["entry.write", "reply.read"]


def test_heads_do_not_read_the_talks_of_others(cast, entry):
    send(cast.parent, received(entry, cast.child))
    assert replies_to(cast.classteacher.person_id).count() == 1
    assert replies_to(cast.director.person_id).count() == 0


def test_the_same_reply_sent_twice_is_one(cast, entry):
    once = uuid.uuid4()
    recipient = received(entry, cast.child)
    assert send(cast.parent, recipient, change_id=once)
    assert send(cast.parent, recipient, change_id=once) is None
    assert EntryReply.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "reply_empty"), (" \u200b\n", "reply_empty"), ("а" * (LONGEST_REPLY + 1), "reply_too_long")],
)
def test_a_reply_says_something_and_not_too_much(cast, entry, text, code):
    with pytest.raises(MessagingError, match=code):
        send(cast.parent, received(entry, cast.child), text)


def test_ten_replies_a_day_are_enough(cast, entry):
    recipient = received(entry, cast.child)
    for _ in range(MOST_A_DAY):
        send(cast.parent, recipient)
    with pytest.raises(MessagingError, match="too_many_replies"):
        send(cast.parent, recipient)


def test_to_a_withdrawn_entry_nobody_replies(cast, entry):
    withdraw_entry(actor=cast.director, entry=entry, reason="Ошибка в дате")
    with pytest.raises(MessagingError, match="entry_withdrawn"):
        send(cast.parent, received(entry, cast.child))


# The switch


def test_the_switch_acts_at_once_and_the_ledger_knows_who_turned_it(cast, entry):
    recipient = received(entry, cast.child)
    set_reply_rule(actor=cast.director, school=cast.school, hours=ALWAYS._replace(mode="off"))
    with pytest.raises(MessagingError, match="replies_off"):
        send(cast.parent, recipient)
    lines = [line for line in history(f"school:{cast.school.pk}") if line.action == "replies.set"]
    assert [(line.actor_id, line.details["mode"]) for line in lines] == [
        (cast.director.person_id, "always"),
        (cast.director.person_id, "off"),
    ]


def test_by_role_of_the_author(cast):
    set_reply_rule(actor=cast.director, school=cast.school, hours=ALWAYS._replace(to_teachers=False))
    for user, address, is_taken in (
        (cast.classteacher, to_class(cast), True),
        (cast.teacher, to_course(cast), False),
        (cast.director, to_class(cast, Role.DIRECTOR), True),
    ):
        recipient = received(write(cast, user, address), cast.child)
        if is_taken:
            assert send(cast.parent, recipient)
        else:
            with pytest.raises(MessagingError, match="replies_off"):
                send(cast.parent, recipient)


@pytest.mark.parametrize(
    ("time", "expected"),
    [("07:59", False), ("08:00", True), ("17:59", True), ("18:00", False), ("00:00", False)],
)
def test_by_the_hour(time, expected):
    rule = ReplyRule(mode="hours", starts=dt.time(8), ends=dt.time(18))
    assert is_open_at(rule, dt.time.fromisoformat(time)) is expected
    rule.mode = "always"
    assert is_open_at(rule, dt.time.fromisoformat(time))


@pytest.mark.parametrize("role", ["pupil", "guardian", "secretary", "admin"])
def test_who_writes_no_entries_is_not_answered(role):
    assert not takes_replies(ReplyRule(mode="always"), role)


def test_outside_the_hours_the_sentence_names_them(cast, entry):
    now = cast.school.now()
    # An hour that has just gone by, or is still to come: never the present one.
    starts = dt.time(1) if now.hour >= 12 else dt.time(22)
    ends = starts.replace(minute=30)
    set_reply_rule(
        actor=cast.director, school=cast.school, hours=ALWAYS._replace(mode="hours", starts=starts, ends=ends)
    )
    with pytest.raises(MessagingError, match="replies_later") as refusal:
        send(cast.parent, received(entry, cast.child))
    assert f"с {starts:%H:%M} до {ends:%H:%M}" in refusal.value.sentence


@pytest.mark.parametrize("changes", [{"mode": "sometimes"}, {"starts": dt.time(18)}])
def test_hours_that_make_no_sense_are_refused(cast, changes):
    with pytest.raises(MessagingError, match="hours"):
        set_reply_rule(actor=cast.director, school=cast.school, hours=ALWAYS._replace(**changes))
    assert not ReplyRule.objects.exists()


# Phrases


def test_a_phrase_is_ones_own_or_the_schools(cast):
    given = {"school": cast.school, "kind": "thanks", "title": "Помощь", "text": "Спасибо за помощь"}
    add_phrase(actor=cast.teacher, **given)
    add_phrase(actor=cast.deputy, of_school=True, **given | {"title": "Олимпиада"})
    names = lambda user: [one.title for one in phrases_open_to(standing_of(user, TODAY))]  # noqa: E731 -- said twice
    assert names(cast.teacher) == ["Помощь", "Олимпиада"]
    assert names(cast.classteacher) == ["Олимпиада"]
    assert names(cast.teacher2) == []


def test_only_heads_keep_phrases_of_the_school(cast):
    given = {"school": cast.school, "kind": "thanks", "title": "Помощь", "text": "Спасибо", "of_school": True}
    with pytest.raises(MessagingError, match="not_your_phrase"):
        add_phrase(actor=cast.teacher, **given)
    made = add_phrase(actor=cast.director, **given)
    with pytest.raises(MessagingError, match="not_your_phrase"):
        remove_phrase(actor=cast.teacher, phrase_id=made.pk)
    remove_phrase(actor=cast.deputy, phrase_id=made.pk)
    remove_phrase(actor=cast.deputy, phrase_id=made.pk)
    assert [line.action for line in history(f"phrase:{made.pk}")] == ["phrase.add", "phrase.remove"]


def test_a_phrase_of_somebody_else_is_not_there(cast):
    made = add_phrase(actor=cast.teacher, school=cast.school, kind="thanks", title="Моё", text="Спасибо")
    remove_phrase(actor=cast.colleague, phrase_id=made.pk)
    assert EntryPhrase.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": ""}, "phrase_empty"),
        ({"text": " "}, "phrase_empty"),
        ({"title": "а" * (LONGEST_TITLE + 1)}, "phrase_too_long"),
        ({"kind": "x"}, "entry_kind"),
    ],
)
def test_a_phrase_obeys_its_rules(cast, fields, code):
    given = {"school": cast.school, "kind": "thanks", "title": "Помощь", "text": "Спасибо"}
    with pytest.raises(MessagingError, match=code):
        add_phrase(actor=cast.teacher, **given | fields)


def test_a_hundred_phrases_are_enough(cast):
    given = {"school": cast.school, "kind": "thanks", "text": "Спасибо"}
    EntryPhrase.objects.bulk_create(
        EntryPhrase(owner=cast.teacher.person, title=str(at), **given) for at in range(MOST_PHRASES)
    )
    with pytest.raises(MessagingError, match="too_many_phrases"):
        add_phrase(actor=cast.teacher, title="Ещё", **given)
    assert add_phrase(actor=cast.colleague, title="Ещё", **given)


def test_who_writes_no_entries_keeps_no_phrases(cast):
    assert phrases_open_to(standing_of(cast.office, TODAY)).count() == 0
    assert to_school(cast)
