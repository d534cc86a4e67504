"""What a check is, and running all of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.calc.words import gettext_noop
from zhurnal.ops.checks import (
    averages,
    cells,
    changes,
    courses,
    files,
    lessons,
    moments,
    notices,
    registers,
    totals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

EXAMPLES = 50


@dataclass(frozen=True)
class Check:
    """A kind of fault. `find` names each faulty thing, `sentence` says what is wrong, `remedy` what to do."""

    code: str
    find: Callable[[], Iterable[str]]
    sentence: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """A fault that was found `count` times; `examples` are its first cases."""

    code: str
    sentence: str
    remedy: str
    count: int
    examples: tuple[str, ...]


CHECKS = (
    Check(
        "mark_in_cancelled_lesson",
        cells.marks_in_cancelled_lessons,
        gettext_noop("Отметка стоит в отменённом уроке."),
        gettext_noop("Перенесите отметку в другой урок или снимите отмену урока."),
    ),
    Check(
        "absence_in_cancelled_lesson",
        cells.absences_in_cancelled_lessons,
        gettext_noop("Пропуск стоит в отменённом уроке."),
        gettext_noop("Сотрите пропуск или снимите отмену урока."),
    ),
    Check(
        "mark_of_stranger",
        cells.marks_of_strangers,
        gettext_noop("Отметка стоит у ученика, который в этот день здесь не учился."),
        gettext_noop("Исправьте даты в списке курса или сотрите отметку."),
    ),
    Check(
        "absence_of_stranger",
        cells.absences_of_strangers,
        gettext_noop("Пропуск стоит у ученика, который в этот день здесь не учился."),
        gettext_noop("Исправьте даты в списке курса или сотрите пропуск."),
    ),
    Check(
        "absence_beside_mark",
        cells.absences_beside_marks,
        gettext_noop("В одной клетке стоят отметка и пропуск урока."),
        gettext_noop("Оставьте одно из двух; за сданную позже работу откройте отдельную колонку."),
    ),
    Check(
        "mark_outside_scale",
        cells.marks_outside_scale,
        gettext_noop("Отметки нет в шкале предмета."),
        gettext_noop("Поставьте отметку заново; для предмета без отметок сотрите её."),
    ),
    Check(
        "mark_in_coming_lesson",
        cells.marks_in_coming_lessons,
        gettext_noop("Отметка стоит в уроке, которого ещё не было."),
        gettext_noop("Перенесите отметку в проведённый урок."),
    ),
    Check(
        "period_mark_outside_scale",
        totals.marks_outside_scale,
        gettext_noop("Отметки за период или год нет в шкале предмета."),
        gettext_noop("Поставьте эту отметку заново."),
    ),
    Check(
        "average_differs",
        averages.wrong_averages,
        gettext_noop("Хранимый средний балл не равен пересчитанному по отметкам."),
        gettext_noop("Проверьте летопись командой «zhurnal verify»: отметка изменена в обход журнала."),
    ),
    Check(
        "lesson_outside_periods",
        lessons.lessons_outside_periods,
        gettext_noop("Урок стоит вне учебных периодов своего курса."),
        gettext_noop("Исправьте даты периодов или уберите урок из расписания."),
    ),
    Check(
        "lesson_on_day_off",
        lessons.lessons_on_days_off,
        gettext_noop("Урок стоит в каникулы или в выходной класса."),
        gettext_noop("Исправьте календарь года или перенесите урок."),
    ),
    Check(
        "lesson_without_column",
        lessons.lessons_without_column,
        gettext_noop("У урока нет обычной колонки: отметку поставить некуда."),
        gettext_noop("Откройте колонки уроков курса заново."),
    ),
    Check(
        "move_inconsistent",
        changes.inconsistent_moves,
        gettext_noop("Переносы урока не сходятся с тем, где он стоит."),
        gettext_noop("Проверьте летопись командой «zhurnal verify»: урок передвинут в обход журнала."),
    ),
    Check(
        "moved_lesson_made_twice",
        changes.lessons_made_twice,
        gettext_noop("На месте, с которого урок перенесён, стоит ещё один урок того же курса."),
        gettext_noop("Отмените лишний урок или верните перенесённый на место."),
    ),
    Check(
        "external_mark_outside_period",
        changes.external_marks_outside_period,
        gettext_noop("День принесённой отметки не входит в период, в котором она учитывается."),
        gettext_noop("Исправьте день отметки или уберите её."),
    ),
    Check(
        "external_mark_of_stranger",
        changes.external_marks_of_strangers,
        gettext_noop("Отметку принёс ученик, который в этом периоде здесь не учился."),
        gettext_noop("Исправьте даты в списке курса или уберите отметку."),
    ),
    Check(
        "exemption_of_stranger",
        changes.exemptions_of_strangers,
        gettext_noop("Освобождён ученик, который в эти дни здесь не учился."),
        gettext_noop("Исправьте даты освобождения или списка курса."),
    ),
    Check(
        "homework_file_lost",
        files.lost_or_changed_files,
        gettext_noop("Файла к заданию нет на диске, или его содержимое изменилось."),
        gettext_noop("Верните папку файлов (ZHURNAL_MEDIA_DIR) из резервной копии."),
    ),
    Check(
        "entry_file_lost",
        files.lost_or_changed_entry_files,
        gettext_noop("Файла к записи в дневнике нет на диске, или его содержимое изменилось."),
        gettext_noop("Верните папку файлов (ZHURNAL_MEDIA_DIR) из резервной копии."),
    ),
    Check(
        "excuse_file_lost",
        files.lost_or_changed_excuse_files,
        gettext_noop("Документа к сообщению об отсутствии нет на диске, или его содержимое изменилось."),
        gettext_noop("Верните папку файлов (ZHURNAL_MEDIA_DIR) из резервной копии."),
    ),
    Check(
        "teacher_in_two_lessons",
        moments.teachers_in_two_lessons,
        gettext_noop("Учитель ведёт два урока в одно время."),
        gettext_noop("Измените расписание или назначьте замену."),
    ),
    Check(
        "pupil_in_two_lessons",
        moments.pupils_in_two_lessons,
        gettext_noop("У класса или ученика два урока в одно время."),
        gettext_noop("Измените расписание или списки подгрупп."),
    ),
    Check(
        "course_without_teacher",
        courses.courses_without_teacher,
        gettext_noop("Курс сегодня никто не ведёт: журнал заполнять некому."),
        gettext_noop("Назначьте курсу учителя."),
    ),
    Check(
        "membership_without_enrolment",
        courses.memberships_without_enrolment,
        gettext_noop("Ученик числится в курсе, но не в классе этого курса."),
        gettext_noop("Исправьте даты в списке курса по приказу о зачислении."),
    ),
    Check(
        "pupil_in_two_classes",
        registers.pupils_in_two_classes,
        gettext_noop("Ученик числится в двух классах сразу."),
        gettext_noop("Закончите прежнее зачисление днём перед новым."),
    ),
    Check(
        "enrolment_outside_year",
        registers.enrolments_outside_year,
        gettext_noop("Зачисление выходит за пределы учебного года класса."),
        gettext_noop("Исправьте даты зачисления."),
    ),
    Check(
        "notices_stand_still",
        notices.standing_worker,
        gettext_noop("Рассылка уведомлений больше часа не работает."),
        gettext_noop("Запустите «zhurnal serve» или «zhurnal notices --loop» и посмотрите журнал ошибок."),
    ),
    Check(
        "delivery_stuck",
        notices.stuck_deliveries,
        gettext_noop("Уведомление больше часа ждёт отправки."),
        gettext_noop("Проверьте, идёт ли рассылка и отвечает ли почтовый сервер (ZHURNAL_SMTP_URL)."),
    ),
    Check(
        "delivery_unknown",
        notices.lost_answers,
        gettext_noop("Неизвестно, дошло ли уведомление: ответа не было. Второй раз оно не посылается."),
        gettext_noop("Ничего делать не нужно: новое видно в дневнике. Если таких много, проверьте связь."),
    ),
)


def run_checks(checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Run the checks, by default all, and return what was found; an empty list where all is well."""
    return list(_findings(checks))


def _findings(checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        found = iter(check.find())
        examples = tuple(islice(found, EXAMPLES))
        if examples:
            count = len(examples) + sum(1 for _example in found)
            yield Finding(check.code, _(check.sentence), _(check.remedy), count, examples)
