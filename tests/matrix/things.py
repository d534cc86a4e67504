"""What an address of the matrix names: in one's own class, in another one, in another school."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Switches
from zhurnal.journal import media
from zhurnal.journal.models import (
    CorrectionRequest,
    Excuse,
    ExcuseFile,
    Homework,
    HomeworkFile,
    PlanTopic,
)
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryRecipient, EntryReply
from zhurnal.people.models import Guardianship
from zhurnal.ui.media import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import School

MONDAY = "2026-02-16"
WEEK = "2026-W08"


@dataclass(frozen=True)
class Address:
    """How to reach an address: its keyword arguments for each of the three places, and what to post."""

    places: Callable[[Cast], list[dict[str, Any]]] = lambda _cast: [{}]
    post: dict[str, Any] | str | None = None


def _courses(cast: Cast) -> list[dict[str, Any]]:
    return [{"course": one.pk} for one in (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)]


def _lessons(cast: Cast) -> list[dict[str, Any]]:
    courses = (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)
    return [{"lesson": cast.lesson(course, MONDAY).pk} for course in courses]


def _forecasts(cast: Cast) -> list[dict[str, Any]]:
    """The schools show families their forecasts."""
    for school in (cast.school, cast.other_school):
        Switches.objects.update_or_create(school=school, defaults={"families": Switches.Families.ALL})
    return _pupils(cast)


def _forecasts_of_subjects(cast: Cast) -> list[dict[str, Any]]:
    for school in (cast.school, cast.other_school):
        refresh_forecasts(school=school)
    courses = (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)
    return [
        {**pupil, "subject": one.subject_id} for pupil, one in zip(_forecasts(cast), courses, strict=True)
    ]


def _topics(cast: Cast) -> list[dict[str, Any]]:
    courses = (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)
    made = {"number": 1, "text": "Дроби", "author": cast.teacher.person, "set_at": cast.school.now()}
    rows = [PlanTopic(course=one, **made) for one in courses]
    PlanTopic.objects.bulk_create(rows, ignore_conflicts=True)  # a test may ask twice
    return [{"course": one.pk, "number": 1} for one in courses]


def _files(cast: Cast) -> list[dict[str, Any]]:
    return [{"file": _file(cast, place["lesson"])} for place in _lessons(cast)]


def _file(cast: Cast, lesson: int) -> int:
    """A file that goes with the homework of a lesson; asked again, the same."""
    by = {"author": cast.teacher.person}
    standing = Homework.objects.filter(lesson=lesson).first()
    homework = standing or Homework.objects.create(
        lesson_id=lesson, text="§ 5", due_date=dt.date(2026, 2, 18), set_at=cast.school.now(), **by
    )
    if file := homework.files.first():
        return file.pk
    kept = media.store("Задача.txt", io.BytesIO("Условие".encode()))
    made = HomeworkFile.objects.create(homework=homework, added_at=cast.school.now(), **kept._asdict(), **by)
    return made.pk


def _files_of_pupils(cast: Cast) -> list[dict[str, Any]]:
    return [{**pupil, **file} for pupil, file in zip(_pupils(cast), _files(cast), strict=True)]


def _columns(cast: Cast) -> list[dict[str, Any]]:
    courses = (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)
    return [{"course": course.pk, "work": cast.column(course, MONDAY).pk} for course in courses]


def _lessons_of_courses(cast: Cast) -> list[dict[str, Any]]:
    courses = (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)
    return [{"course": course.pk, "lesson": cast.lesson(course, MONDAY).pk} for course in courses]


def _pupils_of_courses(cast: Cast) -> list[dict[str, Any]]:
    pupils = (cast.child, cast.pupil_7b, cast.other_pupil)
    return [place | {"pupil": one.pk} for place, one in zip(_courses(cast), pupils, strict=True)]


def _cells(cast: Cast) -> list[dict[str, Any]]:
    courses = (cast.algebra_7a, cast.algebra_7b, cast.other_algebra)
    return [
        place | {"work": cast.column(course, MONDAY).pk}
        for place, course in zip(_pupils_of_courses(cast), courses, strict=True)
    ]


def _corrections(cast: Cast) -> list[dict[str, Any]]:
    """Each asked for by who teaches the course."""
    askers = (cast.teacher, cast.colleague, cast.teacher2)
    return [
        {"correction": _correction(cast, cell, asker)}
        for cell, asker in zip(_cells(cast), askers, strict=True)
    ]


def _correction(cast: Cast, cell: dict[str, Any], asker: User) -> int:
    assert asker.person is not None
    made, _ = CorrectionRequest.objects.get_or_create(
        course_id=cell["course"], work_id=cell["work"], pupil_id=cell["pupil"], defaults={
            "value": "5", "seen_version": 0, "reason": "ошибка при переносе", "asked_by": asker.person,
            "asked_as": "teacher", "asked_at": cast.school.now(),
        },
    )  # fmt: skip
    return made.pk


def _classes(cast: Cast) -> list[dict[str, Any]]:
    return [{"school_class": one.pk} for one in (cast.class_7a, cast.class_7b, cast.other_class)]


def _periods(cast: Cast) -> list[dict[str, Any]]:
    """Of every class of the school alike, and of another school."""
    foreign = cast.other_class.year.periods.get(kind="quarter", number=3)
    return [{"period": one.pk} for one in (cast.quarter, cast.quarters[3], foreign)]


def _pupils(cast: Cast) -> list[dict[str, Any]]:
    return [{"pupil": one.pk} for one in (cast.child, cast.pupil_7b, cast.other_pupil)]


def _pupils_of_classes(cast: Cast) -> list[dict[str, Any]]:
    return [{**one, **pupil} for one, pupil in zip(_classes(cast), _pupils(cast), strict=True)]


def _documents(cast: Cast) -> list[dict[str, Any]]:
    """A document of an excuse of each pupil."""
    people = ((cast.child, cast.school), (cast.pupil_7b, cast.school), (cast.other_pupil, cast.other_school))
    return [{"file": _document(cast, pupil, school)} for pupil, school in people]


def _document(cast: Cast, pupil: Person, school: School) -> int:
    by = {"author": cast.parent.person}
    excuse, _ = Excuse.objects.get_or_create(
        pupil=pupil, school=school, first=dt.date(2026, 3, 2), last=dt.date(2026, 3, 2), kind="illness",
        defaults={"author_role": "guardian", "made_at": cast.school.now(), **by},
    )  # fmt: skip
    if file := excuse.files.first():
        return file.pk
    kept = store("excuses", "Справка.txt", io.BytesIO("Справка".encode()))
    return ExcuseFile.objects.create(excuse=excuse, added_at=cast.school.now(), **kept._asdict(), **by).pk


def _documents_of_pupils(cast: Cast) -> list[dict[str, Any]]:
    return [{**pupil, **file} for pupil, file in zip(_pupils(cast), _documents(cast), strict=True)]


def _weeks(cast: Cast) -> list[dict[str, Any]]:
    return [{**place, "week": WEEK} for place in _pupils(cast)]


def _entries(cast: Cast) -> list[dict[str, Any]]:
    pupils = (cast.child, cast.pupil_7b, cast.other_pupil)
    return [{"pupil": pupil.pk, "entry": _entry(cast, pupil)} for pupil in pupils]


def _entry(cast: Cast, pupil: Person) -> int:
    author = cast.classteacher.person
    assert author is not None
    entry = DiaryEntry.objects.create(
        school=cast.school, kind="thanks", author=author, author_role="class_teacher",
        text="Спасибо за помощь", day=dt.date(2026, 3, 2), written_at=cast.school.now(),
    )  # fmt: skip
    EntryRecipient.objects.create(entry=entry, pupil=pupil)
    return entry.pk


def _written(cast: Cast) -> list[dict[str, Any]]:
    """Entries by the class teacher, by a colleague about another class, by the other school."""
    return [{"entry": _by(cast, *one).pk} for one in _authors(cast)]


def _authors(cast: Cast) -> list[tuple[User, Person]]:
    return [
        (cast.classteacher, cast.child), (cast.colleague, cast.pupil_7b), (cast.teacher2, cast.other_pupil)
    ]  # fmt: skip


def _by(cast: Cast, author: User, pupil: Person) -> DiaryEntry:
    """An entry of this author in one diary, with a file and a reply; asked again, the same."""
    assert author.person is not None
    made, is_new = DiaryEntry.objects.get_or_create(
        author=author.person, text="Ждём вас", defaults={
            "school": cast.other_school if author == cast.teacher2 else cast.school, "kind": "invitation",
            "author_role": "teacher", "day": dt.date(2026, 3, 2), "written_at": cast.school.now(),
        },
    )  # fmt: skip
    if is_new:
        recipient = EntryRecipient.objects.create(entry=made, pupil=pupil)
        kept = media.store("План.txt", io.BytesIO("План".encode()))
        EntryFile.objects.create(entry=made, added_at=cast.school.now(), **kept._asdict())
        guardian = Guardianship.objects.filter(pupil=pupil).first()
        assert guardian is not None
        EntryReply.objects.create(
            recipient=recipient, guardian_id=guardian.guardian_id, author_id=guardian.guardian_id,
            text="Придём", written_at=cast.school.now(),
        )  # fmt: skip
    return made


def _files_of_written(cast: Cast) -> list[dict[str, Any]]:
    return [
        {"entry": one["entry"], "file": EntryFile.objects.get(entry=one["entry"]).pk}
        for one in _written(cast)
    ]


def _written_of_pupils(cast: Cast) -> list[dict[str, Any]]:
    return [{**pupil, **entry} for pupil, entry in zip(_pupils(cast), _written(cast), strict=True)]


def _files_of_diaries(cast: Cast) -> list[dict[str, Any]]:
    return [{**pupil, **file} for pupil, file in zip(_pupils(cast), _files_of_written(cast), strict=True)]


def _talks(cast: Cast) -> list[dict[str, Any]]:
    return [
        {"guardian": EntryReply.objects.get(recipient__entry=one["entry"]).guardian_id, **one}
        for one in _written_of_pupils(cast)
    ]


def _tasks(cast: Cast) -> list[dict[str, Any]]:
    lesson, author = cast.lesson(cast.algebra_7a, MONDAY), cast.teacher.person
    assert author is not None
    task, _ = Homework.objects.get_or_create(
        lesson=lesson, defaults={"text": "№ 345", "author": author, "set_at": cast.school.now()}
    )
    return [{**place, "homework": task.pk} for place in _pupils(cast)]


ADDRESSES: dict[str, Address] = {
    "login": Address(post={"login": "nobody", "password": "wrong"}),
    "logout": Address(post={}),
    "profile": Address(post={}),
    "devices": Address(post={"do": "others"}),
    "view-settings": Address(post={"theme": "dark", "text_size": "100", "language": "ru"}),
    "journal-tools": Address(lambda _cast: [{"language": "ru", "edition": "0"}]),
    "journal-course": Address(_courses),
    "journal-cells": Address(_courses, post=json.dumps({"changes": []})),
    "journal-plan": Address(_courses),
    "journal-plan-file": Address(_courses),
    "journal-plan-topic": Address(_topics, post={}),
    "journal-plan-new": Address(_courses, post={}),
    "journal-plan-import": Address(_courses, post={}),
    "journal-plan-copy": Address(_courses, post={}),
    "journal-totals": Address(_courses, post={}),
    "work-kinds": Address(post={"form": "new"}),
    "journal-column": Address(_columns, post={}),
    "journal-column-new": Address(_lessons_of_courses, post={}),
    "journal-cell": Address(_cells, post={}),
    "journal-correction": Address(_cells, post={}),
    "journal-pupil": Address(_pupils_of_courses, post={}),
    "journal-average": Address(_pupils_of_courses),
    "journal-total-correction": Address(_pupils_of_courses, post={}),
    "correction-decision": Address(
        _corrections, post={"answer": "decline", "reason": "работа не подтверждает"}
    ),
    "correction-withdrawal": Address(_corrections, post={}),
    "lesson": Address(_lessons, post={}),
    "homework-copy": Address(_lessons, post={}),
    "homework-file": Address(_files),
    "external-marks": Address(_pupils_of_courses, post={}),
    "class-exemptions": Address(_classes, post={}),
    "class-excuses": Address(_classes, post={}),
    "excuse-file": Address(_documents),
    "class-newcomers": Address(_classes, post={}),
    "lesson-changes": Address(post={}),
    "lesson-add": Address(post={}),
    "teacher-absence": Address(post={}),
    "lesson-change": Address(_lessons, post={"do": "restore"}),
    "policy-edit": Address(post={}),
    "diary-week": Address(_weeks),
    "diary-week-paper": Address(_weeks),
    "diary-month-paper": Address(lambda cast: [{**place, "month": "2026-02"} for place in _pupils(cast)]),
    "diary-signature": Address(_weeks, post={}),
    "diary-tick": Address(_tasks, post={"done": "yes"}),
    "class-signatures": Address(_classes),
    "diary-file": Address(_files_of_pupils),
    "diary-marks": Address(_pupils, post={"view": "extended"}),
    "diary-average": Address(_pupils_of_courses),
    "diary-absence": Address(_pupils, post={}),
    "diary-calendar": Address(_pupils, post={}),
    "diary-missed": Address(_pupils),
    "diary-school": Address(_pupils),
    "diary-privacy": Address(_pupils, post={}),
    "diary-export": Address(_pupils, post={}),
    "school-card": Address(post={}),
    "calendar-feed": Address(lambda _cast: [{"secret": "nonsense"}]),
    "diary-absence-file": Address(_documents_of_pupils),
    "diary-messages": Address(_pupils),
    "diary-entry-receipt": Address(_entries, post={}),
    "news": Address(post={"until": "2026-03-04T09:00:00+00:00"}),
    "notice-settings": Address(post={}),
    "push-devices": Address(post={}),
    "notice-mail-confirm": Address(lambda _cast: [{"token": "nonsense"}], post={}),
    "diary-entries-read": Address(_pupils, post={}),
    "diary-entry-file": Address(_files_of_diaries),
    "diary-entry-reply": Address(_written_of_pupils, post={}),
    "entry-new": Address(post={}),
    "entry-phrases": Address(post={}),
    "reply-rule": Address(post={}),
    "entry": Address(_written),
    "entry-file": Address(_files_of_written),
    "entry-withdraw": Address(_written, post={}),
    "entry-correct": Address(_written, post={}),
    "entry-answer": Address(_talks, post={}),
    "class": Address(_classes),
    "class-summary": Address(_classes),
    "pupil-family": Address(_pupils_of_classes, post={}),
    "class-certificates": Address(_classes),
    "class-decisions": Address(_classes, post={}),
    "closing-period": Address(_periods, post={"do": "close"}),
    "class-controls": Address(_classes),
    "diary-forecast": Address(_forecasts),
    "diary-forecast-subject": Address(_forecasts_of_subjects),
    "journal-forecast": Address(_courses),
    "class-forecast": Address(_classes),
    "forecast-settings": Address(post={}),
}
