"""«Новое»: everything of the own children, newest first, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.notices.test_letters import announce, entry_about
from tests.notices.world import put, quiet
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.messaging.models import EntryRecipient
from zhurnal.notices.models import Event, LedgerCursor, NoticeSettings
from zhurnal.notices.worker import work
from zhurnal.people.actions.devices import note_device
from zhurnal.people.models import Guardianship
from zhurnal.school.models import CourseMembership

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(school, client):
    client.force_login(school.parent)
    return client


def page(client):
    return client.get("/news/").content.decode()


def told(client):
    return re.findall(r'news__what">([^<]*)<', page(client))


def count(client):
    return client.get("/news/count/").json()["count"]


def test_nothing_new_says_what_will_stand_here(own):
    assert "Пока ничего нового" in page(own)
    assert count(own) == 0


def test_a_mark_is_there_at_once_though_notices_wait(school, own):
    put(school, "5")
    work()
    assert told(own) == ["отметка 5"]
    assert "Алгебра, 2 марта" in page(own)
    assert count(own) == 1


def test_all_children_stand_together_newest_first_each_with_its_name(school, clock, own):
    put(school, "5")
    clock.on(minutes=1)
    school.put(school.algebra_5a, "2026-03-03", school.child_5a, "4")
    work()
    assert told(own) == ["отметка 4", "отметка 5"]
    text = page(own)
    assert "Анна, 7 «А»" in text
    assert "Иван, 5 «А»" in text
    assert f"/diary/{school.child_5a.pk}/week/2026-W10/?day=2026-03-03" in text


def test_who_has_one_child_is_not_told_its_name_in_every_line(school, client):
    put(school, "5")
    work()
    client.force_login(school.pupil)
    assert told(client) == ["отметка 5"]
    assert "news__child" not in page(client)


def test_homework_of_the_own_courses_is_there_and_leads_to_its_day(school, own):
    lesson = school.lesson(school.algebra_7a, "2026-03-02")
    save_lesson_page(actor=school.colleague, lesson=lesson, homework=HomeworkText("§ 5", 0))
    work()
    assert told(own) == ["задание на 4 марта добавлено позже"]
    assert "?day=2026-03-04" in page(own)


def test_homework_is_of_those_who_are_in_the_course_on_the_day_of_the_lesson(school, own):
    CourseMembership.objects.filter(course=school.algebra_7a, pupil=school.child).update(
        valid_to=dt.date(2026, 3, 1)
    )
    for day in ("2026-02-20", "2026-03-04"):
        lesson = school.lesson(school.algebra_7a, day)
        save_lesson_page(actor=school.teacher, lesson=lesson, homework=HomeworkText("§ 5", 0))
    work()
    assert Event.objects.filter(kind="homework").count() == 2
    assert len(told(own)) == 1
    assert "Алгебра, 20 февраля" in page(own)


def test_a_sign_in_from_a_new_device_is_there_for_its_owner_and_for_nobody_else(school, clock, own):
    note_device(user=school.parent, token="second", browser="Firefox, Linux", at=clock.now)
    note_device(user=school.pupil, token="first", browser="Chrome, Android", at=clock.now)
    note_device(user=school.pupil, token="second", browser="Edge, Windows", at=clock.now)
    work()
    [line] = told(own)
    assert line.startswith("вход с нового устройства: Firefox, Linux, 25 ноября")
    assert 'href="/profile/devices/"' in page(own)
    own.force_login(school.pupil)
    [line] = told(own)
    assert "Edge, Windows" in line


def test_nothing_of_another_pupil_is_there(school, own):
    for pupil in school.pupils_7a:
        if pupil != school.child:
            school.put(school.algebra_7a, "2026-02-18", pupil, "2")
    other = school.lesson(school.other_algebra, "2026-03-02")
    save_lesson_page(actor=school.teacher2, lesson=other, homework=HomeworkText("§ 7", 0))
    work()
    assert Event.objects.count() > 5
    assert told(own) == []


def test_what_was_taken_back_is_gone_and_what_was_corrected_stands_once(school, clock, own):
    put(school, "2")
    put(school, "3", day="2026-02-20")
    work()
    put(school, "", seen=1)
    clock.on(hours=1)
    work()
    put(school, "5", day="2026-02-20", seen=1)
    work()
    assert told(own) == ["отметка исправлена: 3 → 5"]


def test_an_absence_whose_reason_is_known_now_is_gone(school, clock, own):
    put(school, "н")
    quiet(clock)
    assert told(own) == ["пропуск, причина неизвестна"]
    put(school, "б", seen=1)
    quiet(clock)
    assert told(own) == []


def test_an_entry_is_there_with_its_kind_and_without_its_text(school, clock, own):
    entry = entry_about(school)
    Event.objects.create(
        key=f"entry:{entry.pk}", kind="entry", entry=entry, after="1", line_id=1, visible_at=clock.now,
        due_at=clock.now,
    )  # fmt: skip
    clock.on(minutes=1)
    assert told(own) == ["замечание"]
    assert f"/diary/{school.child.pk}/messages/?to={entry.pk}#entry-{entry.pk}" in page(own)
    assert "Забыла форму" not in page(own)


def test_a_long_list_ends_and_the_number_is_that_of_the_navigation(school, clock, own):
    Event.objects.bulk_create(
        Event(
            key=f"mark:{number}", kind="mark", person=school.child, after="5", line_id=1,
            visible_at=clock.now - dt.timedelta(minutes=number), due_at=clock.now,
        )
        for number in range(75)
    )  # fmt: skip
    text = page(own)
    assert (len(told(own)), count(own)) == (60, 75)
    assert "Новых: 75" in text
    assert "Показано последнее, строк: 60" in text


def test_an_entry_to_the_class_is_one_line_of_the_own_child(school, clock, own):
    entry = entry_about(school)
    others = [pupil for pupil in school.pupils_7a if pupil != school.child]
    EntryRecipient.objects.bulk_create(EntryRecipient(entry=entry, pupil=pupil) for pupil in others)
    announce(entry, clock)
    clock.on(minutes=1)
    assert (told(own), count(own)) == (["замечание"], 1)


def test_an_entry_is_not_there_before_families_may_see_it(school, clock, own):
    entry = entry_about(school)
    soon = clock.now + dt.timedelta(minutes=2)
    Event.objects.create(
        key=f"entry:{entry.pk}", kind="entry", entry=entry, after="1", line_id=1, visible_at=soon, due_at=soon
    )
    assert (told(own), count(own)) == ([], 0)
    clock.on(minutes=3)
    assert (told(own), count(own)) == (["замечание"], 1)


def test_looking_writes_nothing_and_the_button_says_what_was_seen(school, clock, own):
    put(school, "5")
    work()
    page(own)
    assert count(own) == 1
    until = re.search(r'name="until" value="([^"]+)"', page(own))
    assert until is not None
    clock.on(minutes=1)
    put(school, "4", day="2026-02-20")
    work()
    own.post("/news/", {"until": until[1]})
    assert count(own) == 1, "what came in meanwhile has not been seen"
    assert page(own).count("news__item--new") == 1


def test_an_older_page_does_not_turn_the_mark_back(school, clock, own):
    own.post("/news/", {"until": clock.now.isoformat()})
    own.post("/news/", {"until": (clock.now - dt.timedelta(days=1)).isoformat()})
    assert NoticeSettings.objects.get(user=school.parent).news_seen_at == clock.now


def test_nobody_has_seen_the_future(school, clock, own):
    own.post("/news/", {"until": (clock.now + dt.timedelta(days=999)).isoformat()})
    assert NoticeSettings.objects.get(user=school.parent).news_seen_at == clock.now


@pytest.mark.parametrize("until", ["", "yesterday", "2026-13-45T99:00", "2026-03-04T10:00:00"])
def test_a_moment_that_is_none_is_a_bad_request(own, until):
    assert own.post("/news/", {"until": until}).status_code == 400


def test_a_guardianship_that_has_ended_shows_nothing(school, own):
    put(school, "5")
    work()
    Guardianship.objects.filter(guardian=school.parent.person, pupil=school.child).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    assert (told(own), count(own)) == ([], 0)


def test_a_worker_that_stands_still_is_no_secret(clock, own):
    assert "ещё не собраны" not in page(own)
    clock.on(minutes=30)
    assert "ещё не собраны" in page(own)
    LedgerCursor.objects.all().delete()
    assert "ещё не собраны" not in page(own)


def fill(school, clock):
    for day in ("2026-02-16", "2026-02-18", "2026-02-20", "2026-03-02"):
        put(school, "5", day=day)
        clock.on(minutes=1)
        school.put(school.algebra_5a, "2026-03-03", school.child_5a, "4")
    work()


def test_the_page_costs_eleven_queries_however_much_happened(school, clock, own, django_assert_num_queries):
    put(school, "5")
    work()
    page(own)
    with django_assert_num_queries(11):
        page(own)
    fill(school, clock)
    with django_assert_num_queries(11):
        page(own)


def test_the_number_costs_seven(school, clock, own, django_assert_num_queries):
    fill(school, clock)
    count(own)
    with django_assert_num_queries(7):
        assert count(own) == 5


def test_the_number_stands_in_the_navigation_as_an_address_to_ask(own):
    assert 'data-count="/news/count/"' in page(own)
