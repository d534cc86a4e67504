"""What a letter says: little, unless its reader asked for more."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.notices.world import by_mail, choose, put, quiet
from zhurnal.journal.actions.lesson_changes import cancel_lessons
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.messaging.models import DiaryEntry, EntryRecipient
from zhurnal.notices.models import Event, NoticeSettings
from zhurnal.notices.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(school):
    """A guardian who wants everything at once."""
    by_mail(school.parent)
    for child in (school.child, school.child_5a):
        for kind in ("mark", "absence", "homework", "lesson", "entry", "period_mark"):
            choose(school.parent, child, kind, "now")
    return school.parent


def in_full(reader):
    NoticeSettings.objects.update_or_create(user=reader, defaults={"is_detailed": True})


def entry_about(school, text="Забыла форму", **more):
    """An entry, with the event that its line in the ledger makes."""
    entry = DiaryEntry.objects.create(
        school=school.school, kind="remark", author=school.teacher.person, author_role="teacher", text=text,
        day=dt.date(2026, 3, 2), written_at=school.school.now(), **more,
    )  # fmt: skip
    EntryRecipient.objects.create(entry=entry, pupil=school.child)
    return entry


def announce(entry, clock):
    Event.objects.create(
        key=f"entry:{entry.pk}", kind="entry", entry=entry, after="1", line_id=1, visible_at=clock.now,
        due_at=clock.now,
    )  # fmt: skip
    work()


def all_of(letter):
    return "".join(part.get_content() for part in letter.walk() if part.get_content_maintype() == "text")


def test_a_letter_tells_neither_mark_nor_subject_nor_surname_nor_text(school, clock, post, reader):
    put(school, "2")
    announce(entry_about(school), clock)
    quiet(clock)
    assert sorted(post.subjects) == ["Новая запись в дневнике: Анна", "Новая отметка: Анна"]
    for letter in post.letters:
        whole = str(letter["Subject"]) + all_of(letter)
        for secret in ("Петрова", "Алгебра", "Забыла форму", "отметка 2", "замечание", "7 «А»"):
            assert secret not in whole
    assert reader.login


def test_it_leads_to_the_page_of_the_right_child(school, clock, post, reader):
    school.put(school.algebra_5a, "2026-03-03", school.child_5a, "4")
    quiet(clock)
    address = f"https://journal.example/diary/{school.child_5a.pk}/week/2026-W10/?day=2026-03-03"
    assert address in post.text()
    assert address in all_of(post.letters[0])
    assert reader.login


def test_of_several_children_each_has_a_line(school, clock, post, reader):
    put(school, "5")
    put(school, "4", day="2026-02-20")
    school.put(school.algebra_5a, "2026-03-03", school.child_5a, "4")
    quiet(clock)
    assert post.subjects == ["Новая отметка: Анна, Иван"]
    assert post.text().splitlines()[:2] == ["Анна: Новая отметка (2)", "Иван: Новая отметка"]
    assert "https://journal.example/news/" in post.text()
    assert reader.login


def test_who_chose_so_reads_in_full(school, clock, post, reader):
    in_full(reader)
    put(school, "5/4")
    put(school, "н", day="2026-02-20")
    lesson = school.lesson(school.algebra_7a, "2026-03-16")
    cancel_lessons(actor=school.deputy, school=school.school, lessons=[lesson.pk], reason="Карантин")
    task = HomeworkText("§ 5, № 12", 0)
    save_lesson_page(
        actor=school.teacher, lesson=school.lesson(school.algebra_7a, "2026-03-04"), homework=task
    )
    announce(entry_about(school), clock)
    quiet(clock)
    text = "\n".join(post.text(number) for number in range(len(post.letters)))
    for line in (
        "Анна. Алгебра, 2 марта: отметка 5/4",
        "Анна. Алгебра, 20 февраля: пропуск, причина неизвестна",
        "Анна. Алгебра, 16 марта: урок отменён",
        "Анна. замечание — Забыла форму",
        "Анна. Алгебра, 4 марта: задание на 6 марта — § 5, № 12",
    ):
        assert line in text
    assert post.subjects[0].endswith(": Анна"), "the subject is seen on lock screens too"


def test_a_mark_that_was_corrected_before_the_digest_is_told_of_once_as_it_is_now(school, clock, post):
    by_mail(school.parent)
    in_full(school.parent)
    put(school, "3")
    quiet(clock)
    put(school, "4", seen=1)
    quiet(clock)
    clock.at(17, 31)
    work()
    assert [line for line in post.text().splitlines() if "Алгебра" in line] == [
        "Анна. Алгебра, 2 марта: отметка 4"
    ]


def test_a_letter_is_in_the_language_of_its_reader(school, clock, post, reader):
    type(reader).objects.filter(pk=reader.pk).update(language="en")
    put(school, "5")
    quiet(clock)
    assert post.subjects == ["A new mark: Анна"]


def test_a_letter_has_a_number_and_says_that_a_program_wrote_it(school, clock, post, reader):
    put(school, "5")
    quiet(clock)
    letter = post.letters[0]
    assert letter["Message-ID"].endswith("@school.example>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://journal.example/profile/notices/>"
    assert letter.get_body(("html",)) is not None
    assert reader.login


def test_markup_in_an_entry_is_no_markup_in_a_letter(school, clock, post, reader):
    in_full(reader)
    announce(entry_about(school, "<img src=x onerror=alert(1)>"), clock)
    html = post.letters[0].get_body(("html",)).get_content()
    assert "<img" not in html
    assert "&lt;img" in html
