"""Why a change of a column, or of a kind of work, is not made: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.journal.rules import RefusedError

_SENTENCES = {
    "foreign_kind": gettext_noop(
        "Не сохранено: такого вида работы в школе нет или он скрыт. Выберите вид из списка."
    ),
    "unreadable_weight": gettext_noop(
        "«{text}» не сохранено: вес — число от 0 до {heaviest}, не больше двух знаков после запятой. Исправьте вес."
    ),
    "odd_column_weight": gettext_noop(
        "«{text}» не сохранено: в школе учитывается среднее за работу и пересдачу, а половина этого веса не "
        "выражается в сотых. Введите вес с чётной последней цифрой, например {even}."
    ),
    "column_changed": gettext_noop(
        "Не сохранено: пока страница была открыта, колонку изменили. Сейчас показано, что в ней стоит. Сверьте и "
        "сохраните ещё раз, если нужно."
    ),
    "ordinary_column": gettext_noop(
        "Не убрано: это обычная колонка урока, в ней отмечают и пропуски. Её можно только изменить."
    ),
    "column_in_use": gettext_noop(
        "Не убрано: в колонке есть отметки, точки или запрос на исправление. Сначала сотрите их."
    ),
    "too_many_columns": gettext_noop(
        "Не добавлено: у урока уже {most} колонок. Уберите пустую или запишите работу в другой урок."
    ),
    "not_kind_keeper": gettext_noop(
        "Не сохранено: виды работ ведут директор и его заместитель. Обратитесь к завучу."
    ),
    "kind_without_name": gettext_noop(
        "Не сохранено: у вида работы нет названия или короткого знака. Заполните оба поля."
    ),
    "kind_without_weight": gettext_noop("Не сохранено: у вида работы нет веса. Введите число от 0 до 100."),
    "kind_name_too_long": gettext_noop(
        "Не сохранено: название длиннее {longest} или знак длиннее {longest_sign} букв. Сократите."
    ),
    "kind_known": gettext_noop("Не сохранено: вид работы «{name}» уже есть. Выберите другое название и знак."),
    "kind_in_rules": gettext_noop(
        "Не сохранено: правила отметок дают вес работам под именем «{name}». Сначала измените правила, иначе веса "
        "работ разойдутся с ними."
    ),
    "kind_changed": gettext_noop(
        "Не сохранено: пока страница была открыта, вид работы изменили. Сверьте и сохраните ещё раз."
    ),
    "ordinary_kind": gettext_noop(
        "Не скрыто: с этим видом открываются обычные колонки уроков. Скрыть можно любой другой."
    ),
}  # fmt: skip


def refused(code: str, **facts: object) -> RefusedError:
    """The refusal with its sentence; `facts` are the words that the sentence names."""
    return RefusedError(code, _(_SENTENCES[code]).format(**facts))
