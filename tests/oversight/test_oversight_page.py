"""The page of control: who sees it, and that every planted gap is in it."""

import datetime as dt
import re
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.cast import person
from tests.journal.correcting import ask, closed_cell
from zhurnal.access.roles import Role
from zhurnal.journal.models import AttendanceTaken, Average, Homework, LessonTopic, Mark
from zhurnal.people.models import Person
from zhurnal.school.models import Employment, StudyPeriod, Subject, Teaching
from zhurnal.timetable.models import Lesson, Substitution

OVERSIGHT = reverse("oversight")
WEEK = f"{OVERSIGHT}?window=week"
WRITTEN_AT = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


def page(client, user, address=OVERSIGHT):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def words_of(html, section=None):
    """The text of the page's main part, or of the section that a heading of this id begins."""
    main = html[html.index("<main") : html.index("</main>")]
    if section:
        main = main[main.index(f'aria-labelledby="{section}"') :]
        main = main[main.index(">") + 1 : main.index("</section>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main.replace("\u00ad", "")).split())


def gaps(client, user, address=OVERSIGHT, opened=None):
    """The table of gaps, with the courses of the teacher of the account `opened`."""
    wanted = f"teacher={opened.person_id}" if opened else ""
    return words_of(page(client, user, f"{address}{'&' if '?' in address else '?'}{wanted}"), "gaps-title")


def thin(client, user, address=OVERSIGHT):
    return words_of(page(client, user, address), "thin-title")


def fill(*, but=()):
    """Writes everything about every lesson, except about those in `but`."""
    lessons = [lesson for lesson in Lesson.objects.all() if lesson.pk not in {one.pk for one in but}]
    author = Person.objects.first()
    AttendanceTaken.objects.bulk_create(
        AttendanceTaken(lesson=lesson, taken_by=author, taken_at=WRITTEN_AT) for lesson in lessons
    )
    written: dict[str, Any] = {"text": "§ 14", "author": author, "set_at": WRITTEN_AT}
    LessonTopic.objects.bulk_create(LessonTopic(lesson=lesson, **written) for lesson in lessons)
    Homework.objects.bulk_create(Homework(lesson=lesson, **written) for lesson in lessons)


def enough_marks(cast, course, count, pupils):
    Average.objects.bulk_create(
        Average(course=course, period=cast.quarter, pupil=pupil, weight=100, weighted=400, count=count)
        for pupil in pupils
    )


@pytest.mark.parametrize("login", ["teacher", "classteacher", "office", "admin", "parent", "pupil"])
def test_oversight_is_for_heads_and_auditors(client, cast, login):
    client.force_login(getattr(cast, login))
    assert client.get(OVERSIGHT).status_code == 403


@pytest.mark.parametrize("login", ["deputy", "director", "auditor"])
def test_each_of_them_sees_the_own_school_and_no_other(client, cast, login):
    user = getattr(cast, login)
    shown = words_of(page(client, user))
    assert "Смирнова И. В." in shown
    assert "Соколова Д. М." not in shown
    assert client.get(f"{OVERSIGHT}?school={cast.other_school.pk}").status_code == 404
    assert client.get(f"{OVERSIGHT}?school=x").status_code == 404


def test_an_auditor_sees_no_pupil_and_no_way_to_a_journal(client, cast):
    cast.put(cast.algebra_7a, "2026-02-20", cast.child, "5")
    html = page(client, cast.auditor, f"{OVERSIGHT}?teacher={cast.teacher.person_id}")
    assert "7 «А»" in html
    assert "/journal/" not in html
    pupils = Person.objects.filter(enrolments__isnull=False)
    assert [one.surname for one in pupils if f"{one.surname} " in html.replace("Петрова И. И.", "")] == []


def test_a_deputy_reaches_the_journal_from_a_number(client, cast):
    address = reverse("journal-course", args=[cast.algebra_7a.pk])
    opened = f"{OVERSIGHT}?school={cast.school.pk}&teacher={cast.teacher.person_id}"
    html = page(client, cast.deputy)
    assert f'<a class="gaps__figure" href="?{opened.split("?")[1]}#teacher-{cast.teacher.person_id}">' in html
    assert f'<a class="gaps__figure" href="{address}">' in page(client, cast.deputy, opened)


def test_a_school_where_all_is_written_has_no_gaps(client, cast):
    fill()
    shown = words_of(page(client, cast.deputy))
    assert "проведено уроков 24 без отметки посещаемости 0 без темы 0 без задания 0" in shown
    assert "Всё заполнено: пропусков нет." in shown


def test_a_planted_gap_is_found_under_its_teacher_and_course(client, cast):
    fill(but=[cast.lesson(cast.russian_7a, "2026-03-02"), cast.lesson(cast.russian_7a, "2026-02-24")])
    assert "поздно Кузнецов О. А. 9 2 2 2 0 Имя учителя" in gaps(client, cast.deputy)
    shown = gaps(client, cast.deputy, opened=cast.classteacher)
    assert "поздно Кузнецов О. А. 9 2 2 2 0 7 «А» Русский язык 5 2 2 2 0 Имя учителя" in shown


@pytest.mark.parametrize(
    ("model", "figures"), [(AttendanceTaken, "1 0 0"), (LessonTopic, "0 1 0"), (Homework, "0 0 1")]
)
def test_each_kind_of_gap_stands_in_its_column(client, cast, model, figures):
    fill()
    model.objects.filter(lesson=cast.lesson(cast.algebra_5a, "2026-03-03")).delete()
    assert f"5 «А» Алгебра 4 {figures} 0" in gaps(client, cast.deputy, opened=cast.colleague)


def test_an_emptied_topic_is_a_gap_and_homework_that_says_nothing_is_set_is_none(client, cast):
    fill()
    lesson = cast.lesson(cast.algebra_5a, "2026-03-03")
    LessonTopic.objects.filter(lesson=lesson).update(text="")
    Homework.objects.filter(lesson=lesson).update(text="")
    assert "5 «А» Алгебра 4 0 1 0 0" in gaps(client, cast.deputy, opened=cast.colleague)


def test_a_substituted_lesson_is_asked_of_who_held_it(client, cast):
    fill(but=[cast.substituted])
    shown = gaps(client, cast.deputy, opened=cast.colleague)
    assert "Петрова И. И. 12 1 1 1 0 7 «А» Алгебра 1 1 1 1 0 Имя" in shown
    assert "Смирнова" not in shown


def test_a_cancelled_lesson_is_asked_of_nobody(client, cast):
    fill(but=[cast.cancelled])
    assert "Всё заполнено" in gaps(client, cast.deputy)


def test_lessons_of_a_former_teacher_stay_with_that_teacher(client, cast):
    fill(but=[cast.lesson(cast.algebra_7a, "2026-02-20"), cast.lesson(cast.algebra_7a, "2026-02-25")])
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 2, 22))
    Teaching.objects.create(
        course=cast.algebra_7a, teacher=cast.colleague.person, valid_from=dt.date(2026, 2, 23)
    )
    assert "Смирнова И. В. 2 1 1 1 0" in gaps(client, cast.deputy)
    assert "7 «А» Алгебра 2 1 1 1 0" in gaps(client, cast.deputy, opened=cast.colleague)


def test_a_lesson_to_which_nobody_is_appointed_comes_first(client, cast):
    Teaching.objects.filter(course=cast.algebra_7a).delete()
    Substitution.objects.all().delete()
    assert gaps(client, cast.deputy).split("Отметки поздно ")[1].startswith("Учитель не назначен 4 4 4 4 0")


def test_today_and_the_future_are_asked_of_nobody(client, cast):
    today = cast.lesson(cast.algebra_7a, "2026-03-04")
    fill(but=[today, cast.lesson(cast.algebra_7a, "2026-03-06")])
    assert "Всё заполнено" in gaps(client, cast.deputy)


def test_the_window_ends_fourteen_days_ago_or_on_monday(client, cast):
    fill(but=[cast.lesson(cast.algebra_7b, day) for day in ("2026-02-16", "2026-02-18", "2026-03-02")])
    assert "7 «Б» Алгебра 3 2 2 2 0" in gaps(client, cast.deputy, opened=cast.colleague)
    assert "7 «Б» Алгебра 1 1 1 1 0" in gaps(client, cast.deputy, WEEK, opened=cast.colleague)


def test_on_a_monday_the_week_has_nothing_to_show_yet(client, cast):
    type(cast.school).objects.update(frozen_today=dt.date(2026, 3, 2))
    assert "ещё не закончился ни один учебный день" in gaps(client, cast.deputy, WEEK)


def test_days_without_lessons_are_not_praised(client, cast):
    type(cast.school).objects.update(frozen_today=dt.date(2026, 1, 12))
    assert "В эти дни уроков не было." in gaps(client, cast.deputy)


def put_at(cast, moment):
    fill()
    cast.put(cast.algebra_7b, "2026-02-18", cast.pupil_7b, "4")
    assert Mark.objects.update(set_at=moment) == 1


def test_a_mark_is_late_from_midnight_after_the_third_day(client, cast):
    midnight = dt.datetime(2026, 2, 22, tzinfo=ZoneInfo("Europe/Moscow"))
    put_at(cast, midnight)
    assert "7 «Б» Алгебра 3 0 0 0 1" in gaps(client, cast.deputy, opened=cast.colleague)
    Mark.objects.update(set_at=midnight - dt.timedelta(seconds=1))
    assert "Всё заполнено" in gaps(client, cast.deputy)


def test_the_midnight_is_that_of_the_school(client, cast):
    put_at(cast, dt.datetime(2026, 2, 21, 18, tzinfo=dt.UTC))
    assert "Всё заполнено" in gaps(client, cast.deputy)
    type(cast.school).objects.update(time_zone="Asia/Vladivostok")
    assert "7 «Б» Алгебра 3 0 0 0 1" in gaps(client, cast.deputy, opened=cast.colleague)


def test_a_mark_taken_back_is_not_late(client, cast):
    put_at(cast, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    Mark.objects.update(value=None)
    assert "Всё заполнено" in gaps(client, cast.deputy)


def test_a_course_with_too_few_marks_stands_with_its_numbers(client, cast):
    # Fourteen lessons since 12 January ask for 4,67 marks; 70 % of it is 3,27.
    enough_marks(cast, cast.algebra_7b, 3, [cast.pupil_7b])
    assert "7 «Б» Алгебра Петрова И. И. 14 3,00 4,67 64 %" in thin(client, cast.deputy)
    Average.objects.update(count=4)
    assert "7 «Б»" not in thin(client, cast.deputy)


def test_marks_of_who_left_and_of_other_periods_do_not_count(client, cast):
    enough_marks(cast, cast.russian_7a, 6, cast.pupils_7a)
    assert "Русский язык" not in thin(client, cast.deputy)
    Average.objects.all().delete()
    enough_marks(cast, cast.russian_7a, 100, [cast.left])
    Average.objects.create(
        course=cast.russian_7a, period=cast.quarters[1], pupil=cast.child, weight=1, weighted=4, count=100
    )
    assert "7 «А» Русский язык Кузнецов О. А. 22 0,00 7,33 0 %" in thin(client, cast.deputy)


@pytest.mark.parametrize("scale", sorted(set(Subject.Scale) - {Subject.Scale.POLICY}))
def test_subjects_without_averages_and_the_first_grade_are_left_out(client, cast, scale):
    type(cast.class_5a).objects.filter(pk=cast.class_5a.pk).update(grade=1)
    Subject.objects.filter(name="Русский язык").update(scale=scale)
    shown = thin(client, cast.deputy)
    assert "7 «Б» Алгебра" in shown
    assert "1 «А»" not in shown
    assert "Русский" not in shown


def test_the_thinnest_course_comes_first(client, cast):
    enough_marks(cast, cast.algebra_7a, 1, cast.pupils_7a)
    shown = thin(client, cast.deputy)
    assert shown.index("7 «Б» Алгебра") < shown.index("7 «А» Алгебра")


def test_where_marks_suffice_it_is_said(client, cast):
    for course in cast.year.courses.all():
        enough_marks(cast, course, 9, [row.pupil for row in course.memberships.select_related("pupil")])
    assert "Отметок хватает во всех курсах." in thin(client, cast.deputy)


def test_a_school_without_a_year_has_nothing_to_look_over(client, cast):
    StudyPeriod.objects.filter(year__school=cast.other_school).delete()
    assert "у школы нет учебного года" in page(client, cast.deputy2)


def test_who_oversees_two_schools_chooses_between_them(client, cast):
    Employment.objects.create(
        school=cast.other_school, person=cast.auditor.person, role=Role.AUDITOR, valid_from=cast.year.starts
    )
    assert "Смирнова И. В." in gaps(client, cast.auditor)
    html = page(client, cast.auditor, f"{OVERSIGHT}?school={cast.other_school.pk}")
    assert "Школа № 1" in words_of(html)
    assert "Соколова Д. М." in words_of(html, "gaps-title")


def test_who_decides_about_corrections_is_told_how_many_wait(client, cast):
    assert "Просьбы об исправлении" not in words_of(page(client, cast.deputy))
    ask(cast, closed_cell(cast))
    assert "Просьбы об исправлении ждут вашего решения: 1" in words_of(page(client, cast.deputy))
    assert "Просьбы об исправлении" not in words_of(page(client, cast.auditor))


@pytest.mark.parametrize(("login", "queries"), [("deputy", 11), ("auditor", 10)])
def test_the_page_costs_the_same_for_any_school(client, cast, django_assert_num_queries, login, queries):
    client.force_login(getattr(cast, login))
    with django_assert_num_queries(queries):
        client.get(OVERSIGHT)
    for number in range(5):
        teacher = person(f"Сидоров{'а' * number} Пётр Ильич", "m")
        Teaching.objects.create(course=cast.algebra_5a, teacher=teacher, valid_from=cast.year.starts)
        enough_marks(cast, cast.russian_7a, number, cast.pupils_7a[number : number + 1])
    with django_assert_num_queries(queries):
        client.get(OVERSIGHT)
