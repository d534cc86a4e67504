"""Who writes to whom, and what stands there afterwards."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.messaging.writing import (
    crowd,
    draft,
    kept_file,
    let_the_delay_pass,
    to_class,
    to_course,
    to_school,
    write,
)
from zhurnal.access.roles import Role
from zhurnal.audit.ledger import history
from zhurnal.messaging.actions.entries import DELAY, LONGEST_TEXT, MANY, MOST_FILES, write_entry
from zhurnal.messaging.audience import (
    Address,
    Scope,
    audience_of,
    offer_for,
    offers_about,
    offers_to,
    read_address,
)
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryRecipient
from zhurnal.messaging.queries import new_entries
from zhurnal.school.models import School
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 4)


def offered(user):
    return [
        (str(one.address.role), str(one.address.scope), one.label)
        for one in offers_to(standing_of(user, TODAY))
    ]


@pytest.fixture(autouse=True)
def _nothing_comes_from_nowhere(cast):
    assert cast
    yield
    lines = {line.subject for line in _lines()}
    assert lines >= {f"entry:{pk}" for pk in DiaryEntry.objects.values_list("pk", flat=True)}


def _lines():
    from zhurnal.audit.models import Line  # noqa: PLC0415 -- only this fixture needs it

    return Line.objects.filter(action="entry.write")


def test_a_teacher_writes_to_own_courses_and_a_class_teacher_to_the_own_class(cast):
    assert offered(cast.teacher) == [("teacher", "course", "7 «А», Алгебра")]
    assert offered(cast.classteacher) == [
        ("class_teacher", "class", "7 «А»"),
        ("teacher", "course", "7 «А», Русский язык"),
        ("teacher", "course", "7 «А», английский 1, Английский язык"),
    ]


def test_heads_write_to_classes_parallels_and_the_school(cast):
    expected = [
        ("school", "Вся школа"), ("grade", "5-е классы"), ("grade", "7-е классы"),
        ("class", "5 «А»"), ("class", "7 «А»"), ("class", "7 «Б»"),
    ]  # fmt: skip
    assert offered(cast.director) == [("director", *one) for one in expected]
    assert offered(cast.deputy) == [("deputy", *one) for one in expected]


@pytest.mark.parametrize("login", ["office", "auditor", "admin", "parent", "pupil"])
def test_nobody_else_writes_to_anybody(cast, login):
    user = getattr(cast, login)
    assert offered(user) == []
    for address in (to_class(cast), to_school(cast), to_course(cast)):
        with pytest.raises(MessagingError, match="not_addressed"):
            write(cast, user, address)
    assert not DiaryEntry.objects.exists()


def test_an_address_of_another_role_class_or_school_is_refused(cast):
    foreign = to_class(cast, school_class=cast.other_class)
    for user, address in (
        (cast.teacher, to_class(cast)),
        (cast.classteacher, to_class(cast, school_class=cast.class_7b)),
        (cast.classteacher, to_class(cast, Role.DIRECTOR)),
        (cast.deputy, to_school(cast, Role.DIRECTOR)),
        (cast.director, to_school(cast)._replace(school=cast.other_school.pk)),
        (cast.director, foreign._replace(role=Role.DIRECTOR)),
        (cast.teacher, to_course(cast)._replace(thing=cast.algebra_7b.pk)),
    ):
        with pytest.raises(MessagingError, match="not_addressed"):
            write(cast, user, address)


@pytest.mark.parametrize("stranger", ["pupil_7b", "other_pupil", "left"])
def test_a_pupil_who_is_not_in_the_class_is_refused_and_nobody_gets_anything(cast, stranger):
    with pytest.raises(MessagingError, match="not_addressed"):
        write(cast, cast.classteacher, to_class(cast), cast.child, getattr(cast, stranger))
    assert not EntryRecipient.objects.exists()


def test_an_entry_stands_in_every_diary_of_the_class_with_role_name_and_day(cast):
    entry = write(cast, cast.classteacher, to_class(cast), text="  Собрание \n\n\n\nв четверг ")
    assert {one.pupil for one in entry.recipients.all()} == set(cast.pupils_7a)
    assert (entry.text, entry.audience) == ("Собрание\n\nв четверг", "7 «А»")
    assert (entry.author, entry.author_role, entry.day) == (cast.classteacher.person, "class_teacher", TODAY)
    assert entry.is_visible


def test_a_list_names_how_many_of_how_many_and_one_pupil_needs_no_name(cast):
    two = write(cast, cast.teacher, to_course(cast), cast.child, cast.arrived)
    assert two.audience == "7 «А», Алгебра: 2 из 10"
    one = write(cast, cast.teacher, to_course(cast), cast.child, kind="remark")
    assert (one.audience, [row.pupil for row in one.recipients.all()]) == ("", [cast.child])


def test_a_parallel_is_every_class_of_a_grade_and_no_other_school(cast):
    entry = write(cast, cast.deputy, Address(Role.DEPUTY, Scope.GRADE, cast.school.pk, 7))
    assert {one.pupil for one in entry.recipients.all()} == {*cast.pupils_7a, cast.pupil_7b}


def test_to_more_than_fifty_diaries_an_entry_comes_two_minutes_later(cast):
    crowd(cast)
    before = timezone.now()
    entry = write(cast, cast.director, to_school(cast))
    assert entry.recipients.count() > MANY
    assert entry.visible_at is not None
    assert before + DELAY <= entry.visible_at <= timezone.now() + DELAY
    assert not entry.is_visible
    assert write(cast, cast.director, to_class(cast, Role.DIRECTOR)).is_visible


def test_exactly_fifty_do_not_wait(cast):
    crowd(cast, 49)
    entry = write(cast, cast.director, to_class(cast, Role.DIRECTOR, cast.class_7b))
    assert entry.recipients.count() == MANY
    assert entry.is_visible


def test_the_ledger_tells_what_was_written_to_whom(cast):
    entry = write(cast, cast.teacher, to_course(cast), cast.child, kind="remark", files=(kept_file(),))
    [line] = history(f"entry:{entry.pk}")
    assert (line.action, line.chain, line.actor_role) == (
        "entry.write",
        f"school:{cast.school.pk}",
        "teacher",
    )
    assert line.actor_id == cast.teacher.person_id
    details = line.details
    assert (details["entry"], details["pupils"]) == (entry.pk, [cast.child.pk])
    assert details["after"]["text"] == "Собрание в четверг"
    assert [name for name, _ in details["after"]["files"]] == ["План.pdf"]


def test_the_same_change_sent_twice_is_one_entry(cast):
    sent = draft(to_class(cast))
    first = write_entry(actor=cast.classteacher, draft=sent)
    assert write_entry(actor=cast.classteacher, draft=sent).pk == first.pk
    assert DiaryEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": ""}, "entry_kind"),
        ({"kind": "order"}, "entry_kind"),
        ({"text": " \n\u200b "}, "entry_empty"),
        ({"text": "а" * (LONGEST_TEXT + 1)}, "entry_too_long"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(cast, fields, code):
    with pytest.raises(MessagingError) as refusal:
        write(cast, cast.classteacher, to_class(cast), **fields)
    assert refusal.value.code == code
    assert refusal.value.sentence.startswith("Не отправлено")
    assert not DiaryEntry.objects.exists()


def test_a_text_of_the_greatest_length_is_taken(cast):
    assert len(write(cast, cast.classteacher, to_class(cast), text="а" * LONGEST_TEXT).text) == LONGEST_TEXT


def test_files_go_along_each_once_and_no_more_than_ten(cast):
    file = kept_file()
    entry = write(cast, cast.classteacher, to_class(cast), files=(file, file))
    assert [one.name for one in entry.files.all()] == ["План.pdf"]
    many = tuple(kept_file(f"{at}.pdf", b"%PDF-" + bytes([at])) for at in range(MOST_FILES + 1))
    with pytest.raises(MessagingError, match="too_many_files"):
        write(cast, cast.classteacher, to_class(cast), files=many)


def test_where_nobody_learns_nothing_is_written(cast):
    cast.class_5a.enrolments.update(valid_to=dt.date(2026, 3, 1))
    with pytest.raises(MessagingError, match="no_pupils"):
        write(cast, cast.director, to_class(cast, Role.DIRECTOR, cast.class_5a))


def test_guardians_of_two_pupils_are_counted_once(cast):
    offer = offer_for(standing_of(cast.director, TODAY), to_school(cast))
    audience = audience_of(offer)
    assert (len(audience.pupils), audience.guardians) == (12, 2)
    assert [name for name, _ in audience.by_class()] == ["5 «А»", "7 «А»", "7 «Б»"]


def test_the_way_from_a_lesson_to_a_pupil_is_the_course_and_the_class(cast):
    about = offers_about(standing_of(cast.classteacher, TODAY), cast.child.pk)
    assert about[0].label == "7 «А»"
    assert offers_about(standing_of(cast.teacher, TODAY), cast.pupil_7b.pk) == []


@pytest.mark.parametrize(
    "code",
    ["", "teacher", "teacher-class-1", "teacher-class-1-x", "king-class-1-1", "teacher-town-1-1", "a-b-c-d-e",
     "teacher-class-1-99999999999999999999", "teacher-class-1-²"],
)  # fmt: skip
def test_what_is_no_address_is_none(code):
    assert read_address(code) is None


def test_an_address_survives_the_way_through_a_form(cast):
    for address in (to_class(cast), to_school(cast), to_course(cast)):
        assert read_address(address.code) == address


# What notices rely on


def test_new_entries_come_once_for_each_diary_when_families_see_them(cast):
    started = timezone.now() - dt.timedelta(seconds=1)
    entry = write(cast, cast.classteacher, to_class(cast), cast.child, cast.arrived)
    until = timezone.now()
    found = new_entries(started, until)
    assert {(one.entry_id, one.pupil_id) for one in found} == {
        (entry.pk, cast.child.pk), (entry.pk, cast.arrived.pk)
    }  # fmt: skip
    assert new_entries(until, timezone.now()) == []
    assert [one.pupil_id for one in new_entries(started, until, [cast.child.pk])] == [cast.child.pk]


def test_a_moment_that_was_asked_about_is_not_asked_about_again(cast):
    entry = write(cast, cast.classteacher, to_class(cast), cast.child)
    assert entry.visible_at is not None
    before, after = (entry.visible_at + dt.timedelta(seconds=by) for by in (-1, 1))
    assert [one.entry_id for one in new_entries(before, entry.visible_at)] == [entry.pk]
    assert new_entries(entry.visible_at, after) == []


def test_what_waits_is_not_new_yet_and_is_new_afterwards_exactly_once(cast):
    crowd(cast)
    entry = write(cast, cast.director, to_school(cast))
    sent = timezone.now()
    assert new_entries(sent - dt.timedelta(hours=1), sent) == []
    let_the_delay_pass(entry)
    assert {one.entry_id for one in new_entries(sent, timezone.now())} == {entry.pk}


def test_a_school_in_another_zone_writes_its_own_day(cast):
    School.objects.filter(pk=cast.school.pk).update(frozen_today=None, time_zone="Asia/Kamchatka")
    school = School.objects.get(pk=cast.school.pk)
    cast.year.ends = school.today() + dt.timedelta(days=1)
    cast.year.save()
    entry = write(cast, cast.director, to_school(cast), change_id=uuid.uuid4())
    assert entry.day == school.today()
