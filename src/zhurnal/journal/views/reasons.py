"""Reasons for changing what stands in the journal: the usual ones to pick from, and the sentence that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.journal.sentences import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.journal.views.lesson_saving import Problem


def typical_reasons() -> list[str]:
    """Each is long enough to be taken as it is."""
    return [
        _("ошибка при вводе отметки"),
        _("работа проверена позже"),
        _("ученик сдал работу позже"),
        _("отметка исправлена после пересдачи"),
        _("отметка стояла у другого ученика"),
        _("уточнена причина отсутствия"),
    ]


def reason_sentence(problems: Sequence[Problem]) -> str:
    """Why a form asks for a reason, and for how many marks it will serve."""
    number = counted(len(problems), _("{n} отметка"), _("{n} отметки"), _("{n} отметок"))
    return _("{sentence} Причина общая для всех: {number}.").format(
        sentence=problems[0].sentence, number=number
    )
