"""Who missed the lesson before is offered for the next one of the day, and never written by itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.entering import change, save
from tests.journal.pages import fields, page
from zhurnal.journal.actions.lessons import take_attendance
from zhurnal.journal.models import Absence
from zhurnal.journal.queries.previous import Earlier, earlier_attendance
from zhurnal.timetable.models import Lesson, LessonCancellation

pytestmark = pytest.mark.django_db
DAY = "2026-03-03"  # Tuesday: Russian third, English in two groups fourth


@pytest.fixture
def double(cast):
    """Russian is a double lesson today: the second hour follows the third one."""
    first = cast.lesson(cast.russian_7a, DAY)
    second = cast.lesson(cast.russian_7a, "2026-03-05")
    Lesson.objects.filter(pk=second.pk).update(date=DAY, number=4)
    Lesson.objects.filter(course__in=(cast.english_7a_1, cast.english_7a_2), date=DAY).update(number=5)
    second.refresh_from_db()
    return first, second


def put(cast, lesson, pupil, text):
    save(cast, change(pupil, lesson.works.get(), text), actor=cast.classteacher, course=cast.russian_7a)


def written(cast, first):
    """Of the first hour: Абдуллаев missing, Белова ill, Ёлкин late; everybody else there."""
    for pupil, sign in zip(cast.pupils_7a, ("н", "б", "оп5"), strict=False):
        put(cast, first, pupil, sign)
    take_attendance(actor=cast.classteacher, lesson=first)


def test_the_signs_of_absence_of_the_hour_before_are_known(cast, double):
    first, second = double
    written(cast, first)
    found = earlier_attendance(second)
    assert {pupil: one.code for pupil, one in found.items() if one.code} == {
        cast.pupils_7a[0].pk: "н", cast.pupils_7a[1].pk: "б",
    }  # fmt: skip
    assert found[cast.pupils_7a[2].pk] == Earlier(3, "Русский язык", ""), "who was late was there"
    assert len(found) == len(cast.pupils_7a)


def test_where_nobody_looked_nothing_is_known(cast, double):
    put(cast, double[0], cast.child, "н")
    assert earlier_attendance(double[1]) == {}


def test_nothing_comes_from_a_lesson_that_was_not_held_or_from_a_later_one(cast, double):
    first, second = double
    written(cast, first)
    assert earlier_attendance(first) == {}
    LessonCancellation.objects.create(
        lesson=first, reason="Актировка", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    assert earlier_attendance(second) == {}


def test_the_last_lesson_before_decides_for_each_pupil(cast, double):
    """Абдуллаев came back for the second hour; English knows of both hours by its own pupils only."""
    first, second = double
    written(cast, first)
    take_attendance(actor=cast.classteacher, lesson=second)
    english = cast.lesson(cast.english_7a_1, DAY)
    found = earlier_attendance(english)
    assert set(found) == set(
        cast.english_7a_1.memberships.filter(valid_to=None).values_list("pupil", flat=True)
    )
    assert {(one.number, one.code) for one in found.values()} == {(4, "")}


def test_it_costs_one_query(cast, double, django_assert_num_queries):
    written(cast, double[0])
    with django_assert_num_queries(1):
        earlier_attendance(double[1])


def sheet(client, lesson, **query):
    return page(client.get(reverse("lesson", kwargs={"lesson": lesson.pk}), query))


def shown(of_sheet):
    """What stands in the fields of the pupils."""
    return [field.attributes["value"] for field in of_sheet.all("input", class_="lesson-table__input")]


def test_the_sheet_offers_them_and_fills_in_only_when_asked(cast, client, double):
    first, second = double
    written(cast, first)
    client.force_login(cast.classteacher)
    untouched = sheet(client, second)
    offer = untouched.one("p", class_="lesson-previous")
    assert "3-й урок, Русский язык: Абдуллаев Рустам (н), Белова Алёна (б)" in offer.text
    assert [field.attributes["value"] for field in untouched.all("input", class_="lesson-table__input")] == [
        ""
    ] * 10
    offered = sheet(client, second, **{"as": "previous"})
    assert shown(offered) == ["н", "б", *[""] * 8]
    assert not Absence.objects.filter(lesson=second).exists()


def test_what_was_filled_in_is_saved_with_the_form(cast, client, double):
    first, second = double
    written(cast, first)
    client.force_login(cast.classteacher)
    form = sheet(client, second, **{"as": "previous"}).one("form", class_="lesson")
    client.post(reverse("lesson", kwargs={"lesson": second.pk}), fields(form) | {"taken": "1"})
    assert dict(Absence.objects.filter(lesson=second).values_list("pupil", "code")) == {
        cast.pupils_7a[0].pk: "н", cast.pupils_7a[1].pk: "б",
    }  # fmt: skip
    assert sheet(client, second).all("p", class_="lesson-previous") == [], (
        "attendance is taken: no offer any more"
    )


def test_what_stands_in_a_cell_is_left_alone(cast, client, double):
    first, second = double
    written(cast, first)
    client.force_login(cast.classteacher)
    put(cast, second, cast.pupils_7a[0], "5")
    offered = sheet(client, second, **{"as": "previous"})
    assert "Абдуллаев" not in offered.one("p", class_="lesson-previous").text
    assert shown(offered) == ["5", "б", *[""] * 8]


def test_nothing_is_offered_where_everybody_was_there(cast, client, double):
    first, second = double
    take_attendance(actor=cast.classteacher, lesson=first)
    client.force_login(cast.classteacher)
    assert sheet(client, second).all("p", class_="lesson-previous") == []
