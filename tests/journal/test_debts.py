"""«Долги и точки»: what is owed to a teacher, and the page that lists it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from tests.journal.pages import page
from tests.journal.ruling import rule
from zhurnal.journal.actions.cells import CellChange, Saved, save_cells
from zhurnal.journal.models import Exemption, PeriodClosure, Work
from zhurnal.journal.queries.debts import debts_of, points_waiting
from zhurnal.school.models import CourseMembership, Teaching
from zhurnal.timetable.models import LessonCancellation

pytestmark = pytest.mark.django_db
CONTROL = "2026-02-25"
TODAY = dt.date(2026, 3, 4)


@pytest.fixture(autouse=True)
def rules(cast):
    """A point waits for 14 days and becomes a «2»."""
    rule(cast, counting={"dot_after_days": 14, "dot_becomes": "2"})


def point(cast, day, pupil=None, *, text="•", due=None, position=1):
    column = cast.column(cast.algebra_7a, day, position)
    change = CellChange(uuid.uuid4(), (pupil or cast.child).pk, column.pk, text, 0, due=due)
    (answer,) = save_cells(actor=cast.teacher, course=cast.algebra_7a, changes=[change])
    assert isinstance(answer, Saved)
    assert isinstance(answer, Saved)
    assert answer.text == text


def debts(cast, user=None, today=TODAY):
    person = (user or cast.teacher).person
    return [debt for course in debts_of(person.pk, today) for debt in course.debts]


def test_a_point_tells_until_when_it_waits_and_what_then(cast):
    point(cast, "2026-02-25")
    (course,) = debts_of(cast.teacher.person_id, TODAY)
    assert (course.subject, course.audience) == ("Алгебра", "7 «А»")
    (debt,) = course.debts
    assert (debt.pupil, debt.work, debt.sign) == ("Петрова Анна", "Ответ на уроке", "•")
    assert (debt.date, debt.due) == (dt.date(2026, 2, 25), dt.date(2026, 3, 11))
    assert (debt.is_point, debt.overdue, debt.becomes) == (True, False, "2")
    assert debt.period_id == cast.quarter.pk


def test_overdue_points_come_first_and_missed_works_last(cast):
    point(cast, "2026-03-02", cast.pupils_7a[0])
    point(cast, "2026-02-16", cast.pupils_7a[1])
    point(cast, "2026-02-18", cast.pupils_7a[2], due=dt.date(2026, 3, 10))
    cast.put(cast.algebra_7a, CONTROL, cast.child, "б")
    found = debts(cast)
    assert [(debt.pupil.split()[0], debt.overdue) for debt in found] == [
        ("Белова", True), ("Ёлкин", False), ("Абдуллаев", False), ("Петрова", False),
    ]  # fmt: skip
    assert found[-1].work == cast.control.title
    assert (found[-1].sign, found[-1].is_point, found[-1].due) == ("б", False, None)


def test_namesakes_are_told_apart_as_in_the_journal(cast):
    point(cast, "2026-03-02", cast.pupils_7a[3])
    assert [debt.pupil for debt in debts(cast)] == ["Иванова Мария Петровна (04.05.2012)"]


def test_the_last_day_itself_is_not_overdue(cast):
    point(cast, "2026-02-18")
    assert [debt.overdue for debt in debts(cast)] == [False]
    assert [debt.overdue for debt in debts(cast, today=dt.date(2026, 3, 5))] == [True]


def test_a_point_without_end_has_no_day(cast):
    rule(cast, counting={"dot_after_days": None})
    point(cast, "2026-02-16")
    assert [(debt.due, debt.overdue, debt.becomes) for debt in debts(cast)] == [(None, False, "")]


def test_a_mark_a_point_or_a_lesson_attended_is_no_missed_work(cast):
    for pupil, sign in zip(cast.pupils_7a[:4], ("н", "у", "оп5", "осв"), strict=True):
        cast.put(cast.algebra_7a, CONTROL, pupil, sign)
    cast.put(cast.algebra_7a, CONTROL, cast.pupils_7a[0], "4", position=2)
    point(cast, CONTROL, cast.pupils_7a[1], position=2)
    assert [(debt.pupil.split()[0], debt.is_point) for debt in debts(cast)] == [("Белова", True)]


def test_a_lesson_missed_without_a_control_work_is_no_debt(cast):
    cast.put(cast.algebra_7a, "2026-02-20", cast.child, "н")
    assert debts(cast) == []
    Work.objects.filter(pk=cast.control.pk).update(withdrawn_at=cast.school.now())
    cast.put(cast.algebra_7a, CONTROL, cast.child, "н")
    assert debts(cast) == []


def test_who_was_exempt_or_has_left_owes_nothing(cast):
    point(cast, CONTROL)
    cast.put(cast.algebra_7a, CONTROL, cast.pupils_7a[0], "б")
    exemption = Exemption.objects.create(
        course=cast.algebra_7a, pupil=cast.pupils_7a[0], valid_from="2026-02-01", valid_to="2026-02-28",
        author=cast.teacher.person, set_at=cast.school.now(),
    )  # fmt: skip
    assert [debt.pupil_id for debt in debts(cast)] == [cast.child.pk]
    exemption.delete()
    CourseMembership.objects.filter(pupil=cast.child).update(valid_to="2026-03-03")
    assert [debt.pupil_id for debt in debts(cast)] == [cast.pupils_7a[0].pk]


def test_closed_periods_cancelled_lessons_and_the_courses_of_others_are_not_asked_about(cast):
    point(cast, CONTROL)
    cast.put(cast.algebra_7a, CONTROL, cast.pupils_7a[0], "б")
    assert debts(cast, cast.classteacher) == []
    assert points_waiting(cast.classteacher.person_id, TODAY) == 0
    assert (len(debts(cast)), points_waiting(cast.teacher.person_id, TODAY)) == (2, 1)
    cancellation = LessonCancellation.objects.create(
        lesson=cast.control.lesson, reason="Карантин", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    assert (debts(cast), points_waiting(cast.teacher.person_id, TODAY)) == ([], 0)
    cancellation.delete()
    closure = PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert (debts(cast), points_waiting(cast.teacher.person_id, TODAY)) == ([], 0)
    closure.delete()
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to="2026-03-03")
    assert (debts(cast), points_waiting(cast.teacher.person_id, TODAY)) == ([], 0)


@pytest.mark.parametrize("many", [1, 4])
def test_it_costs_the_same_whatever_is_owed(cast, many, django_assert_num_queries):
    for pupil in cast.pupils_7a[:many]:
        point(cast, "2026-02-16", pupil)
        cast.put(cast.algebra_7a, CONTROL, pupil, "н")
    debts(cast)
    # Works with points, points; control works, who missed them, marks; members, exemptions.
    with django_assert_num_queries(7):
        assert len(debts(cast)) == 2 * many
    with django_assert_num_queries(1):
        assert points_waiting(cast.teacher.person_id, TODAY) == many


# The page


def look(cast, client, user=None):
    client.force_login(user or cast.teacher)
    return page(client.get(reverse("journal-debts")))


def test_the_page_lists_them_by_course_with_the_way_to_the_cell(cast, client):
    point(cast, "2026-02-16")
    point(cast, "2026-03-02", cast.pupils_7a[0])
    cast.put(cast.algebra_7a, CONTROL, cast.pupils_7a[1], "б")
    shown = look(cast, client)
    assert "Срок прошёл: 1 · ждут: 1 · не писали контрольную: 1" in shown.text
    assert shown.one("h2").text == "7 «А», Алгебра"
    rows = [row.text for row in shown.one("tbody").all("tr")]
    assert rows == [
        "Петрова Анна Ответ на уроке16 февраля прошёл 2 марта потом 2",
        "Абдуллаев Рустам Ответ на уроке2 марта до 16 марта потом 2",
        f"Белова Алёна {cast.control.title}25 февраля, пропуск: б нет отметки",
    ]
    links = [link.attributes["href"] for link in shown.one("tbody").all("a")]
    column = cast.column(cast.algebra_7a, "2026-02-16")
    assert links[0] == (
        f"/journal/{cast.algebra_7a.pk}/?period={cast.quarter.pk}#cell-{cast.child.pk}-{column.pk}"
    )


def test_whoever_waits_for_nothing_is_told_so(cast, client):
    shown = look(cast, client)
    assert "Никто ничего не должен." in shown.text
    assert shown.all("table") == []


def test_the_desk_tells_how_many_points_wait(cast, client):
    client.force_login(cast.teacher)
    assert "точек" not in page(client.get("/journal/")).one("p", class_="desk-debts").text
    point(cast, "2026-02-16")
    told = page(client.get("/journal/")).one("p", class_="desk-debts")
    assert "Долги и точки: точек в журналах — 1" in told.text
    assert told.all("a")[0].attributes["href"] == "/journal/debts/"


def test_the_page_costs_three_queries_more_than_its_list(cast, client, django_assert_num_queries):
    point(cast, "2026-02-16")
    look(cast, client)
    # Session and account, roles, year; works with points, points; control works, who missed them; members,
    # exemptions.
    with django_assert_num_queries(9):
        client.get(reverse("journal-debts"))
