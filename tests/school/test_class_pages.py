"""Classes, the class page and the search: who sees what, in which order, at what price."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse

from tests.cast import person
from zhurnal.people.models import Person
from zhurnal.school.models import ClassTeacher, Enrolment, SchoolClass, SchoolYear


def get(client, user, address):
    client.force_login(user)
    return client.get(address)


def page(client, user, address):
    response = get(client, user, address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def words_of(html):
    """The text of the page's main part, in one line."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def class_address(school_class):
    return reverse("class", args=[school_class.pk])


def search(text):
    return f"{reverse('classes')}?q={text}"


def diary_of(pupil):
    return f"/diary/{pupil.pk}/week/2026-W10/"


CLASSES = reverse("classes")


@pytest.mark.parametrize("login", ["teacher", "parent", "pupil", "auditor", "admin"])
def test_classes_are_not_for_everybody(client, cast, login):
    assert get(client, getattr(cast, login), CLASSES).status_code == 403
    assert get(client, getattr(cast, login), class_address(cast.class_7a)).status_code == 403


@pytest.mark.usefixtures("cast")
def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(CLASSES).headers["Location"] == "/login/?next=/classes/"


@pytest.mark.parametrize("login", ["deputy", "director", "office"])
def test_heads_and_office_see_the_classes_of_their_school_by_grade(client, cast, login):
    for grade, letter in ((10, "А"), (2, "Б")):
        SchoolClass.objects.create(year=cast.year, grade=grade, letter=letter)
    shown = words_of(page(client, getattr(cast, login), CLASSES))
    names = ["2 «Б»", "5 «А»", "7 «А»", "7 «Б»", "10 «А»"]
    assert sorted(names, key=shown.index) == names
    assert shown.count("7 «А»") == 1, "the other school has a 7 «А» too"
    assert "Классов: 5, учеников: 12" in shown
    assert "7 «А» Кузнецов О. А. учеников: 10" in shown
    assert "5 «А» нет классного руководителя учеников: 1" in shown


def test_the_teacher_of_a_single_class_goes_straight_to_it(client, cast):
    response = get(client, cast.classteacher, CLASSES)
    assert (response.status_code, response.headers["Location"]) == (302, class_address(cast.class_7a))


def test_the_teacher_of_two_classes_sees_both_and_no_third(client, cast):
    ClassTeacher.objects.create(
        school_class=cast.class_5a, teacher=cast.classteacher.person, valid_from=cast.year.starts
    )
    shown = words_of(page(client, cast.classteacher, CLASSES))
    assert "Мои классы 5 «А»" in shown
    assert "7 «А»" in shown
    assert "7 «Б»" not in shown


def test_a_deputy_who_leads_a_class_finds_it_first(client, cast):
    ClassTeacher.objects.create(
        school_class=cast.class_5a, teacher=cast.deputy.person, valid_from=cast.year.starts
    )
    shown = words_of(page(client, cast.deputy, CLASSES))
    assert shown.index("Мой класс 5 «А»") < shown.index("2025/26 учебный год")


def test_classes_of_a_past_year_are_not_in_the_list(client, cast):
    past = SchoolYear.objects.create(
        school=cast.school, name="2024/25", starts=dt.date(2024, 9, 2), ends=dt.date(2025, 5, 26)
    )
    SchoolClass.objects.create(year=past, grade=6, letter="Я")
    assert "6 «Я»" not in page(client, cast.deputy, CLASSES)


def test_a_school_without_classes_says_what_comes_next(client, cast):
    SchoolYear.objects.create(
        school=cast.school, name="весна", starts=dt.date(2026, 3, 1), ends=dt.date(2027, 5, 26)
    )
    assert "Классов пока нет." in page(client, cast.office, CLASSES)


@pytest.mark.parametrize(
    ("login", "answers"),
    [("classteacher", [200, 404, 404]), ("deputy", [200, 200, 404]), ("office", [200, 200, 404])],
)
def test_a_class_page_opens_for_whom_it_concerns(client, cast, login, answers):
    user = getattr(cast, login)
    places = (cast.class_7a, cast.class_7b, cast.other_class)
    assert [get(client, user, class_address(one)).status_code for one in places] == answers


def test_the_class_list_is_in_russian_order_and_keeps_who_left(client, cast):
    Person.objects.filter(pk__in=[cast.arrived.pk, cast.left.pk]).update(sex="m")
    Enrolment.objects.filter(pupil=cast.arrived).update(arrival="из школы № 5")
    shown = words_of(page(client, cast.classteacher, class_address(cast.class_7a))).replace(" семья", "")
    assert "учеников: 10" in shown
    assert (
        "1 Абдуллаев Рустам Фарид оглы 2 Белова Алёна Игоревна — Гусев Илья Олегович выбыл 31.01 "
        "3 Ёлкин Семён Петрович 4 Иванова Мария Петровна 04.05.2012 5 Иванова Мария Петровна 05.05.2012 "
        "6 Королёв Артём Ильич прибыл 09.02 (из школы № 5) · принесённые отметки 7 Ли Ян" in shown
    )


def test_who_came_back_stands_once_with_both_notes(client, cast):
    Enrolment.objects.create(pupil=cast.left, school_class=cast.class_7a, valid_from=dt.date(2026, 3, 2))
    shown = words_of(page(client, cast.classteacher, class_address(cast.class_7a)))
    assert shown.count("Гусев Илья") == 1
    assert "3 Гусев Илья Олегович выбыл 31.01, прибыл 02.03" in shown


def test_courses_have_teachers_and_groups_have_pupils(client, cast):
    shown = words_of(page(client, cast.deputy, class_address(cast.class_7a)))
    assert "Английский язык английский 2 Петрова И. И. 3 5" in shown
    assert "Алгебра Смирнова И. В. 3 10" in shown
    assert "английский 2 5 Абдуллаев Рустам, Ёлкин Семён, Иванова Мария, Ли Ян" in shown


def test_a_class_teacher_reaches_diaries_and_journals(client, cast):
    html = page(client, cast.classteacher, class_address(cast.class_7a))
    assert diary_of(cast.child) in html
    assert diary_of(cast.left) in html
    assert reverse("journal-course", args=[cast.algebra_7a.pk]) in html


def test_the_secretary_sees_names_and_no_way_to_marks(client, cast):
    html = page(client, cast.office, class_address(cast.class_7a))
    assert "Петрова Анна Сергеевна" in html
    assert "/diary/" not in html
    assert "/journal/" not in html


@pytest.mark.parametrize("typed", ["ёлкин", "ЕЛКИН", "сем петр", "  Ёлкин   Семен "])
def test_a_pupil_is_found_whatever_the_case_and_the_e(client, cast, typed):
    shown = words_of(page(client, cast.deputy, search(typed)))
    assert "Ёлкин Семён Петрович" in shown


def test_a_search_finds_only_pupils_of_visible_classes(client, cast):
    shown = words_of(page(client, cast.office, search("иван")))
    assert shown.count("Иванова Мария Петровна") == 2
    assert "Петров Иван Сергеевич" in shown
    assert "Никого не нашлось." in page(client, cast.office, search("лебедев"))
    own = words_of(page(client, cast.classteacher, search("иван")))
    assert "Иванова Мария Петровна" in own
    assert "Петров Иван" not in own


def test_who_bears_the_surname_comes_before_who_has_it_as_a_patronymic(client, cast):
    for name in ("Абрамов Пётр Иванович", "Иванов Яков Львович"):
        Enrolment.objects.create(
            pupil=person(name, "m"), school_class=cast.class_7b, valid_from=cast.year.starts
        )
    shown = words_of(page(client, cast.deputy, search("иванов")))
    assert shown.index("Иванов Яков") < shown.index("Абрамов Пётр Иванович")


def test_the_secretary_finds_names_without_a_way_to_the_diary(client, cast):
    html = page(client, cast.office, search("иван"))
    assert "/diary/" not in html
    assert class_address(cast.class_7a) in html


@pytest.mark.parametrize("typed", ["и", "%25%25", "ъъъъ", "__"])
def test_a_search_that_finds_nobody_says_how_to_search(client, cast, typed):
    assert "Никого не нашлось." in page(client, cast.deputy, search(typed))


def test_a_long_result_is_cut_and_says_so(client, cast):
    pupils = [person(f"Сидоров{'а' * number} Пётр Ильич", "m") for number in range(51)]
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school_class=cast.class_7b, valid_from=cast.year.starts) for pupil in pupils
    )
    shown = words_of(page(client, cast.deputy, search("сидоров")))
    assert shown.count("Пётр Ильич") == 50
    assert "Показаны первые 50" in shown


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (lambda _cast: CLASSES, 5),
        (lambda _cast: search("иван"), 6),
        (lambda cast: class_address(cast.class_7a), 9),
    ],
)
def test_pages_cost_the_same_for_any_number_of_pupils(
    client, cast, django_assert_num_queries, address, queries
):
    client.force_login(cast.deputy)
    with django_assert_num_queries(queries):
        client.get(address(cast))
    for number in range(20):
        pupil = person(f"Иваненко{'а' * number} Пётр Ильич", "m")
        Enrolment.objects.create(pupil=pupil, school_class=cast.class_7a, valid_from=cast.year.starts)
    with django_assert_num_queries(queries):
        client.get(address(cast))


def test_namesakes_are_told_apart_by_the_day_of_birth(client, cast):
    client.force_login(cast.classteacher)
    page = client.get(f"/classes/{cast.class_7a.pk}/").content.decode()
    assert page.count("Иванова Мария Петровна") == 2
    assert "04.05.2012" in page
    assert "05.05.2012" in page
    assert "02.05.2012" not in page, "nobody else's birthday is told"


@pytest.mark.parametrize(("who", "sees"), [("classteacher", True), ("deputy", True), ("office", False)])
def test_the_way_to_summary_and_decisions_is_shown_to_whom_it_is_open(client, cast, who, sees):
    client.force_login(getattr(cast, who))
    page = client.get(f"/classes/{cast.class_7a.pk}/").content.decode()
    for name in ("summary", "decisions", "controls"):
        assert (f'href="/classes/{cast.class_7a.pk}/{name}/"' in page) == sees
