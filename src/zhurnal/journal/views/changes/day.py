"""«Замены»: the lessons of a day, and cancelling many of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import change_forms as forms
from zhurnal.journal.actions.lesson_changes import cancel_lessons, restore_lessons
from zhurnal.journal.queries.day import day_off_name
from zhurnal.journal.views.changes.scope import Scope, day_href, day_of, neighbours, scope_of
from zhurnal.journal.views.changes.words import reasons
from zhurnal.school.models import SchoolYear
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.queries.days import lessons_of_day, moved_away
from zhurnal.timetable.queries.grouping import by_class, by_teacher, tally
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse, QueryDict

    from zhurnal.people.models import User
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.timetable.queries.days import DayLesson

UNPROCESSABLE = 422
BY_TEACHER, CHANGED = "teacher", "changed"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_CHANGES)
def lesson_changes(request: SchoolRequest) -> HttpResponse:
    """The day class by class, teacher by teacher, or only what is otherwise; or cancel and return lessons."""
    scope = scope_of(request, request.GET)
    day = day_of(request.GET, scope.school)
    if request.method != "POST":
        return _page(request, scope, day, Asked())
    if not scope.may_change:
        raise PermissionDenied
    lessons = lessons_of_day(scope.school.pk, day)
    asked = _asked(request.POST, lessons)
    try:
        messages.success(request, _carry_out(request.user, scope, asked))
    except ChangeError as refused:
        asked.problem, asked.may_be_confirmed = refused.sentence, refused.may_be_confirmed
        return _page(request, scope, day, asked)
    return redirect(day_href(scope, day, by=_view(request)))


@dataclass
class Asked:
    """What was asked for and not done: the lessons ticked, the reason, why not."""

    restores: bool = False
    ticked: frozenset[int] = frozenset()
    reason: str = ""
    confirmed: bool = False
    problem: str = ""
    may_be_confirmed: bool = False


def _asked(data: QueryDict, lessons: list[DayLesson]) -> Asked:
    """A class that is ticked stands for all its lessons of the day."""
    ids = {as_id(one) for one in data.getlist("lesson")}
    classes = {as_id(one) for one in data.getlist("class")}
    ticked = frozenset(
        one.lesson_id
        for one in lessons
        if one.lesson_id in ids or any(pk in classes for pk, _name in one.classes)
    )
    return Asked(data.get("do") == "restore", ticked, forms.text(data, "reason"), "confirmed" in data)


def _carry_out(actor: User, scope: Scope, asked: Asked) -> str:
    """Do it, and say what was done. Raises ChangeError."""
    if not asked.ticked:
        raise ChangeError("nothing_ticked", _("Не отмечен ни один урок. Отметьте уроки или весь класс."))
    if asked.restores:
        count = restore_lessons(actor=actor, school=scope.school, lessons=asked.ticked)
        return _("Возвращено уроков: %(n)s.") % {"n": count}
    count = cancel_lessons(
        actor=actor, school=scope.school, lessons=asked.ticked, reason=asked.reason, confirmed=asked.confirmed
    )
    return _("Отменено уроков: %(n)s.") % {"n": count}


def _view(request: SchoolRequest) -> str:
    wanted = request.GET.get("by", "")
    return wanted if wanted in {BY_TEACHER, CHANGED} else ""


def _page(request: SchoolRequest, scope: Scope, day: dt.date, asked: Asked) -> HttpResponse:
    lessons, view = lessons_of_day(scope.school.pk, day), _view(request)
    shown = [one for one in lessons if one.is_changed] if view == CHANGED else lessons
    before, after = neighbours(day)
    years = SchoolYear.objects.filter(school=scope.school, starts__lte=day, ends__gte=day)
    context: dict[str, Any] = {
        "scope": scope, "day": day, "today": scope.school.today(), "before": before, "after": after, "view": view,
        "groups": by_teacher(shown) if view == BY_TEACHER else by_class(shown),
        "tally": tally(lessons), "moved_away": moved_away(scope.school.pk, day), "asked": asked,
        "day_off": "" if lessons else day_off_name(list(years.values_list("pk", flat=True)), day),
        "reasons": reasons(), "href": day_href,
    }  # fmt: skip
    return render(
        request, "journal/changes/day.html", context, status=UNPROCESSABLE if asked.problem else 200
    )
