"""What the fields of the form are called, beside them and in the list of what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.journal.policy_form.fields import BORDERED_ROWS, row_field, weight_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.journal.models import WorkKind

_LABELS = {
    "scale": gettext_noop("Отметки"),
    "level_5": gettext_noop("«Отлично» с"),
    "level_4": gettext_noop("«Хорошо» с"),
    "level_3": gettext_noop("«Удовлетворительно» с"),
    "rounding": gettext_noop("С какого среднего балла ставится следующая отметка"),
    "shift": gettext_noop("Доля"),
    "thresholds": gettext_noop("Пороги, по строке на отметку"),
    "grey_zone": gettext_noop("Спорная зона"),
    "deviation": gettext_noop("Заметное отклонение"),
    "marks_more": gettext_noop("Отметок в остальных случаях"),
    "too_few": gettext_noop("Если отметок меньше"),
    "missed": gettext_noop("Н/а, если пропущена доля уроков больше"),
    "double": gettext_noop("Двойные отметки «5/4»"),
    "resit": gettext_noop("После пересдачи учитывается"),
    "beside": gettext_noop("Отметка за пропущенный урок"),
    "point_days": gettext_noop("Точка ждёт работу, дней"),
    "point_becomes": gettext_noop("Потом точка становится отметкой"),
    "year_tie": gettext_noop("Половина в годовой отметке"),
    "exam": gettext_noop("Экзамен"),
    "exam_tie": gettext_noop("Половина в итоговой отметке"),
    "window_mark": gettext_noop("Отметки"),
    "window_homework": gettext_noop("Домашнее задание"),
    "window_attendance": gettext_noop("Посещаемость"),
    "rating": gettext_noop("Семья видит"),
    "rating_from": gettext_noop("С класса"),
    "rating_to": gettext_noop("По класс"),
    "rating_marks": gettext_noop("Если отметок не меньше"),
    "class_average": gettext_noop("Средний балл класса"),
    "text": gettext_noop("Список правил"),
    "valid_from": gettext_noop("Правила вводятся с"),
    "note": gettext_noop("Основание"),
}
_OF_ROW = {
    "grades": gettext_noop("Классы, строка %(row)s"),
    "subjects": gettext_noop("Предметы, строка %(row)s"),
    "scale": gettext_noop("Шкала, строка %(row)s"),
    "shift": gettext_noop("Доля порога, строка %(row)s"),
    "marks": gettext_noop("Отметок, строка %(row)s"),
}


def labels(kinds: Iterable[WorkKind], rows: int) -> dict[str, str]:
    """The label of every field of a form with so many rows, in the reader's language."""
    hours = {
        f"{what}_{row}": _(text) % {"row": row + 1}
        for row in range(BORDERED_ROWS)
        for what, text in (("hours", gettext_noop("Часов, строка %(row)s")), ("marks", _OF_ROW["marks"]))
    }
    differ = {
        row_field(row, what): _(text) % {"row": row + 1} for row in range(rows) for what, text in _OF_ROW.items()
    }  # fmt: skip
    weights = {weight_field(kind): _("Вес: %(kind)s") % {"kind": kind.name} for kind in kinds}
    return {name: _(text) for name, text in _LABELS.items()} | hours | weights | differ
