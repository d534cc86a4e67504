"""Who is told of an event, over which channel, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.notices.world import by_mail, choose, put, quiet
from zhurnal.journal.actions.lesson_changes import cancel_lessons, restore_lessons
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import Excuse
from zhurnal.notices.kinds import Kind, Pace, default_pace
from zhurnal.notices.models import Event, Notice, NoticeSettings
from zhurnal.notices.worker import work
from zhurnal.people.actions.passwords import change_password
from zhurnal.people.models import Guardianship

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]


def told():
    rows = Notice.objects.order_by("user__login", "pk")
    return [(one.user.login, one.pupil.given_name, one.event.kind) for one in rows]


def test_a_mark_is_told_of_to_the_guardian_and_to_the_pupil(school, clock):
    by_mail(school.parent)
    by_mail(school.pupil, "anna@example.org")
    put(school, "5")
    quiet(clock)
    assert told() == [("parent", "Анна", "mark"), ("pupil", "Анна", "mark")]


def test_who_cannot_be_reached_gets_no_notice(school, clock):
    put(school, "5")
    quiet(clock)
    assert told() == []
    assert Event.objects.get().settled_at is not None


def test_an_address_that_was_not_confirmed_is_none(school, clock):
    by_mail(school.parent)
    school.parent.refresh_from_db()
    type(by_mail(school.pupil)).objects.update(confirmed_at=None)
    put(school, "5")
    quiet(clock)
    assert told() == []


def test_nobody_hears_of_another_familys_child(school, clock):
    for user in (school.neighbour, school.parent2, school.teacher, school.deputy):
        by_mail(user)
    put(school, "5")
    quiet(clock)
    assert told() == []


def test_notices_wait_until_it_is_quiet_around_the_cell(school, clock):
    by_mail(school.parent)
    put(school, "4")
    work()
    clock.on(minutes=9)
    put(school, "5", seen=1)
    work()
    clock.on(minutes=9)
    work()
    assert told() == []
    clock.on(minutes=2)
    work()
    assert told() == [("parent", "Анна", "mark")]


def test_a_mark_that_is_taken_back_in_that_time_is_told_of_to_nobody(school, clock):
    by_mail(school.parent)
    put(school, "2")
    work()
    clock.on(minutes=5)
    put(school, "", seen=1)
    quiet(clock)
    assert told() == []


def test_so_is_one_that_is_set_back_to_what_it_was(school, clock):
    put(school, "4")
    quiet(clock)
    by_mail(school.parent)
    put(school, "2", seen=1)
    clock.on(minutes=5)
    put(school, "4", seen=2)
    quiet(clock)
    assert told() == []


def test_an_absence_that_got_its_reason_in_time_is_told_of_to_nobody(school, clock):
    by_mail(school.parent)
    put(school, "н")
    work()
    clock.on(minutes=5)
    put(school, "б", seen=1)
    quiet(clock)
    assert told() == []


def test_nor_that_the_reason_is_known_now(school, clock):
    by_mail(school.parent)
    put(school, "н")
    quiet(clock)
    put(school, "б", seen=1)
    quiet(clock)
    assert told() == [("parent", "Анна", "absence")]


def excuse(school, **fields):
    given = {"first": dt.date(2026, 3, 2), "last": dt.date(2026, 3, 2), "kind": "doctor", **fields}
    return Excuse.objects.create(
        school=school.school, pupil=school.child, author=school.parent.person, author_role="guardian",
        made_at=school.school.now(), **given,
    )  # fmt: skip


@pytest.mark.parametrize("lessons", [{}, {"first_lesson": 1, "last_lesson": 3}])
def test_an_absence_that_the_family_announced_is_not_told_to_it(school, clock, lessons):
    by_mail(school.parent)
    excuse(school, **lessons)
    put(school, "н")
    quiet(clock)
    assert told() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"first": dt.date(2026, 3, 3), "last": dt.date(2026, 3, 3)},
        {"first_lesson": 5, "last_lesson": 6},
        {"decision": "refused", "decision_reason": "был в школе"},
    ],
)
def test_one_that_it_did_not_announce_or_that_was_not_accepted_is(school, clock, fields):
    by_mail(school.parent)
    decided = (
        {"decided_by": school.classteacher.person, "decided_at": clock.now} if "decision" in fields else {}
    )
    excuse(school, **fields, **decided)
    put(school, "н")
    quiet(clock)
    assert told() == [("parent", "Анна", "absence")]


def test_a_guardian_from_whom_a_court_hides_the_child_is_told_nothing(school, clock):
    by_mail(school.parent)
    Guardianship.objects.filter(guardian=school.parent.person, pupil=school.child).update(
        restricted_at=clock.now, restriction="Решение суда № 5"
    )
    put(school, "5")
    quiet(clock)
    assert told() == []


def test_homework_is_told_of_to_everybody_who_learns_there(school, clock):
    by_mail(school.parent)
    by_mail(school.neighbour, "eva@example.org")
    lesson = school.lesson(school.algebra_7a, "2026-03-04")
    save_lesson_page(actor=school.teacher, lesson=lesson, homework=HomeworkText("§ 5", 0))
    quiet(clock)
    assert told() == [("parent", "Анна", "homework")]


def test_a_cancelled_lesson_is_told_of_and_one_that_is_held_after_all_is_not(school, clock):
    by_mail(school.parent)
    first, second = (school.lesson(school.algebra_7a, day).pk for day in ("2026-03-16", "2026-03-18"))
    cancel_lessons(actor=school.deputy, school=school.school, lessons=[first, second], reason="Карантин")
    work()
    restore_lessons(actor=school.deputy, school=school.school, lessons=[second])
    quiet(clock)
    assert [one.event.lesson_id for one in Notice.objects.all()] == [first]


def test_what_is_over_is_not_announced(school, clock):
    by_mail(school.parent)
    lesson = school.lesson(school.algebra_7a, "2026-02-13")
    cancel_lessons(
        actor=school.deputy, school=school.school, lessons=[lesson.pk], reason="Карантин", confirmed=True
    )
    quiet(clock)
    assert Event.objects.filter(kind="lesson").exists()
    assert told() == []


def test_a_changed_password_is_told_of_to_its_owner_at_once_even_at_night(school, clock):
    by_mail(school.pupil, "anna@example.org")
    by_mail(school.parent)
    clock.at(23)
    change_password(
        actor=school.pupil, current="zhurnal-demo", new="три слова подряд", again="три слова подряд",
        session_key=None,
    )  # fmt: skip
    work()
    notice = Notice.objects.get()
    assert (notice.user, notice.pace, notice.send_after) == (school.pupil, "now", clock.now)


def test_a_guardianship_that_has_ended_tells_nothing_more(school, clock):
    by_mail(school.parent)
    ended = dt.date(2026, 11, 24)
    Guardianship.objects.filter(guardian=school.parent.person).update(valid_to=ended)
    put(school, "5")
    quiet(clock)
    assert told() == []


def test_what_was_found_days_too_late_is_shown_and_not_sent(school, clock):
    by_mail(school.parent)
    put(school, "5")
    clock.on(days=4)
    work()
    assert Event.objects.get().settled_at == clock.now
    assert told() == []


# When


def moment(school, clock, kind="mark", value="5"):
    by_mail(school.parent)
    put(school, value)
    quiet(clock)
    return Notice.objects.get(event__kind=kind).send_after


def in_moscow(moment):
    return moment.astimezone(dt.timezone(dt.timedelta(hours=3))).strftime("%d %H:%M")


def test_by_default_a_mark_comes_in_the_digest_of_half_past_five(school, clock):
    assert in_moscow(moment(school, clock)) == "25 17:30"


def test_by_default_an_absence_comes_at_once(school, clock):
    assert moment(school, clock, "absence", "н") == clock.now


def test_what_was_chosen_to_come_at_once_does(school, clock):
    choose(school.parent, school.child, "mark", "now")
    assert moment(school, clock) == clock.now


def test_what_was_switched_off_does_not_come(school, clock):
    choose(school.parent, school.child, "mark", "off")
    by_mail(school.parent)
    put(school, "5")
    quiet(clock)
    assert told() == []


def test_a_choice_is_about_one_child(school, clock):
    choose(school.parent, school.child_5a, "mark", "off")
    assert in_moscow(moment(school, clock)) == "25 17:30"


def test_in_the_quiet_hours_nothing_is_heard_until_they_end(school, clock):
    clock.at(22, 30)
    assert in_moscow(moment(school, clock, "absence", "н")) == "26 07:00"


def test_quiet_hours_are_those_of_the_person_where_the_school_is(school, clock):
    school.school.time_zone = "Asia/Vladivostok"
    school.school.save()
    NoticeSettings.objects.create(user=school.parent, quiet_from=dt.time(19), quiet_to=dt.time(6))
    found = moment(school, clock, "absence", "н")  # 12:11 in Moscow is 19:11 there
    assert found == dt.datetime(2026, 11, 25, 20, 0, tzinfo=dt.UTC)


def test_tishe_turns_at_once_into_the_digest(school, clock):
    NoticeSettings.objects.create(user=school.parent, quieter_since=clock.now)
    assert in_moscow(moment(school, clock, "absence", "н")) == "25 17:30"


def test_only_absences_and_the_sign_in_come_at_once_by_default():
    assert {kind for kind in Kind if default_pace(kind) == Pace.NOW} == {Kind.ABSENCE, Kind.SECURITY}


def test_a_whole_class_costs_no_more_queries_than_one(school, clock, django_assert_max_num_queries):
    by_mail(school.parent)
    for pupil in school.pupils_7a[:8]:
        put(school, "5", pupil=pupil)
    work()
    clock.on(minutes=11)
    with django_assert_max_num_queries(45):
        work()
    assert told() == [("parent", "Анна", "mark")]
