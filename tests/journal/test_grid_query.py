"""What the grid of a course and period shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.journal.entering import DAY, change, save
from zhurnal.journal.models import Exemption, ExternalMark, PeriodClosure, PeriodMark
from zhurnal.journal.queries.grid import CellView, grid
from zhurnal.journal.queries.periods import course_periods, period_shown
from zhurnal.people.models import Person
from zhurnal.school.models import CourseMembership

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(cast):
    return lambda course=None: grid(course or cast.algebra_7a, cast.quarter, cast.school.today())


def row_of(sheet, pupil):
    return next(row for row in sheet.rows if row.pupil_id == pupil.pk)


def cell(sheet, pupil, work):
    place = [column.work_id for column in sheet.columns].index(work.pk)
    return row_of(sheet, pupil).cells[place]


def days(sheet, pupil, *, there):
    cells = zip(sheet.columns, row_of(sheet, pupil).cells, strict=True)
    return [column.date for column, cell in cells if (cell is not None) == there]


def test_columns_stand_in_the_order_of_lessons_with_the_second_one_beside_the_first(cast, sheet):
    columns = sheet().columns
    assert [column.date for column in columns] == sorted(column.date for column in columns)
    (ordinary, control) = [column for column in columns if column.lesson_id == cast.control.lesson_id]
    assert (ordinary.position, ordinary.is_control, ordinary.kind_short) == (1, False, "О")
    assert (control.work_id, control.position, control.weight, control.is_control) == (
        cast.control.pk,
        2,
        200,
        True,
    )
    assert control.title.startswith("Контрольная работа № 5")


def test_columns_tell_what_is_cancelled_and_what_is_still_to_come(sheet):
    columns = {column.date.isoformat(): column for column in sheet().columns}
    assert [day for day, column in columns.items() if column.cancelled] == ["2026-02-27"]
    assert (columns["2026-03-04"].future, columns["2026-03-06"].future) == (False, True)


def test_months_span_their_columns_and_begin_with_a_mark(sheet):
    shown = sheet()
    assert sum(span for _, span in shown.months) == len(shown.columns)
    assert [day.month for day, _ in shown.months] == [1, 2, 3]
    assert [column.date for column in shown.columns if column.first_of_month] == [
        day for day, _ in shown.months
    ]


def test_pupils_stand_in_the_order_of_the_class_list(cast, sheet):
    pupils = sorted([*cast.pupils_7a, cast.left], key=lambda pupil: (pupil.sort_key, pupil.pk))
    assert [row.pupil_id for row in sheet().rows] == [pupil.pk for pupil in pupils]


def test_namesakes_are_told_apart_by_patronymic_then_by_birthday(cast, sheet):
    names = [row.name for row in sheet().rows]
    assert "Иванова Мария Петровна (04.05.2012)" in names
    assert "Иванова Мария Петровна (05.05.2012)" in names
    assert "Петрова Анна" in names
    Person.objects.filter(pk=cast.arrived.pk).update(
        surname="Петрова", given_name="Анна", patronymic="Львовна"
    )
    names = [row.name for row in sheet().rows]
    assert {"Петрова Анна Львовна", "Петрова Анна Сергеевна"} <= set(names)


def test_who_left_and_who_came_stay_in_the_list_with_a_note(cast, sheet):
    shown = sheet()
    assert (row_of(shown, cast.left).note, row_of(shown, cast.arrived).note) == ("выбыл 31.01", "с 09.02")
    assert row_of(shown, cast.child).note == ""


def test_cells_outside_the_days_of_a_pupil_are_no_cells(cast, sheet):
    shown = sheet()
    inside = {
        pupil: [
            column.date
            for column, cell in zip(shown.columns, row_of(shown, pupil).cells, strict=True)
            if cell
        ]
        for pupil in (cast.left, cast.arrived, cast.child)
    }
    assert inside[cast.left][-1] == dt.date(2026, 1, 30)
    assert inside[cast.arrived][0] == dt.date(2026, 2, 9)
    assert len(inside[cast.child]) == len(shown.columns)


def test_a_pupil_who_left_and_came_back_has_a_gap(cast, sheet):
    CourseMembership.objects.create(course=cast.algebra_7a, pupil=cast.left, valid_from="2026-02-16")
    gap = days(sheet(), cast.left, there=False)
    assert (gap[0], gap[-1]) == (dt.date(2026, 2, 2), dt.date(2026, 2, 13))
    assert row_of(sheet(), cast.left).note == ""


def test_who_leaves_later_is_announced_and_a_girl_is_a_girl(cast, sheet):
    members = CourseMembership.objects.filter(course=cast.algebra_7a, pupil=cast.child)
    members.update(valid_to="2026-03-20")
    assert row_of(sheet(), cast.child).note == "по 20.03"
    members.update(valid_to="2026-03-02")
    assert row_of(sheet(), cast.child).note == "выбыла 02.03"


def test_who_left_before_the_period_is_not_in_it(cast, sheet):
    CourseMembership.objects.filter(pupil=cast.left).update(valid_to="2026-01-11")
    assert cast.left.pk not in {row.pupil_id for row in sheet().rows}


def test_cells_show_text_and_version_of_mark_and_absence_together(cast, sheet):
    column = cast.column(cast.algebra_7a, DAY)
    save(cast, change(cast.child, column, "5 оп5"), change(cast.arrived, column, "н"))
    save(cast, change(cast.child, cast.control, "4/3"))
    shown = sheet()
    assert cell(shown, cast.child, column) == CellView("5 оп5", 2)
    assert cell(shown, cast.arrived, column) == CellView("н", 1)
    assert cell(shown, cast.child, cast.control) == CellView("4/3", 1)
    assert cell(shown, cast.pupils_7a[0], column) == CellView("", 0)


def test_a_cell_taken_back_is_empty_with_the_version_it_reached(cast, sheet):
    column = cast.column(cast.algebra_7a, DAY)
    save(
        cast, change(cast.child, column, "5"), change(cast.child, column, "н"), change(cast.child, column, "")
    )
    assert cell(sheet(), cast.child, column) == CellView("", 4)


def test_the_version_shown_is_the_one_that_saving_asks_for(cast, sheet):
    column = cast.column(cast.algebra_7a, DAY)
    for value in ("5 оп5", "н", "4", "", "3/2"):
        (saved,) = save(cast, change(cast.child, column, value, cell(sheet(), cast.child, column).version))
        assert cell(sheet(), cast.child, column) == CellView(saved.text, saved.version)


def test_rows_end_with_average_count_and_period_mark(cast, sheet):
    save(
        cast,
        change(cast.child, cast.control, "4"),
        change(cast.child, cast.column(cast.algebra_7a, DAY), "5"),
    )
    PeriodMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.arrived, value="н/а",
        author=cast.teacher.person, set_at=cast.school.now(),
    )  # fmt: skip
    shown = sheet()
    child, arrived = row_of(shown, cast.child), row_of(shown, cast.arrived)
    assert (child.average, child.count, child.period_mark) == ("4,33", 2, "")
    assert (arrived.average, arrived.count, arrived.period_mark) == ("", 0, "н/а")


def test_marks_of_other_courses_and_periods_stay_there(cast, sheet):
    cast.put(cast.russian_7a, "2026-03-02", cast.child, "2")
    texts = {cell.text for row in sheet().rows for cell in row.cells if cell}
    assert texts == {""}
    assert {row.average for row in sheet().rows} == {""}


def test_the_grid_costs_five_queries_whatever_the_size_of_the_class(cast, sheet, django_assert_num_queries):
    column = cast.column(cast.algebra_7a, DAY)
    for size in (0, 3, 10):
        save(cast, *(change(pupil, column, "5") for pupil in cast.pupils_7a[:size]))
        with django_assert_num_queries(5):
            sheet()


def test_a_period_without_lessons_is_an_empty_sheet(cast):
    shown = grid(cast.algebra_7a, cast.quarters[3], cast.school.today())
    assert (shown.columns, shown.months) == ([], [])
    assert all(row.cells == [] for row in shown.rows)


def test_a_course_lists_its_periods_and_which_are_closed(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = course_periods(cast.algebra_7a)
    assert [(one.period.number, one.closed) for one in found] == [
        (1, True),
        (2, True),
        (3, False),
        (4, False),
    ]
    assert {one.period.kind for one in found} == {"quarter"}


def test_the_running_period_is_shown_or_the_last_begun_or_the_one_asked_for(cast):
    periods = course_periods(cast.algebra_7a)

    def shown(day: str, wanted: int | None = None):
        found = period_shown(periods, dt.date.fromisoformat(day), wanted)
        return found and found.period.number

    assert shown("2026-03-04") == 3
    assert shown("2026-04-01") == 3, "in the holidays the quarter before them"
    assert shown("2026-07-01") == 4
    assert shown("2025-08-20") == 1
    assert shown("2026-03-04", cast.quarters[0].pk) == 1
    half_year = cast.year.periods.get(kind="half_year", number=1)
    assert shown("2026-03-04", half_year.pk) is None
    assert period_shown([], cast.school.today()) is None


def test_closing_a_period_shows(cast):
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert course_periods(cast.algebra_7a)[2].closed


def test_a_comment_is_noted_in_its_cell(cast, sheet):
    column = cast.column(cast.algebra_7a, DAY)
    save(cast, replace(change(cast.child, column, "4"), comment="за реферат"))
    assert cell(sheet(), cast.child, column) == CellView("4", 1, noted=True)


def test_a_resit_and_a_point_are_written_as_a_teacher_types_them(cast, sheet):
    column = cast.column(cast.algebra_7a, DAY)
    save(cast, change(cast.child, column, "2→4"), change(cast.arrived, column, "•"))
    assert [cell(sheet(), pupil, column).text for pupil in (cast.child, cast.arrived)] == ["2→4", "•"]


def test_on_days_of_exemption_empty_cells_say_so_and_what_stands_there_is_shown(cast, sheet):
    first, last = (cast.column(cast.algebra_7a, day) for day in ("2026-02-25", DAY))
    save(cast, change(cast.child, first, "4"))
    Exemption.objects.create(
        course=cast.algebra_7a, pupil=cast.child, valid_from="2026-02-20", valid_to="2026-03-03",
        author=cast.classteacher.person, set_at=cast.school.now(),
    )  # fmt: skip
    shown = sheet()
    assert cell(shown, cast.child, first) == CellView("4", 1)
    assert cell(shown, cast.child, cast.control) == CellView("", 0, exempt=True)
    assert cell(shown, cast.child, last) == CellView("", 0)
    assert not cell(shown, cast.arrived, cast.control).exempt


def test_marks_brought_along_stand_in_the_row_of_their_pupil(cast, sheet):
    for position, value in ((1, 4), (2, 5), (3, None)):
        ExternalMark.objects.create(
            course=cast.algebra_7a, period=cast.quarter, pupil=cast.arrived, date="2026-02-06", value=value,
            position=position, source="школа № 5", author=cast.teacher.person, set_at=cast.school.now(),
        )  # fmt: skip
    assert {row.brought for row in sheet().rows} == {"", "4 5"}
    assert row_of(sheet(), cast.arrived).brought == "4 5"


def test_the_column_of_a_lesson_held_by_a_substitute_names_them(cast, sheet):
    names = {column.lesson_id: column.substitute for column in sheet().columns}
    assert names[cast.substituted.pk] == cast.colleague.person.short_name
    assert set(names.values()) == {"", cast.colleague.person.short_name}
