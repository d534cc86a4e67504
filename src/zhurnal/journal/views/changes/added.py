"""A lesson beside the weekly timetable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.collation import class_key
from zhurnal.journal import change_forms as forms
from zhurnal.journal.actions.lesson_changes import add_lesson
from zhurnal.journal.change_forms import FormError
from zhurnal.journal.views.changes.scope import Scope, day_href, day_of, scope_of
from zhurnal.journal.views.changes.words import reasons
from zhurnal.school.models import Course
from zhurnal.timetable.errors import ChangeError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.http import HttpResponse, QueryDict

    from zhurnal.people.models import User
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.timetable.models import Lesson

UNPROCESSABLE = 422
# Beside which field a refusal stands.
_FIELDS = {"taken": "number", "wrong_number": "number", "no_reason": "reason", "reason_too_long": "reason"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.CHANGE_LESSONS)
def lesson_add(request: SchoolRequest) -> HttpResponse:
    """Ask which journal, day and number; add the lesson. A warning asks to be confirmed."""
    scope = scope_of(request, request.GET)
    if not scope.may_change:
        raise PermissionDenied
    day = day_of(request.GET, scope.school)
    if request.method != "POST":
        return _page(request, scope, day, Typed())
    typed = Typed(request.POST.dict())
    try:
        lesson = _add(request.user, _courses(scope, day), request.POST)
    except FormError as error:
        typed.errors[error.field] = error.sentence
    except ChangeError as refused:
        if refused.may_be_confirmed:
            typed.warning = refused.sentence
        else:
            typed.errors[_FIELDS.get(refused.code, "date")] = refused.sentence
    else:
        messages.success(request, _("Урок добавлен."))
        return redirect(day_href(scope, lesson.date))
    return _page(request, scope, day, typed)


@dataclass
class Typed:
    """What was typed and could not be done, and why."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    warning: str = ""


def _courses(scope: Scope, day: dt.date) -> list[Course]:
    """The courses of the school in the year of the day, by class and subject. One query."""
    found = Course.objects.filter(
        year__school=scope.school, year__starts__lte=day, year__ends__gte=day
    ).select_related("year__school", "subject", "school_class", "group")
    return sorted(found, key=lambda one: (class_key(_place(one)), one.subject.position, str(one)))


def _place(course: Course) -> str:
    return course.school_class.name if course.school_class else course.audience


def _add(actor: User, courses: Iterable[Course], data: QueryDict) -> Lesson:
    """Add it. Raises FormError, ChangeError."""
    wanted = forms.number(data, "course")
    course = next((one for one in courses if one.pk == wanted), None)
    if course is None:
        raise FormError("course", _("Не выбран журнал. Выберите класс и предмет."))
    return add_lesson(
        actor=actor, course=course, date=forms.day(data, "date"), number=forms.lesson_number(data, "number"),
        reason=forms.text(data, "reason"), room=forms.text(data, "room")[:20], confirmed="confirmed" in data,
    )  # fmt: skip


def _page(request: SchoolRequest, scope: Scope, day: dt.date, typed: Typed) -> HttpResponse:
    groups: dict[str, list[tuple[int, str]]] = {}
    for course in _courses(scope, day):
        groups.setdefault(_place(course), []).append((course.pk, str(course)))
    standing = {"course": "", "date": day.isoformat(), "number": "", "room": "", "reason": ""}
    context: dict[str, Any] = {
        "scope": scope, "typed": typed, "values": standing | typed.values, "groups": list(groups.items()),
        "reasons": reasons(), "back": day_href(scope, day), "errors": list(typed.errors.items()),
    }  # fmt: skip
    refused = typed.errors or typed.warning
    return render(request, "journal/changes/added.html", context, status=UNPROCESSABLE if refused else 200)
