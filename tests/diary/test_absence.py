"""«Сообщить об отсутствии»: the family's page, its own documents and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import TODAY
from zhurnal.journal.models import Excuse, ExcuseFile
from zhurnal.people.models import Guardianship

pytestmark = pytest.mark.django_db


def address(pupil) -> str:
    return reverse("diary-absence", args=[pupil.pk])


def send(client, pupil, **said):
    return client.post(address(pupil), {"when": "today", "part": "day", "kind": "illness", **said})


def paper(name="Справка.txt", text="Справка"):
    return SimpleUploadedFile(name, text.encode())


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"when": "today"}, (TODAY, TODAY)),
        ({"when": "tomorrow"}, (TODAY + dt.timedelta(1), TODAY + dt.timedelta(1))),
        ({"when": "days", "first": "2026-03-10"}, (dt.date(2026, 3, 10), dt.date(2026, 3, 10))),
        (
            {"when": "days", "first": "2026-03-10", "last": "2026-03-12"},
            (dt.date(2026, 3, 10), dt.date(2026, 3, 12)),
        ),
    ],
)
def test_a_guardian_says_when(client, cast, said, days):
    client.force_login(cast.parent)
    assert send(client, cast.child, **said).status_code == 302
    made = Excuse.objects.get()
    assert (made.first, made.last, made.first_lesson) == (*days, None)
    assert "отправлено классному руководителю" in client.get(address(cast.child)).content.decode()


def test_some_lessons_of_a_day_and_a_document(client, cast):
    client.force_login(cast.parent)
    answer = send(client, cast.child, part="lessons", **{"from": "2", "to": "3"}, files=[paper()])
    assert answer.status_code == 302
    made = Excuse.objects.get()
    assert (made.first_lesson, made.last_lesson, made.files.count()) == (2, 3, 1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"when": ""}, "Выберите, когда ребёнка не будет"),
        ({"when": "days", "first": "завтра"}, "Дату не прочитать"),
        ({"kind": ""}, "выберите причину"),
        ({"kind": "other", "text": " "}, "напишите, какая это причина"),
        ({"part": "lessons", "from": "3", "to": "2"}, "номера уроков"),
        ({"part": "lessons", "from": "x", "to": "2"}, "Номер урока не прочитать"),
    ],
)
def test_what_cannot_be_comes_back_with_everything_typed(client, cast, said, sentence):
    client.force_login(cast.parent)
    answer = send(client, cast.child, **({"text": "поедем к бабушке"} | said))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "поедем к бабушке" in page or said.get("kind") == "other"
    assert not Excuse.objects.exists()


def test_a_dangerous_file_is_refused_and_nothing_is_sent(client, cast):
    client.force_login(cast.parent)
    answer = send(client, cast.child, files=[paper("page.html", "<script>")])
    assert answer.status_code == 422
    assert not Excuse.objects.exists()


def test_it_is_taken_back_and_a_document_is_brought(client, cast):
    client.force_login(cast.parent)
    send(client, cast.child)
    made = Excuse.objects.get()
    assert send(client, cast.child, do="file", excuse=made.pk, files=[paper()]).status_code == 302
    assert send(client, cast.child, do="file", excuse=made.pk).status_code == 422
    assert send(client, cast.child, do="withdraw", excuse=made.pk).status_code == 302
    made.refresh_from_db()
    assert made.decision == "withdrawn"
    assert "Отозвать" not in client.get(address(cast.child)).content.decode()


def test_the_page_of_one_child_does_not_reach_what_was_said_of_another(client, cast):
    client.force_login(cast.parent)
    send(client, cast.child_5a)
    made = Excuse.objects.get()
    assert send(client, cast.child, do="withdraw", excuse=made.pk).status_code == 422
    made.refresh_from_db()
    assert made.decision == ""


def test_a_guardian_without_the_right_to_write_reads_only(client, cast):
    client.force_login(cast.parent)
    send(client, cast.child)
    Guardianship.objects.filter(pupil=cast.child).update(may_write=False)
    page = client.get(address(cast.child)).content.decode()
    assert "дала право писать" in page
    assert "Отозвать" not in page
    assert send(client, cast.child).status_code == 403


def test_a_document_is_for_its_family_only(client, cast):
    client.force_login(cast.parent)
    send(client, cast.child, files=[paper()])
    file = ExcuseFile.objects.get().pk
    own = reverse("diary-absence-file", args=[cast.child.pk, file])
    answer = client.get(own)
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"].startswith("attachment")
    # Not through the page of a sibling, nor of a child of one's own of whom it is not.
    assert client.get(reverse("diary-absence-file", args=[cast.child_5a.pk, file])).status_code == 404
    client.force_login(cast.neighbour)
    assert client.get(own).status_code == 404
    assert client.get(reverse("diary-absence-file", args=[cast.pupil_7b.pk, file])).status_code == 404


def test_a_restricted_guardian_opens_no_document(client, cast):
    client.force_login(cast.parent)
    send(client, cast.child, files=[paper()])
    file = reverse("diary-absence-file", args=[cast.child.pk, ExcuseFile.objects.get().pk])
    assert client.get(file).status_code == 200
    Guardianship.objects.filter(pupil=cast.child).update(
        restricted_at=cast.school.now(), restriction="решение суда"
    )
    assert client.get(file).status_code == 404


@pytest.mark.parametrize("number", [0, 8])
def test_the_page_costs_the_same_whatever_was_said(client, cast, django_assert_num_queries, number):
    for day in range(number):
        Excuse.objects.create(
            school=cast.school, pupil=cast.child, kind="illness", first=TODAY, last=TODAY,
            author_role="guardian", author=cast.parent.person, made_at=cast.school.now(),
            first_lesson=day + 1, last_lesson=day + 1,
        )  # fmt: skip
    client.force_login(cast.parent)
    with django_assert_num_queries(6 if number else 5):
        client.get(address(cast.child))
