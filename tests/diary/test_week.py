from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.diary.reading import entry, frame_for, move, read, rows_of, source, week_path
from zhurnal.calc.calendar import parse_week
from zhurnal.diary.queries.week import spread
from zhurnal.journal.models import Absence, Homework, LessonTopic, Mark
from zhurnal.school.models import DayOff, SchoolClass
from zhurnal.timetable.models import Bell, LessonMove


def days(cast, pupil, week="2026-W10"):
    return spread(frame_for(cast.deputy, pupil), parse_week(week)).days


def lessons(day):
    return [(row.number, row.lesson.subject) for row in day.rows if row.lesson]


def set_homework(cast, lesson, text, **due):
    return Homework.objects.create(
        lesson=lesson, text=text, author=cast.teacher.person, set_at=timezone.now(), **due
    )


def test_a_week_is_monday_to_saturday_with_lessons_by_number(cast):
    week = days(cast, cast.child)
    assert [day.date.isoformat() for day in week] == [f"2026-03-0{day}" for day in range(2, 8)]
    assert lessons(week[0]) == [(2, "Алгебра"), (3, "Русский язык")]
    assert lessons(week[1]) == [(3, "Русский язык"), (4, "Английский язык")]


def test_a_lesson_tells_time_room_and_teacher(cast, client):
    client.force_login(cast.parent)
    [_, first, *_] = rows_of(source(client, week_path(cast.child)))
    assert first[0] == "1"
    algebra = rows_of(source(client, week_path(cast.child, "2026-W08")))[2]
    assert algebra == ["2 09:25", "Алгебра", "", "", "кабинет 214 · Смирнова И. В."]


def test_bells_are_those_of_the_shift(cast):
    SchoolClass.objects.filter(pk=cast.class_7a.pk).update(shift=2)
    assert all(row.starts is None for row in days(cast, cast.child)[0].rows)
    SchoolClass.objects.filter(pk=cast.class_7a.pk).update(shift=1)
    second = days(cast, cast.child)[0].rows[1]
    bell = Bell.objects.get(number=2, schedule__school=cast.school)
    assert (second.starts, second.ends) == (bell.starts, bell.ends)


def test_a_day_is_a_page_of_lines_where_windows_stay_empty(cast):
    monday = days(cast, cast.child)[0]
    assert [row.number for row in monday.rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [row.number for row in monday.rows if row.is_after_last] == [4, 5, 6, 7]


def test_homework_stands_in_the_lesson_for_which_it_is_set(cast):
    lesson, due = cast.lesson(cast.algebra_7a, "2026-03-02"), cast.lesson(cast.algebra_7a, "2026-03-04")
    set_homework(cast, lesson, "№ 345", due_lesson=due, minutes=20)
    [monday, _, wednesday, *_] = days(cast, cast.child)
    [task] = wednesday.rows[1].lesson.tasks
    assert (task.text, task.set_on, task.minutes) == ("№ 345", dt.date(2026, 3, 2), 20)
    assert monday.rows[1].lesson.tasks == []


def test_homework_for_a_date_stands_with_the_subject_or_under_the_day(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-02-25")
    set_homework(cast, lesson, "К среде", due_date=dt.date(2026, 3, 4))
    set_homework(
        cast, cast.lesson(cast.algebra_7a, "2026-02-16"), "Ко вторнику", due_date=dt.date(2026, 3, 3)
    )
    [_, tuesday, wednesday, *_] = days(cast, cast.child)
    assert [task.text for task in wednesday.rows[1].lesson.tasks] == ["К среде"]
    assert [(task.subject, task.text) for task in tuesday.tasks] == [("Алгебра", "Ко вторнику")]


def test_nothing_set_on_purpose_is_no_homework(cast):
    lesson, due = cast.lesson(cast.algebra_7a, "2026-03-02"), cast.lesson(cast.algebra_7a, "2026-03-04")
    set_homework(cast, lesson, "", due_lesson=due)
    assert days(cast, cast.child)[2].rows[1].lesson.tasks == []


def test_homework_of_another_group_is_not_mine(cast):
    course = cast.english_7a_1 if english_of(cast.child) == cast.english_7a_2 else cast.english_7a_2
    set_homework(
        cast, cast.lesson(course, "2026-03-03"), "Чужое", due_lesson=cast.lesson(course, "2026-03-05")
    )
    assert all(not row.lesson.tasks for day in days(cast, cast.child) for row in day.rows if row.lesson)


def english_of(pupil):
    return pupil.memberships.get(course__subject__name="Английский язык").course


def test_a_topic_is_told(cast, client):
    LessonTopic.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-02"), text="Линейная функция",
        author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip
    client.force_login(cast.pupil)
    assert "Тема: Линейная функция" in read(client, week_path(cast.child))


def test_a_mark_tells_its_work_weight_and_comment(cast, client):
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    Mark.objects.filter(work=cast.control).update(comment="Проверь знаки")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "5")
    client.force_login(cast.parent)
    [row] = [
        row
        for row in rows_of(source(client, week_path(cast.child, "2026-W09")))
        if row[3] != "Отметка" and row[3]
    ]
    assert row[1] == "Алгебра"
    assert row[3] == ("5 Ответ на уроке 4 Контрольная работа № 5 по теме «Линейная функция» ×2 Проверь знаки")


def test_a_mark_taken_back_is_gone(cast):
    saved = cast.put(cast.algebra_7a, "2026-03-02", cast.child, "2")
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "", seen=saved.version)
    assert days(cast, cast.child)[0].rows[1].lesson.marks == []


def test_marks_of_others_are_not_shown(cast):
    for pupil in cast.pupils_7a:
        if pupil != cast.child:
            cast.put(cast.algebra_7a, "2026-03-04", pupil, "2")
    assert days(cast, cast.child)[2].rows[1].lesson.marks == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("н", "н причина неизвестна"),
        ("б", "б болезнь"),
        ("оп10", "оп10 опоздание 10 мин"),
        ("5 оп", "5 Ответ на уроке оп опоздание"),
    ],
)
def test_absence_and_lateness_are_spelled_out(cast, client, typed, words):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, typed)
    client.force_login(cast.parent)
    assert words in read(client, week_path(cast.child))


def test_the_foot_counts_missed_lessons_by_reason_and_lateness(cast, client):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "б")
    cast.put(cast.russian_7a, "2026-03-02", cast.child, "б")
    cast.put(cast.russian_7a, "2026-03-03", cast.child, "н")
    cast.put(english_of(cast.child), "2026-03-03", cast.child, "оп5")
    missed = spread(frame_for(cast.parent, cast.child), parse_week("2026-W10")).missed
    assert (missed.total, missed.by_reason, missed.late) == (
        3,
        [("причина неизвестна", 1), ("болезнь", 2)],
        1,
    )
    client.force_login(cast.parent)
    page = read(client, week_path(cast.child))
    assert "Пропущено уроков 3 (причина неизвестна — 1, болезнь — 2) Опозданий 1" in page
    assert "Классный руководитель Кузнецов О. А." in page


def test_nobody_misses_a_lesson_that_was_not_held(cast):
    Absence.objects.create(
        lesson=cast.cancelled, pupil=cast.child, code="н", author=cast.teacher.person, set_at=timezone.now()
    )
    assert spread(frame_for(cast.parent, cast.child), parse_week("2026-W09")).missed.total == 0


def test_a_substitution_names_who_holds_the_lesson(cast, client):
    client.force_login(cast.parent)
    assert "заменяет Петрова И. И." in read(client, week_path(cast.child))


def test_a_cancelled_lesson_stays_struck_through_with_its_reason(cast, client):
    client.force_login(cast.parent)
    page = source(client, week_path(cast.child, "2026-W09"))
    assert page.count("lesson--cancelled") == 1
    assert "Урок отменён: Карантин" in page


def test_a_day_off_and_holidays_are_named(cast, client):
    client.force_login(cast.parent)
    assert "Понедельник, 23 февраля День защитника Отечества" in title_case(
        read(client, week_path(cast.child, "2026-W09"))
    )
    assert read(client, week_path(cast.child, "2026-W14")).count("Весенние каникулы") == 6
    assert read(client, week_path(cast.child, "2026-W24")).count("Каникулы") == 6


def title_case(text):
    return text.replace("понедельник", "Понедельник")


def test_holidays_of_other_grades_are_not_ours(cast):
    DayOff.objects.create(
        year=cast.year, kind="holidays", name="Каникулы первых классов", starts="2026-03-02",
        ends="2026-03-07", last_grade=1,
    )  # fmt: skip
    assert [day.free for day in days(cast, cast.child)] == [""] * 6


def test_saturday_is_dimmed_where_the_week_has_five_days(cast, client):
    client.force_login(cast.parent)
    page = source(client, week_path(cast.child))
    assert page.count("day--dim") == 1
    SchoolClass.objects.filter(pk=cast.class_7a.pk).update(days_a_week=6)
    assert "day--dim" not in source(client, week_path(cast.child))


def test_a_pupil_who_moved_has_the_lessons_of_each_class_on_its_days(cast):
    move(cast.child, "2026-02-18", cast.class_7b, [cast.algebra_7b])
    [monday, tuesday, wednesday, thursday, *_] = days(cast, cast.child, "2026-W08")
    assert lessons(monday) == [(2, "Алгебра"), (3, "Русский язык")]
    assert lessons(tuesday) == [(3, "Русский язык"), (4, "Английский язык")]
    assert lessons(wednesday) == [(4, "Алгебра")]
    assert lessons(thursday) == []


def test_who_arrived_later_has_empty_days_before(cast, client):
    assert all(not day.is_member for day in days(cast, cast.arrived, "2026-W06"))
    assert all(day.is_member for day in days(cast, cast.arrived, "2026-W07"))
    client.force_login(cast.deputy)
    assert "не в списке класса" in read(client, week_path(cast.arrived, "2026-W06"))


def test_entries_of_the_week_stand_at_its_foot(cast, client):
    entry(cast, cast.child, text="За дежурство", day="2026-03-04")
    entry(cast, cast.child, text="Прошлое", day="2026-02-28")
    entry(cast, cast.pupils_7a[0], text="Чужое", day="2026-03-04")
    client.force_login(cast.parent)
    page = read(client, week_path(cast.child))
    assert "благодарность 4 марта За дежурство Кузнецов О. А., классный руководитель" in page
    assert "Прошлое" not in page
    assert "Чужое" not in page


@pytest.mark.parametrize("week", ["2026-W54", "2026-10", "вчера", "1999-W01", "2026-W00", "9999-W01"])
def test_a_week_that_is_none_is_not_found(cast, client, week):
    client.force_login(cast.parent)
    assert client.get(f"/diary/{cast.child.pk}/week/{week}/").status_code == 404


@pytest.mark.parametrize("week", ["2000-W01", "2099-W53"])
def test_the_ends_of_time_are_weeks_without_lessons(cast, client, week):
    client.force_login(cast.parent)
    assert "Алгебра" not in read(client, week_path(cast.child, week))


def test_weeks_are_turned_inside_the_school_year(cast, client):
    client.force_login(cast.parent)
    page = source(client, week_path(cast.child))
    assert f'href="{week_path(cast.child, "2026-W09")}" rel="prev"' in page
    assert f'href="{week_path(cast.child, "2026-W11")}" rel="next"' in page
    assert 'rel="prev"' not in source(client, week_path(cast.child, "2025-W36"))
    assert 'rel="next"' not in source(client, week_path(cast.child, "2026-W22"))


def test_another_week_leads_back_to_today(cast, client):
    client.force_login(cast.parent)
    assert ">сегодня</a>" in source(client, week_path(cast.child, "2026-W09"))
    assert ">сегодня</a>" not in source(client, week_path(cast.child))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("2026-W10/", "2026-03-04"),
        ("2026-W10/?day=2026-03-06", "2026-03-06"),
        ("2026-W10/?day=2026-01-01", "2026-03-04"),
        ("2026-W09/", "2026-02-23"),
        ("2026-W11/", "2026-03-10"),
    ],
)
def test_a_narrow_screen_shows_today_or_the_chosen_day(cast, client, at, address, shown):
    at("2026-03-04T08:00")
    client.force_login(cast.parent)
    week, query = address.split("/")
    assert shown_days(client, cast, week, query) == [shown]


def shown_days(client, cast, week="2026-W10", query=""):
    page = source(client, week_path(cast.child, week) + query)
    return re.findall(r'day--shown[^"]*" data-day="([0-9-]+)"', page)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-03-04T10:09", "2026-03-04"),  # the second lesson of Wednesday, the last one, ends at 10:10
        ("2026-03-04T10:10", "2026-03-05"),
        ("2026-03-02T23:00", "2026-03-03"),
        ("2026-03-06T12:00", "2026-03-06"),  # nothing comes after Friday
        ("2026-03-07T08:00", "2026-03-07"),
    ],
)
def test_after_the_last_lesson_comes_the_next_day_of_lessons(cast, client, at, moment, shown):
    at(moment)
    client.force_login(cast.parent)
    assert shown_days(client, cast) == [shown]


def test_arrows_lead_to_the_neighbouring_days_and_over_the_edge_of_the_week(cast, client):
    client.force_login(cast.parent)

    def arrows(query):
        page = source(client, week_path(cast.child) + query)
        return re.findall(r'data-step="-?1"[^>]* href="([^"]*)"', page)

    assert arrows("?day=2026-03-04") == ["?day=2026-03-03", "?day=2026-03-05"]
    monday, saturday = arrows("?day=2026-03-02"), arrows("?day=2026-03-07")
    assert monday == [week_path(cast.child, "2026-W09") + "?day=2026-02-28", "?day=2026-03-03"]
    assert saturday == ["?day=2026-03-06", week_path(cast.child, "2026-W11") + "?day=2026-03-09"]


@pytest.mark.parametrize(
    ("version", "at", "told"),
    [
        (1, "2026-03-02 15:59", ""),
        (1, "2026-03-02 16:00", "добавлено 16:00"),
        (1, "2026-03-02 21:40", "добавлено 21:40"),
        (2, "2026-03-02 21:40", "изменено 21:40"),
        (1, "2026-03-03 07:05", "добавлено 3 марта, 07:05"),
    ],
)
def test_homework_that_came_in_the_evening_says_when(cast, version, at, told):
    lesson, due = cast.lesson(cast.algebra_7a, "2026-03-02"), cast.lesson(cast.algebra_7a, "2026-03-04")
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Moscow"))
    set_homework(cast, lesson, "№ 345", due_lesson=due)
    Homework.objects.update(set_at=moment, version=version)
    [task] = days(cast, cast.child)[2].rows[1].lesson.tasks
    assert task.late == told


def test_a_moved_lesson_says_from_when_it_was_moved(cast, client):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-04")
    client.force_login(cast.parent)
    assert "перенесён" not in read(client, week_path(cast.child))
    LessonMove.objects.create(
        lesson=lesson, from_date="2026-03-06", from_number=3, reason="Экскурсия",
        made_by=cast.deputy.person, made_at=timezone.now(),
    )  # fmt: skip
    assert "перенесён с 6 марта, 3-й урок" in read(client, week_path(cast.child))


def test_an_entry_is_named_on_its_day_too(cast, client):
    written = entry(cast, cast.child, text="За дежурство", day="2026-03-04")
    client.force_login(cast.parent)
    page = source(client, week_path(cast.child))
    assert page.count(f'href="#week-entry-{written.pk}"') == 1
    assert page.count(f'id="week-entry-{written.pk}"') == 1


# The first opening of a day by somebody of the staff is looked for and noted.
@pytest.mark.parametrize(
    ("login", "noted"), [("parent", 0), ("pupil", 0), ("classteacher", 2), ("deputy", 2)]
)
def test_a_week_costs_nine_queries(cast, client, django_assert_num_queries, login, noted):
    for day in ("2026-03-02", "2026-03-04"):
        cast.put(cast.algebra_7a, day, cast.child, "4")
    client.force_login(getattr(cast, login))
    with django_assert_num_queries(9 + noted):
        client.get(week_path(cast.child))
