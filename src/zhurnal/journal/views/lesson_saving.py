"""Saving a lesson sheet: the same actions as the grid, and what could not be saved in words for its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zhurnal.journal.actions.cells import Conflict, Refused, save_cells
from zhurnal.journal.actions.lessons import TextConflict, TextRefused, save_lesson_page, take_attendance
from zhurnal.journal.forms import LONGEST_VALUE, SheetForm, cell_field
from zhurnal.journal.rules import LONGEST_REASON
from zhurnal.journal.sentences import moment_text, refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from zhurnal.journal.actions.cells import Answer, CellChange
    from zhurnal.journal.actions.lessons import HomeworkText, TextAnswer
    from zhurnal.people.models import User
    from zhurnal.school.models import Course, School
    from zhurnal.timetable.models import Lesson


class Problem(NamedTuple):
    """A field whose content was not saved: why, and what stands there now where that is news."""

    field: str
    sentence: str
    standing: str | None = None
    code: str = ""

    @property
    def wants_reason(self) -> bool:
        """Whether a reason is all that is lacking."""
        return self.code in {"reason_needed", "reason_too_short", "reason_too_long"}


def save(actor: User, lesson: Lesson, form: SheetForm) -> list[Problem]:
    """Save what was changed on a sheet; each thing stands alone. Returns what was not saved."""
    problems = save_marks(actor, lesson.course, form)
    problems += _texts(actor, lesson, form)
    refused = take_attendance(actor=actor, lesson=lesson) if form.takes_attendance else None
    return [*problems, *([Problem("taken", refused.sentence)] if refused else [])]


def save_marks(actor: User, course: Course, form: SheetForm, pupil: int | None = None) -> list[Problem]:
    """Save the changed cells of a form, where named those of one pupil. Returns what was not saved."""
    changes = [change for change in form.cells() if pupil in {None, change.pupil}]
    if len(form.reason) > LONGEST_REASON:
        return [_too_long(change) for change in changes]
    long = [change for change in changes if len(change.value) > LONGEST_VALUE]
    short = [change for change in changes if len(change.value) <= LONGEST_VALUE]
    problems = [
        Problem(
            cell_field(change.pupil, change.column),
            refusal("unreadable", text=f"{change.value[:20]}…"),
        )
        for change in long
    ]
    for answer in save_cells(actor=actor, course=course, changes=short) if short else ():
        problems += _of_cell(answer, course.year.school)
    return problems


def _too_long(change: CellChange) -> Problem:
    sentence = refusal("text_too_long", longest=LONGEST_REASON)
    return Problem(cell_field(change.pupil, change.column), sentence, code="reason_too_long")


def _texts(actor: User, lesson: Lesson, form: SheetForm) -> Iterator[Problem]:
    topic, topic_seen = form.topic()
    homework: HomeworkText | None = None
    try:
        homework = form.homework()
    except ValueError:
        yield Problem("homework", _("Не сохранено: день или число минут не прочитать. Исправьте их."))
    if topic is None and homework is None:
        return
    answers = save_lesson_page(
        actor=actor, lesson=lesson, topic=topic, topic_seen=topic_seen, homework=homework
    )
    yield from _of_text("topic", answers.topic, lesson)
    yield from _of_text("homework", answers.homework, lesson)


def _of_cell(answer: Answer, school: School) -> Iterator[Problem]:
    name = cell_field(answer.pupil, answer.column)
    if isinstance(answer, Refused):
        yield Problem(name, answer.sentence, code=answer.code)
    elif isinstance(answer, Conflict):
        yield Problem(name, clash(school, answer.by, answer.at), answer.text)


def _of_text(name: str, answer: TextAnswer | None, lesson: Lesson) -> Iterator[Problem]:
    if isinstance(answer, TextRefused):
        yield Problem(name, answer.sentence)
    elif isinstance(answer, TextConflict):
        yield Problem(name, clash(lesson.course.year.school, answer.by, answer.at), answer.text)


def clash(school: School, by: str, at: dt.datetime | None) -> str:
    """The sentence of a conflict in a form: who has changed it meanwhile, and when."""
    if at is None:
        return refusal("conflict_with_nothing")
    local = at.astimezone(ZoneInfo(school.time_zone))
    return _(
        "Не сохранено: пока страница была открыта, запись изменилась ({by}, {at}). "
        "Оставьте нужное и сохраните ещё раз."
    ).format(by=by, at=moment_text(local, school.today()))
