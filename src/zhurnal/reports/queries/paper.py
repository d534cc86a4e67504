"""The diary on paper: what a week page holds, as plain data for the typesetter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhurnal.calc.calendar import iso_week, week_dates
from zhurnal.diary.queries.messages import entries_between
from zhurnal.diary.queries.week import spread
from zhurnal.people.models import Person
from zhurnal.ui.words import day, day_year, month, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.calendar import Week
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.week import Day, Row, Spread
    from zhurnal.diary.queries.week_facts import LessonView
    from zhurnal.messaging.queries import EntryView

_SEVEN_DAYS, _TO_SATURDAY = dt.timedelta(days=7), dt.timedelta(days=5)
_A_MONTH = dt.timedelta(days=31)  # from a first day always into the next month
# The paper diary has eight lines a day.
LINES = 8
Data = dict[str, Any]


def paper_diary(frame: Frame, weeks: Sequence[Week], title: str) -> Data:
    """The pages of some weeks, with what stands on all of them. At most seven queries a week."""
    return {
        "title": title,
        "lang": (get_language() or "ru")[:2],
        "school": frame.school.short_name,
        "pupil": frame.pupil.list_name,
        "full_name": frame.pupil.full_name,
        "class": frame.school_class.name,
        "year": frame.year.name,
        "printed": _("Напечатано %(day)s") % {"day": day_year(frame.school.today())},
        "words": _words(frame.pupil),
        "weeks": [_week(frame, week) for week in weeks],
    }


def weeks_of_month(first: dt.date) -> list[Week]:
    """The weeks that have a day from Monday to Saturday in the month that begins on `first`, in their order."""
    after = (first + _A_MONTH).replace(day=1)
    mondays = [week_dates(*iso_week(first))[0] + number * _SEVEN_DAYS for number in range(6)]
    return [iso_week(monday) for monday in mondays if monday < after and monday + _TO_SATURDAY >= first]


def _words(pupil: Person) -> Data:
    is_girl = pupil.sex == Person.Sex.FEMALE
    return {
        "columns": [_("№"), _("Предмет"), _("Что задано"), _("Отметка"), _("Подпись")],
        "entries": _("Замечания и благодарности"),
        "missed": _("Пропущено уроков"),
        "late": _("Опозданий"),
        "teacher": _("Классный руководитель"),
        "guardians": _("Подписи родителей"),
        "diary": _("Дневник"),
        "pupil": _("Ученица") if is_girl else _("Ученик"),
        "class": _("Класс"),
        "school": _("Школа"),
        "year": _("Учебный год"),
        "notes": _("Для заметок"),
    }


def _week(frame: Frame, week: Week) -> Data:
    dates, found = week_dates(*week), spread(frame, week)
    names = dict.fromkeys(month(date) for date in (dates[0], dates[-1]))
    return {
        "month": " – ".join(names).capitalize(),
        "days": [_day(one) for one in found.days],
        "entries": [
            _entry(one)
            for one in reversed(entries_between(frame, dates[0], dates[-1]))
            if not one.is_withdrawn
        ],
        **_foot(found),
    }


def _foot(found: Spread) -> Data:
    reasons = ", ".join(f"{reason} — {number}" for reason, number in found.missed.by_reason)
    return {
        "missed": f"{found.missed.total} ({reasons})" if reasons else str(found.missed.total),
        "late": str(found.missed.late),
        "teacher": ", ".join(found.foot.class_teachers),
        "signatures": [f"{one.name}, {one.kind}, {one.when}" for one in found.foot.signatures],
    }


def _day(one: Day) -> Data:
    rows = [_row(row) for row in one.rows] if one.has_lessons else []
    blank = range(len(rows) + 1, LINES + 1) if rows else ()
    return {
        "name": weekday(one.date).capitalize(),
        "date": day(one.date),
        "free": _why_empty(one),
        "rows": rows + [_blank(number) for number in blank],
        "extra": [f"{task.subject}: {task.text}" for task in one.tasks],
    }


def _why_empty(one: Day) -> str:
    if not one.is_member:
        return _("В этот день — не в списке класса")
    if one.free:
        return one.free
    return _("Уроков нет") if one.is_school_day else _("Выходной")


def _blank(number: int) -> Data:
    return {"number": number, "subject": "", "tasks": [], "marks": [], "cancelled": False, "note": ""}


def _row(row: Row) -> Data:
    lesson = row.lesson
    if lesson is None:
        return _blank(row.number)
    marks = [{"text": mark.text, "control": mark.is_control} for mark in lesson.marks]
    if lesson.absence_sign:
        marks.append({"text": lesson.absence_sign, "control": False})
    return {
        "number": row.number, "subject": lesson.subject, "tasks": [{"text": task.text} for task in lesson.tasks],
        "marks": marks, "cancelled": lesson.cancelled is not None, "note": _note(lesson),
    }  # fmt: skip


def _note(lesson: LessonView) -> str:
    """«урок отменён», «заменяет Петрова И. И.», «перенесён с 6 марта, 3-й урок»."""
    if lesson.cancelled is not None:
        return _("урок отменён")
    substituted = _("заменяет %(name)s") % {"name": lesson.substitute} if lesson.substitute else ""
    return ", ".join(part for part in (substituted, lesson.moved) if part)


def _entry(one: EntryView) -> Data:
    return {
        "kind": str(one.kind_name).capitalize(), "day": day(one.day), "text": one.text, "author": one.author,
    }  # fmt: skip
