"""What families are told of, over which channels, how soon."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The kinds of events that a person chooses among."""

    ABSENCE = "absence", _("Пропуск без причины")
    MARK = "mark", _("Отметка")
    PERIOD_MARK = "period_mark", _("Отметка за период")
    HOMEWORK = "homework", _("Домашнее задание")
    LESSON = "lesson", _("Изменение урока")
    ENTRY = "entry", _("Запись в дневнике")
    SECURITY = "security", _("Безопасность входа")


class Aspect(TextChoices):
    """What of a lesson changed: each is undone by itself."""

    HELD = "held", _("состоится ли урок")
    PLACE = "place", _("когда урок")
    TEACHER = "teacher", _("кто ведёт урок")


class Channel(TextChoices):
    """How a message leaves the house."""

    MAIL = "mail", _("почта")
    PUSH = "push", _("устройства")


class Pace(TextChoices):
    """How soon a person is told."""

    OFF = "off", _("не присылать")
    DIGEST = "digest", _("в сводке дня")
    NOW = "now", _("сразу")


# Of a child; what concerns the account itself is apart.
OF_A_CHILD = tuple(kind for kind in Kind if kind != Kind.SECURITY)
# What is only interesting while it stands: taken back, it is not told of.
VANISHING = frozenset({Kind.ABSENCE, Kind.ENTRY})
_AT_ONCE = frozenset({Kind.ABSENCE, Kind.SECURITY})


def default_pace(kind: str) -> Pace:
    """How soon people are told who chose nothing."""
    return Pace.NOW if kind in _AT_ONCE else Pace.DIGEST
