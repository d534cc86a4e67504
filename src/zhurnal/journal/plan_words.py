"""Why a plan, or a file that brings one, is not taken: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.journal.rules import RefusedError

_SENTENCES = {
    "not_your_plan": gettext_noop(
        "Не сохранено: план этого курса ведёт другой учитель. Смотреть его можно, менять — нет."
    ),
    "plan_changed": gettext_noop(
        "Не сохранено: пока страница была открыта, план изменился. Посмотрите, что в нём теперь, и повторите."
    ),
    "no_such_topic": gettext_noop("Не сохранено: темы № {number} в плане нет. Обновите страницу."),
    "topic_without_text": gettext_noop("Не сохранено: тема пуста. Напишите, чему посвящён урок."),
    "topic_taught": gettext_noop(
        "Не убрано: тема № {number} уже записана в урок {day}. Из плана убирают только то, что ещё не пройдено."
    ),
    "too_many_topics": gettext_noop(
        "Не сохранено: в плане получилось бы больше {most} уроков, столько в году не бывает. Проверьте столбец "
        "«Часы»."
    ),
    "field_too_long": gettext_noop(
        "Не сохранено: «{field}» длиннее {longest} знаков. Сократите и сохраните ещё раз."
    ),
    "foreign_source": gettext_noop("Не скопировано: такого плана нет. Выберите курс из списка."),
    "empty_source": gettext_noop("Не скопировано: у выбранного курса нет плана. Выберите другой курс."),
    "broken_plan": gettext_noop("Не сохранено: страница повреждена. Загрузите файл ещё раз."),
    "no_file": gettext_noop("Файл не выбран. Выберите файл XLSX или CSV с планом."),
    "empty_file": gettext_noop("Файл пуст. Выберите файл, в котором есть таблица с планом."),
    "file_too_large": gettext_noop(
        "Файл не принят: он больше {most} МБ. План — это таблица без картинок; сохраните её отдельным файлом."
    ),
    "old_workbook": gettext_noop(
        "Файл не прочитан: это старый формат Excel (.xls) или файл под паролем. Откройте его в Excel, снимите "
        "пароль и сохраните как «Книга Excel (.xlsx)»."
    ),
    "protected": gettext_noop(
        "Файл не прочитан: он под паролем. Снимите пароль в Excel и загрузите файл ещё раз."
    ),
    "not_a_table": gettext_noop(
        "Файл не прочитан: это не таблица, хотя имя может говорить другое. Сохраните план как XLSX или CSV."
    ),
    "not_a_workbook": gettext_noop(
        "Файл не прочитан: внутри не таблица Excel. Сохраните план как XLSX или CSV."
    ),
    "damaged": gettext_noop(
        "Файл не прочитан: он повреждён. Откройте его в Excel, сохраните заново и загрузите ещё раз."
    ),
    "too_heavy": gettext_noop(
        "Файл не прочитан: внутри слишком много данных для плана. Скопируйте таблицу с планом в новый файл и "
        "загрузите его."
    ),
    "too_many_rows": gettext_noop(
        "Файл не прочитан: в таблице больше {most} строк, а уроков в году столько не бывает. Оставьте в файле "
        "план одного курса."
    ),
    "unknown_encoding": gettext_noop(
        "Файл не прочитан: непонятно, какими буквами он записан. Сохраните его как XLSX или как «CSV UTF-8»."
    ),
    "no_topic_column": gettext_noop(
        "В файле не найден столбец «Тема». Назовите столбцы в первой строке: №, Раздел, Тема, Часы, Домашнее "
        "задание, Контрольная. Первая строка файла: {found}."
    ),
    "column_twice": gettext_noop(
        "Столбец «{column}» встречается дважды: «{first}» и «{second}». Оставьте один из них."
    ),
    "no_rows": gettext_noop("В таблице есть названия столбцов, но нет ни одной темы. Заполните её и загрузите."),
}  # fmt: skip


def refused(code: str, **facts: object) -> RefusedError:
    """The refusal with its sentence; `facts` are the words that the sentence names."""
    return RefusedError(code, _(_SENTENCES[code]).format(**facts))
