"""Files that go with homework: what is taken, where it lies, how it is served."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journal.pages import fields, page
from tests.journal.workbooks import archive, workbook
from zhurnal.audit.models import Line
from zhurnal.journal import media
from zhurnal.journal.actions.homework_files import add_files, withdraw_file
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import HomeworkFile
from zhurnal.journal.rules import RefusedError
from zhurnal.ui.file_kinds import file_name

DAY = "2026-03-04"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\nhello"
ODT = "application/vnd.oasis.opendocument.text"


def word(main="wordprocessingml.document.main+xml", **parts):
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>", **parts})


def kept(name, data):
    return media.store(name, io.BytesIO(data))


def refusal(action, *args, **given):
    with pytest.raises(RefusedError) as refused:
        action(*args, **given)
    return refused.value


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("Задача.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        ("a.gif", b"GIF89a..", "image/gif"),
        ("a.docx", word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", workbook([["x"]]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", archive({"mimetype": ODT, "content.xml": "<x/>"}), ODT),
        ("a.txt", "Условие задачи: 5 < 7".encode(), "text/plain"),
        ("a.txt", "Условие".encode("cp1251"), "text/plain"),
        ("a.csv", b"a;b\n1;2\n", "text/csv"),
    ],
)
def test_what_is_what_its_name_says_is_taken(name, data, content_type):
    found = kept(name, data)
    assert (found.content_type, found.size) == (content_type, len(data))
    assert media.stored(found.path).read_bytes() == data


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("virus.exe", b"MZ\x90", "file_kind"),
        ("page.html", b"<!doctype html>", "file_kind"),
        ("drawing.svg", b"<svg xmlns='x'><script/></svg>", "file_kind"),
        ("noending", PDF, "file_kind"),
        ("macro.docm", word(), "file_kind"),
        ("virus.pdf", b"MZ\x90\x00", "file_is_not_what_it_says"),
        ("virus.pdf.txt", b"MZ\x90\x00", "file_is_not_what_it_says"),
        ("page.txt", b"\xef\xbb\xbf  <HTML><script>", "file_is_not_what_it_says"),
        ("drawing.csv", b"<?xml version='1.0'?><svg/>", "file_is_not_what_it_says"),
        ("script.txt", b"#!/bin/sh\nrm", "file_is_not_what_it_says"),
        ("bytes.txt", b"abc\x00\x01", "file_is_not_what_it_says"),
        ("page.png", b"<html>", "file_is_not_what_it_says"),
        ("book.docx", workbook([["x"]]), "file_is_not_what_it_says"),
        ("zip.docx", archive({"a.exe": b"MZ"}), "file_is_not_what_it_says"),
        ("torn.docx", word()[:100], "file_is_not_what_it_says"),
        ("zip.odt", archive({"mimetype": "application/zip"}), "file_is_not_what_it_says"),
        ("macro.docx", word(**{"word/vbaProject.bin": "x"}), "file_with_macros"),
        ("macro.docx", word("wordprocessingml.document.main+xml;macroEnabled"), "file_with_macros"),
        ("macro.odt", archive({"mimetype": ODT, "Basic/Standard/script.xml": "x"}), "file_with_macros"),
        ("active.docx", word(**{"word/activeX/activeX1.xml": "x"}), "file_with_macros"),
        ("empty.txt", b"", "uploaded_file_empty"),
        ("large.pdf", PDF + b"0" * media.LARGEST_FILE, "uploaded_file_too_large"),
    ],
)
def test_what_is_not_is_refused_by_name_and_content_together(name, data, code):
    refused = refusal(kept, name, data)
    assert refused.code == code
    assert f"«{name}»" in refused.sentence


def test_the_same_content_lies_once_and_by_no_name_that_can_be_guessed():
    first, second = kept("один.pdf", PDF + b"1"), kept("два.pdf", PDF + b"1")
    assert first.path == second.path == f"homework/{first.sha256[:2]}/{first.sha256}"
    lying = media.stored(first.path)
    assert lying.stat().st_mode & 0o077 == 0
    left = [one.name for one in (media.stored("homework")).iterdir() if one.is_file()]
    assert left == [], "nothing half-written is left behind"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\я\\Задача.pdf", "Задача.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a' Set-Cookie: x.pdf"),
        ("photo\u202egpj.txt", "photogpj.txt"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        (".pdf", "pdf"),
    ],
)
def test_names_lose_folders_and_what_is_not_seen(given, name):
    assert file_name(given) == name


@pytest.fixture
def lesson(cast):
    found = cast.lesson(cast.algebra_7a, DAY)
    save_lesson_page(actor=cast.teacher, lesson=found, homework=HomeworkText("№ 5", 0))
    return found


def test_a_file_goes_with_homework_and_is_withdrawn_with_a_line_each(cast, lesson):
    file = kept("Задача.pdf", PDF)
    [row] = add_files(actor=cast.teacher, lesson=lesson, files=[file])
    withdraw_file(actor=cast.teacher, lesson=lesson, file_id=row.pk)
    withdraw_file(actor=cast.teacher, lesson=lesson, file_id=row.pk)
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    lines = Line.objects.order_by("seq")[1:]
    told = {"file": row.pk, "name": "Задача.pdf", "size": len(PDF), "sha256": file.sha256}
    assert [(line.action, line.subject, line.details) for line in lines] == [
        ("homework.file_added", f"lesson:{lesson.pk}", told),
        ("homework.file_withdrawn", f"lesson:{lesson.pk}", told),
    ]


def test_the_same_file_is_not_added_twice_and_no_more_than_ten_go_along(cast, lesson):
    files = [kept(f"{n}.pdf", PDF + bytes([n])) for n in range(10)]
    add_files(actor=cast.teacher, lesson=lesson, files=files[:1])
    assert len(add_files(actor=cast.teacher, lesson=lesson, files=files)) == 9
    eleventh = [kept("11.pdf", PDF + b"11")]
    given = {"actor": cast.teacher, "lesson": lesson, "files": eleventh}
    assert refusal(add_files, **given).code == "too_many_files"
    assert HomeworkFile.objects.count() == 10


def test_without_homework_there_is_nothing_for_a_file_to_go_with(cast):
    given = {"actor": cast.teacher, "lesson": cast.lesson(cast.algebra_7a, DAY)}
    assert refusal(add_files, files=[kept("a.pdf", PDF)], **given).code == "file_without_homework"


@pytest.mark.parametrize("who", ["colleague", "deputy", "teacher2"])
def test_nobody_else_adds_or_withdraws(cast, lesson, who):
    [row] = add_files(actor=cast.teacher, lesson=lesson, files=[kept("a.pdf", PDF)])
    given = {"actor": getattr(cast, who), "lesson": lesson}
    assert refusal(add_files, files=[kept("b.pdf", PDF + b"b")], **given).code == "not_your_lesson"
    assert refusal(withdraw_file, file_id=row.pk, **given).code == "not_your_lesson"


def test_once_it_was_due_files_are_only_added(cast, lesson):
    [row] = add_files(actor=cast.teacher, lesson=lesson, files=[kept("a.pdf", PDF)])
    later = {"actor": cast.teacher, "lesson": lesson, "day": dt.date(2026, 3, 7)}
    assert refusal(withdraw_file, file_id=row.pk, **later).code == "file_kept"
    assert len(add_files(files=[kept("b.pdf", PDF + b"b")], **later)) == 1


def test_a_file_of_another_lesson_is_not_withdrawn(cast, lesson):
    other = cast.lesson(cast.algebra_7a, "2026-03-02")
    save_lesson_page(actor=cast.teacher, lesson=other, homework=HomeworkText("№ 4", 0))
    [row] = add_files(actor=cast.teacher, lesson=other, files=[kept("a.pdf", PDF)])
    given = {"actor": cast.teacher, "lesson": lesson, "file_id": row.pk}
    assert refusal(withdraw_file, **given).code == "no_such_file"


@pytest.mark.parametrize("served", [("Задача 1.pdf", PDF, "attachment"), ("Схема.png", PNG, "inline")])
def test_a_file_is_served_so_that_it_cannot_run(cast, client, lesson, served):
    name, data, way = served
    [row] = add_files(actor=cast.teacher, lesson=lesson, files=[kept(name, data)])
    client.force_login(cast.teacher)
    answer = client.get(f"/homework/files/{row.pk}/")
    assert b"".join(answer) == data
    assert answer["Content-Disposition"].startswith(f"{way}; filename*=UTF-8''%D0")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-cache")


def test_a_withdrawn_file_and_a_lost_one_are_not_there(cast, client, lesson):
    gone, lost = add_files(
        actor=cast.teacher, lesson=lesson, files=[kept("a.pdf", PDF), kept("b.pdf", PDF + b"lost")]
    )
    withdraw_file(actor=cast.teacher, lesson=lesson, file_id=gone.pk)
    media.stored(lost.path).unlink()
    client.force_login(cast.teacher)
    assert [client.get(f"/homework/files/{row.pk}/").status_code for row in (gone, lost)] == [404, 404]


def test_no_address_serves_the_media_folder(cast, client):
    found = kept("a.pdf", PDF)
    client.force_login(cast.teacher)
    for path in (f"/media/{found.path}", f"/static/{found.path}", f"/{found.path}"):
        assert client.get(path).status_code == 404
    assert settings.MEDIA_URL in {"", "/"}


def sheet(client, lesson):
    return page(client.get(f"/lessons/{lesson.pk}/")).one("form", class_="lesson")


def send(client, lesson, *files, **changed):
    sent = fields(sheet(client, lesson)) | changed
    sent.pop("files", None)
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(f"/lessons/{lesson.pk}/", sent | {"files": uploads})


def test_homework_and_its_files_are_saved_by_one_button_without_javascript(cast, client):
    lesson = cast.lesson(cast.algebra_7a, DAY)
    client.force_login(cast.teacher)
    answer = send(client, lesson, ("Задача.pdf", PDF), ("Схема.png", PNG), homework="№ 5, по файлу")
    assert answer.status_code == 302
    rows = list(HomeworkFile.objects.order_by("pk").values_list("name", flat=True))
    assert rows == ["Задача.pdf", "Схема.png"]
    links = [link.text for link in sheet(client, lesson).one("ul", class_="lesson-files").all("a")]
    assert links == rows
    first = HomeworkFile.objects.get(name="Задача.pdf")
    assert send(client, lesson, **{f"withdraw-{first.pk}": "1"}).status_code == 302
    assert "Задача.pdf" not in sheet(client, lesson).text


def test_a_file_that_is_refused_stops_nothing_else(cast, client):
    lesson = cast.lesson(cast.algebra_7a, DAY)
    client.force_login(cast.teacher)
    answer = send(client, lesson, ("virus.pdf", b"MZ\x90"), ("Задача.pdf", PDF), homework="№ 5")
    assert answer.status_code == 422
    assert "«virus.pdf» не принят" in page(answer).text
    assert list(HomeworkFile.objects.values_list("name", flat=True)) == ["Задача.pdf"]


def test_a_file_over_the_limit_is_told_by_name_and_never_kept(cast, client):
    lesson = cast.lesson(cast.algebra_7a, DAY)
    client.force_login(cast.teacher)
    large = b"%PDF-" + b"0" * (media.LARGEST_FILE + 1)
    answer = send(client, lesson, ("Фильм.pdf", large), ("Задача.pdf", PDF), homework="№ 5")
    assert answer.status_code == 422
    assert "«Фильм.pdf» не принят: он больше 20 МБ" in page(answer).text
    assert list(HomeworkFile.objects.values_list("name", flat=True)) == ["Задача.pdf"]


def test_who_may_not_write_about_the_lesson_keeps_no_file_there(cast, client):
    lesson = cast.lesson(cast.algebra_7a, DAY)
    before = sum(1 for _ in media.stored("homework").rglob("*"))
    client.force_login(cast.deputy)
    upload = SimpleUploadedFile("Чужое.pdf", PDF + b"deputy")
    assert client.post(f"/lessons/{lesson.pk}/", {"files": [upload]}).status_code == 403
    assert sum(1 for _ in media.stored("homework").rglob("*")) == before
