"""What has happened in the cast's school before somebody looks."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from tests.browser.pages import PLANNED
from tests.forecasts.lived import live
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Switches
from zhurnal.journal import media
from zhurnal.journal.models import (
    CorrectionRequest,
    Excuse,
    Exemption,
    ExternalMark,
    Homework,
    HomeworkFile,
    LessonTopic,
    PeriodMark,
    PlanTopic,
    Work,
)
from zhurnal.messaging.models import (
    DiaryEntry,
    EntryFile,
    EntryPhrase,
    EntryRecipient,
    EntryReply,
    EntryWithdrawal,
    ReplyRule,
)

if TYPE_CHECKING:
    from tests.cast import Cast

WRITTEN = {
    "2026-02-16": "5 4 3 н 5/4 4 5 2",
    "2026-02-20": "4 5 оп5 4 3",
    "2026-02-25": "5 б у 3 4",
    "2026-03-02": "5 4 4 5 3 4",
}


def a_lived_in_school(cast: Cast) -> None:
    """Marks, absences, points, planned works, topics, homework, a period mark, an entry: no page is empty."""
    for day, values in WRITTEN.items():
        for pupil, value in zip(cast.pupils_7a, values.split(" "), strict=False):
            cast.put(cast.algebra_7a, day, pupil, value)
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "•", position=2)
    for course in (cast.algebra_7a, cast.russian_7a):
        lesson = cast.lesson(course, PLANNED)
        Work.objects.create(
            lesson=lesson, position=2, kind=cast.kinds["control"], weight=200, title="Контрольная за четверть"
        )
    _topics(cast)
    _plan(cast)
    _entry(cast)
    _pupils(cast)
    _excuses(cast)
    _corrections(cast)
    for quarter, value in zip(cast.quarters[:2], ("4", "5"), strict=True):
        PeriodMark.objects.create(
            course=cast.algebra_7a, period=quarter, pupil=cast.child, value=value, proposed=value,
            author_id=_id(cast), set_at=cast.school.now(),
        )  # fmt: skip


def _corrections(cast: Cast) -> None:
    """One waits for the deputy, one was declined."""
    now, deputy = cast.school.now(), cast.deputy.person
    asked: dict[str, Any] = {
        "course": cast.algebra_7a, "pupil": cast.child, "seen_version": 1, "asked_by_id": _id(cast),
        "asked_as": "teacher", "asked_at": now, "standing": "5",
    }  # fmt: skip
    CorrectionRequest.objects.create(
        work=cast.column(cast.algebra_7a, "2026-03-02"), value="4", reason="ошибка при переносе", **asked
    )
    CorrectionRequest.objects.create(
        work=cast.control, value="2", reason="не та отметка", decision="declined", decided_by=deputy,
        decided_at=now, decision_reason="работа не подтверждает", **asked,
    )  # fmt: skip


def _topics(cast: Cast) -> None:
    lesson, due = cast.substituted, cast.lesson(cast.algebra_7a, "2026-03-04")
    written = {"author_id": _id(cast), "set_at": cast.school.now()}
    LessonTopic.objects.create(lesson=lesson, text="Линейная функция и её график", **written)
    Homework.objects.create(
        lesson=lesson, due_lesson=due, due_date=due.date, text="§ 14, № 312, 314 (а, б)", **written
    )


def _excuses(cast: Cast) -> None:
    """One waits, one was accepted with a document, one refused; the child has missed a lesson."""
    cast.put(cast.russian_7a, "2026-03-03", cast.child, "н")
    decided = {"decided_by_id": _id(cast), "decided_at": cast.school.now()}
    for day, state in (
        (dt.date(2026, 3, 3), {}),
        (dt.date(2026, 3, 5), {"decision": "accepted", **decided}),
        (dt.date(2026, 2, 24), {"decision": "refused", "decision_reason": "был на уроках", **decided}),
    ):
        Excuse.objects.create(
            school=cast.school, pupil=cast.child, kind="illness", first=day, last=day, text="Температура",
            author_id=cast.parent.person_id or 0, author_role="guardian", made_at=cast.school.now(), **state,
        )  # fmt: skip


def _pupils(cast: Cast) -> None:
    """One is exempt, one has brought marks along."""
    written = {"course": cast.algebra_7a, "author_id": _id(cast), "set_at": cast.school.now()}
    Exemption.objects.create(
        pupil=cast.pupils_7a[0], valid_from=dt.date(2026, 3, 5), reason="Справка № 5", **written
    )
    ExternalMark.objects.create(
        pupil=cast.arrived, period=cast.quarter, date=dt.date(2026, 1, 20), value=4, weight=200, is_control=True,
        title="Контрольная работа по теме «Дроби»", source="Школа № 5", **written,
    )  # fmt: skip


def _plan(cast: Cast) -> None:
    """The topic taught is the first of a plan; files and a planned control work go with it."""
    topics = ("Линейная функция и её график", "Контрольная работа № 4", "Системы уравнений")
    made = PlanTopic.objects.bulk_create(
        PlanTopic(
            course=cast.algebra_7a, number=number, text=text, section="Функции", homework="§ 15, № 320",
            control=text if text.startswith("Контрольная") else "", author_id=_id(cast), set_at=cast.school.now(),
        )
        for number, text in enumerate(topics, 1)
    )  # fmt: skip
    LessonTopic.objects.filter(text=topics[0]).update(plan_topic=made[0])
    kept = media.store("Задача на построение.txt", io.BytesIO("Постройте график".encode()))
    HomeworkFile.objects.create(
        homework=Homework.objects.get(lesson=cast.substituted), author_id=_id(cast), added_at=cast.school.now(),
        **kept._asdict(),
    )  # fmt: skip


def _entry(cast: Cast) -> None:
    entry = DiaryEntry.objects.create(
        school=cast.school, kind="thanks", author_id=_id(cast), author_role="teacher",
        text="Спасибо за помощь", day=dt.date(2026, 3, 3), written_at=cast.school.now(),
    )  # fmt: skip
    EntryRecipient.objects.create(entry=entry, pupil=cast.child)
    _messages(cast)


def _messages(cast: Cast) -> None:
    """An invitation to the class with a file, answered by a guardian; one that was withdrawn; a phrase."""
    now, teacher, guardian = cast.school.now(), cast.classteacher.person, cast.parent.person
    assert teacher is not None
    assert guardian is not None
    ReplyRule.objects.create(school=cast.school, mode="always")
    written: dict[str, Any] = {
        "school": cast.school, "author": teacher, "author_role": "class_teacher", "audience": "7 «А»",
        "day": dt.date(2026, 3, 3), "written_at": now,
    }  # fmt: skip
    withdrawn = DiaryEntry.objects.create(kind="announcement", text="Не то", **written)
    EntryWithdrawal.objects.create(entry=withdrawn, made_by=teacher, made_as="class_teacher", made_at=now)
    entry = DiaryEntry.objects.create(
        kind="invitation", text="Билеты по 300 руб.: www.example.com", **written
    )
    for one in (withdrawn, entry):
        EntryRecipient.objects.bulk_create(EntryRecipient(entry=one, pupil=pupil) for pupil in cast.pupils_7a)
    kept = media.store("Программа вечера.txt", io.BytesIO("Начало в 18:00".encode()))
    EntryFile.objects.create(entry=entry, added_at=now, **kept._asdict())
    recipient = EntryRecipient.objects.get(entry=entry, pupil=cast.child)
    EntryReply.objects.create(
        recipient=recipient, guardian=guardian, author=guardian, text="Придём вдвоём", written_at=now
    )
    EntryPhrase.objects.create(school=cast.school, kind="thanks", title="Помощь", text="Спасибо за помощь")


def _id(cast: Cast) -> int:
    assert cast.teacher.person_id is not None
    return cast.teacher.person_id


def a_night_has_passed(cast: Cast) -> None:
    """Two quarters are behind, and there are forecasts, which families see."""
    live(cast, quarters=2)
    Switches.objects.create(school=cast.school, families=Switches.Families.ALL)
    refresh_forecasts(school=cast.school)
