"""The lesson sheet: one lesson, all pupils, topic and homework in one form that needs no script."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import forms
from zhurnal.journal.media import LARGEST_FILE, LARGEST_REQUEST
from zhurnal.journal.queries.courses import lesson_to_show
from zhurnal.journal.queries.excuses import announced_for
from zhurnal.journal.queries.sheet import Sheet, sheet
from zhurnal.journal.views import addresses, grid_parts, lesson_saving, lesson_texts
from zhurnal.journal.views.lesson_files import save_files
from zhurnal.journal.views.lesson_previous import absent_before, announced_values, offered_values
from zhurnal.journal.views.reasons import reason_sentence, typical_reasons
from zhurnal.journal.views.words import sheet_words
from zhurnal.ui.uploads import takes_files

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.journal.views.lesson_saving import Problem
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.timetable.models import Lesson

UNPROCESSABLE = 422


@takes_files(LARGEST_FILE, LARGEST_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def lesson(request: SchoolRequest, lesson: int) -> HttpResponse:
    """Show the sheet, or save it: what could be saved is saved, the rest comes back with the reasons."""
    shown = _shown(request, lesson)
    request.school = shown.course.year.school
    if request.method != "POST":
        return _page(request, shown, Typed())
    if not getattr(shown, "held", False):
        raise PermissionDenied
    form = forms.read_form(request.POST)
    problems = lesson_saving.save(request.user, shown, form) + save_files(request, request.user, shown)
    lesson_texts.warn(request, shown)
    if problems:
        return _page(
            request, _shown(request, lesson), Typed(form.values, {one.field: one for one in problems})
        )
    messages.success(request, _("Сохранено в {time}.").format(time=f"{request.school.now():%H:%M}"))
    return redirect("lesson", lesson=lesson)


def _shown(request: SchoolRequest, lesson: int) -> Lesson:
    found = lesson_to_show(request.standing, lesson)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Typed:
    """What was typed and could not be saved, by field."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)  # filled in for the teacher to look at

    def value(self, name: str, standing: str) -> str:
        """What the field shows: what was typed where it was refused, else what stands in the journal."""
        if self.group(name) in self.problems:
            return self.values.get(name, "")
        return self.offered.get(name, standing)

    def group(self, name: str) -> str:
        """The fields of homework stand and fall together."""
        return "homework" if name in {"due", "minutes", "nothing_set"} else name

    @property
    def wants_reason(self) -> bool:
        """Whether the form asks why marks are changed: the school's window is over."""
        return bool(self.values.get("reason")) or any(one.wants_reason for one in self.problems.values())

    def errors(self, found: Sheet) -> list[tuple[str, str]]:
        """(field, sentence) for the summary on top; a cell is told by its pupil, one reason serves all cells."""
        names = {
            forms.cell_field(row.pupil_id, column.work_id): f"{row.name}: "
            for row in found.rows
            for column in found.columns
        }
        reasons = [one for one in self.problems.values() if one.wants_reason]
        others = [one for one in self.problems.values() if not one.wants_reason]
        told = [("reason", reason_sentence(reasons))] if reasons else []
        return told + [(one.field, names.get(one.field, "") + one.sentence) for one in others]


def _page(request: SchoolRequest, lesson: Lesson, typed: Typed) -> HttpResponse:
    found = sheet(lesson, lesson.course.year.school.today())
    absent = absent_before(lesson, found)
    announced = announced_for(lesson.course_id, lesson.date, lesson.number)
    offers = {"previous": offered_values(absent), "announced": announced_values(announced, found)}
    typed = replace(typed, offered=offers.get(request.GET.get("as", ""), {}))
    homework = {
        name: typed.value(name, standing)
        for name, standing in ({"nothing_set": ""} | forms.homework_values(found)).items()
    }
    context = {
        "lesson": lesson,
        "sheet": found,
        "typed": typed,
        "heads": [grid_parts.head_of(column) for column in found.columns],
        "signs": grid_parts.signs(),
        "written": grid_parts.ways_of_writing(found.rules),
        "absent": absent,
        "announced": announced,
        "may_take_over": bool(offers["announced"]),
        "homework": homework,
        "texts": lesson_texts.lesson_texts(
            lesson, found, request.standing.person_id, editable=not found.locked
        ),
        "reason": _reason(request, lesson, found),
        "form_id": uuid.uuid4(),
        "seen_values": json.dumps(forms.seen_of(found), ensure_ascii=False, separators=(",", ":")),
        "in_grid": _may_open_grid(request, lesson),
        "words": sheet_words(),
        "field": forms.cell_field,
        "reasons": typical_reasons(),
        "cell_address": partial(addresses.cell, lesson.course_id),
        "average_address": partial(addresses.average, lesson.course_id),
    }
    return render(request, "journal/lesson.html", context, status=UNPROCESSABLE if typed.problems else 200)


def _reason(request: SchoolRequest, lesson: Lesson, found: Sheet) -> str:
    """Why the page is only to be read; nothing where it may be written in."""
    if not found.locked:
        return ""
    if found.cancelled:
        return _("Урок отменён: {reason}. Если он состоялся, обратитесь к завучу.").format(
            reason=found.cancelled
        )
    if not getattr(lesson, "held", False):
        return _("Страница для чтения: её заполняет учитель, который ведёт урок.")
    if request.school is not None and lesson.date > request.school.today():
        return _("Урок ещё не прошёл. Заполнить страницу можно в день урока.")
    return _(
        "Период этого урока закрыт: записи в нём не меняются. "
        "Отметку можно попросить исправить: «…» в строке ученика."
    )


def _may_open_grid(request: SchoolRequest, lesson: Lesson) -> bool:
    """A substitute holds the lesson, not the course."""
    substitution: Any = getattr(lesson, "substitution", None)
    return substitution is None or substitution.teacher_id != request.standing.person_id
