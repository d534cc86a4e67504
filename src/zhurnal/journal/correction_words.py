"""Why a correction is not asked for or not decided: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.journal.rules import RefusedError

_SENTENCES = {
    "correction_not_yours": gettext_noop(
        "Не отправлено: просить об исправлении может учитель, который ведёт этот урок, или завуч."
    ),
    "correction_not_needed": gettext_noop(
        "Не отправлено: период открыт, одобрение не нужно. Исправьте отметку сами."
    ),
    "correction_of_nothing": gettext_noop(
        "Не отправлено: здесь и так стоит «{text}». Укажите, что должно стоять."
    ),
    "correction_reason": gettext_noop("Не отправлено: напишите причину, не меньше {shortest} знаков."),
    "correction_open": gettext_noop(
        "Не отправлено: просьба об этой отметке уже ждёт решения. Отзовите её, чтобы попросить о другом."
    ),
    "correction_page_stale": gettext_noop(
        "Не отправлено: пока страница была открыта, отметка изменилась. Сейчас показано, что в ней стоит."
    ),
    "correction_stale": gettext_noop(
        "Не исправлено: клетка изменилась, просьба устарела. Сейчас в ней «{text}». "
        "Отклоните просьбу или дождитесь новой."
    ),
    "correction_decided": gettext_noop("Решение уже принято, оно показано ниже. Ничего не изменилось."),
    "correction_not_to_decide": gettext_noop(
        "Не выполнено: об этой просьбе решает другой человек. Свою просьбу не одобряют, а просьбу завуча "
        "одобряет директор."
    ),
    "correction_decline_reason": gettext_noop(
        "Не отклонено: напишите учителю, почему, не меньше {shortest} знаков."
    ),
}


def correction_refused(code: str, **facts: object) -> RefusedError:
    """The refusal with its sentence. `facts` are the words that the sentence names."""
    return RefusedError(code, _(_SENTENCES[code]).format(**facts))
