from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest

from tests.cast import person
from tests.journal.pages import page
from tests.journal.ruling import rule
from zhurnal.journal.models import Exemption, LessonTopic, Mark, Work
from zhurnal.journal.views.grid_parts import stripes
from zhurnal.school.models import CourseMembership
from zhurnal.timetable.models import Lesson

PUPILS, COLUMNS = 30, 80
MOST_ELEMENTS, MOST_BYTES = 3500, 60_000


def grid_of(client, user, course, **query):
    client.force_login(user)
    return client.get(f"/journal/{course.pk}/", query)


def rows_of(document):
    return document.all("tr", data_pupil=True)


def cells_of(document, column):
    """The text of a column, pupil by pupil."""
    columns = [int(head.attributes["data-column"]) for head in document.all("th", data_column=True)]
    return [row.all("td")[columns.index(column.pk)] for row in rows_of(document)]


@pytest.fixture
def big(cast):
    """A class of 30 pupils with 80 columns in 40 lessons, all held, all with a topic.

    Their ids are those of a school after years: they stand in the page and have their part in its weight.
    """
    course = cast.algebra_7a
    Work.objects.filter(lesson__course=course).delete()
    cast.cancelled.cancellation.delete()
    cast.substituted.substitution.delete()
    Lesson.objects.filter(course=course).delete()
    for number in range(PUPILS - len(cast.pupils_7a) - 1):
        CourseMembership.objects.create(
            course=course, pupil=person(f"Ученик{number} Имя Отчество"), valid_from=dt.date(2025, 9, 1)
        )
    for number in range(COLUMNS // 2):
        day = dt.date(2026, 1, 12) + dt.timedelta(days=number)
        lesson = Lesson.objects.create(pk=1_000_000 + number, course=course, date=day, number=1)
        for position, kind in ((1, "answer"), (2, "control")):
            Work.objects.create(
                pk=2_000_000 + number * 10 + position,
                lesson=lesson,
                position=position,
                kind=cast.kinds[kind],
                weight=100,
            )
        LessonTopic.objects.create(
            lesson=lesson, text="Тема", author=cast.teacher.person, set_at=cast.school.now()
        )
    for pupil in cast.pupils_7a:
        cast.put(course, "2026-02-16", pupil, "5")
    return course


def test_the_page_carries_the_names_of_the_contract(cast, client):
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    table = document.one("table", data_grid=True)
    assert table.attributes["data-course"] == str(cast.algebra_7a.pk)
    assert table.attributes["data-period"] == str(cast.quarter.pk)
    assert table.attributes["role"] == "grid"
    works = Work.objects.filter(lesson__course=cast.algebra_7a).select_related("lesson")
    works = works.order_by("lesson__date", "position")
    heads = table.all("th", data_column=True)
    assert [int(head.attributes["data-column"]) for head in heads] == [work.pk for work in works]
    assert [int(head.attributes["data-lesson"]) for head in heads] == [work.lesson_id for work in works]
    assert [head.attributes["data-date"] for head in heads] == [f"{work.lesson.date}" for work in works]
    pupils = [int(row.attributes["data-pupil"]) for row in rows_of(document)]
    assert set(pupils) == {pupil.pk for pupil in [*cast.pupils_7a, cast.left]}
    assert document.one(data_save_state=True).attributes["data-save-state"] == "saved"


def test_a_cell_is_bare_and_its_text_is_what_stands_in_it(cast, client):
    pupil, column = cast.pupils_7a[0], cast.column(cast.algebra_7a, "2026-03-02")
    cast.put(cast.algebra_7a, "2026-03-02", pupil, "54 оп7")
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    cell = cells_of(document, column)[0]
    assert (cell.text, cell.attributes) == ("5/4 оп7", {})


def test_only_versions_that_cannot_be_guessed_are_told(cast, client):
    course, column = cast.algebra_7a, cast.column(cast.algebra_7a, "2026-03-02")
    once, twice, cleared, late, _ = cast.pupils_7a[:5]
    cast.put(course, "2026-03-02", once, "5")
    cast.put(course, "2026-03-02", twice, "5")
    cast.put(course, "2026-03-02", twice, "4", seen=1)
    cast.put(course, "2026-03-02", cleared, "5")
    cast.put(course, "2026-03-02", cleared, "", seen=1)
    cast.put(course, "2026-03-02", late, "5 оп")
    document = page(grid_of(client, cast.teacher, course))
    versions = json.loads(document.one("script", data_grid_data=True).text)["versions"]
    assert versions == {f"{one.pk}:{column.pk}": 2 for one in (twice, cleared, late)}


def test_each_row_ends_with_average_count_and_period_mark(cast, client):
    pupil = cast.pupils_7a[0]
    for day, value in (("2026-02-16", "5"), ("2026-02-18", "4"), ("2026-02-20", "4")):
        cast.put(cast.algebra_7a, day, pupil, value)
    row = rows_of(page(grid_of(client, cast.teacher, cast.algebra_7a)))[0]
    assert [cell.text for cell in row.all("td")[-3:]] == ["4,33", "3", ""]


def test_a_control_work_stands_out_and_tells_its_weight(cast, client):
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    head = document.one("th", data_column=cast.control.pk)
    assert head.attributes["class"] == "grid__control"
    assert head.text == "25 2 ур. КР ×2"
    to_lesson, to_panel = head.all("a")
    label = to_lesson.attributes["aria-label"]
    assert label.startswith("25 февраля, среда, 2-й урок. Контрольная работа, вес 2. Контрольная работа № 5")
    assert to_lesson.attributes["href"] == f"/lessons/{cast.control.lesson_id}/"
    assert to_panel.attributes["href"] == f"columns/{cast.control.pk}/"  # beside the page itself


def test_cancelled_lessons_those_to_come_and_days_before_arrival_are_locked(cast, client):
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    cancelled = cast.column(cast.algebra_7a, "2026-02-27")
    future = cast.column(cast.algebra_7a, "2026-03-06")
    for column, why in ((cancelled, "cancelled"), (future, "future")):
        head = document.one("th", data_column=column.pk)
        assert (head.attributes["data-locked"], head.attributes["aria-readonly"]) == (why, "true")
    today = document.one("th", data_column=cast.column(cast.algebra_7a, "2026-03-04").pk)
    assert "data-locked" not in today.attributes
    row = next(row for row in rows_of(document) if row.attributes["data-pupil"] == str(cast.arrived.pk))
    out = row.all("td", class_="grid__cell--out")
    assert (
        len(out) == Work.objects.filter(lesson__course=cast.algebra_7a, lesson__date__lt="2026-02-09").count()
    )


def test_the_stripes_cover_all_columns_and_part_the_months(cast, client):
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    groups = document.one("table", data_grid=True).all("colgroup")
    spans = [int(column.attributes.get("span", "1")) for column in groups[1].all("col")]
    assert sum(spans) == len(document.all("th", data_column=True))
    classes = [column.attributes.get("class", "") for column in groups[1].all("col")]
    assert (
        sum("grid__stripe--month" in one for one in classes)
        == len(document.all("th", class_="grid__month")) - 1
    )
    assert any("grid__stripe--cancelled" in one for one in classes)
    assert any("grid__stripe--future" in one for one in classes)
    assert list(stripes([])) == []


@pytest.mark.parametrize("reader", ["classteacher", "deputy", "director"])
def test_who_does_not_hold_the_course_reads_the_same_page(cast, client, reader):
    document = page(grid_of(client, getattr(cast, reader), cast.algebra_7a))
    table = document.one("table", data_grid=True)
    assert "data-editable" not in table.attributes
    assert "data-cells" not in table.attributes
    assert table.attributes["aria-readonly"] == "true"
    assert document.all(data_save_state=True) == []
    assert document.all(data_keypad=True) == []


def test_a_closed_period_is_read_only_and_says_so(cast, client):
    response = grid_of(client, cast.teacher, cast.algebra_7a, period=cast.quarters[1].pk)
    assert response.status_code == 200
    Lesson.objects.filter(pk=cast.lesson(cast.algebra_7a, "2026-02-16").pk).update(date="2025-12-01")
    document = page(grid_of(client, cast.teacher, cast.algebra_7a, period=cast.quarters[1].pk))
    assert "data-editable" not in document.one("table", data_grid=True).attributes
    assert "Период закрыт" in document.one("p", class_="notice").text


def test_the_running_period_is_open_and_the_others_are_one_click_away(cast, client):
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    tabs = document.one("nav", aria_label="Учебные периоды").all("a")
    assert [tab.text for tab in tabs] == ["1-я четверть", "2-я четверть", "3-я четверть", "4-я четверть"]
    assert [tab.text for tab in tabs if "aria-current" in tab.attributes] == ["3-я четверть"]
    assert tabs[0].attributes["href"] == f"/journal/{cast.algebra_7a.pk}/?period={cast.quarters[0].pk}"


@pytest.mark.parametrize("text", ["x", "-1", "0", "99999999999999999999", "1;2", "１"])
def test_a_period_that_is_none_of_the_courses_is_not_found(cast, client, text):
    assert grid_of(client, cast.teacher, cast.algebra_7a, period=text).status_code == 404


def test_the_facing_page_tells_topics_and_homework_up_to_today(cast, client):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-02")
    LessonTopic.objects.create(
        lesson=lesson, text="Линейная функция <b>", author=cast.teacher.person, set_at=cast.school.now()
    )
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    rows = document.one("table", class_="topics").all("tr")[1:]
    lines = [" ".join(cell.text for cell in row.all("td")).strip() for row in rows]
    assert lines[0] == "04.03 тема не записана"
    assert lines[1] == "02.03 Линейная функция <b>"
    assert lines[2] == "27.02 Урок отменён: Карантин"


def test_foreign_journals_are_not_found_and_a_substitute_does_not_see_the_course(cast, client):
    for user, course in (
        (cast.teacher, cast.other_algebra),
        (cast.teacher, cast.russian_7a),
        (cast.colleague, cast.algebra_7a),
        (cast.deputy, cast.other_algebra),
    ):
        assert grid_of(client, user, course).status_code == 404


def test_a_course_without_lessons_pupils_or_periods_says_what_is_missing(cast, client):
    empty = grid_of(client, cast.teacher, cast.algebra_7a, period=cast.quarters[3].pk)
    assert "В этом периоде нет уроков" in page(empty).text
    CourseMembership.objects.filter(course=cast.algebra_7a).delete()
    assert "В этом журнале нет учеников" in page(grid_of(client, cast.teacher, cast.algebra_7a)).text
    cast.algebra_7a.period_kind = "trimester"
    cast.algebra_7a.save()
    assert "не заданы учебные периоды" in page(grid_of(client, cast.teacher, cast.algebra_7a)).text


def test_a_full_class_stays_a_light_page(cast, client, big):
    response = grid_of(client, cast.teacher, big)
    document = page(response)
    assert len(rows_of(document)) == PUPILS
    assert len(document.all("th", data_column=True)) == COLUMNS
    assert len(document.all()) <= MOST_ELEMENTS
    assert len(response.content) <= MOST_BYTES
    assert len(gzip.compress(response.content)) <= MOST_BYTES / 4  # styles and scripts want their share


def test_the_page_costs_nine_queries_whatever_the_size(cast, client, big, django_assert_num_queries):
    for user, course in ((cast.teacher, big), (cast.classteacher, cast.russian_7a), (cast.deputy, big)):
        client.force_login(user)
        with django_assert_num_queries(9):
            client.get(f"/journal/{course.pk}/")


def test_the_page_tells_its_scripts_which_marks_there_are(cast, client):
    (table,) = page(grid_of(client, cast.teacher, cast.algebra_7a)).all("table", data_grid=True)
    assert (table.attributes["data-scale-low"], table.attributes["data-scale-high"]) == ("2", "5")
    assert "data-scale-texts" not in table.attributes
    rule(cast, scale="letters", period={"type_by_grade": {"1-11": "quarter"}, "thresholds": "mathematical"})
    (table,) = page(grid_of(client, cast.teacher, cast.algebra_7a)).all("table", data_grid=True)
    assert json.loads(table.attributes["data-scale-texts"] or "") == ["F", "E", "D", "C", "B", "A"]


def test_a_comment_an_exemption_and_a_substitute_show_without_a_class_on_the_cell(cast, client):
    column = cast.column(cast.algebra_7a, "2026-03-02")
    Mark.objects.create(
        work=column, pupil=cast.child, value=4, comment="за реферат", author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    Exemption.objects.create(
        course=cast.algebra_7a, pupil=cast.arrived, valid_from="2026-03-01", author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    document = page(grid_of(client, cast.teacher, cast.algebra_7a))
    cells = cells_of(document, column)
    assert [cell.text for cell in cells if "data-noted" in cell.attributes] == ["4"]
    assert [cell.attributes.get("data-exempt") for cell in cells].count("осв") == 1
    shown = [cell for cell in cells if cell.attributes.keys() & {"data-noted", "data-exempt"}]
    assert [cell.attributes.get("class") for cell in shown] == [None, None]
    (head,) = [
        one for one in document.all("th", data_column=True) if one.attributes["data-column"] == str(column.pk)
    ]
    assert f"замещение: {cast.colleague.person.short_name}" in head.all("a")[0].attributes["aria-label"]
