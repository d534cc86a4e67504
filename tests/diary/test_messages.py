"""Tab «Сообщения»."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.diary.reading import entry, messages_path, read, source, week_path
from zhurnal.messaging.models import DiaryEntry, EntryReceipt, EntryRecipient
from zhurnal.school.models import School


def receipt_path(pupil, written):
    return reverse("diary-entry-receipt", args=[pupil.pk, written.pk])


def test_entries_stand_newest_first_with_kind_day_author_and_role(cast, client):
    entry(
        cast,
        cast.child,
        text="Первое",
        day="2026-02-03",
        kind="remark",
        author=cast.teacher.person,
        author_role="teacher",
    )
    entry(
        cast,
        cast.child,
        text="Второе",
        day="2026-03-03",
        kind="announcement",
        author=cast.director.person,
        author_role="director",
    )
    client.force_login(cast.parent)
    page = read(client, messages_path(cast.child))
    assert "объявление 3 марта новое Второе Громов Л. Б., директор" in page
    assert "замечание 3 февраля новое Первое Смирнова И. В., учитель" in page
    assert page.index("Второе") < page.index("Первое")


def test_older_entries_come_a_page_at_a_time(cast, client):
    written = [entry(cast, cast.child, text=f"Запись {number}.") for number in range(1, 46)]
    client.force_login(cast.parent)
    path = messages_path(cast.child)
    first = source(client, path)
    assert ("Запись 45." in first, "Запись 26." in first, "Запись 25." in first) == (True, True, False)
    assert f'href="?to={written[24].pk}#entry-{written[24].pk}">Ещё</a>' in first
    second = source(client, f"{path}?to={written[24].pk}")
    assert ("Запись 6." in second, "Запись 5." in second) == (True, False)
    third = source(client, f"{path}?to={written[0].pk}")
    assert ("Запись 45." in third, "Запись 1." in third, "Ещё" in third) == (True, True, False)
    assert source(client, f"{path}?to=nothing").count("<article") == 20


def test_after_signing_an_older_entry_one_finds_it_on_the_page(cast, client):
    written = [entry(cast, cast.child) for _ in range(30)]
    client.force_login(cast.parent)
    response = client.post(receipt_path(cast.child, written[0]))
    assert f'id="entry-{written[0].pk}"' in source(client, response.headers["Location"])


@pytest.mark.parametrize("kind", DiaryEntry.Kind.values)
def test_every_kind_has_a_word_and_a_sign(cast, client, kind):
    entry(cast, cast.child, kind=kind)
    client.force_login(cast.parent)
    page = source(client, messages_path(cast.child))
    assert str(DiaryEntry.Kind(kind).label) in page
    assert 'class="entry__sign in-pictures" aria-hidden="true">' in page


def test_a_text_is_text(cast, client):
    entry(cast, cast.child, text="<script>alert(1)</script>\nВторая строка")
    client.force_login(cast.parent)
    page = source(client, messages_path(cast.child))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nВторая строка" in page


def test_entries_of_other_diaries_are_not_shown(cast, client):
    entry(cast, cast.pupils_7a[0], cast.pupil_7b, text="Не ваше")
    client.force_login(cast.parent)
    page = read(client, messages_path(cast.child))
    assert "Не ваше" not in page
    assert "Сообщений пока нет" in page


def test_looking_writes_nothing(cast, client):
    entry(cast, cast.child)
    client.force_login(cast.parent)
    client.get(messages_path(cast.child))
    assert not EntryReceipt.objects.exists()


def test_a_signature_is_written_and_shown_to_the_family_and_the_school(cast, client):
    written = entry(cast, cast.child)
    client.force_login(cast.parent)
    response = client.post(receipt_path(cast.child, written))
    assert response.headers["Location"] == f"{messages_path(cast.child)}?to={written.pk}#entry-{written.pk}"
    page = read(client, messages_path(cast.child))
    assert "Ознакомлены: Петрова Е. Ю. 4 марта" in page
    assert "Ознакомлен(а)" not in page
    client.force_login(cast.classteacher)
    assert "Ознакомлены: Петрова Е. Ю. 4 марта" in read(client, messages_path(cast.child))


def test_pupil_and_guardian_sign_each_for_themselves(cast, client):
    written = entry(cast, cast.child)
    client.force_login(cast.parent)
    client.post(receipt_path(cast.child, written))
    client.force_login(cast.pupil)
    assert "Ознакомлен(а)" in read(client, messages_path(cast.child))
    client.post(receipt_path(cast.child, written))
    assert "Ознакомлены: Петрова Е. Ю. 4 марта, Петрова А. С. 4 марта" in read(
        client, messages_path(cast.child)
    )


def test_a_signature_of_another_family_is_not_shown(cast, client):
    written = entry(cast, cast.child, cast.pupil_7b)
    client.force_login(cast.neighbour)
    client.post(receipt_path(cast.pupil_7b, written))
    client.force_login(cast.parent)
    page = read(client, messages_path(cast.child))
    assert "Ознакомлены" not in page
    assert "Быкова" not in page


def test_a_signature_for_one_child_is_none_for_the_other(cast, client):
    written = entry(cast, cast.child, cast.child_5a)
    client.force_login(cast.parent)
    client.post(receipt_path(cast.child, written))
    assert "Ознакомлен(а)" in read(client, messages_path(cast.child_5a))


def test_unread_entries_are_counted_on_the_tab_and_at_each_child(cast, client):
    first = entry(cast, cast.child, cast.child_5a)
    entry(cast, cast.child)
    client.force_login(cast.parent)
    page = read(client, week_path(cast.child))
    assert "Сообщения новых: 2" in page
    assert "Петров Иван 5 «А» новых сообщений: 1" in page
    client.post(receipt_path(cast.child, first))
    assert "Сообщения новых: 1" in read(client, week_path(cast.child))


def test_read_but_not_signed_is_no_longer_new(cast, client):
    written = entry(cast, cast.child)
    EntryReceipt.objects.create(
        recipient=EntryRecipient.objects.get(entry=written), reader=cast.parent.person,
        read_at=cast.school.now(),
    )  # fmt: skip
    client.force_login(cast.parent)
    page = read(client, messages_path(cast.child))
    assert "новое" not in page
    assert "Ознакомлен(а)" in page


@pytest.mark.parametrize(
    ("zone", "words"),
    [("Europe/Moscow", "Петрова Е. Ю. 4 марта"), ("Europe/London", "Петрова Е. Ю. 3 марта")],
)
def test_a_signature_has_the_day_of_the_school(cast, client, zone, words):
    School.objects.filter(pk=cast.school.pk).update(time_zone=zone)
    written = entry(cast, cast.child)
    at = dt.datetime(2026, 3, 3, 21, 30, tzinfo=dt.UTC)
    EntryReceipt.objects.create(
        recipient=EntryRecipient.objects.get(entry=written),
        reader=cast.parent.person,
        read_at=at,
        signed_at=at,
    )
    client.force_login(cast.parent)
    assert words in read(client, messages_path(cast.child))


def test_staff_see_entries_but_no_count_and_nothing_to_sign(cast, client):
    entry(cast, cast.child)
    client.force_login(cast.deputy)
    page = read(client, messages_path(cast.child))
    assert "Спасибо за помощь" in page
    assert "Семья ещё не ознакомлена" in page
    assert "новых" not in page
    assert "Ознакомлен(а)" not in page


def test_who_may_not_sign_is_refused_and_who_may_not_see_finds_nothing(cast, client):
    written = entry(cast, cast.child)
    answers = {}
    for login in ("classteacher", "deputy", "neighbour", "parent2", "colleague", "office"):
        client.force_login(getattr(cast, login))
        answers[login] = client.post(receipt_path(cast.child, written)).status_code
    assert answers == {
        "classteacher": 403, "deputy": 403, "neighbour": 404, "parent2": 404, "colleague": 404, "office": 403,
    }  # fmt: skip
    assert not EntryReceipt.objects.exists()


def test_an_entry_of_another_diary_cannot_be_signed_through_the_own(cast, client):
    written = entry(cast, cast.pupil_7b)
    client.force_login(cast.parent)
    assert client.post(receipt_path(cast.child, written)).status_code == 404


def test_messages_cost_eight_queries_whatever_their_number(cast, client, django_assert_num_queries):
    for number in range(5):
        written = entry(cast, cast.child, text=f"Запись {number}")
    client.force_login(cast.parent)
    client.post(receipt_path(cast.child, written))
    with django_assert_num_queries(8):
        client.get(messages_path(cast.child))
    client.force_login(cast.classteacher)
    with django_assert_num_queries(8):  # two of them note that the staff has opened the diary
        client.get(messages_path(cast.child))
