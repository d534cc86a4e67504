"""What stands beside topic and homework on a lesson sheet: the plan, the files, how much the class has to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from zhurnal.calc.homework_norms import Free
from zhurnal.journal.actions.homework_rules import due_on, why_only_added
from zhurnal.journal.homework_policies import has_parallel
from zhurnal.journal.media import LARGEST_FILE, MOST_FILES
from zhurnal.journal.models import Homework
from zhurnal.journal.queries.controls import control_load
from zhurnal.journal.queries.homework import DayLoad, day_load, files_of, set_over_free_days
from zhurnal.journal.queries.plan import planned_for
from zhurnal.journal.sentences import counted, day_text
from zhurnal.ui.words import file_size, weekday

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from zhurnal.journal.plan_rows import PlanRow
    from zhurnal.journal.queries.sheet import Sheet
    from zhurnal.timetable.models import Lesson


class FileLine(NamedTuple):
    """A file that goes with homework; `size` in words."""

    pk: int
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class LessonTexts:
    """`only_added`: why what is set stays as it is; `set_for`: «задано 2 марта, на урок 4 марта»."""

    topic: int | None
    planned: PlanRow | None
    files: list[FileLine]
    load: str
    is_too_much: bool
    only_added: str
    set_for: str
    may_copy: bool
    control: str  # where a column is opened for the control work that is planned; nothing where there is one
    control_warnings: list[str]
    most_files: int = MOST_FILES
    largest_file: int = LARGEST_FILE // 1024 // 1024


def lesson_texts(lesson: Lesson, sheet: Sheet, person_id: int, *, editable: bool) -> LessonTexts:
    """Read what stands beside the two texts. At most seven queries; three where it is only read."""
    today = lesson.course.year.school.today()
    planned = planned_for(lesson)
    homework = getattr(lesson, "homework", None)
    due = sheet.homework_due or sheet.next_date
    load = day_load(lesson.course, due, lesson.pk) if editable and due else None
    why = why_only_added(homework, lesson.date, sheet.rules.windows.homework, today)
    is_set = bool(homework and homework.text)
    return LessonTexts(
        topic=planned[0] if planned else None,
        planned=planned[1] if planned else None,
        files=[FileLine(one.pk, one.name, file_size(one.size)) for one in files_of(lesson.pk)]
        if is_set
        else [],
        load=_load_text(load) if load else "",
        is_too_much=load is not None and load.is_too_much,
        only_added=_kept_words(why.code) if why and editable else "",
        set_for=_set_for(lesson, sheet) if is_set else "",
        may_copy=is_set and editable and has_parallel(person_id, lesson.course, today),
        control=_control(lesson, sheet, planned[1] if planned else None),
        control_warnings=control_warnings(lesson) if planned and planned[1].control else [],
    )


def control_warnings(lesson: Lesson) -> list[str]:
    """What speaks against a control work in a lesson: another one on the day, too many of the year. Two queries."""
    found = control_load(lesson.course, lesson.date)
    told = []
    if found.is_crowded:
        names = ", ".join(sorted({work.subject for work in found.others}))
        told.append(_("В этот день у класса уже контрольная: {names}.").format(names=names))
    if found.share.is_too_large:
        told.append(
            _("Контрольных больше десятой части уроков: {controls} из {lessons}.").format(
                controls=found.share.controls, lessons=found.share.lessons
            )
        )
    return told


def warn(request: HttpRequest, lesson: Lesson) -> None:
    """Tell what the norms say against homework that was just saved. At most four queries.

    `lesson` is as it was before.
    """
    before = getattr(lesson, "homework", None)
    homework = Homework.objects.filter(lesson=lesson).select_related("due_lesson").first()
    if homework is None or not homework.text or (before and before.version == homework.version):
        return
    due = due_on(homework)
    for sentence in _warnings(lesson, due) if due else ():
        messages.warning(request, sentence)


def _warnings(lesson: Lesson, due: dt.date) -> list[str]:
    found = []
    load = day_load(lesson.course, due)
    if load.is_too_much:
        found.append(
            _("На {day} классу задано {minutes} мин, норма — {norm}. Задание сохранено.").format(
                day=day_text(due), minutes=load.minutes, norm=load.norm
            )
        )
    free = set_over_free_days(lesson.course, lesson.date, due)
    if free is Free.HOLIDAYS:
        found.append(_("На каникулы не задают. Задание сохранено: проверьте, на какой день оно."))
    elif free is Free.WEEKEND:
        found.append(_("До 6 класса на выходные не задают. Задание сохранено: проверьте, на какой день оно."))
    return found


def _load_text(load: DayLoad) -> str:
    """«На пятницу, 6 марта, другим предметам уже задано 95 мин из 150 и 2 задания без времени.»."""
    day = f"{weekday(load.date)}, {day_text(load.date)}"
    text = _("{day}: по другим предметам уже задано {minutes} мин из {norm}").format(
        day=day, minutes=load.minutes, norm=load.norm
    )
    if load.untimed:
        untimed = counted(
            load.untimed,
            _("{n} задание без времени"),
            _("{n} задания без времени"),
            _("{n} заданий без времени"),
        )
        text = _("{text} и ещё {untimed}").format(text=text, untimed=untimed)
    return text + "."


def _set_for(lesson: Lesson, sheet: Sheet) -> str:
    set_on = day_text(lesson.date)
    if sheet.homework_due is None:
        return _("Задано {set_on}.").format(set_on=set_on)
    homework: Any = getattr(lesson, "homework", None)
    for_lesson = _("Задано {set_on}, на урок {due}.")
    phrase = for_lesson if homework.due_lesson_id else _("Задано {set_on}, на {due}.")
    return phrase.format(set_on=set_on, due=day_text(sheet.homework_due))


def _kept_words(code: str) -> str:
    if code == "due_passed":
        return _("День, к которому задано, прошёл: записанное можно только дополнить в конце.")
    return _("Срок изменений прошёл: записанное можно только дополнить в конце.")


def _control(lesson: Lesson, sheet: Sheet, planned: PlanRow | None) -> str:
    if planned is None or not planned.control or any(column.is_control for column in sheet.columns):
        return ""
    return reverse("journal-column-new", kwargs={"course": lesson.course_id, "lesson": lesson.pk})
