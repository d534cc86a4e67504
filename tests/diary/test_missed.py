"""«Догнать пропущенное»: what the class did while a pupil was away."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.diary.reading import read
from zhurnal.diary.queries.missed import last_absence
from zhurnal.journal import media
from zhurnal.journal.models import Homework, HomeworkFile, LessonTopic

if TYPE_CHECKING:
    from zhurnal.people.models import Person

pytestmark = pytest.mark.django_db


def path(pupil: Person, query: str = "") -> str:
    return reverse("diary-missed", args=[pupil.pk]) + query


def absent(cast, *days, course=None):
    for day in days:
        cast.put(course or cast.algebra_7a, day, cast.child, "б")


def written(cast, day, topic="", homework=""):
    by = {"author": cast.teacher.person, "set_at": cast.school.now()}
    lesson = cast.lesson(cast.algebra_7a, day)
    if topic:
        LessonTopic.objects.create(lesson=lesson, text=topic, **by)
    return Homework.objects.create(
        lesson=lesson, text=homework, due_date=dt.date(2026, 3, 6), minutes=15, **by
    )


def test_topic_homework_files_and_works_stand_in_order(client, cast):
    absent(cast, "2026-03-02", "2026-03-04")
    homework = written(cast, "2026-03-04", "Линейная функция", "№ 345")
    kept = media.store("Задача.txt", io.BytesIO("Условие".encode()))
    HomeworkFile.objects.create(
        homework=homework, added_at=cast.school.now(), author=cast.teacher.person, **kept._asdict()
    )
    client.force_login(cast.parent)
    page = read(client, path(cast.child))
    assert "Пропущено уроков с 2 марта по 4 марта: 2." in page
    assert page.index("2 марта") < page.index("Тема: Линейная функция") < page.index("Задано: № 345")
    assert "на 6 марта, 15 мин" in page
    assert "Задача.txt" in page


def test_a_control_work_that_the_class_wrote_is_asked_about_until_it_is_done(client, cast):
    absent(cast, "2026-02-25")
    client.force_login(cast.parent)
    page = read(client, path(cast.child))
    assert "Контрольная работа № 5" in page
    assert "спросите учителя" in page
    assert "Работ, о которых стоит спросить учителя: 1." in page
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    page = read(client, path(cast.child))
    assert "уже сдано" in page
    assert "стоит спросить" not in page


def test_a_point_says_that_the_work_is_awaited(client, cast):
    absent(cast, "2026-02-25")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "•", position=2)
    client.force_login(cast.pupil)
    assert "нужно сдать" in read(client, path(cast.child))


def test_lateness_and_exemption_are_nothing_to_make_up(client, cast):
    for day, sign in (("2026-03-04", "оп5"), ("2026-03-06", "осв")):
        if day <= "2026-03-04":
            cast.put(cast.algebra_7a, day, cast.child, sign)
    client.force_login(cast.parent)
    assert "Пропущенных уроков нет" in read(client, path(cast.child))


def test_days_may_be_asked_for(client, cast):
    absent(cast, "2026-01-14", "2026-03-04")
    client.force_login(cast.parent)
    page = read(client, path(cast.child, "?from=2026-01-12&to=2026-01-16"))
    assert "с 12 января по 16 января: 1" in page
    assert "4 марта" not in page.split("С какого дня")[0]


@pytest.mark.parametrize(
    "query",
    ["?from=2026-03-04&to=2026-03-01", "?from=2020-01-01&to=2026-01-01", "?from=x&to=y", "?from=2099-01-01"],
)
def test_days_out_of_reason_break_nothing(client, cast, query):
    absent(cast, "2026-03-04")
    client.force_login(cast.parent)
    assert client.get(path(cast.child, query)).status_code == 200


def test_what_another_pupil_missed_is_not_told(client, cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.pupils_7a[0], "н")
    client.force_login(cast.parent)
    assert "Пропущенных уроков нет" in read(client, path(cast.child))


@pytest.mark.parametrize(
    ("days", "expected"),
    [([], None), ([4], (4, 4)), ([2, 3, 4], (2, 4)), ([4, 9, 10], (9, 10)), ([6, 10], (6, 10))],
)
def test_the_last_absence_is_what_hangs_together(days, expected):
    dates = {dt.date(2026, 3, number) for number in days}
    found = last_absence(dates)
    assert (found and (found[0].day, found[1].day)) == expected


@pytest.mark.parametrize("days", [["2026-03-04"], ["2026-02-25", "2026-03-02", "2026-03-04"]])
def test_it_costs_the_same_however_much_was_missed(client, cast, django_assert_num_queries, days):
    absent(cast, *days)
    for day in days:
        written(cast, day, "Тема", "№ 1")
    client.force_login(cast.parent)
    client.get(path(cast.child))
    with django_assert_num_queries(7):
        client.get(path(cast.child))
