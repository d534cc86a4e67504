"""An event in words: a short one that may leave the house, and all of it for those who may know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.journal.models import YearMark
from zhurnal.notices.kinds import Aspect, Kind
from zhurnal.notices.places import due_day, moment_of, new_device_in
from zhurnal.ui.words import day, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhurnal.notices.models import Event

_ADDED = "added"


def headline(kind: str) -> str:
    """«Новая отметка»: says that there is something, and nothing about it."""
    return {
        Kind.ABSENCE: _("Отсутствие на уроке"),
        Kind.MARK: _("Новая отметка"),
        Kind.PERIOD_MARK: _("Отметка за период"),
        Kind.HOMEWORK: _("Домашнее задание"),
        Kind.LESSON: _("Изменение уроков"),
        Kind.ENTRY: _("Новая запись в дневнике"),
        Kind.SECURITY: _("Вход в журнал"),
    }[Kind(kind)]


def where(event: Event) -> str:
    """«Алгебра, 4 марта», «Алгебра, 3-я четверть»; the subject alone; nothing."""
    if event.course is None:
        return ""
    subject = event.course.subject.name
    if event.lesson is not None:
        return f"{subject}, {day(event.lesson.date)}"
    return f"{subject}, {event.period.name}" if event.period is not None else subject


def what(event: Event) -> str:
    """«отметка 5», «урок отменён»: what an event means for the pupil whom it concerns."""
    return _WORDS[Kind(event.kind)](event)


def _mark(event: Event) -> str:
    if not event.after:
        return _("отметка %(before)s снята") % {"before": event.before}
    if event.before:
        return _("отметка исправлена: %(before)s → %(after)s") % {
            "before": event.before, "after": event.after
        }  # fmt: skip
    return _("отметка %(after)s") % {"after": event.after}


def _period_mark(event: Event) -> str:
    if event.period is not None:
        return _mark(event)
    kind = YearMark.Kind(event.key.rpartition(":")[2])
    return f"{kind.label}: {_mark(event)}"


def _absence(_event: Event) -> str:
    return _("пропуск, причина неизвестна")


def _homework(event: Event) -> str:
    if not event.after:
        return _("задания больше нет")
    due = due_day(event)
    said = {"day": day(due)} if due else {}
    if event.before:
        return _("задание на %(day)s изменено") % said if due else _("задание изменено")
    if event.lesson is not None and moment_of(event).date() > event.lesson.date:
        return _("задание на %(day)s добавлено позже") % said if due else _("задание добавлено позже")
    return _("задание на %(day)s") % said if due else _("задание")


def _lesson(event: Event) -> str:
    if event.aspect == Aspect.PLACE:
        date, number = event.after.split(" ")
        return _("урок перенесён на %(day)s, номер %(number)s") % {
            "day": day(dt.date.fromisoformat(date)), "number": number,
        }  # fmt: skip
    if event.aspect == Aspect.TEACHER:
        return _("урок ведёт другой учитель") if event.after else _("замены учителя не будет")
    if event.after == _ADDED:
        return _("добавлен урок")
    return _("урок состоится") if event.after else _("урок отменён")


def _entry(event: Event) -> str:
    return str(event.entry.get_kind_display()) if event.entry else ""


def _security(event: Event) -> str:
    when = {"when": stamp(moment_of(event))}
    browser = new_device_in(event)
    if browser is None:
        return _("пароль изменён %(when)s") % when
    said = when | {"browser": browser or _("неизвестный браузер")}
    return _("вход с нового устройства: %(browser)s, %(when)s") % said


_WORDS: dict[Kind, Callable[[Event], str]] = {
    Kind.ABSENCE: _absence,
    Kind.MARK: _mark,
    Kind.PERIOD_MARK: _period_mark,
    Kind.HOMEWORK: _homework,
    Kind.LESSON: _lesson,
    Kind.ENTRY: _entry,
    Kind.SECURITY: _security,
}
