"""The diary on paper says what the screen says, and loses nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.diary.reading import entry
from tests.reports.reading import opened, words_on
from zhurnal.calc.calendar import parse_week
from zhurnal.family.models import WeekSignature
from zhurnal.journal.models import Homework
from zhurnal.reports.queries.paper import weeks_of_month
from zhurnal.school.models import CourseMembership

A4_ACROSS, A5 = (842, 595), (420, 595)


def week_paper(client, pupil, week="2026-W10"):
    return opened(client, reverse("diary-week-paper", args=[pupil.pk, week]))


def month_paper(client, pupil, month="2026-02"):
    return opened(client, reverse("diary-month-paper", args=[pupil.pk, month]))


def sizes(document):
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in document.pages}


def set_homework(cast, text, day="2026-03-02", due="2026-03-04"):
    return Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, day), text=text, author=cast.teacher.person,
        set_at=cast.school.now(), due_lesson=cast.lesson(cast.algebra_7a, due),
    )  # fmt: skip


def test_a_week_is_one_sheet_of_a4_with_lessons_homework_and_marks(cast, client):
    set_homework(cast, "№ 345, выучить правило")
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "5")
    cast.put(cast.russian_7a, "2026-03-02", cast.child, "б")
    entry(cast, cast.child, text="Спасибо за дежурство", day="2026-03-04")
    WeekSignature.objects.create(
        school=cast.school, pupil=cast.child, monday=dt.date(2026, 3, 2), guardian=cast.parent.person,
        kind="mother", signed_at=cast.school.now(),
    )  # fmt: skip
    client.force_login(cast.parent)
    document = week_paper(client, cast.child)
    assert (len(document.pages), sizes(document)) == (1, {A4_ACROSS})
    page = words_on(document)
    for said in (
        "Март", "Петрова Анна, 7 «А»", "Школа № 1, 2025/26", "Алгебра № 345, выучить правило 5",
        "заменяет Петрова И. И.", "Выходной", "Благодарность, 4 марта: Спасибо за дежурство Кузнецов О. А.",
        "Пропущено уроков 1 (болезнь — 1)", "Классный руководитель Кузнецов О. А.", "Петрова Е. Ю., мать, 4 марта",
    ):  # fmt: skip
        assert said in page, said


def test_it_says_its_title_and_language_and_is_tagged(cast, client):
    client.force_login(cast.parent)
    for document in (week_paper(client, cast.child), month_paper(client, cast.child)):
        assert document.metadata.title.startswith("Дневник: Петрова Анна, 7 «А», ")
        root = document.trailer["/Root"]
        assert root["/Lang"] == "ru"
        assert "/StructTreeRoot" in root


def test_a_month_is_a_booklet_whose_pages_fill_the_sheets(cast, client):
    client.force_login(cast.parent)
    document = month_paper(client, cast.child)
    assert (len(document.pages), sizes(document)) == (12, {A5})
    cover = " ".join(document.pages[0].extract_text().split())
    assert cover.startswith("Дневник Февраль 2026 Ученица Петрова Анна Сергеевна Класс 7 «А»")
    first = " ".join(document.pages[1].extract_text().split())
    assert "Понедельник, 26 января" not in first
    assert "Понедельник, 2 февраля" in first
    assert "Для заметок" in document.pages[-1].extract_text()


def test_what_was_typed_is_text_and_no_instruction(cast, client):
    typed = '#import "x.typ": * $a^2$ *b* _c_ @d <e> \\ // #{panic()}'
    set_homework(cast, typed)
    client.force_login(cast.parent)
    assert typed.replace(" ", "") in words_on(week_paper(client, cast.child)).replace(" ", "")


def test_a_week_with_very_much_to_do_loses_nothing(cast, client):
    texts = [
        f"Задание {number} " + "решить все примеры и записать " * 12 + f"конец {number}"
        for number in range(3)
    ]
    days = ("2026-02-25", "2026-03-02", "2026-03-04")
    for text, day, due in zip(texts, days, ("2026-03-02", "2026-03-04", "2026-03-06"), strict=True):
        set_homework(cast, text, day, due)
    client.force_login(cast.parent)
    page = words_on(week_paper(client, cast.child))
    assert all(f"конец {number}" in page for number in range(3))
    Homework.objects.update(text="ы" * 1990 + " конец")
    assert words_on(week_paper(client, cast.child)).count("конец") == 3


def test_weeks_without_lessons_are_pages_with_a_reason(cast, client):
    client.force_login(cast.parent)
    assert words_on(week_paper(client, cast.child, "2026-W14")).count("Весенние каникулы") == 6
    CourseMembership.objects.filter(pupil=cast.child).delete()
    assert words_on(week_paper(client, cast.child)).count("Уроков нет") == 5


@pytest.mark.parametrize(
    ("month", "weeks"),
    [
        ("2026-02-01", ["2026-W06", "2026-W07", "2026-W08", "2026-W09"]),  # the first is a Sunday
        ("2026-03-01", ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"]),
        ("2025-12-01", ["2025-W49", "2025-W50", "2025-W51", "2025-W52", "2026-W01"]),
        ("2026-08-01", ["2026-W31", "2026-W32", "2026-W33", "2026-W34", "2026-W35", "2026-W36"]),
    ],
)
def test_the_weeks_of_a_month_are_those_that_have_a_day_in_it(month, weeks):
    assert weeks_of_month(dt.date.fromisoformat(month)) == [parse_week(week) for week in weeks]


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "март", "1999-01", "9999-12", "2026-3"])
def test_a_month_that_is_none_is_not_found(cast, client, month):
    client.force_login(cast.parent)
    assert client.get(f"/diary/{cast.child.pk}/month/{month}/paper/").status_code == 404
    assert client.get(f"/diary/{cast.child.pk}/week/{month}/paper/").status_code == 404


def test_the_week_on_the_screen_leads_to_its_paper(cast, client):
    client.force_login(cast.parent)
    page = client.get(reverse("diary-week", args=[cast.child.pk, "2026-W10"])).content.decode()
    assert f'href="{reverse("diary-week-paper", args=[cast.child.pk, "2026-W10"])}"' in page
    assert f'href="{reverse("diary-month-paper", args=[cast.child.pk, "2026-03"])}"' in page


def test_paper_costs_the_queries_of_its_weeks(cast, client, django_assert_num_queries):
    client.force_login(cast.parent)
    with django_assert_num_queries(9):
        week_paper(client, cast.child)
    with django_assert_num_queries(3 + 4 * 6):
        month_paper(client, cast.child)
