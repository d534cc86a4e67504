"""Tab «Оценки», simple."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.diary.reading import frame_for, marks_path, move, read, rows_of, source
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.journal.models import PeriodMark
from zhurnal.people.models import User
from zhurnal.school.models import Course, CourseMembership, School, Subject


def cells(cast, subject="Алгебра", pupil=None):
    [table] = simple_marks(frame_for(cast.deputy, pupil or cast.child))
    return next(row.cells for row in table.rows if row.subject == subject)


def texts(cell):
    return " ".join(sign.text for sign in cell.signs)


def set_period_mark(cast, value, course=None, period=None, pupil=None):
    return PeriodMark.objects.create(
        course=course or cast.algebra_7a, period=period or cast.quarter, pupil=pupil or cast.child,
        value=value, author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip


def test_marks_stand_in_the_order_of_the_lessons_absences_among_them(cast):
    for day, value in (
        ("2026-03-04", "5/4"),
        ("2026-01-14", "5"),
        ("2026-02-02", "н"),
        ("2026-01-16", "4 оп5"),
    ):
        cast.put(cast.algebra_7a, day, cast.child, value)
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3", position=2)
    assert texts(cells(cast)[2]) == "5 4 оп5 н 3 5/4"


def test_a_row_is_a_subject_and_a_column_a_period(cast, client):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "5")
    client.force_login(cast.parent)
    head, *rows = rows_of(source(client, marks_path(cast.child)))
    assert head == ["Предмет", "1-я четверть", "2-я четверть", "3-я четверть", "4-я четверть"]
    assert [row[0] for row in rows] == ["Русский язык", "Английский язык", "Алгебра"]
    assert rows[2] == ["Алгебра", "", "", "5 средний балл 5,00", ""]


def test_a_control_work_is_stronger_and_tells_its_weight(cast, client):
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3", position=2)
    [sign] = cells(cast)[2].signs
    assert (sign.text, sign.weight, sign.kind) == ("3", "×2", "control")
    client.force_login(cast.parent)
    about = "Контрольная работа № 5 по теме «Линейная функция» ×2"
    shown = f'<span class="simple__control" title="{about}">3<sup>×2</sup></span>'
    assert shown in source(client, marks_path(cast.child))


def test_the_average_is_weighted(cast):
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3", position=2)
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")
    assert cells(cast)[2].final.average == "3,33"


def test_a_period_mark_stands_behind_the_average(cast, client):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")
    set_period_mark(cast, "4")
    set_period_mark(cast, "н/а", period=cast.quarters[0])
    client.force_login(cast.parent)
    row = rows_of(source(client, marks_path(cast.child)))[3]
    assert row == ["Алгебра", "итог н/а", "", "4 средний балл 4,00 итог 4", ""]


def test_an_emptied_period_mark_is_none(cast):
    set_period_mark(cast, "")
    assert cells(cast)[2].is_empty


def test_who_changed_the_subgroup_keeps_the_marks_of_both(cast):
    first = cast.child.memberships.get(course__subject__name="Английский язык")
    second = cast.english_7a_2 if first.course == cast.english_7a_1 else cast.english_7a_1
    cast.put(first.course, "2026-02-03", cast.child, "3")
    CourseMembership.objects.filter(pk=first.pk).update(valid_to="2026-02-14")
    CourseMembership.objects.create(course=second, pupil=cast.child, valid_from="2026-02-15")
    cast.put(second, "2026-03-03", cast.child, "4")
    cell = cells(cast, "Английский язык")[2]
    assert (texts(cell), cell.final.average) == ("3 4", "3,50")


def test_who_changed_the_class_keeps_the_marks_of_both(cast):
    cast.put(cast.algebra_7a, "2026-02-02", cast.child, "3")
    move(cast.child, "2026-02-16", cast.class_7b, [cast.algebra_7b])
    cast.put(cast.algebra_7b, "2026-02-18", cast.child, "5")
    cell = cells(cast)[2]
    assert (texts(cell), cell.final.average) == ("3 5", "4,00")


def test_periods_of_another_kind_stand_in_a_table_of_their_own(cast):
    Course.objects.filter(pk=cast.algebra_7a.pk).update(period_kind="half_year")
    half_years, quarters = simple_marks(frame_for(cast.parent, cast.child))
    assert [period.name for period in half_years.periods] == ["1-е полугодие", "2-е полугодие"]
    assert [row.subject for row in half_years.rows] == ["Алгебра"]
    assert [row.subject for row in quarters.rows] == ["Русский язык", "Английский язык"]


def test_a_subject_without_marks_has_no_row(cast):
    Subject.objects.filter(pk=cast.subjects["Русский язык"].pk).update(scale="none")
    [table] = simple_marks(frame_for(cast.parent, cast.child))
    assert [row.subject for row in table.rows] == ["Английский язык", "Алгебра"]


def test_an_empty_tab_says_what_will_come(cast, client):
    CourseMembership.objects.filter(pupil=cast.child_5a).delete()
    client.force_login(cast.parent)
    assert "Отметок пока нет" in read(client, marks_path(cast.child_5a))


def test_looking_at_a_view_does_not_choose_it(cast, client):
    client.force_login(cast.parent)
    client.get(marks_path(cast.child, "extended"))
    assert User.objects.get(pk=cast.parent.pk).marks_view == "simple"


def test_the_chosen_view_is_remembered_for_the_account(cast, client):
    client.force_login(cast.parent)
    address = reverse("diary-marks", args=[cast.child.pk])
    response = client.post(address, {"view": "extended"})
    assert response.headers["Location"] == marks_path(cast.child, "extended")
    assert 'value="extended" aria-pressed="true"' in source(client, address)
    client.force_login(cast.pupil)
    assert 'value="simple" aria-pressed="true"' in source(client, address)


def choose(client, cast, **chosen):
    return client.post(reverse("diary-marks", args=[cast.child.pk]), {"view": "extended"} | chosen)


def shown_period(client, cast):
    page = source(client, reverse("diary-marks", args=[cast.child.pk]))
    [pressed] = re.findall(r'name="period" value="(\d+)" aria-pressed="true"', page)
    return int(pressed)


def test_the_chosen_period_is_remembered_until_the_next_one_begins(cast, client):
    client.force_login(cast.parent)
    first, running = cast.quarters[0].pk, cast.quarter.pk
    assert choose(client, cast, period=first).headers["Location"] == marks_path(cast.child, "extended", first)
    assert shown_period(client, cast) == first
    School.objects.update(frozen_today="2026-04-06")
    assert shown_period(client, cast) == cast.quarters[3].pk
    School.objects.update(frozen_today="2026-03-04")
    choose(client, cast, period=running)
    assert User.objects.get(pk=cast.parent.pk).marks_period == ""
    assert shown_period(client, cast) == running


@pytest.mark.parametrize("period", ["0", "999999999999999999999999"])
def test_a_period_that_is_none_is_not_remembered(cast, client, period):
    client.force_login(cast.parent)
    assert choose(client, cast, period=period).status_code == 404
    assert User.objects.get(pk=cast.parent.pk).marks_period == ""
    foreign = cast.other_class.year.periods.first()
    assert choose(client, cast, period=foreign.pk).status_code == 404


@pytest.mark.parametrize("view", ["", "huge", "SIMPLE"])
def test_a_view_that_is_none_shows_and_keeps_the_remembered_one(cast, client, view):
    User.objects.filter(pk=cast.parent.pk).update(marks_view="extended")
    client.force_login(cast.parent)
    address = reverse("diary-marks", args=[cast.child.pk])
    assert client.post(address, {"view": view}).headers["Location"] == marks_path(cast.child, "extended")
    assert 'value="extended" aria-pressed="true"' in source(client, f"{address}?view={view}")


def test_a_stranger_cannot_choose_a_view_over_a_foreign_diary(cast, client):
    client.force_login(cast.neighbour)
    address = reverse("diary-marks", args=[cast.child.pk])
    assert client.post(address, {"view": "extended"}).status_code == 404
    assert User.objects.get(pk=cast.neighbour.pk).marks_view == "simple"


def test_the_simple_view_costs_ten_queries_whatever_stands_in_it(cast, client, django_assert_num_queries):
    for day in ("2026-01-14", "2026-02-25", "2026-03-04"):
        for pupil in cast.pupils_7a[:5]:
            cast.put(cast.algebra_7a, day, pupil, "4")
    for period in cast.quarters[:3]:
        set_period_mark(cast, "4", period=period)
    client.force_login(cast.parent)
    with django_assert_num_queries(10):
        client.get(marks_path(cast.child))


@pytest.mark.parametrize("period", ["9" * 19, "9" * 5_000, "٣", "-1"])
def test_a_period_that_no_database_holds_is_not_found(client, cast, period):
    client.force_login(cast.parent)
    assert client.get(f"/diary/{cast.child.pk}/marks/?view=extended&period={period}").status_code == 404
