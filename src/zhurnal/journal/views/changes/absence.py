"""A teacher will be away: all lessons of some days on one page, each with who holds it instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import change_forms as forms
from zhurnal.journal.actions.lesson_changes import replace_teacher
from zhurnal.journal.views.changes.scope import Scope, day_href, scope_of
from zhurnal.journal.views.changes.words import candidate_groups, reasons
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.queries.busy import Busy
from zhurnal.timetable.queries.candidates import Candidates, candidates, teachers_of
from zhurnal.timetable.queries.days import DayLesson, lessons_of_teacher
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse, QueryDict

    from zhurnal.people.models import Person
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
MOST_DAYS = 31
CANCEL = "cancel"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.CHANGE_LESSONS)
def teacher_absence(request: SchoolRequest) -> HttpResponse:
    """Ask who is away and when, show the lessons, provide for them."""
    scope = scope_of(request, request.GET)
    if not scope.may_change:
        raise PermissionDenied
    teachers = teachers_of(scope.school.pk, scope.school.today())
    away = _away(request.GET, scope, teachers)
    if request.method != "POST" or away.teacher is None or away.problem:
        return _page(request, scope, teachers, away, Typed())
    lessons = _lessons(scope, away)
    typed = _typed(request.POST, lessons)
    try:
        messages.success(request, _carry_out(request, scope, typed, lessons))
    except ChangeError as refused:
        typed.problem, typed.may_be_confirmed = refused.sentence, refused.may_be_confirmed
        return _page(request, scope, teachers, away, typed)
    return redirect(day_href(scope, away.first, by="changed"))


class Away(NamedTuple):
    """Who is away, from when to when; `problem` where the days cannot be."""

    teacher: int | None
    first: dt.date
    last: dt.date
    stands_in: int | None
    problem: str


@dataclass
class Typed:
    """What was chosen for the lessons and could not be done."""

    choices: dict[int, str] = field(default_factory=dict)
    reason: str = ""
    confirmed: bool = False
    problem: str = ""
    may_be_confirmed: bool = False


class Line(NamedTuple):
    """A lesson with who could hold it and what is chosen for it."""

    lesson: DayLesson
    groups: list[tuple[str, list[tuple[int, str]]]]
    choice: str


def _away(data: Mapping[str, str], scope: Scope, teachers: Sequence[Person]) -> Away:
    today = scope.school.today()
    first = forms.as_day(data.get("first", "")) or today
    last = forms.as_day(data.get("last", "")) or first
    problem = ""
    if last < first:
        problem = _("Последний день раньше первого. Исправьте даты.")
    elif (last - first).days >= MOST_DAYS:
        problem = _("Больше {most} дней сразу не показать. Разделите срок на части.").format(most=MOST_DAYS)
    known = {one.pk for one in teachers}
    teacher, stands_in = forms.number(data, "teacher"), forms.number(data, "stands_in")
    return Away(teacher if teacher in known else None, first, last, stands_in, problem)


def _lessons(scope: Scope, away: Away) -> list[DayLesson]:
    """What the teacher would hold, and what is held instead already; not what is cancelled."""
    if away.teacher is None or away.problem:
        return []
    found = lessons_of_teacher(scope.school.pk, away.teacher, away.first, away.last)
    return [one for one in found if one.cancelled is None]


def _typed(data: QueryDict, lessons: Sequence[DayLesson]) -> Typed:
    choices = {one.lesson_id: data.get(f"for-{one.lesson_id}", "") for one in lessons}
    return Typed(choices, forms.text(data, "reason"), "confirmed" in data)


def _carry_out(request: SchoolRequest, scope: Scope, typed: Typed, lessons: Sequence[DayLesson]) -> str:
    """Do it, and say what was done. Raises ChangeError."""
    plan = {
        one.lesson_id: teacher
        for one in lessons
        if (teacher := as_id(typed.choices[one.lesson_id])) is not None and teacher != _held_by(one)
    }
    cancelled = [lesson for lesson, choice in typed.choices.items() if choice == CANCEL]
    if not plan and not cancelled:
        raise ChangeError(
            "nothing_chosen", _("Ничего не выбрано. Выберите, кто проведёт уроки, или отмените их.")
        )
    count = replace_teacher(
        actor=request.user, school=scope.school, plan=plan, cancelled=cancelled, reason=typed.reason,
        confirmed=typed.confirmed,
    )  # fmt: skip
    return _("Записано уроков: %(n)s.") % {"n": count}


def _held_by(lesson: DayLesson) -> int | None:
    return lesson.substitute.person_id if lesson.substitute else None


def _page(
    request: SchoolRequest, scope: Scope, teachers: Sequence[Person], away: Away, typed: Typed
) -> HttpResponse:
    lessons = _lessons(scope, away)
    busy = Busy(scope.school.pk, away.first, away.last) if lessons else None
    lines = [_line(one, away, typed, candidates(busy, teachers, one)) for one in lessons] if busy else []
    context: dict[str, Any] = {
        "scope": scope, "away": away, "lines": lines, "typed": typed, "reasons": reasons(), "cancel": CANCEL,
        "teachers": [("", [(one.pk, one.full_name) for one in teachers])],
        "back": day_href(scope, away.first),
    }  # fmt: skip
    refused = typed.problem or away.problem
    return render(request, "journal/changes/absence.html", context, status=UNPROCESSABLE if refused else 200)


def _line(lesson: DayLesson, away: Away, typed: Typed, found: Candidates) -> Line:
    """Chosen is what was typed, else who holds it already, else whoever stands in for all and is free."""
    others = Candidates(*([one for one in group if one.pk != away.teacher] for group in found))
    free = {one.pk for one in (*others.of_subject, *others.free)}
    choice = typed.choices.get(lesson.lesson_id)
    if choice is None:
        held = _held_by(lesson)
        choice = str(held) if held not in {None, away.teacher} else ""
        if not choice and away.stands_in in free:
            choice = str(away.stands_in)
    return Line(lesson, candidate_groups(others), choice)
