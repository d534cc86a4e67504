"""Teachers and school, who sees the diary, and everything about the child in one archive."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.diary.reading import WEEK, read, week_path
from zhurnal.audit.models import Line
from zhurnal.journal.models import Excuse
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryRecipient
from zhurnal.people.actions.viewings import KEPT
from zhurnal.people.models import Guardianship, Session, Viewing
from zhurnal.ui.media import store, stored

pytestmark = pytest.mark.django_db


def path(name, pupil) -> str:
    return reverse(f"diary-{name}", args=[pupil.pk])


def archive(client, cast, pupil=None) -> dict[str, str]:
    answer = client.post(path("export", pupil or cast.child))
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as found:
        assert found.testzip() is None
        return {name: found.read(name).decode() for name in found.namelist()}


def test_teachers_of_the_childs_own_courses_and_no_others(client, cast):
    client.force_login(cast.parent)
    page = read(client, path("school", cast.child))
    assert "Классный руководитель Кузнецов Олег Андреевич" in page
    assert "Алгебра Смирнова Ирина Викторовна" in page
    assert "Волкова" not in page


def test_only_what_the_school_publishes_is_shown(client, cast):
    client.force_login(cast.office)
    card = reverse("school-card")
    said = {"phone": "+7 921 000-00-00", "site": "https://school.example", "about": "Вход со двора"}
    assert client.post(card, said).status_code == 302
    client.force_login(cast.parent)
    page = read(client, path("school", cast.child))
    assert "+7 921 000-00-00" in page
    assert "Вход со двора" in page
    assert "Громов" not in page  # `shows_heads` was not ticked
    client.force_login(cast.director)
    assert client.post(card, {"shows_heads": "on"}).status_code == 302
    client.force_login(cast.parent)
    page = read(client, path("school", cast.child))
    assert "Громов Лев Борисович" in page
    assert "921" not in page
    assert Line.objects.filter(action="school_card.set").count() == 2


@pytest.mark.parametrize(
    "said", [{"site": "javascript:alert(1)"}, {"email": "не почта"}, {"about": "а" * 2001}]
)
def test_a_card_that_cannot_be_is_refused_with_what_was_typed(client, cast, said):
    client.force_login(cast.office)
    answer = client.post(reverse("school-card"), said | {"address": "Кировск"})
    assert answer.status_code == 422
    assert "Кировск" in answer.content.decode()


def test_who_has_opened_the_diary_is_told_by_role_and_without_names(client, cast):
    for user in (cast.classteacher, cast.deputy):
        client.force_login(user)
        client.get(week_path(cast.child, WEEK))
    client.force_login(cast.parent)
    client.get(week_path(cast.child, WEEK))
    page = read(client, path("privacy", cast.child))
    assert "4 марта классный руководитель дневник" in page
    assert "4 марта заместитель директора дневник" in page
    assert "Орлова" not in page
    assert Viewing.objects.count() == 2


def test_the_family_is_told_for_how_long_openings_are_kept(client, cast):
    client.force_login(cast.parent)
    assert KEPT.days == 3 * 365
    assert "хранятся три года, потом удаляются" in read(client, path("privacy", cast.child))


def test_guardians_stand_with_their_rights_but_not_one_whom_a_court_restricted(client, cast):
    Guardianship.objects.filter(pupil=cast.child).update(may_apply=False)
    Guardianship.objects.create(
        guardian=cast.neighbour.person, pupil=cast.child, kind="father", valid_from=dt.date(2025, 9, 1),
        restricted_at=cast.school.now(), restriction="решение суда",
    )  # fmt: skip
    client.force_login(cast.parent)
    page = read(client, path("privacy", cast.child))
    assert "Петрова Елена Юрьевна мать; видит, подписывает, пишет в школу" in page
    assert "заявления" not in page
    assert "Быкова" not in page
    assert "Быкова" not in "".join(archive(client, cast).values())


def test_other_devices_are_signed_out(client, cast):
    client.force_login(cast.parent)
    client.cookies.clear()
    client.force_login(cast.parent)
    assert "на устройствах: 2" in read(client, path("privacy", cast.child))
    assert client.post(path("privacy", cast.child)).status_code == 302
    assert Session.objects.filter(user=cast.parent).count() == 1
    assert client.get(path("privacy", cast.child)).status_code == 200


def test_the_archive_holds_what_every_room_keeps_and_the_ledger_knows(client, cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-03-02", cast.pupils_7a[0], "2")
    client.force_login(cast.parent)
    found = archive(client, cast)
    marks = json.loads(found["data/marks.json"])["rows"]
    assert [(one["день"], one["предмет"], one["отметка"]) for one in marks] == [
        ("2026-03-04", "Алгебра", "5")
    ]
    assert {"data/person.json", "data/enrolments.json", "data/entries.json", "data/signatures.json"} <= set(
        found
    )
    assert all(f"pages/{name[5:-5]}.html" in found for name in found if name.startswith("data/"))
    assert 'href="pages/marks.html"' in found["index.html"]
    line = Line.objects.get(action="data.exported")
    assert (line.subject, line.actor_role) == (f"pupil:{cast.child.pk}", "guardian")


def announce(client, pupil, *files):
    said = {"when": "days", "first": "2026-03-10", "part": "day", "kind": "doctor", "text": "к зубному"}
    papers = [SimpleUploadedFile(name, text.encode()) for name, text in files]
    assert client.post(path("absence", pupil), said | {"files": papers}).status_code == 302
    return Excuse.objects.latest("pk")


def test_the_archive_holds_what_was_said_about_absences_with_the_documents_themselves(client, cast):
    client.force_login(cast.parent)
    announce(client, cast.child_5a, ("Брата.txt", "справка брата"))
    made = announce(client, cast.child, ("Справка.txt", "к врачу"), ("Талон.txt", "на 9:00"))
    found = archive(client, cast)
    [row] = json.loads(found["data/excuses.json"])["rows"]
    assert (row["когда"], row["причина"], row["пояснение"]) == ("10 марта", "посещение врача", "к зубному")
    first, second = made.files.order_by("pk")
    assert row["файлы"] == f"{first.pk}-Справка.txt, {second.pk}-Талон.txt"
    assert found[f"files/excuses/{first.pk}-Справка.txt"] == "к врачу"
    assert found[f"files/excuses/{second.pk}-Талон.txt"] == "на 9:00"
    assert f'href="../files/excuses/{quote(f"{first.pk}-Справка.txt")}"' in found["pages/excuses.html"]
    assert sum(name.startswith("files/") for name in found) == 2


def test_a_document_that_is_lost_takes_nothing_else_with_it(client, cast):
    client.force_login(cast.parent)
    made = announce(client, cast.child, ("Справка.txt", "пропавшая справка"))
    stored(made.files.get().path).unlink()
    found = archive(client, cast)
    assert "файла нет на сервере, обратитесь в школу" in found["pages/excuses.html"]
    assert "data/notices.json" in found


def test_files_of_entries_come_along_but_not_what_was_taken_back(client, cast):
    entry = DiaryEntry.objects.create(
        school=cast.school, kind="announcement", author=cast.classteacher.person, text="План поездки",
        author_role="class_teacher", day=dt.date(2026, 3, 4), written_at=cast.school.now(),
    )  # fmt: skip
    EntryRecipient.objects.create(entry=entry, pupil=cast.child)
    for name, withdrawn in (("План.txt", None), ("Черновик.txt", cast.school.now())):
        kept = store("entries", name, io.BytesIO(name.encode()))
        EntryFile.objects.create(
            entry=entry, **kept._asdict(), added_at=cast.school.now(), withdrawn_at=withdrawn
        )
    client.force_login(cast.parent)
    found = archive(client, cast)
    assert [text for name, text in found.items() if name.startswith("files/")] == ["План.txt"]


def test_no_other_child_stands_in_the_archive(client, cast):
    client.force_login(cast.parent)
    text = "".join(archive(client, cast).values())
    for other in (*cast.pupils_7a, cast.child_5a):
        if other != cast.child:
            assert other.full_name not in text


def test_what_was_written_does_not_run_in_the_pages_of_the_archive(client, cast):
    cast.child.patronymic = "<script>alert(1)</script>"
    cast.child.save()
    client.force_login(cast.parent)
    assert "<script>" not in archive(client, cast)["index.html"]


@pytest.mark.parametrize("login", ["classteacher", "deputy", "director", "neighbour", "parent2"])
def test_nobody_but_the_family_takes_it_along(client, cast, login):
    client.force_login(getattr(cast, login))
    assert client.post(path("export", cast.child)).status_code == 404
    assert client.get(path("privacy", cast.child)).status_code == 404
    assert not Line.objects.exists()


@pytest.mark.parametrize(("name", "queries"), [("school", 7), ("privacy", 6)])
def test_the_pages_cost_what_they_cost(client, cast, django_assert_num_queries, name, queries):
    client.force_login(cast.parent)
    client.get(path(name, cast.child))
    with django_assert_num_queries(queries):
        client.get(path(name, cast.child))
