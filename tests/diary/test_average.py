"""An average of the diary opens its own arithmetic."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.diary.reading import average_path, frame_for, marks_path, move, read, rows_of, source
from tests.diary.test_marks import set_period_mark
from tests.journal.entering import change, save
from zhurnal.diary.queries.average import opened_average
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.journal.actions.carry import carry_marks
from zhurnal.school.models import CourseMembership, Enrolment


@pytest.fixture
def marked(cast):
    """5, a control work of weight 2 with 4, an absence; the mark for the period is 4."""
    cast.put(cast.algebra_7a, "2026-02-16", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-02-18", cast.child, "н")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    set_period_mark(cast, "4")
    return cast


def told(cast, client, period=None):
    client.force_login(cast.parent)
    return read(client, average_path(cast.child, cast.algebra_7a, period))


def test_a_family_reads_every_summand_and_what_is_left_out(marked, client):
    page = told(marked, client)
    # (5·1 + 4·2)/3 = 13/3.
    assert "Средний балл 4,33 (5×1 + 4×2)/3 ≈ 4,33" in page
    rows = rows_of(source(client, average_path(marked.child, marked.algebra_7a)))
    assert rows == [
        ["Дата", "За что", "Отметка", "Вес"],
        ["16.02", "Ответ на уроке", "5", "1"],
        ["25.02", "Контрольная работа № 5 по теме «Линейная функция»", "4", "2"],
        ["Дата", "За что", "Отметка"],
        ["18.02", "Ответ на уроке Отметки нет.", "н"],
    ]


def test_the_paragraph_that_decided_and_the_mark_are_told(marked, client):
    page = told(marked, client)
    assert "Отметок 2, нужно не меньше 3: отметка не предлагается." in page
    assert "Отметка за период 4" in page


def test_a_summand_leads_to_its_week_of_the_diary(marked, client):
    told(marked, client)
    html = source(client, average_path(marked.child, marked.algebra_7a))
    assert f'href="/diary/{marked.child.pk}/week/2026-W08/">Ответ на уроке</a>' in html
    assert 'href="/journal/' not in html


@pytest.mark.parametrize("view", ["simple", "extended"])
def test_average_mark_and_place_open_it(marked, client, view):
    client.force_login(marked.parent)
    address = average_path(marked.child, marked.algebra_7a, marked.quarter.pk)
    assert f'href="{address}">' in source(client, marks_path(marked.child, view))
    assert client.get(address).status_code == 200


def test_neither_comments_for_the_staff_nor_reasons_of_the_teacher_are_served(marked, client):
    column = marked.column(marked.algebra_7a, "2026-03-02")
    save(marked, replace(change(marked.child, column, "2"), comment="Списывал", is_staff_only=True))
    set_period_mark(marked, "3", period=marked.quarters[1])
    marked.algebra_7a.period_marks.update(reason="Родители просили")
    page = told(marked, client)
    assert "Списывал" not in page
    assert "Родители" not in page


def test_the_average_is_the_one_of_the_table_also_where_the_subgroup_was_changed(cast):
    first = cast.child.memberships.get(course__subject__name="Английский язык")
    second = cast.english_7a_2 if first.course == cast.english_7a_1 else cast.english_7a_1
    cast.put(first.course, "2026-02-03", cast.child, "3")
    CourseMembership.objects.filter(pk=first.pk).update(valid_to="2026-02-14")
    CourseMembership.objects.create(course=second, pupil=cast.child, valid_from="2026-02-15")
    cast.put(second, "2026-03-03", cast.child, "4")
    for course in (first.course, second):
        opened = opened_average(frame_for(cast.parent, cast.child), course.pk, cast.quarter.pk)
        assert opened is not None
        assert opened.why.average.formula == "(3×1 + 4×1)/2 = 3,50"
        assert opened.told.final.average == "3,50"


def test_marks_that_were_carried_into_the_new_course_count_once(cast):
    for day, value in (("2026-02-02", "3"), ("2026-02-04", "5"), ("2026-02-06", "2")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    move(cast.child, "2026-02-16", cast.class_7b, [cast.algebra_7b])
    cast.put(cast.algebra_7b, "2026-02-18", cast.child, "5")
    carry_marks(
        actor=cast.deputy, pupil=cast.child, from_course=cast.algebra_7a, to_course=cast.algebra_7b,
        period=cast.quarter,
    )  # fmt: skip
    frame = frame_for(cast.parent, cast.child)
    opened = opened_average(frame, cast.algebra_7b.pk, cast.quarter.pk)
    assert opened is not None
    # (3 + 5 + 2 + 5)/4 = 3,75: not the three of the old course twice.
    assert opened.why.average.formula == "(3×1 + 5×1 + 2×1 + 5×1)/4 = 3,75"
    assert opened.told.final.average == "3,75"
    [table] = simple_marks(frame)
    algebra = next(row for row in table.rows if row.subject == "Алгебра")
    assert algebra.cells[2].final.average == "3,75"


def test_another_period_is_opened_by_its_number_and_no_other_periods(marked, client):
    page = told(marked, client, period=marked.quarters[1].pk)
    assert "Отметок, которые учитываются, пока нет." in page
    half_year = marked.year.periods.filter(kind="half_year").first()
    for period in (half_year.pk, 0, "x"):
        assert client.get(average_path(marked.child, marked.algebra_7a, period)).status_code == 404


def test_the_arithmetic_of_another_child_or_a_foreign_course_is_not_found(marked, client):
    client.force_login(marked.parent)
    addresses = [
        average_path(marked.pupils_7a[0], marked.algebra_7a),
        average_path(marked.child, marked.algebra_7b),
        average_path(marked.child, marked.algebra_5a),
        average_path(marked.pupil_7b, marked.algebra_7b),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_a_class_teacher_of_yesterday_is_told_no_period_that_went_on(marked, client):
    move(marked.child, "2026-02-16", marked.class_7b, [marked.algebra_7b])
    client.force_login(marked.classteacher)
    assert client.get(average_path(marked.child, marked.algebra_7a, marked.quarter.pk)).status_code == 404
    assert client.get(average_path(marked.child, marked.algebra_7a, marked.quarters[1].pk)).status_code == 200
    page = source(client, marks_path(marked.child))
    assert f"?period={marked.quarter.pk}" not in page
    client.force_login(marked.parent)
    assert client.get(average_path(marked.child, marked.algebra_7a, marked.quarter.pk)).status_code == 200


def test_a_family_whose_child_left_still_reads_the_arithmetic(marked, client):
    last = dt.date(2026, 3, 3)
    Enrolment.objects.filter(pupil=marked.child).update(valid_to=last)
    CourseMembership.objects.filter(pupil=marked.child).update(valid_to=last)
    assert "(5×1 + 4×2)/3" in told(marked, client)


def test_it_costs_seventeen_queries_whatever_stands_in_it(marked, client, django_assert_num_queries):
    for pupil in marked.pupils_7a:
        for day in ("2026-03-02", "2026-03-04"):
            marked.put(marked.algebra_7a, day, pupil, "4")
    client.force_login(marked.parent)
    with django_assert_num_queries(17):
        client.get(average_path(marked.child, marked.algebra_7a))
