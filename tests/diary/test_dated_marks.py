"""Tab «Оценки», by the dates of the lessons."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.diary.reading import frame_for, marks_path, read, rows_of, source
from tests.diary.test_marks import set_period_mark
from zhurnal.diary.queries.dated_marks import dated_marks
from zhurnal.journal.models import LessonTopic, Mark
from zhurnal.school.models import StudyPeriod
from zhurnal.timetable.models import LessonCancellation


def table(cast, period=None):
    dated = dated_marks(frame_for(cast.parent, cast.child), period)
    assert dated is not None
    return dated


def line(cast, subject="Алгебра"):
    dated = table(cast)
    return dated, next(line for line in dated.lines if line.subject == subject)


def test_columns_are_the_dates_of_held_lessons_up_to_today_by_month(cast):
    dated, _ = line(cast)
    assert dated.dates[0].isoformat() == "2026-01-12"
    assert dated.dates[-1].isoformat() == "2026-03-04"
    assert [(first.month, span) for first, span in dated.months] == [(1, 15), (2, 18), (3, 3)]
    assert all(day.isoformat() != "2026-02-23" for day in dated.dates)


def test_a_cell_stands_under_the_date_of_its_lesson(cast):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    dated, algebra = line(cast)
    by_day = dict(zip([day.isoformat() for day in dated.dates], algebra.cells, strict=True))
    assert [mark.text for lesson in by_day["2026-03-02"].lessons for mark in lesson.marks] == ["5"]
    assert [lesson.absence_sign for lesson in by_day["2026-03-04"].lessons] == ["н"]
    assert not by_day["2026-03-03"].is_taught  # no algebra on Tuesday
    assert (by_day["2026-01-12"].is_taught, by_day["2026-01-12"].lessons) == (True, ())


def test_a_cancelled_lesson_has_no_place(cast):
    def is_taught():
        dated, algebra = line(cast)
        return dict(zip(dated.dates, algebra.cells, strict=True))[cast.cancelled.date].is_taught

    # Others are taught that day.
    cast.russian_7a.lessons.create(date=cast.cancelled.date, number=5)
    assert not is_taught()
    LessonCancellation.objects.filter(lesson=cast.cancelled).delete()
    assert is_taught()


def test_every_mark_is_told_with_work_weight_topic_and_comment(cast, client):
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "5")
    Mark.objects.update(set_at=cast.school.now())
    Mark.objects.filter(work=cast.control).update(comment="Проверь знаки")
    LessonTopic.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-02-25"), text="Линейная функция",
        author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "оп7")
    client.force_login(cast.parent)
    page = read(client, marks_path(cast.child, "extended"))
    page = re.sub(r"\d\d:\d\d", "…", page)
    assert (
        "25 февраля 5 Ответ на уроке Поставлено: Смирнова И. В., 4 марта, … "
        "4 Контрольная работа № 5 по теме «Линейная функция» ×2 Проверь знаки "
        "Поставлено: Смирнова И. В., 4 марта, … "
        "Тема: Линейная функция 4 марта оп7 опоздание 7 мин" in page
    )


def test_a_cell_leads_to_where_it_is_told(cast, client):
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    client.force_login(cast.parent)
    page = source(client, marks_path(cast.child, "extended"))
    lesson = cast.lesson(cast.algebra_7a, "2026-03-02").pk
    assert page.count(f'href="#lesson-{lesson}"') == 1
    assert page.count(f'id="lesson-{lesson}"') == 1


def test_the_running_period_is_chosen_by_default_and_another_by_its_number(cast):
    assert line(cast)[0].period == cast.quarter
    assert table(cast, cast.quarters[0].pk).period == cast.quarters[0]


@pytest.mark.parametrize(
    ("today", "number"), [("2025-08-20", 1), ("2025-11-01", 1), ("2026-04-01", 3), ("2026-08-01", 4)]
)
def test_between_periods_the_last_begun_one_is_shown(cast, today, number):
    cast.school.frozen_today = today
    cast.school.save()
    assert table(cast).period.number == number


def test_a_period_without_lessons_says_so(cast, client):
    client.force_login(cast.parent)
    page = read(client, marks_path(cast.child, "extended", cast.quarters[3].pk))
    assert "За этот период уроков ещё не было" in page


def test_a_foreign_or_broken_period_is_not_found(cast, client):
    foreign = StudyPeriod.objects.filter(year__school=cast.other_school)[0]
    half_year = StudyPeriod.objects.get(year=cast.year, kind="half_year", number=1)
    client.force_login(cast.parent)
    for period in (foreign.pk, half_year.pk, "x", "-1", "²", 10**30):
        assert client.get(marks_path(cast.child, "extended", period)).status_code == 404


def test_average_period_mark_and_no_date_without_the_subject(cast, client):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")
    set_period_mark(cast, "4")
    client.force_login(cast.parent)
    [algebra] = [
        row for row in rows_of(source(client, marks_path(cast.child, "extended"))) if row[0] == "Алгебра"
    ]
    assert algebra[-1] == "4,00 4"
    assert algebra[-2] == "4"


def test_the_dated_view_costs_ten_queries_whatever_stands_in_it(cast, client, django_assert_num_queries):
    for day in ("2026-01-14", "2026-02-25", "2026-03-04"):
        for pupil in cast.pupils_7a[:5]:
            cast.put(cast.algebra_7a, day, pupil, "4")
    set_period_mark(cast, "4")
    client.force_login(cast.parent)
    with django_assert_num_queries(10):
        client.get(marks_path(cast.child, "extended"))
