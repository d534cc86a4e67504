"""Why homework, or a file that goes with it, is not taken: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.journal.rules import RefusedError

_SENTENCES = {
    "due_passed": gettext_noop(
        "Не сохранено: день, к которому задано ({day}), прошёл. Записанное можно только дополнить: допишите в "
        "конец, не меняя написанного."
    ),
    "homework_window": gettext_noop(
        "Не сохранено: задание урока {day} меняют {days} дн. Записанное можно только дополнить: допишите в "
        "конец, не меняя написанного."
    ),
    "file_kept": gettext_noop(
        "Файл «{name}» не убран: день, к которому задано, прошёл. Семьи уже видели его; добавьте новый, если "
        "нужно исправить."
    ),
    "no_such_file": gettext_noop("Такого файла у задания нет. Обновите страницу."),
    "file_without_homework": gettext_noop(
        "Файлы не добавлены: задание не написано. Напишите, что с ними делать, и выберите файлы ещё раз."
    ),
    "too_many_files": gettext_noop(
        "Файл «{name}» не добавлен: у задания может быть не больше {most} файлов. Уберите лишний."
    ),
    "nothing_to_copy": gettext_noop("Не скопировано: в этом уроке ничего не задано. Сначала сохраните задание."),
    "no_lesson_for_copy": gettext_noop("Не скопировано: в этом курсе ещё не было урока, в котором можно задать."),
    "already_set": gettext_noop(
        "Не скопировано: в последнем уроке уже задано «{text}». Откройте тот урок и дополните задание."
    ),
}  # fmt: skip


def refused(code: str, **facts: object) -> RefusedError:
    """The refusal with its sentence; `facts` are the words that the sentence names."""
    return RefusedError(code, _(_SENTENCES[code]).format(**facts))
