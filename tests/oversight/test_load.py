"""«Нагрузка»: days with too much homework, by the norms of the grade, or with more than one control work."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tests.diary.reading import read, rows_of, source
from zhurnal.journal.models import Homework, Work
from zhurnal.oversight.queries.load import heavy_days

PAGE = "/oversight/load/"
MONDAY, SUNDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 8)


def setting(cast, course, minutes, due="2026-03-06"):
    return Homework.objects.create(
        lesson=cast.lesson(course, "2026-03-02"), text="№ 345", minutes=minutes, due_date=due,
        author=cast.teacher.person, set_at=cast.school.now(),
    )  # fmt: skip


def found(cast):
    return [
        (one.school_class.name, one.date.day, one.minutes, one.untimed)
        for one in heavy_days(cast.school, MONDAY, SUNDAY)
    ]


def test_a_day_over_the_norm_is_listed_and_one_at_the_norm_is_not(cast):
    setting(cast, cast.algebra_7a, 100)
    setting(cast, cast.russian_7a, 50)
    assert found(cast) == []  # two and a half hours in grades 6 to 8
    Homework.objects.filter(minutes=50).update(minutes=51)
    assert found(cast) == [("7 «А»", 6, 151, 0)]


def test_what_says_no_time_is_counted_beside(cast):
    setting(cast, cast.algebra_7a, 160)
    setting(cast, cast.russian_7a, None)
    assert found(cast) == [("7 «А»", 6, 160, 1)]


def test_two_control_works_of_a_day_are_listed(cast):
    for course in (cast.algebra_7a, cast.russian_7a):
        Work.objects.create(
            lesson=cast.lesson(course, "2026-03-02"), position=2, kind=cast.kinds["control"], weight=200
        )
    (day,) = heavy_days(cast.school, MONDAY, SUNDAY)
    assert (day.date, sorted(one.text for one in day.controls)) == (MONDAY, ["Алгебра", "Русский язык"])


def test_other_schools_are_left_out(cast):
    setting(cast, cast.algebra_7a, 200)
    assert heavy_days(cast.other_school, MONDAY, SUNDAY) == []


def test_the_head_reads_the_week_and_leafs(cast, client):
    setting(cast, cast.algebra_7a, 200)
    client.force_login(cast.deputy)
    (row,) = rows_of(source(client, PAGE))[1:]
    assert row[0] == "7 «А»"
    assert row[2].startswith("200")
    assert "2 марта — 7 марта 2026" in read(client, PAGE)  # the pager is not printed, this is
    assert "лишнего нет" in read(client, f"{PAGE}?week=2026-W12")
    assert client.get(f"{PAGE}?week=нет").status_code == 404


def test_a_task_leads_to_the_lesson_in_which_it_was_set(cast, client):
    task = setting(cast, cast.algebra_7a, 200)
    client.force_login(cast.deputy)
    address = reverse("lesson", args=[task.lesson_id])
    assert f'<a href="{address}">Алгебра 200</a>' in client.get(PAGE).content.decode()
    assert client.get(address).status_code == 200


def test_a_control_work_leads_to_its_lesson(cast, client):
    for course in (cast.algebra_7a, cast.russian_7a):
        Work.objects.create(
            lesson=cast.lesson(course, "2026-03-02"), position=2, kind=cast.kinds["control"], weight=200
        )
    client.force_login(cast.deputy)
    address = reverse("lesson", args=[cast.lesson(cast.russian_7a, "2026-03-02").pk])
    assert f'<a href="{address}">Русский язык</a>' in client.get(PAGE).content.decode()


def test_it_costs_the_same_however_much_is_set(cast, client, django_assert_num_queries):
    client.force_login(cast.deputy)
    with django_assert_num_queries(8):
        client.get(PAGE)
    for course in (cast.algebra_7a, cast.russian_7a):
        setting(cast, course, 100)
    with django_assert_num_queries(8):
        client.get(PAGE)
