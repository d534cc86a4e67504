"""The calendar feed: what stands in it, and that its address opens no more than its owner may see."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.cast import TODAY
from zhurnal.audit.models import Line
from zhurnal.family.actions.calendar import MOST_READS_AN_HOUR, count_reading, make_calendar_address
from zhurnal.family.models import CalendarAddress
from zhurnal.journal.actions.lesson_changes import cancel_lessons
from zhurnal.journal.models import Homework
from zhurnal.people.models import Guardianship

pytestmark = pytest.mark.django_db


def make(cast, pupil=None) -> str:
    secret = make_calendar_address(actor=cast.parent, pupil=pupil or cast.child, school=cast.school)
    return reverse("calendar-feed", args=[secret])


def read(client, address) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(one["UID"]): one for one in Calendar.from_ical(answer.content).walk() if one.name == "VEVENT"}


def lesson_uid(cast, course, day) -> str:
    return f"lesson-{cast.lesson(course, day).pk}-{cast.child.pk}@zhurnal"


def test_lessons_stand_with_their_bells_and_rooms(client, cast):
    found = read(client, make(cast))
    one = found[lesson_uid(cast, cast.algebra_7a, "2026-03-04")]
    assert (str(one["SUMMARY"]), str(one["LOCATION"])) == ("Алгебра", "кабинет 214")
    assert one["DTSTART"].dt == dt.datetime(2026, 3, 4, 6, 25, tzinfo=dt.UTC)
    assert "STATUS" in one


def test_changes_homework_and_control_works_stand_there(client, cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-02")
    due = cast.lesson(cast.algebra_7a, "2026-03-04")
    task = Homework.objects.create(
        lesson=lesson, due_lesson=due, text="№ 345, 346; повторить", minutes=20, author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    found = read(client, make(cast))
    cancelled = found[lesson_uid(cast, cast.algebra_7a, "2026-02-27")]
    assert str(cancelled["STATUS"]) == "CANCELLED"
    assert "Карантин" in str(cancelled["DESCRIPTION"])
    assert "Замена" in str(found[lesson_uid(cast, cast.algebra_7a, "2026-03-02")]["DESCRIPTION"])
    control = found[lesson_uid(cast, cast.algebra_7a, "2026-02-25")]
    assert str(control["SUMMARY"]) == "Алгебра: контрольная"
    assert "Линейная функция" in str(control["DESCRIPTION"])
    homework = found[f"homework-{task.pk}-{cast.child.pk}@zhurnal"]
    assert str(homework["SUMMARY"]) == "Задание: Алгебра — № 345, 346; повторить"
    assert homework["DTSTART"].dt == TODAY


def test_a_change_raises_the_sequence_under_the_same_uid(client, cast):
    address, uid = make(cast), lesson_uid(cast, cast.algebra_7a, "2026-03-06")
    before = int(read(client, address)[uid]["SEQUENCE"])
    moved = [cast.lesson(cast.algebra_7a, "2026-03-06").pk]
    cancel_lessons(actor=cast.deputy, school=cast.school, lessons=moved, reason="Карантин")
    after = read(client, address)[uid]
    assert int(after["SEQUENCE"]) > before
    assert str(after["STATUS"]) == "CANCELLED"


def test_no_mark_no_surname_and_no_other_pupil_stands_there(client, cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "2")
    text = client.get(make(cast)).content.decode().replace("\r\n ", "")
    assert "X-WR-CALNAME:Уроки: Анна" in text
    assert not re.search(r"Петров|Смирнов|Иванова|Двойка|отметк", text)
    assert Calendar.from_ical(text)


def test_the_answer_is_private_and_not_to_be_indexed(client, cast):
    answer = client.get(make(cast))
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("secret", ["x", "a" * 22, "a" * 5000, "../etc", "%00"])
def test_a_guessed_address_opens_nothing(client, cast, secret):
    make(cast)
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_what_is_kept_does_not_open_the_calendar(client, cast):
    make(cast)
    kept = CalendarAddress.objects.get().token_hash
    assert client.get(reverse("calendar-feed", args=[kept])).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"valid_to": TODAY - dt.timedelta(1)},
        {"restricted_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "restriction": "решение суда"},
    ],
)
def test_access_ends_with_the_right_of_the_guardian(client, cast, change):
    address = make(cast)
    assert client.get(address).status_code == 200
    Guardianship.objects.filter(pupil=cast.child).update(**change)
    assert client.get(address).status_code == 404


def test_an_account_that_was_closed_reads_no_calendar(client, cast):
    address = make(cast)
    cast.parent.is_active = False
    cast.parent.save()
    assert client.get(address).status_code == 404


def test_a_new_address_ends_the_old_one_and_it_can_be_taken_back(client, cast):
    page = reverse("diary-calendar", args=[cast.child.pk])
    old = make(cast)
    client.force_login(cast.parent)
    answer = client.post(page, {"do": "make"})
    assert "no-store" in answer["Cache-Control"]
    (shown,) = re.findall(r"/calendar/[\w-]+\.ics", answer.content.decode())
    assert ".ics" not in client.get(page).content.decode()
    assert client.get(old).status_code == 404
    assert client.get(shown).status_code == 200
    assert client.post(page, {"do": "revoke"}).status_code == 302
    assert client.get(shown).status_code == 404
    actions = list(Line.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["calendar.made", "calendar.made", "calendar.revoked"]


def test_the_address_of_one_child_shows_no_other(client, cast):
    found = read(client, make(cast, cast.child_5a))
    assert found
    assert all(uid.endswith(f"-{cast.child_5a.pk}@zhurnal") for uid in found)


def test_it_is_read_so_often_an_hour(client, cast):
    address = make(cast)
    client.get(address)
    CalendarAddress.objects.update(reads=MOST_READS_AN_HOUR)
    answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    CalendarAddress.objects.update(hour=dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC))
    assert count_reading(CalendarAddress.objects.get())


def test_it_costs_the_same_whatever_the_weeks_hold(client, cast, django_assert_num_queries):
    address = make(cast)
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
