"""Why something was not saved, in words: what happened, and what to do. The old value always stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    import datetime as dt

_SENTENCES = {
    "outside_scale": gettext_noop(
        "«{text}» не сохранено: такой отметки нет в шкале. Введите отметку от {low} до {high}."
    ),
    "unreadable": gettext_noop(
        "«{text}» не сохранено: такой записи нет. Введите отметку, «н», «б», «у», «нп», «осв», «оп5» или «•»."
    ),
    "absence_with_mark": gettext_noop(
        "«{text}» не сохранено: кто пропустил урок, не получает за него отметку. Введите что-то одно."
    ),
    "no_marks_in_subject": gettext_noop(
        "Отметка не сохранена: предмет безотметочный. Здесь ставят только пропуски и опоздания."
    ),
    "absence_in_second_column": gettext_noop(
        "«{text}» не сохранено: это дополнительная колонка урока. Отметьте пропуск в первой колонке."
    ),
    "double_mark": gettext_noop(
        "«{text}» не сохранено: двойные отметки в школе не ставят. Введите одну отметку."
    ),
    "reason_needed": gettext_noop(
        "Не сохранено: прошло больше {days} дн. после урока {day}. Изменить можно, указав причину."
    ),
    "reason_too_short": gettext_noop(
        "Не сохранено: причина слишком короткая. Напишите её словами, не меньше {shortest} знаков."
    ),
    "comment_on_nothing": gettext_noop(
        "Не сохранено: пояснение пишут к отметке или пропуску, а клетка пуста. Сначала введите отметку."
    ),
    "due_before_lesson": gettext_noop(
        "Не сохранено: срок точки раньше урока {day}. Выберите день этого урока или позже."
    ),
    "handed_in_out_of_range": gettext_noop(
        "Не сохранено: работу можно сдать с урока {day} до сегодняшнего дня. Исправьте дату сдачи."
    ),
    "foreign_column": gettext_noop(
        "Не сохранено: такой колонки в этом журнале нет. Обновите страницу и введите отметку ещё раз."
    ),
    "not_your_lesson": gettext_noop(
        "Не сохранено: урок {day} ведёт другой учитель. Если это ошибка, обратитесь к завучу."
    ),
    "foreign_pupil": gettext_noop(
        "Не сохранено: этого ученика нет в списке журнала. Обновите страницу; если он пришёл недавно, "
        "обратитесь в канцелярию."
    ),
    "left_by_then": gettext_noop(
        "Не сохранено: {day} ученика уже не было в списке, он выбыл {left}. Выберите урок до этого дня."
    ),
    "not_yet_there": gettext_noop(
        "Не сохранено: {day} ученика ещё не было в списке, он учится здесь с {since}. "
        "Выберите урок с этого дня."
    ),
    "future_lesson": gettext_noop("Не сохранено: урок {day} ещё не прошёл. Запись откроется в день урока."),
    "cancelled_lesson": gettext_noop(
        "Не сохранено: урок {day} отменён. Если он состоялся, обратитесь к завучу."
    ),
    "closed_period": gettext_noop(
        "Не сохранено: период, к которому относится урок {day}, закрыт. Исправление одобряет завуч: "
        "откройте отметку подробно и попросите исправить."
    ),
    "no_period": gettext_noop(
        "Не сохранено: урок {day} не входит ни в один учебный период. Обратитесь к завучу."
    ),
    "foreign_change_id": gettext_noop(
        "Не сохранено: под этим номером записано другое изменение. Введите отметку ещё раз."
    ),
    "broken_change": gettext_noop(
        "Не сохранено: запрос составлен неверно. Обновите страницу и введите отметку ещё раз."
    ),
    "text_too_long": gettext_noop(
        "Не сохранено: текст длиннее {longest} знаков. Сократите его и сохраните ещё раз."
    ),
    "nothing_set_with_text": gettext_noop(
        "Не сохранено: отмечено «без задания», а задание написано. Оставьте что-то одно."
    ),
    "minutes_out_of_range": gettext_noop(
        "Не сохранено: время на задание — от 1 до {longest} минут. Исправьте или оставьте пустым."
    ),
    "due_out_of_range": gettext_noop(
        "Не сохранено: задание можно задать на день после урока {day} и не позже {last}. "
        "Выберите другой день."
    ),
    "conflict": gettext_noop(
        "Не сохранено: пока страница была открыта, запись здесь изменилась ({by}, {at}). "
        "Сверьте и введите ещё раз, если нужно."
    ),
    "conflict_with_nothing": gettext_noop(
        "Не сохранено: страница устарела. Обновите её и введите отметку ещё раз."
    ),
    "not_your_totals": gettext_noop(
        "Не сохранено: итоговые отметки ставит учитель, который ведёт этот курс. Смотреть их можно."
    ),
    "foreign_period": gettext_noop(
        "Не сохранено: такого учебного периода у этого курса нет. Обновите страницу."
    ),
    "totals_too_early": gettext_noop(
        "Не сохранено: отметки за «{period}» ставят с {day}. До этого видно только предложение правила."
    ),
    "year_too_early": gettext_noop(
        "Не сохранено: отметки года ставят с {day}. До этого видно только предложение правила."
    ),
    "totals_closed": gettext_noop(
        "Не сохранено: период «{period}» закрыт завучем. Исправить отметку можно, если завуч откроет его "
        "или одобрит исправление."
    ),
    "no_totals_in_subject": gettext_noop(
        "Не сохранено: предмет безотметочный, итоговых отметок в нём не ставят."
    ),
    "unreadable_total": gettext_noop(
        "«{text}» не сохранено: такой отметки нет. Введите отметку шкалы ({marks}), «н/а» или «осв»."
    ),
    "not_member_in_period": gettext_noop(
        "Не сохранено: в этом периоде ученик здесь не учился. Обновите страницу."
    ),
    "choice_needs_reason": gettext_noop(
        "Не сохранено: правило оставляет выбор за учителем ({options}). Напишите причину выбора."
    ),
    "deviation_needs_reason": gettext_noop(
        "Не сохранено: правило предлагает {proposed}. Чтобы поставить {text}, напишите причину, "
        "не меньше {shortest} знаков."
    ),
    "unproposed_needs_reason": gettext_noop(
        "Не сохранено: правило здесь ничего не предлагает. Чтобы поставить {text}, напишите причину, "
        "не меньше {shortest} знаков."
    ),
    "already_decided": gettext_noop(
        "Не сохранено: педсовет уже принял решение об ученике. Отметки года меняют после того, как завуч "
        "отменит это решение."
    ),
    "not_deputy": gettext_noop("Не выполнено: это делает только заместитель директора этой школы."),
    "already_closed": gettext_noop("Период уже закрыт. Обновите страницу."),
    "not_closed": gettext_noop("Период уже открыт. Обновите страницу."),
    "closing_too_early": gettext_noop(
        "Не закрыто: период можно закрыть с {day}, когда ставят отметки за него."
    ),
    "gaps_left": gettext_noop(
        "Не закрыто: осталось незаполненное ({gaps}). Исправьте или отметьте «закрыть с пропусками»."
    ),
    "closing_reason": gettext_noop(
        "Не закрыто: напишите, почему период закрывают с пропусками, не меньше {shortest} знаков."
    ),
    "reopening_reason": gettext_noop(
        "Не открыто: напишите, зачем период открывают, не меньше {shortest} знаков."
    ),
    "decision_too_early": gettext_noop("Не сохранено: решения педсовета записывают с {day}."),
    "decision_unknown": gettext_noop("Не сохранено: такого решения нет. Выберите решение из списка."),
    "decision_not_of_grade": gettext_noop(
        "Не сохранено: «{decision}» — не для {grade} класса. Выберите другое решение."
    ),
    "decision_without_protocol": gettext_noop(
        "Не сохранено: к решению нужны номер протокола и день педсовета."
    ),
    "decision_day": gettext_noop(
        "Не сохранено: день педсовета — с {first} до сегодняшнего дня. Исправьте дату."
    ),
    "decision_needs_comment": gettext_noop(
        "Не сохранено: решение расходится с отметками года. Напишите основание, не меньше {shortest} знаков."
    ),
    "foreign_pupil_of_class": gettext_noop(
        "Не сохранено: этого ученика нет в списке класса. Обновите страницу."
    ),
    "not_json": gettext_noop("Не сохранено: запрос должен быть в формате JSON. Обновите страницу."),
    "broken_json": gettext_noop(
        "Не сохранено: запрос повреждён в пути. Обновите страницу и введите отметки ещё раз."
    ),
    "too_much": gettext_noop(
        "Не сохранено: изменений слишком много. Отправьте их частями, не больше {most} за раз."
    ),
    "busy": gettext_noop(
        "Пока не сохранено: база данных занята. "
        "Отметки остались на странице и уйдут ещё раз через несколько секунд."
    ),
    "not_your_course": gettext_noop(
        "Не сохранено: этот журнал ведёт другой учитель. Смотреть его можно, писать в него — нет."
    ),
    "no_such_course": gettext_noop("Не сохранено: такого журнала нет. Откройте его заново из «Моего дня»."),
}


def refusal(code: str, **facts: object) -> str:
    """The sentence of a refusal. `facts` are the words that its sentence names."""
    return _(_SENTENCES[code]).format(**facts)


def day_text(day: dt.date) -> str:
    """«4 марта»."""
    return date_format(day, "j E")


def moment_text(moment: dt.datetime, today: dt.date) -> str:
    """«10:41», or «3 марта, 10:41» where it was another day than `today`."""
    clock = date_format(moment, "H:i")
    return clock if moment.date() == today else f"{day_text(moment.date())}, {clock}"


def counted(count: int, one: str, few: str, many: str) -> str:
    """«1 ученик», «2 ученика», «5 учеников»: the form that goes with a number, in the language of the reader."""
    if (get_language() or "").startswith("en"):
        return (one if count == 1 else many).format(n=count)
    return _russian(count, one, few, many).format(n=count)


def _russian(count: int, one: str, few: str, many: str) -> str:
    last, teens = count % 10, count % 100 // 10 == 1
    if last == 1 and not teens:
        return one
    return few if last in {2, 3, 4} and not teens else many
