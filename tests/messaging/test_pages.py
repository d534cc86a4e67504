"""The pages of those who write, as they come to somebody without a script."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.diary.reading import entry as bare_entry
from tests.diary.reading import messages_path, read, source, words_of
from tests.messaging.writing import (
    PDF,
    crowd,
    let_the_delay_pass,
    received,
    to_class,
    to_course,
    to_school,
    write,
)
from zhurnal.access.roles import Role
from zhurnal.messaging.actions.receipts import acknowledge_entry, read_entries
from zhurnal.messaging.actions.replies import reply
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryPhrase, EntryReply, ReplyRule
from zhurnal.ui.media import LARGEST_FILE

NEW = "/messages/new/"


def fill(address, *pupils, **fields):
    return {
        "to": address.code, "pupil": [one.pk for one in pupils], "kind": "announcement", "text": "Собрание",
        "change_id": str(uuid.uuid4()), "do": "send",
    } | fields  # fmt: skip


def page_of(response):
    return words_of(response.content.decode())


def hidden(response, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', response.content.decode())


@pytest.fixture
def as_class_teacher(cast, client):
    client.force_login(cast.classteacher)
    return client


# Writing


def test_one_is_offered_only_those_to_whom_one_may_write(cast, client):
    client.force_login(cast.teacher)
    page = read(client, NEW)
    assert "7 «А», Алгебра" in page
    assert "Вся школа" not in page
    assert "Как учитель" in source(client, NEW)


def test_the_form_says_who_signs_and_who_will_see(cast, as_class_teacher):
    page = read(as_class_teacher, f"{NEW}?to={to_class(cast).code}")
    assert "Подпишет запись: Кузнецов Олег Андреевич, классный руководитель" in page
    assert "Увидят: 1 родитель и 10 учеников, 7 «А»" in page
    assert "Петрова Анна Петрова Е. Ю." in page
    assert "нет родителей в списке" in page


def test_of_some_pupils_only_they_and_their_guardians_will_see(cast, as_class_teacher):
    page = read(as_class_teacher, f"{NEW}?to={to_class(cast).code}&pupil={cast.child.pk}")
    assert "Увидят: 1 родитель и 1 ученик, Петрова Анна" in page
    two = read(
        as_class_teacher, f"{NEW}?to={to_class(cast).code}&pupil={cast.child.pk}&pupil={cast.arrived.pk}"
    )
    assert "Увидят: 1 родитель и 2 ученика, 7 «А»: 2 из 10" in two


def test_an_entry_is_written_and_stands_in_the_diary(cast, as_class_teacher):
    response = as_class_teacher.post(NEW, fill(to_class(cast), cast.child, kind="remark", text="Без тетради"))
    written = DiaryEntry.objects.get()
    assert response.headers["Location"] == reverse("entry", args=[written.pk])
    assert "Записано. Семьи уже видят запись." in read(as_class_teacher, response.headers["Location"])
    as_class_teacher.force_login(cast.parent)
    page = read(as_class_teacher, messages_path(cast.child))
    assert "замечание 4 марта новое Без тетради Кузнецов О. А., классный руководитель" in page


@pytest.mark.parametrize("stranger", ["pupil_7b", "other_pupil", "left"])
def test_a_pupil_slipped_into_the_form_is_refused_and_the_text_is_not_lost(cast, as_class_teacher, stranger):
    sent = fill(to_class(cast), cast.child, getattr(cast, stranger), text="Не потеряйте")
    response = as_class_teacher.post(NEW, sent)
    assert response.status_code == 422
    assert "этим ученикам вы писать не можете" in page_of(response)
    assert "Не потеряйте" in page_of(response)
    assert not DiaryEntry.objects.exists()


@pytest.mark.parametrize("pupil", ["x", "-1", "0", "99999999999999999999", "²"])
def test_what_is_no_pupil_is_refused(cast, as_class_teacher, pupil):
    assert as_class_teacher.post(NEW, fill(to_class(cast)) | {"pupil": pupil}).status_code == 422
    assert not DiaryEntry.objects.exists()


def test_an_address_of_another_is_refused(cast, as_class_teacher):
    for address in (to_school(cast), to_class(cast, school_class=cast.class_7b), to_course(cast)):
        assert as_class_teacher.post(NEW, fill(address)).status_code == 422
        assert as_class_teacher.get(f"{NEW}?to={address.code}").status_code == 422
    assert not DiaryEntry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"kind": ""}, "kind"), ({"kind": "order"}, "kind"), ({"text": ""}, "text"),
        ({"text": "а" * 4001}, "text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(cast, as_class_teacher, fields, place):
    response = as_class_teacher.post(NEW, fill(to_class(cast), cast.child, **fields))
    assert response.status_code == 422
    assert f'href="#{place}"' in response.content.decode()
    assert "Увидят: 1 родитель и 1 ученик" in page_of(response)
    assert (fields.get("text") or "Собрание") in response.content.decode() or not fields.get("text", "x")


def test_script_in_a_text_is_text_everywhere(cast, as_class_teacher):
    evil = "<script>alert(1)</script>"
    as_class_teacher.post(NEW, fill(to_class(cast), cast.child, text=evil))
    shown = "&lt;script&gt;alert(1)&lt;/script&gt;"
    for path in ("/messages/", reverse("entry", args=[DiaryEntry.objects.get().pk])):
        assert evil not in source(as_class_teacher, path)
        assert shown in source(as_class_teacher, path)


def test_sent_twice_it_is_written_once(cast, as_class_teacher):
    sent = fill(to_class(cast))
    first, second = (as_class_teacher.post(NEW, sent).headers["Location"] for _ in range(2))
    assert first == second
    assert DiaryEntry.objects.count() == 1


def test_a_phrase_begins_the_text(cast, as_class_teacher):
    phrase = EntryPhrase.objects.create(
        school=cast.school, kind="invitation", title="Беседа", text="Прошу прийти"
    )
    page = source(as_class_teacher, f"{NEW}?to={to_class(cast).code}&phrase={phrase.pk}")
    assert "Прошу прийти" in page
    assert 'value="invitation" required checked' in page
    foreign = EntryPhrase.objects.create(
        school=cast.other_school, kind="remark", title="Чужой", text="Чужой текст"
    )
    assert "Чужой" not in source(as_class_teacher, f"{NEW}?to={to_class(cast).code}&phrase={foreign.pk}")


def test_from_a_cell_one_comes_with_the_pupil_chosen(cast, client):
    client.force_login(cast.teacher)
    work = cast.column(cast.algebra_7a, "2026-03-02")
    cell = source(client, reverse("journal-cell", args=[cast.algebra_7a.pk, work.pk, cast.child.pk]))
    [href] = re.findall(r'href="(/messages/new/[^"]*)"', cell)
    response = client.get(href.replace("&amp;", "&"), follow=True)
    assert "Увидят: 1 родитель и 1 ученик, Петрова Анна" in page_of(response)
    assert 'value="remark" required checked' in response.content.decode()
    assert f"teacher-course-{cast.school.pk}-{cast.algebra_7a.pk}" in response.redirect_chain[0][0]


def test_from_a_class_one_comes_to_the_class(cast, as_class_teacher):
    page = source(as_class_teacher, reverse("class", args=[cast.class_7a.pk]))
    assert f"/messages/new/?class={cast.class_7a.pk}" in page
    response = as_class_teacher.get(f"{NEW}?class={cast.class_7a.pk}", follow=True)
    assert "10 учеников, 7 «А»" in page_of(response)
    assert as_class_teacher.get(f"{NEW}?class={cast.class_7b.pk}").status_code == 422
    assert as_class_teacher.get(f"{NEW}?pupil={cast.pupil_7b.pk}").status_code == 422


# To many


def test_to_many_one_looks_twice_and_may_cancel_for_two_minutes(cast, client):
    crowd(cast)
    client.force_login(cast.director)
    first = client.post(NEW, fill(to_school(cast), text="Завтра\n\nнет уроков"))
    assert "Ещё не отправлено" in page_of(first)
    assert "Увидят: 2 родителя и 72 ученика, Вся школа" in page_of(first)
    assert not DiaryEntry.objects.exists()
    sent = client.post(NEW, fill(to_school(cast), text="Завтра\n\nнет уроков", do="confirm"))
    written = DiaryEntry.objects.get()
    assert "до этого её можно отменить" in read(client, sent.headers["Location"])
    client.force_login(cast.parent)
    assert "нет уроков" not in read(client, messages_path(cast.child))
    client.force_login(cast.director)
    client.post(reverse("entry-withdraw", args=[written.pk]))
    let_the_delay_pass(bare_entry(cast, cast.child, text="Другое"))
    client.force_login(cast.parent)
    page = read(client, messages_path(cast.child))
    assert "Отозвано" not in page, "nobody learns of what nobody could see"
    assert "нет уроков" not in page


def test_after_two_minutes_families_see_it(cast, client):
    crowd(cast)
    written = write(cast, cast.director, to_school(cast), text="Завтра нет уроков")
    client.force_login(cast.parent)
    assert "нет уроков" not in read(client, messages_path(cast.child))
    assert "новых" not in read(client, messages_path(cast.child))
    let_the_delay_pass(written)
    assert "Завтра нет уроков" in read(client, messages_path(cast.child))


def test_a_text_comes_back_from_the_second_look(cast, client):
    crowd(cast)
    client.force_login(cast.director)
    response = client.post(NEW, fill(to_school(cast), text="Завтра нет уроков", do="edit"))
    assert response.status_code == 200
    assert "Завтра нет уроков" in response.content.decode()
    assert 'name="do" value="send"' in response.content.decode()


# Files


def upload(name="План.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def test_a_file_goes_along_and_the_family_gets_it_as_a_download(cast, as_class_teacher):
    as_class_teacher.post(NEW, fill(to_class(cast), cast.child, files=upload()))
    file = EntryFile.objects.get()
    as_class_teacher.force_login(cast.parent)
    path = reverse("diary-entry-file", args=[cast.child.pk, file.entry_id, file.pk])
    assert path in source(as_class_teacher, messages_path(cast.child))
    response = as_class_teacher.get(path)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("game.exe", b"MZ" + b"0" * 50, "такие файлы не хранятся"),
        ("План.pdf", b"MZ" + b"0" * 50, "внутри не то"),
        ("План.txt", b"<html><script>alert(1)</script>", "внутри не то"),
        ("План.pdf", b"%PDF-" + b"0" * LARGEST_FILE, "больше 20 МБ"),
        ("План.pdf", b"", "пуст"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_the_text_stays(cast, as_class_teacher, name, data, words):
    response = as_class_teacher.post(
        NEW, fill(to_class(cast), cast.child, text="Смотрите файл", files=upload(name, data))
    )
    assert response.status_code == 422
    assert "Смотрите файл" in response.content.decode()
    assert not DiaryEntry.objects.exists()
    if data:  # an empty upload never arrives
        assert words in page_of(response)


def test_a_file_that_was_taken_survives_another_error(cast, as_class_teacher):
    response = as_class_teacher.post(NEW, fill(to_class(cast), cast.child, text="", files=upload()))
    [token] = hidden(response, "kept")
    as_class_teacher.post(NEW, fill(to_class(cast), cast.child, kept=[token]))
    assert EntryFile.objects.get().name == "План.pdf"


def test_a_token_of_somebody_else_or_a_forged_one_is_no_file(cast, as_class_teacher):
    response = as_class_teacher.post(NEW, fill(to_class(cast), cast.child, text="", files=upload()))
    [token] = hidden(response, "kept")
    as_class_teacher.force_login(cast.teacher)
    as_class_teacher.post(NEW, fill(to_course(cast), cast.child, kept=[token, "forged", ""]))
    assert DiaryEntry.objects.count() == 1
    assert not EntryFile.objects.exists()


def test_a_file_of_a_withdrawn_entry_is_gone_for_families_and_stays_for_the_school(cast, client):
    client.force_login(cast.classteacher)
    client.post(NEW, fill(to_class(cast), cast.child, files=upload()))
    file = EntryFile.objects.get()
    client.post(reverse("entry-withdraw", args=[file.entry_id]), {"reason": "Не тот файл"})
    assert client.get(reverse("entry-file", args=[file.entry_id, file.pk])).status_code == 200
    client.force_login(cast.parent)
    assert (
        client.get(reverse("diary-entry-file", args=[cast.child.pk, file.entry_id, file.pk])).status_code
        == 404
    )


def test_a_file_is_not_reached_through_another_entry_or_diary(cast, client):
    client.force_login(cast.classteacher)
    client.post(NEW, fill(to_class(cast), cast.child, files=upload()))
    file, other = EntryFile.objects.get(), bare_entry(cast, cast.child_5a)
    client.force_login(cast.parent)
    for pupil, entry in ((cast.child_5a, other), (cast.child_5a, file.entry), (cast.child, other)):
        assert client.get(reverse("diary-entry-file", args=[pupil.pk, entry.pk, file.pk])).status_code == 404


# Who has read


def test_author_and_heads_see_who_has_read_signed_and_not(cast, client):
    written = write(cast, cast.classteacher, to_class(cast))
    recipient = received(written, cast.child)
    read_entries(actor=cast.pupil, recipients=[recipient], seen={written.pk: 1})
    acknowledge_entry(actor=cast.parent, recipient=recipient)
    for login in ("classteacher", "deputy", "director"):
        client.force_login(getattr(cast, login))
        page = read(client, reverse("entry", args=[written.pk]))
        assert "Родители прочли 1 из 1, ознакомились 1 Ученики прочли 1 из 10, ознакомились 0" in page
        assert re.search(
            r"Петрова Анна ученик: прочитано 4 марта, \d\d:\d\d Петрова Е. Ю.: ознакомлен\(а\) 4 марта", page
        )
        assert "Ли Ян ученик: не прочитано" in page


def test_a_class_teacher_sees_the_own_class_of_an_entry_to_the_school(cast, client):
    written = write(cast, cast.director, to_school(cast))
    client.force_login(cast.classteacher)
    page = read(client, reverse("entry", args=[written.pk]))
    assert "Ученики прочли 0 из 10" in page
    assert "Быкова Ева" not in page
    client.force_login(cast.teacher)
    assert client.get(reverse("entry", args=[written.pk])).status_code == 404


def test_a_class_teacher_does_not_see_what_waits(cast, client):
    crowd(cast)
    written = write(cast, cast.director, to_school(cast))
    client.force_login(cast.classteacher)
    assert client.get(reverse("entry", args=[written.pk])).status_code == 404
    assert "Собрание" not in read(client, "/messages/?show=all")


def test_of_many_pupils_one_chooses_a_class(cast, client):
    crowd(cast)
    written = write(cast, cast.director, to_school(cast))
    client.force_login(cast.director)
    path = reverse("entry", args=[written.pk])
    assert "Выберите класс, чтобы увидеть имена" in read(client, path)
    assert "Петрова Анна" in read(client, f"{path}?class={cast.class_7a.pk}")
    assert "Быкова Ева" not in read(client, f"{path}?class={cast.class_7a.pk}")
    assert client.get(f"{path}?class=x&show=unsigned").status_code == 200


def test_only_those_where_nobody_has_signed(cast, client):
    written = write(cast, cast.classteacher, to_class(cast))
    acknowledge_entry(actor=cast.parent, recipient=received(written, cast.child))
    client.force_login(cast.classteacher)
    page = read(client, f"{reverse('entry', args=[written.pk])}?show=unsigned")
    assert "Петрова Анна" not in page
    assert "Ли Ян" in page


def test_the_list_counts_diaries_and_shows_ones_own_or_all(cast, client):
    written = write(cast, cast.classteacher, to_class(cast))
    acknowledge_entry(actor=cast.parent, recipient=received(written, cast.child))
    write(cast, cast.teacher, to_course(cast), cast.child, kind="remark", text="Без тетради")
    client.force_login(cast.classteacher)
    own, everything = read(client, "/messages/"), read(client, "/messages/?show=all")
    assert "прочли 1 из 10 подписали 1" in own
    assert "Без тетради" not in own
    assert "Петрова Анна Без тетради Смирнова И. В., учитель прочли 0 из 1" in everything
    client.force_login(cast.teacher)
    assert "Все записи" not in read(client, "/messages/")
    assert "Собрание" not in read(client, "/messages/?show=all")


# Correcting and withdrawing


def test_an_entry_is_corrected_by_its_author_and_the_change_is_told(cast, as_class_teacher):
    written = write(cast, cast.classteacher, to_class(cast))
    path = reverse("entry-correct", args=[written.pk])
    assert "Собрание в четверг" in source(as_class_teacher, path)
    sent = {"kind": "announcement", "text": "Собрание в пятницу", "seen": 1}
    response = as_class_teacher.post(path, sent)
    page = read(as_class_teacher, response.headers["Location"])
    assert "Исправлено." in page
    assert "Кузнецов О. А.: исправлено, было: «Собрание в четверг»" in page


def test_two_windows_do_not_write_over_each_other(cast, as_class_teacher):
    written = write(cast, cast.classteacher, to_class(cast))
    path = reverse("entry-correct", args=[written.pk])
    as_class_teacher.post(path, {"kind": "remark", "text": "Первое окно", "seen": 1})
    response = as_class_teacher.post(path, {"kind": "remark", "text": "Второе окно", "seen": 1})
    assert response.status_code == 422
    assert "исправлена в другом окне" in page_of(response)
    assert "Второе окно" in response.content.decode()
    assert 'name="seen" value="2"' in response.content.decode()
    assert DiaryEntry.objects.get().text == "Первое окно"


def test_what_was_read_is_not_corrected(cast, as_class_teacher):
    written = write(cast, cast.classteacher, to_class(cast))
    acknowledge_entry(actor=cast.parent, recipient=received(written, cast.child))
    path = reverse("entry-correct", args=[written.pk])
    assert "Запись уже прочитали" in read(as_class_teacher, path)
    assert "Исправить" not in read(as_class_teacher, reverse("entry", args=[written.pk]))
    response = as_class_teacher.post(path, {"kind": "remark", "text": "Другое", "seen": 1})
    assert response.status_code == 422
    assert "запись уже прочитали" in page_of(response)


def test_families_read_who_withdrew_and_when_and_no_word_of_the_text(cast, client):
    written = write(cast, cast.classteacher, to_class(cast))
    client.force_login(cast.director)
    without = client.post(reverse("entry-withdraw", args=[written.pk]), {"reason": " "})
    assert without.status_code == 422
    client.post(reverse("entry-withdraw", args=[written.pk]), {"reason": "Ошибка в дате"})
    page = read(client, reverse("entry", args=[written.pk]))
    assert "Громов Л. Б.: отозвано, причина: «Ошибка в дате»" in page
    client.force_login(cast.parent)
    diary = read(client, messages_path(cast.child))
    assert re.search(r"Отозвано 4 марта, \d\d:\d\d: Громов Л. Б., директор", diary)
    week = read(client, reverse("diary-week", args=[cast.child.pk, "2026-W10"]))
    for page in (diary, week):
        assert "Собрание в четверг" not in page
        assert "Ошибка в дате" not in page
        assert "новых" not in page


def test_a_class_teacher_of_others_reads_no_withdrawn_text(cast, client):
    written = write(cast, cast.director, to_class(cast, Role.DIRECTOR), text="Тайное")
    client.force_login(cast.director)
    client.post(reverse("entry-withdraw", args=[written.pk]), {"reason": "Ошибка"})
    client.force_login(cast.classteacher)
    page = read(client, reverse("entry", args=[written.pk]))
    assert "Тайное" not in page
    assert "Отозвано" in page
    assert "Тайное" not in read(client, "/messages/?show=all")


# What families do


def test_reading_is_noted_by_a_button_or_a_script_and_only_for_the_own_family(cast, client):
    written, other = (write(cast, cast.classteacher, to_class(cast)) for _ in range(2))
    path = reverse("diary-entries-read", args=[cast.child.pk])
    client.force_login(cast.parent)
    assert "Отметить прочитанным" in read(client, messages_path(cast.child))
    response = client.post(path, {"entry": [f"{written.pk}-1"]}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 204
    page = read(client, messages_path(cast.child))
    assert "Сообщения новых: 1" in page
    answer = client.post(path, {"entry": [f"{other.pk}-1", "x", "1", "-", f"{written.pk}-1"]})
    assert answer.headers["Location"] == messages_path(cast.child)
    assert "новых" not in read(client, messages_path(cast.child))
    client.force_login(cast.classteacher)
    assert client.post(path, {"entry": [f"{written.pk}-1"]}).status_code == 403


def test_an_entry_of_another_diary_is_not_read_through_the_own(cast, client):
    strange = bare_entry(cast, cast.pupil_7b)
    client.force_login(cast.parent)
    client.post(reverse("diary-entries-read", args=[cast.child.pk]), {"entry": [f"{strange.pk}-1"]})
    assert not strange.recipients.get().receipts.exists()


def test_who_signs_an_older_text_is_told_to_read_again(cast, client):
    written = write(cast, cast.classteacher, to_class(cast))
    DiaryEntry.objects.filter(pk=written.pk).update(version=2)
    client.force_login(cast.parent)
    path = reverse("diary-entry-receipt", args=[cast.child.pk, written.pk])
    response = client.post(path, {"seen": "1"})
    assert "Прочитайте её ещё раз" in read(client, response.headers["Location"])


def test_a_link_or_a_request_for_money_gets_a_banner(cast, client):
    bare_entry(cast, cast.child, text="Билеты по 300 руб.")
    bare_entry(cast, cast.child_5a, text="Собрание в 18:30, каб. 214")
    client.force_login(cast.parent)
    banner = "проверьте у классного руководителя"
    assert banner in read(client, messages_path(cast.child))
    assert banner not in read(client, messages_path(cast.child_5a))


# Replies


@pytest.fixture
def talking(cast):
    ReplyRule.objects.create(school=cast.school, mode="always")
    return write(cast, cast.classteacher, to_class(cast))


def test_replies_are_offered_only_where_the_school_takes_them(cast, client):
    write(cast, cast.classteacher, to_class(cast))
    client.force_login(cast.parent)
    assert "Ответить автору" not in read(client, messages_path(cast.child))
    ReplyRule.objects.create(school=cast.school, mode="always")
    assert "Ответить автору" in read(client, messages_path(cast.child))
    client.force_login(cast.pupil)
    assert "Ответить автору" not in read(client, messages_path(cast.child))


def test_outside_the_hours_the_page_says_when(cast, client, talking):
    late = "22:00" if cast.school.now().hour < 12 else "01:00"
    ReplyRule.objects.update(mode="hours", starts=late, ends=late[:3] + "30")
    client.force_login(cast.parent)
    page = read(client, messages_path(cast.child))
    assert f"Ответить автору можно с {late} до {late[:3]}30." in page
    path = reverse("diary-entry-reply", args=[cast.child.pk, talking.pk])
    response = client.post(path, {"text": "Не потеряйте меня"})
    assert response.status_code == 422
    assert "Не потеряйте меня" in response.content.decode()


def test_a_guardian_replies_and_the_author_answers(cast, client, talking):
    client.force_login(cast.parent)
    client.post(reverse("diary-entry-reply", args=[cast.child.pk, talking.pk]), {"text": "Придём вдвоём"})
    assert "Придём вдвоём" in read(client, messages_path(cast.child))
    client.force_login(cast.classteacher)
    assert "Ответы новых: 1" in read(client, "/messages/")
    page = read(client, "/messages/replies/")
    assert "Петрова Елена Юрьевна родитель: Петрова Анна новое" in page
    place = {"entry": talking.pk, "pupil": cast.child.pk, "guardian": cast.parent.person_id}
    client.post(reverse("entry-answer", kwargs=place), {"text": "Ждём вас"})
    assert "новое" not in read(client, "/messages/replies/")
    client.force_login(cast.parent)
    assert "Ждём вас" in read(client, messages_path(cast.child))


def test_another_guardian_and_the_pupil_do_not_read_the_talk(cast, client, talking):
    reply(
        actor=cast.parent, recipient=received(talking, cast.child), text="Наша тайна", change_id=uuid.uuid4()
    )
    for login in ("pupil", "classteacher", "director"):
        client.force_login(getattr(cast, login))
        assert "Наша тайна" not in read(client, messages_path(cast.child))
    client.force_login(cast.director)
    assert "Наша тайна" not in read(client, "/messages/replies/")
    place = {"entry": talking.pk, "pupil": cast.child.pk, "guardian": cast.parent.person_id}
    assert client.post(reverse("entry-answer", kwargs=place), {"text": "Я тоже"}).status_code == 404
    assert EntryReply.objects.count() == 1


def test_a_reply_that_is_too_long_stays_in_its_field(cast, client, talking):
    client.force_login(cast.parent)
    long = "а" * 2001
    response = client.post(reverse("diary-entry-reply", args=[cast.child.pk, talking.pk]), {"text": long})
    assert response.status_code == 422
    assert long in response.content.decode()


def test_the_author_notes_replies_as_read_without_answering(cast, client, talking):
    reply(actor=cast.parent, recipient=received(talking, cast.child), text="Да", change_id=uuid.uuid4())
    client.force_login(cast.classteacher)
    place = {"entry": talking.pk, "pupil": cast.child.pk, "guardian": cast.parent.person_id}
    client.post(reverse("entry-answer", kwargs=place), {"do": "read"})
    assert "новое" not in read(client, "/messages/replies/")


def test_the_director_switches_replies_and_nobody_else(cast, client):
    client.force_login(cast.director)
    sent = {"mode": "hours", "starts": "08:00", "ends": "18:00", "to_class_teachers": "1"}
    response = client.post(reverse("reply-rule"), sent)
    assert "Сохранено. Действует сразу." in read(client, response.headers["Location"])
    rule = ReplyRule.objects.get()
    assert (rule.mode, rule.to_class_teachers, rule.to_teachers, rule.to_heads) == (
        "hours",
        True,
        False,
        False,
    )
    for bad in ({"starts": "19:00"}, {"starts": "x"}, {"mode": "y"}, {"ends": ""}):
        assert client.post(reverse("reply-rule"), sent | bad).status_code == 422
    assert client.post(reverse("reply-rule"), sent | {"school": cast.other_school.pk}).status_code == 404
    assert ReplyRule.objects.count() == 1


def test_phrases_are_kept_used_and_removed(cast, client):
    client.force_login(cast.teacher)
    sent = {
        "do": "add",
        "school": cast.school.pk,
        "kind": "remark",
        "title": "Тетрадь",
        "text": "Нет тетради",
    }
    client.post("/messages/phrases/", sent)
    assert "Тетрадь замечание · мой Нет тетради Записать" in read(client, "/messages/phrases/")
    refused = client.post("/messages/phrases/", sent | {"of_school": "1", "title": "Для всех"})
    assert refused.status_code == 422
    assert "Для всех" in refused.content.decode()
    assert client.post("/messages/phrases/", sent | {"school": cast.other_school.pk}).status_code == 422
    client.post("/messages/phrases/", {"do": "remove", "phrase": EntryPhrase.objects.get().pk})
    assert not EntryPhrase.objects.exists()


# What it costs


def test_pages_cost_the_same_however_much_is_written(cast, client, django_assert_num_queries):
    ReplyRule.objects.create(school=cast.school, mode="always")
    for _ in range(4):
        written = write(cast, cast.director, to_school(cast))
        acknowledge_entry(actor=cast.parent, recipient=received(written, cast.child))
        reply(actor=cast.parent, recipient=received(written, cast.child), text="Да", change_id=uuid.uuid4())
    client.force_login(cast.director)
    for path, number in (
        ("/messages/?show=all", 9),
        (reverse("entry", args=[written.pk]), 9),
        ("/messages/replies/", 4),
        (NEW, 4),
        (f"{NEW}?to={to_school(cast).code}", 7),
        ("/messages/phrases/", 4),
        (reverse("reply-rule"), 4),
    ):
        with django_assert_num_queries(number):
            assert client.get(path).status_code == 200
