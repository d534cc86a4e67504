"""«Замены»: what the deputy head sees of a day and can do about it, without a script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.pages import page
from zhurnal.school.models import Employment, StudyGroup
from zhurnal.timetable.models import (
    Lesson,
    LessonAddition,
    LessonCancellation,
    LessonMove,
    Substitution,
)

pytestmark = pytest.mark.django_db
MONDAY, TODAY, THURSDAY, FRIDAY = "2026-03-02", "2026-03-04", "2026-03-05", "2026-03-06"


@pytest.fixture(autouse=True)
def deputy(cast, client):
    client.force_login(cast.deputy)


def day(client, when="", **more):
    return client.get(reverse("lesson-changes"), {"day": when, **more})


def post_day(client, when, **data):
    return client.post(f"{reverse('lesson-changes')}?day={when}", data)


def of(lesson):
    return reverse("lesson-change", kwargs={"lesson": lesson.pk})


def lines(response):
    return [line.text for line in page(response).all("li", class_="changes__lesson")]


def groups(response):
    return [group.one("h2").text for group in page(response).all("section", class_="changes-group")]


def test_the_day_stands_class_by_class_by_number(client):
    """Today is Wednesday: algebra of 7 «А» second, of 7 «Б» fourth; 5 «А» has none."""
    response = day(client)
    assert groups(response) == ["7 «А»", "7 «Б»"]
    first, second = lines(response)
    assert "2 09:25 Алгебра Смирнова И. В." in first
    assert "Петрова И. И." in second


def test_all_that_was_changed_is_told(cast, client):
    """Monday's algebra is substituted; a lesson is cancelled, one was moved here, one was added."""
    friday, russian = cast.lesson(cast.algebra_7a, FRIDAY), cast.lesson(cast.russian_7a, MONDAY)
    made = {"reason": "Экскурсия", "made_by": cast.deputy.person, "made_at": cast.school.now()}
    LessonCancellation.objects.create(lesson=russian, **made)
    LessonMove.objects.create(lesson=friday, from_date=FRIDAY, from_number=2, **made)
    Lesson.objects.filter(pk=friday.pk).update(date=MONDAY, number=6)
    LessonAddition.objects.create(lesson=cast.lesson(cast.algebra_7b, MONDAY), **made)
    response = day(client, MONDAY)
    algebra, cancelled, moved, added = lines(response)
    assert "замещение: Петрова И. И. Болезнь учителя" in algebra
    assert "отменён: Экскурсия" in cancelled
    assert "перенесён с 6 марта, 2-й урок" in moved
    assert "добавлен: Экскурсия" in added
    assert "замещений: 1 · отменено: 1 · перенесено сюда: 1 · отсюда: 0 · добавлено: 1" in page(response).text
    assert "на 2 марта, 6-й урок" in page(day(client, FRIDAY)).text, "the day it left tells where it went"
    assert "Всё по расписанию" not in page(day(client, FRIDAY, by="changed")).text


def test_only_what_is_otherwise_may_be_shown(client):
    response = day(client, MONDAY, by="changed")
    assert [("Алгебра" in line, "замещение" in line) for line in lines(response)] == [(True, True)]
    assert "Всё по расписанию" in page(day(client, TODAY, by="changed")).text


def test_teacher_by_teacher_a_substitute_has_the_lesson_as_well(client):
    response = day(client, MONDAY, by="teacher")
    assert groups(response) == ["Кузнецов О. А.", "Петрова И. И.", "Смирнова И. В."]
    kuznetsov, substitute, petrova, smirnova = lines(response)
    assert "Русский язык" in kuznetsov
    assert "замещение" in substitute
    assert "Алгебра 7 «Б»" in petrova
    assert "замещение: Петрова И. И." in smirnova


def test_a_stream_stands_under_each_of_its_classes(cast, client):
    group = StudyGroup.objects.create(year=cast.year, kind="stream", name="Хор")
    group.classes.set([cast.class_7a, cast.class_7b])
    course = cast.algebra_7b
    type(course).objects.filter(pk=course.pk).update(school_class=None, group=group)
    assert [("Хор" in line) for line in lines(day(client))] == [False, True, True]


def test_a_day_without_lessons_says_why(client):
    assert "Международный женский день" in page(day(client, "2026-03-09")).text
    assert "Выберите другой день" in page(day(client, "2026-03-08")).text


@pytest.mark.parametrize("nonsense", ["yesterday", "0001-01-01", "2026-02-30"])
def test_a_day_that_is_none_does_not_exist(client, nonsense):
    assert day(client, nonsense).status_code == 404


def test_schools_of_others_do_not_exist(cast, client):
    assert day(client, school=str(cast.other_school.pk)).status_code == 404
    assert day(client, school=str(cast.school.pk)).status_code == 200


def test_of_two_schools_each_has_its_own_days(cast, client):
    Employment.objects.create(
        school=cast.other_school, person=cast.deputy.person, role="deputy", valid_from="2025-09-01"
    )
    response = day(client, school=str(cast.other_school.pk))
    assert groups(response) == ["7 «А»"]
    assert "Школа № 1" in page(response).one("nav", aria_label="Школа").text
    (add,) = [link for link in page(response).all("a") if link.text == "Добавить урок"]
    assert f"school={cast.other_school.pk}" in add.attributes["href"]


def test_a_secretary_reads_only(cast, client):
    client.force_login(cast.office)
    response = day(client, MONDAY)
    assert len(lines(response)) == 3
    assert page(response).all("input", type="checkbox") == []
    assert page(response).one("main").all("form", method="post") == []
    assert "Изменить" not in page(response).text
    assert post_day(client, MONDAY, do="restore").status_code == 403


def test_ticked_lessons_are_cancelled_and_returned(cast, client):
    algebra, russian = cast.lesson(cast.algebra_7a, FRIDAY), cast.lesson(cast.russian_7a, THURSDAY)
    response = post_day(client, FRIDAY, do="cancel", lesson=[algebra.pk, russian.pk], reason="Карантин")
    assert response.status_code == 302
    assert list(
        LessonCancellation.objects.exclude(lesson=cast.cancelled).values_list("lesson", "reason")
    ) == [(algebra.pk, "Карантин")], "a lesson of another day was not on the page"
    assert "Отменено уроков: 1." in page(client.get(response["Location"])).text
    post_day(client, FRIDAY, do="restore", lesson=[algebra.pk])
    assert not LessonCancellation.objects.filter(lesson=algebra).exists()


def test_a_class_that_is_ticked_stands_for_its_whole_day(cast, client):
    post_day(client, THURSDAY, **{"do": "cancel", "class": [cast.class_7a.pk], "reason": "Карантин"})
    off = Lesson.objects.filter(date=THURSDAY, cancellation__isnull=False)
    assert {one.course for one in off} == {cast.russian_7a, cast.english_7a_1, cast.english_7a_2}


def test_nothing_ticked_and_no_reason_are_told(cast, client):
    response = post_day(client, FRIDAY, do="cancel")
    assert response.status_code == 422
    assert "Не отмечен ни один урок" in page(response).text
    lesson = cast.lesson(cast.algebra_7a, FRIDAY)
    response = post_day(client, FRIDAY, do="cancel", lesson=[lesson.pk])
    assert "Причина не указана" in page(response).text
    assert page(response).one("input", value=str(lesson.pk)).attributes.get("checked") == ""


def test_what_is_written_asks_to_be_confirmed(cast, client):
    cast.put(cast.algebra_7a, TODAY, cast.child, "5")
    lesson = cast.lesson(cast.algebra_7a, TODAY)
    response = post_day(client, TODAY, do="cancel", lesson=[lesson.pk], reason="Карантин")
    assert response.status_code == 422
    sheet = page(response)
    assert sheet.one("input", name="reason").attributes["value"] == "Карантин"
    assert "уже есть записи" in sheet.text
    sheet.one("input", name="confirmed")
    post_day(client, TODAY, do="cancel", lesson=[lesson.pk], reason="Карантин", confirmed="1")
    assert LessonCancellation.objects.filter(lesson=lesson).exists()


# One lesson.


def test_free_teachers_of_the_subject_come_first_and_busy_ones_last(cast, client):
    """Friday's second lesson: only Смирнова has one, who holds it anyway."""
    sheet = page(client.get(of(cast.lesson(cast.algebra_7a, FRIDAY))))
    offered = {group.attributes["label"]: group.text for group in sheet.all("optgroup")}
    assert offered == {
        "Ведут этот предмет, свободны": "Петрова И. И.", "Свободны": "Кузнецов О. А.",
    }  # fmt: skip
    sheet = page(client.get(of(cast.lesson(cast.english_7a_1, THURSDAY))))
    offered = {group.attributes["label"]: group.text for group in sheet.all("optgroup")}
    assert offered == {"Свободны": "Смирнова И. В.", "Заняты в это время": "Петрова И. И."}


def test_a_lesson_is_substituted_and_given_back(cast, client):
    lesson = cast.lesson(cast.algebra_7a, FRIDAY)
    response = client.post(
        of(lesson), {"do": "substitute", "teacher": cast.colleague.person_id, "reason": "Болезнь"}
    )
    assert response["Location"] == f"/lessons/changes/?day={FRIDAY}"
    assert Substitution.objects.get(lesson=lesson).teacher == cast.colleague.person
    sheet = page(client.get(of(lesson)))
    assert "замещение: Петрова И. И. Болезнь" in sheet.text
    assert "Орлова Н. П.: замещение: Петрова И. И. — Болезнь" in sheet.one("ul", class_="changes-away").text
    client.post(of(lesson), {"do": "end"})
    assert not Substitution.objects.filter(lesson=lesson).exists()
    told = [line.text for line in page(client.get(of(lesson))).one("ul", class_="changes-away").all("li")]
    assert [line.split(": ", 1)[1] for line in told] == [
        "замещение снято",
        "замещение: Петрова И. И. — Болезнь",
    ]


def test_a_busy_teacher_asks_to_be_confirmed_and_what_was_typed_stays(cast, client):
    lesson = cast.lesson(cast.english_7a_1, THURSDAY)
    typed = {"do": "substitute", "teacher": cast.colleague.person_id, "reason": "Группы вместе"}
    response = client.post(of(lesson), typed)
    assert response.status_code == 422
    sheet = page(response)
    assert "уже ведёт урок" in sheet.text
    assert sheet.one("option", selected=True).text == "Петрова И. И."
    assert sheet.one("input", id="substitute-reason").attributes["value"] == "Группы вместе"
    assert client.post(of(lesson), typed | {"confirmed": "1"}).status_code == 302


def test_a_lesson_is_moved_and_the_day_it_goes_to_is_shown(cast, client):
    lesson = cast.lesson(cast.algebra_7a, FRIDAY)
    response = client.post(of(lesson), {"do": "move", "date": THURSDAY, "number": "6", "reason": "Экскурсия"})
    assert response["Location"] == f"/lessons/changes/?day={THURSDAY}"
    told = page(client.get(of(lesson))).one("ul", class_="changes-away").text
    assert "перенесён: 6 марта, 2-й урок → 5 марта, 6-й урок — Экскурсия" in told


def test_a_cancelled_lesson_offers_only_to_return(cast, client):
    sheet = page(client.get(of(cast.cancelled)))
    assert [field.attributes["value"] for field in sheet.all("input", name="do")] == ["restore"]
    client.post(of(cast.cancelled), {"do": "restore"})
    assert not LessonCancellation.objects.exists()
    sheet = page(client.get(of(cast.cancelled)))
    assert {field.attributes["value"] for field in sheet.all("input", name="do")} == {
        "substitute", "move", "cancel",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"do": "substitute", "teacher": ""}, "substitute-teacher", "Не выбран учитель"),
        ({"do": "substitute", "teacher": "9" * 30}, "substitute-teacher", "Не выбран учитель"),
        ({"do": "move", "date": "завтра", "number": "3"}, "move-date", "Дату не прочитать"),
        ({"do": "move", "date": THURSDAY, "number": "третий"}, "move-number", "Номер урока не прочитать"),
        (
            {"do": "move", "date": "2026-03-30", "number": "3", "reason": "Экскурсия"},
            "move-date",
            "не входит",
        ),
        ({"do": "cancel", "reason": ""}, "cancel-reason", "Причина не указана"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_cannot_be_is_told_beside_its_field(cast, client, data, field, words):
    response = client.post(of(cast.lesson(cast.algebra_7a, FRIDAY)), data)
    assert response.status_code == 422
    sheet = page(response)
    (link,) = sheet.one("ul", class_="errors__list").all("a")
    assert (link.attributes["href"], words in link.text) == (f"#{field}", True)
    assert words in sheet.one(id=f"{field}-error").text


def test_an_unknown_deed_is_refused(cast, client):
    response = client.post(of(cast.lesson(cast.algebra_7a, FRIDAY)), {"do": "burn"})
    assert response.status_code == 422


# A teacher who is away.


def absence(client, **query):
    return client.get(reverse("teacher-absence"), query)


def test_all_lessons_of_the_days_are_shown_with_who_is_free(cast, client):
    response = absence(client, teacher=cast.teacher.person_id, first=MONDAY, last=FRIDAY)
    fields = page(response).all("select")[2:]
    assert [field.attributes["name"] for field in fields] == [
        f"for-{cast.lesson(cast.algebra_7a, when).pk}" for when in (MONDAY, TODAY, FRIDAY)
    ]
    assert [[option.text for option in field.all("option", selected=True)] for field in fields] == [
        ["Петрова И. И."], [], [],
    ], "Monday is substituted already"  # fmt: skip
    assert "Смирнова" not in fields[1].text


def test_who_stands_in_for_all_is_chosen_where_free(cast, client):
    """Петрова has her own group at the fourth lesson of Tuesdays and Thursdays, not at the third of Mondays."""
    response = absence(
        client,
        teacher=cast.classteacher.person_id,
        first=MONDAY,
        last=THURSDAY,
        stands_in=cast.colleague.person_id,
    )
    chosen = {
        field.attributes["name"]: [option.text for option in field.all("option", selected=True)]
        for field in page(response).all("select")[2:]
    }
    english = {f"for-{cast.lesson(cast.english_7a_1, when).pk}" for when in ("2026-03-03", THURSDAY)}
    assert {name for name, texts in chosen.items() if not texts} == english
    assert {texts[0] for texts in chosen.values() if texts} == {"Петрова И. И."}


def provide(client, teacher, choices, **more):
    query = f"?teacher={teacher.person_id}&first={MONDAY}&last={FRIDAY}"
    return client.post(reverse("teacher-absence") + query, {
        **{f"for-{lesson.pk}": choice for lesson, choice in choices.items()}, **more,
    })  # fmt: skip


def test_some_lessons_are_substituted_and_some_cancelled_at_once(cast, client):
    wednesday, friday = cast.lesson(cast.algebra_7a, TODAY), cast.lesson(cast.algebra_7a, FRIDAY)
    choices = {wednesday: cast.colleague.person_id, friday: "cancel"}
    response = provide(client, cast.teacher, choices, reason="Болезнь учителя")
    assert response["Location"] == f"/lessons/changes/?day={MONDAY}&by=changed"
    assert Substitution.objects.get(lesson=wednesday).reason == "Болезнь учителя"
    assert LessonCancellation.objects.get(lesson=friday).reason == "Болезнь учителя"
    assert "Записано уроков: 2." in page(client.get(response["Location"])).text


def test_all_or_nothing_is_done_and_the_choices_stay(cast, client):
    wednesday, friday = cast.lesson(cast.algebra_7a, TODAY), cast.lesson(cast.algebra_7a, FRIDAY)
    response = provide(
        client, cast.teacher, {wednesday: cast.colleague.person_id, friday: "cancel"}, reason=""
    )
    assert response.status_code == 422
    assert "Причина не указана" in page(response).text
    assert not Substitution.objects.filter(lesson=wednesday).exists()
    chosen = {
        field.attributes["name"]: field.one("option", selected=True).text
        for field in page(response).all("select")
        if field.all("option", selected=True)
    }
    assert chosen[f"for-{wednesday.pk}"] == "Петрова И. И."
    assert chosen[f"for-{friday.pk}"] == "отменить урок"


def test_warnings_of_both_kinds_are_one(cast, client):
    """Петрова is busy on Tuesday, and something is written about today's lesson that shall be cancelled."""
    cast.put(cast.russian_7a, MONDAY, cast.child, "5")
    english, russian = cast.lesson(cast.english_7a_1, "2026-03-03"), cast.lesson(cast.russian_7a, MONDAY)
    choices = {english: cast.colleague.person_id, russian: "cancel"}
    response = provide(client, cast.classteacher, choices, reason="Болезнь")
    text = page(response).text
    assert ("уже ведёт урок" in text, "уже есть записи" in text) == (True, True)
    assert provide(client, cast.classteacher, choices, reason="Болезнь", confirmed="1").status_code == 302


def test_nothing_chosen_is_told(cast, client):
    response = provide(client, cast.teacher, {cast.lesson(cast.algebra_7a, TODAY): ""})
    assert (response.status_code, "Ничего не выбрано" in page(response).text) == (422, True)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(FRIDAY, MONDAY, "раньше первого"), (MONDAY, "2026-04-02", "Больше 31 дней")],
)
def test_days_that_cannot_be_shown_are_told(cast, client, first, last, words):
    response = absence(client, teacher=cast.teacher.person_id, first=first, last=last)
    assert words in page(response).text


def test_a_stranger_is_nobodys_absence(cast, client):
    response = absence(client, teacher=cast.teacher2.person_id, first=MONDAY, last=FRIDAY)
    assert page(response).all("select", name=f"for-{cast.lesson(cast.algebra_7a, MONDAY).pk}") == []


# A lesson beside the timetable.


def add(client, **data):
    return client.post(f"{reverse('lesson-add')}?day={THURSDAY}", data)


def test_a_lesson_is_added(cast, client):
    sheet = page(client.get(f"{reverse('lesson-add')}?day={THURSDAY}"))
    assert sheet.one("input", name="date").attributes["value"] == THURSDAY
    assert [group.attributes["label"] for group in sheet.all("optgroup")] == ["5 «А»", "7 «А»", "7 «Б»"]
    data = {
        "course": cast.algebra_7a.pk,
        "date": THURSDAY,
        "number": "6",
        "reason": "Консультация",
        "room": "118",
    }
    response = add(client, **data)
    assert response["Location"] == f"/lessons/changes/?day={THURSDAY}"
    assert LessonAddition.objects.get().lesson.room == "118"


def test_an_added_lesson_that_meets_another_asks_to_be_confirmed(cast, client):
    data = {"course": cast.algebra_7a.pk, "date": THURSDAY, "number": "3", "reason": "Консультация"}
    response = add(client, **data)
    assert (response.status_code, "другой урок" in page(response).text) == (422, True)
    assert page(response).one("option", selected=True).text == "7 «А», Алгебра"
    assert add(client, **data, confirmed="1").status_code == 302


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"course": ""}, "course"),
        ({"course": "999999"}, "course"),
        ({"date": ""}, "date"),
        ({"date": "2026-03-30"}, "date"),
        ({"number": ""}, "number"),
        ({"number": "13"}, "number"),
        ({"date": TODAY, "number": "2"}, "number"),
        ({"reason": ""}, "reason"),
    ],
    ids=str,
)
def test_what_cannot_be_added_is_told_beside_its_field(cast, client, change, field):
    data = {"course": cast.algebra_7a.pk, "date": THURSDAY, "number": "6", "reason": "Консультация"}
    response = add(client, **(data | change))
    assert response.status_code == 422
    (link,) = page(response).one("ul", class_="errors__list").all("a")
    assert link.attributes["href"] == f"#{field}"


def test_a_course_of_another_school_is_none(cast, client):
    data = {"course": cast.other_algebra.pk, "date": THURSDAY, "number": "6", "reason": "Консультация"}
    assert add(client, **data).status_code == 422


@pytest.mark.parametrize(("name", "queries"), [("day", 8), ("lesson", 15), ("absence", 12), ("added", 4)])
def test_the_pages_cost_a_fixed_number_of_queries(cast, client, django_assert_num_queries, name, queries):
    addresses = {
        "day": f"{reverse('lesson-changes')}?day={MONDAY}",
        "lesson": of(cast.lesson(cast.algebra_7a, FRIDAY)),
        "absence": f"{reverse('teacher-absence')}?teacher={cast.teacher.person_id}&first={MONDAY}&last={FRIDAY}",
        "added": reverse("lesson-add"),
    }
    with django_assert_num_queries(queries):
        assert client.get(addresses[name]).status_code == 200
