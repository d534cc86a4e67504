"""Why an excuse is not taken or not decided, and how one is told: «болезнь, 4–6 марта»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.journal.rules import RefusedError
from zhurnal.ui.words import day

if TYPE_CHECKING:
    from zhurnal.journal.models import Excuse

_SENTENCES = {
    "excuse_not_yours": gettext_noop(
        "Не отправлено: сообщать об отсутствии ребёнка вам не разрешено. Право даёт секретарь школы."
    ),
    "excuse_kind": gettext_noop("Не отправлено: выберите причину."),
    "excuse_other": gettext_noop("Не отправлено: напишите, какая это причина."),
    "excuse_text": gettext_noop("Не отправлено: пояснение длиннее {most} знаков. Сократите его."),
    "excuse_days": gettext_noop(
        "Не отправлено: дни должны идти по порядку, с {first} по {last}, и не больше {most} подряд."
    ),
    "excuse_lessons": gettext_noop(
        "Не отправлено: номера уроков — от 1 до {most}, по порядку, и только для одного дня."
    ),
    "excuse_no_pupil": gettext_noop("Не отправлено: в эти дни ребёнок не числится в школе."),
    "excuse_too_many": gettext_noop(
        "Не отправлено: за день принято уже {most} сообщений. Позвоните классному руководителю."
    ),
    "excuse_begun": gettext_noop(
        "Не отозвано: отсутствие уже началось. Позвоните классному руководителю, если ребёнок в школе."
    ),
    "excuse_decided": gettext_noop("По этому сообщению уже решено, решение показано ниже. Ничего не изменилось."),
    "excuse_files": gettext_noop("Файл не приложен: к сообщению прилагают не больше {most} файлов."),
    "excuse_closed": gettext_noop(
        "Файл не приложен: сообщение отозвано или отклонено. Отправьте новое и приложите файл к нему."
    ),
    "excuse_not_to_decide": gettext_noop(
        "Не выполнено: решает классный руководитель, который ведёт этого ученика, или завуч."
    ),
    "excuse_late": gettext_noop(
        "Не принято: прошло больше {days} дн. после {day}. Такие пропуски оправдывает завуч."
    ),
    "excuse_reason": gettext_noop("Не отклонено: напишите семье, почему, не меньше {shortest} знаков."),
    "excuse_cell": gettext_noop("Не принято, ничего не изменилось. {sentence}"),
}  # fmt: skip


def excuse_refused(code: str, **facts: object) -> RefusedError:
    """The refusal with its sentence. `facts` are the words that the sentence names."""
    return RefusedError(code, _(_SENTENCES[code]).format(**facts))


def when_text(excuse: Excuse) -> str:
    """«4 марта», «4 марта, уроки 3–5», «4 марта, урок 3», «с 4 марта по 6 марта»."""
    if excuse.first != excuse.last:
        return _("с {first} по {last}").format(first=day(excuse.first), last=day(excuse.last))
    if excuse.first_lesson is None:
        return day(excuse.first)
    if excuse.first_lesson == excuse.last_lesson:
        return _("{day}, урок {number}").format(day=day(excuse.first), number=excuse.first_lesson)
    return _("{day}, уроки {first}–{last}").format(
        day=day(excuse.first), first=excuse.first_lesson, last=excuse.last_lesson
    )
