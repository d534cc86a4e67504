"""Substitutes, subgroups, streams, a double lesson, a pupil who is taught at home: the journal works for all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.entering import change, codes, save
from tests.journal.pages import fields, page
from zhurnal.journal.actions.columns import open_columns
from zhurnal.journal.models import Average, Mark
from zhurnal.journal.replay import replay
from zhurnal.ops.checks import run_checks
from zhurnal.school.models import Course, CourseMembership, StudyGroup, Teaching
from zhurnal.timetable.actions.substitutions import end_substitution, substitute_lesson
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.django_db
TODAY, MONDAY = "2026-03-04", "2026-03-02"


@pytest.fixture(autouse=True)
def nothing_is_left_wrong(cast):  # noqa: ARG001 -- asked for by name
    """Whatever a test does, history and tables agree at its end, and nothing is implausible."""
    yield
    assert list(replay()) == []
    assert run_checks() == []


def sheet_of(lesson):
    return reverse("lesson", kwargs={"lesson": lesson.pk})


def test_a_substitute_gets_the_lesson_and_not_the_course(cast, client):
    """Кузнецов holds one lesson of algebra for Смирнова: he finds it on his desk, writes in it, and that is all."""
    lesson, other = cast.lesson(cast.algebra_7a, TODAY), cast.lesson(cast.algebra_7a, MONDAY)
    substitute_lesson(actor=cast.deputy, lesson=lesson, teacher=cast.classteacher.person, reason="Болезнь")
    cast.class_7a.class_teachers.all().delete()  # a class teacher may read every journal of the class
    client.force_login(cast.classteacher)
    desk = page(client.get(reverse("journal"))).one("ol", class_="desk")
    assert "вы заменяете" in desk.text
    grid = reverse("journal-course", kwargs={"course": cast.algebra_7a.pk})
    assert client.get(grid).status_code == 404
    assert client.get(sheet_of(other)).status_code == 404
    form = page(client.get(sheet_of(lesson))).one("form", class_="lesson")
    own = cast.column(cast.algebra_7a, TODAY)
    client.post(sheet_of(lesson), fields(form) | {f"cell-{cast.child.pk}-{own.pk}": "5", "topic": "Прямая"})
    assert Mark.objects.get().author == cast.classteacher.person
    foreign = change(cast.child, cast.column(cast.algebra_7a, MONDAY), "5")
    assert codes(save(cast, foreign, actor=cast.classteacher)) == ["not_your_lesson"]


def test_when_the_substitution_ends_the_lesson_is_closed_again(cast, client):
    lesson = cast.lesson(cast.algebra_7a, TODAY)
    cast.class_7a.class_teachers.all().delete()
    client.force_login(cast.classteacher)
    substitute_lesson(actor=cast.deputy, lesson=lesson, teacher=cast.classteacher.person)
    assert client.get(sheet_of(lesson)).status_code == 200
    end_substitution(actor=cast.deputy, lesson=lesson)
    assert client.get(sheet_of(lesson)).status_code == 404


def made_course(cast, name, kind, pupils, classes):
    """A course of a group of its own, held by Смирнова, with a lesson today and its column."""
    group = StudyGroup.objects.create(year=cast.year, kind=kind, name=name)
    group.classes.set(classes)
    course = Course.objects.create(
        year=cast.year, subject=cast.subjects["Русский язык"], group=group, period_kind="quarter",
        school_class=classes[0] if len(classes) == 1 else None, hours_a_week=1, grade=classes[0].grade,
    )  # fmt: skip
    Teaching.objects.create(course=course, teacher=cast.teacher.person, valid_from=cast.year.starts)
    for pupil in pupils:
        CourseMembership.objects.create(course=course, pupil=pupil, valid_from=cast.year.starts)
    lesson = Lesson.objects.create(course=course, date=TODAY, number=7)
    open_columns([lesson], cast.kinds["answer"])
    return course, lesson


def test_a_pupil_taught_at_home_has_a_journal_of_one_row(cast, client):
    """Taught apart in one subject, with the class in all others; the day's lesson stands in the diary."""
    CourseMembership.objects.filter(course=cast.russian_7a, pupil=cast.child).delete()
    course, lesson = made_course(cast, "7 «А», на дому", "subgroup", [cast.child], [cast.class_7a])
    client.force_login(cast.teacher)
    grid = page(client.get(reverse("journal-course", kwargs={"course": course.pk})))
    rows = grid.one("table", data_grid=True).one("tbody").all("tr")
    assert ["Петрова Анна" in row.text for row in rows] == [True]
    (saved,) = save(cast, change(cast.child, lesson.works.get(), "5"), course=course)
    assert (saved.average, saved.count) == ("5,00", 1)
    outside = save(cast, change(cast.pupils_7a[0], lesson.works.get(), "5"), course=course)
    assert codes(outside) == ["foreign_pupil"]
    client.force_login(cast.pupil)
    week = client.get(reverse("diary-week", kwargs={"pupil": cast.child.pk, "week": "2026-W10"}))
    assert "Русский язык" in week.content.decode()


def test_a_stream_marks_pupils_of_two_classes(cast):
    course, lesson = made_course(
        cast, "7-е классы", "stream", [cast.child, cast.pupil_7b], [cast.class_7a, cast.class_7b]
    )
    work = lesson.works.get()
    answers = save(cast, change(cast.child, work, "5"), change(cast.pupil_7b, work, "4"), course=course)
    assert codes(answers) == ["saved", "saved"]
    assert set(Average.objects.filter(course=course).values_list("pupil", flat=True)) == {
        cast.child.pk, cast.pupil_7b.pk,
    }  # fmt: skip


def test_the_pupils_of_the_other_subgroup_are_not_of_this_one(cast):
    day = "2026-03-03"
    column = cast.column(cast.english_7a_1, day)
    other = CourseMembership.objects.filter(course=cast.english_7a_2)[0].pupil
    answers = save(cast, change(other, column, "5"), actor=cast.classteacher, course=cast.english_7a_1)
    assert codes(answers) == ["foreign_pupil"]


def test_two_lessons_of_a_day_have_a_column_each(cast):
    lesson = Lesson.objects.create(course=cast.algebra_7a, date=TODAY, number=3)
    open_columns([lesson], cast.kinds["answer"])
    first = Lesson.objects.get(course=cast.algebra_7a, date=TODAY, number=2).works.get()
    answers = save(cast, change(cast.child, first, "5"), change(cast.child, lesson.works.get(), "3"))
    assert codes(answers) == ["saved", "saved"]
    assert Average.objects.get(pupil=cast.child).weighted == 800
