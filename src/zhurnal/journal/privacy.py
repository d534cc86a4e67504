"""What this room keeps about a pupil. A comment meant for teachers is not among it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.entry import cell_text
from zhurnal.journal.excuse_words import when_text
from zhurnal.journal.models import (
    Absence,
    Excuse,
    ExcuseFile,
    Exemption,
    ExternalMark,
    Mark,
    PeriodMark,
    YearDecision,
    YearMark,
)
from zhurnal.people.personal import Document, Section
from zhurnal.ui.media import stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.people.personal import Row


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Marks, absences, totals, exemptions, and what the family said about absences. One query a section."""
    yield Section("marks", "Отметки", _marks(pupil_id))
    yield Section("absences", "Пропуски и опоздания", _absences(pupil_id))
    yield Section("external_marks", "Принесённые отметки", _external(pupil_id))
    yield Section("period_marks", "Отметки за периоды", _totals(pupil_id))
    yield Section("year_marks", "Отметки за год", _year(pupil_id))
    yield Section("exemptions", "Освобождения", _exemptions(pupil_id))
    files = ExcuseFile.objects.filter(excuse__pupil=pupil_id).order_by("pk")
    documents = (Document(_numbered(one), stored(one.path)) for one in files)
    yield Section("excuses", "Сообщения об отсутствии", _excuses(pupil_id), documents)


def _marks(pupil_id: int) -> Iterator[Row]:
    rows = Mark.objects.filter(Q(value__isnull=False) | Q(pending=True), pupil=pupil_id)
    rows = rows.select_related("work__kind", "work__lesson__course__subject", "author")
    for one in rows.order_by("work__lesson__date", "work__lesson__number", "work__position").iterator(500):
        work = one.work
        yield {
            "день": work.lesson.date.isoformat(), "предмет": work.lesson.course.subject.name,
            "отметка": cell_text(one.marks, resit=one.resits, pending=one.pending),
            "вид работы": work.kind.name, "работа": work.title,
            "пояснение": "" if one.is_staff_only else one.comment, "учитель": one.author.short_name,
            "когда": one.set_at.isoformat(timespec="minutes"),
        }  # fmt: skip


def _absences(pupil_id: int) -> Iterator[Row]:
    rows = Absence.objects.filter(pupil=pupil_id).exclude(code="").select_related("lesson__course__subject")
    for one in rows.order_by("lesson__date", "lesson__number").iterator(500):
        yield {
            "день": one.lesson.date.isoformat(), "урок": one.lesson.number,
            "предмет": one.lesson.course.subject.name,
            "что": _(ABSENCE_CODES[one.code].name), "минут": one.minutes or "",
        }  # fmt: skip


def _external(pupil_id: int) -> Iterator[Row]:
    rows = ExternalMark.objects.filter(pupil=pupil_id, value__isnull=False).select_related("course__subject")
    for one in rows.order_by("date", "pk"):
        yield {
            "день": one.date.isoformat(), "предмет": one.course.subject.name, "отметка": one.value,
            "работа": one.title, "откуда": one.source,
        }  # fmt: skip


def _totals(pupil_id: int) -> Iterator[Row]:
    rows = (
        PeriodMark.objects.filter(pupil=pupil_id)
        .exclude(value="")
        .select_related("course__subject", "period")
    )
    for one in rows.order_by("period__starts", "course__subject__position"):
        yield {"период": one.period.name, "предмет": one.course.subject.name, "отметка": one.value}


def _year(pupil_id: int) -> Iterator[Row]:
    rows = (
        YearMark.objects.filter(pupil=pupil_id)
        .exclude(value="")
        .select_related("course__subject", "course__year")
    )
    for one in rows.order_by("course__year__starts", "course__subject__position", "kind"):
        yield {
            "год": one.course.year.name, "предмет": one.course.subject.name,
            "что": one.get_kind_display(), "отметка": one.value,
        }  # fmt: skip
    for decision in YearDecision.objects.filter(pupil=pupil_id).select_related("year"):
        yield {
            "год": decision.year.name, "предмет": "", "что": "решение педсовета",
            "отметка": decision.get_kind_display(),
        }  # fmt: skip


def _exemptions(pupil_id: int) -> Iterator[Row]:
    rows = Exemption.objects.filter(pupil=pupil_id).select_related("course__subject")
    for one in rows.order_by("valid_from"):
        yield {
            "предмет": one.course.subject.name, "с": one.valid_from.isoformat(),
            "по": one.valid_to.isoformat() if one.valid_to else "", "основание": one.reason,
        }  # fmt: skip


def _excuses(pupil_id: int) -> Iterator[Row]:
    rows = Excuse.objects.filter(pupil=pupil_id).select_related("author").prefetch_related("files")
    for one in rows.order_by("first", "pk"):
        yield {
            "когда": when_text(one), "причина": one.get_kind_display(), "пояснение": one.text,
            "кто сообщил": one.author.short_name, "решение": one.get_decision_display(),
            "почему": one.decision_reason, "файлы": ", ".join(map(_numbered, one.files.all())),
        }  # fmt: skip


def _numbered(file: ExcuseFile) -> str:
    """«12-Справка.pdf»: two documents of one name lie side by side."""
    return f"{file.pk}-{file.name}"
