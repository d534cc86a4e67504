"""What the scripts of the journal say. They carry no words of their own, so that these can be translated."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhurnal.calc.grading.absence import ABSENCE_CODES


def grid_words() -> dict[str, Any]:
    """The words of the grid. One of three forms follows the number: 1 отметка, 3 отметки, 12 отметок."""
    return _grid_words(get_language() or "")


@cache
def _grid_words(_language: str) -> dict[str, Any]:
    return {
        "untouched": _("Всё сохранено"),
        "saved": _("Сохранено в {time}"),
        "saving": _("Сохраняется… ({n})"),
        "offline": {
            "one": _("Нет связи — {n} отметка ждёт на этом устройстве"),
            "few": _("Нет связи — {n} отметки ждут на этом устройстве"),
            "many": _("Нет связи — {n} отметок ждут на этом устройстве"),
        },
        "signed_out": {
            "one": _("Вы вышли из системы. {n} отметка ждёт: войдите снова в новой вкладке"),
            "few": _("Вы вышли из системы. {n} отметки ждут: войдите снова в новой вкладке"),
            "many": _("Вы вышли из системы. {n} отметок ждут: войдите снова в новой вкладке"),
        },
        "stranger": {
            "one": _("На этом компьютере вошёл другой человек. {n} отметка ждёт: войдите под своим именем"),
            "few": _("На этом компьютере вошёл другой человек. {n} отметки ждут: войдите под своим именем"),
            "many": _("На этом компьютере вошёл другой человек. {n} отметок ждут: войдите под своим именем"),
        },
        "sign_out": {
            "one": _("{n} отметка ещё не отправлена. Если выйти сейчас, она пропадёт. Выйти?"),
            "few": _("{n} отметки ещё не отправлены. Если выйти сейчас, они пропадут. Выйти?"),
            "many": _("{n} отметок ещё не отправлены. Если выйти сейчас, они пропадут. Выйти?"),
        },
        "sign_in": _("Войти"),
        **_refusals(),
        **_cues(),
    }


def _refusals() -> dict[str, str]:
    return {
        "not_open": _(
            "Не сохранено: этот журнал больше не открыт для записи. Обновите страницу; если это ошибка, "
            "обратитесь к завучу."
        ),
        "more_refused": _("Не принято ещё: {n}."),
        "refused_here": _("Здесь отметка не принята"),
        "show": _("Показать"),
        "read": _("Понятно"),
        "conflict": _("{who}: у вас {mine}, а здесь уже {text} · {by}, {at}"),
        "conflict_bare": _("{who}: у вас {mine}, а здесь уже {text}"),
        "nothing": _("пусто"),
        "keep": _("Оставить {text}"),
        "keep_empty": _("Оставить пустой"),
        "put": _("Поставить {mine}"),
        "put_empty": _("Очистить"),
    }


def _cues() -> dict[str, Any]:
    return {
        "end_of_list": _("Конец списка"),
        "first_mark_first": _("Сначала первая отметка, потом «/» и вторая"),
        "second_mark": _("Вторая отметка: нажмите цифру"),
        "unknown": _("«{value}» здесь не пишут. Отметки — от 2 до 5, все знаки — по клавише «?»"),
        "nothing_to_undo": _("Отменять больше нечего"),
        "locks": {
            "future": _("Урок ещё не прошёл: отметки ставят с дня урока"),
            "cancelled": _("Урок отменён: отметок здесь не ставят"),
            "out": _("В этот день ученика в списке не было"),
            "reader": _("Эту страницу можно только смотреть"),
        },
    }


def sheet_words() -> dict[str, Any]:
    """The words of the lesson sheet's scripts."""
    return {
        "absent": _("{name}: отсутствует"),
        "end_of_list": _("Конец списка"),
        "unsaved": _("Есть несохранённое"),
        "all_here": _("Все на месте"),
        "some_absent": {
            "one": _("Готово: отсутствует {n}"),
            "few": _("Готово: отсутствуют {n}"),
            "many": _("Готово: отсутствуют {n}"),
        },
        "missed": [code for code, known in ABSENCE_CODES.items() if known.counts_as_missed],
    }
