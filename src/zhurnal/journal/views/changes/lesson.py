"""One lesson: another teacher, no lesson, another place; and what was changed about it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import change_forms as forms
from zhurnal.journal.actions.lesson_changes import cancel_lessons, move_lesson, restore_lessons
from zhurnal.journal.change_forms import FormError
from zhurnal.journal.queries.lesson_history import changes_of
from zhurnal.journal.views.changes.scope import day_href, scope_of
from zhurnal.journal.views.changes.words import candidate_groups, reasons
from zhurnal.people.models import Person
from zhurnal.timetable.actions.substitutions import end_substitution, substitute_lesson
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.policies import lessons_changeable_by
from zhurnal.timetable.queries.busy import Busy
from zhurnal.timetable.queries.candidates import candidates, teachers_of
from zhurnal.timetable.queries.days import lesson_of_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, QueryDict

    from zhurnal.people.models import User
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.timetable.models import Lesson

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.CHANGE_LESSONS)
def lesson_change(request: SchoolRequest, lesson: int) -> HttpResponse:
    """Show what may be changed about a lesson, or change it; a warning asks to be confirmed."""
    found = get_object_or_404(
        lessons_changeable_by(request.standing).select_related("course__year__school"), pk=lesson
    )
    scope = scope_of(request, {"school": str(found.course.year.school_id)})
    if request.method != "POST":
        return _page(request, found, Typed())
    typed = Typed(request.POST.get("do", ""), request.POST.dict())
    try:
        messages.success(request, _change(request.user, found, typed.do, request.POST))
    except FormError as error:
        typed.errors[error.field] = error.sentence
    except ChangeError as refused:
        typed.refuse(refused)
    else:
        found.refresh_from_db(fields=["date"])
        return redirect(day_href(scope, found.date))
    return _page(request, found, typed)


@dataclass
class Typed:
    """What was typed in the form `do` and could not be done: why, and whether it may be confirmed."""

    do: str = ""
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    warning: str = ""

    def refuse(self, refused: ChangeError) -> None:
        """Remember a refusal where its form shows it."""
        if refused.may_be_confirmed:
            self.warning = refused.sentence
        else:
            self.errors[_FIELDS.get(self.do, "do")] = refused.sentence

    def value(self, do: str, name: str, standing: str = "") -> str:
        """What the field of a form shows: what was typed in it, else what stands."""
        return self.values.get(name, standing) if self.do == do else standing

    def error(self, do: str, name: str) -> str:
        """The sentence beside a field."""
        return self.errors.get(name, "") if self.do == do else ""


def _change(actor: User, lesson: Lesson, do: str, data: QueryDict) -> str:
    """Do what was asked for, and say what was done. Raises ChangeError, FormError."""
    if do not in _CHANGES:
        raise FormError("do", _("Такого действия нет. Откройте страницу заново."))
    return _CHANGES[do](actor, lesson, data)


def _substitute(actor: User, lesson: Lesson, data: QueryDict) -> str:
    teacher = Person.objects.filter(pk=forms.number(data, "teacher") or 0).first()
    if teacher is None:
        raise FormError("teacher", _("Не выбран учитель. Выберите, кто проведёт урок."))
    substitute_lesson(
        actor=actor, lesson=lesson, teacher=teacher, reason=forms.text(data, "reason"),
        confirmed="confirmed" in data,
    )  # fmt: skip
    return _("Замещение записано: {who}.").format(who=teacher.short_name)


def _end(actor: User, lesson: Lesson, _data: QueryDict) -> str:
    end_substitution(actor=actor, lesson=lesson)
    return _("Замещение снято.")


def _cancel(actor: User, lesson: Lesson, data: QueryDict) -> str:
    cancel_lessons(
        actor=actor, school=lesson.course.year.school, lessons=[lesson.pk], reason=forms.text(data, "reason"),
        confirmed="confirmed" in data,
    )  # fmt: skip
    return _("Урок отменён.")


def _restore(actor: User, lesson: Lesson, _data: QueryDict) -> str:
    restore_lessons(actor=actor, school=lesson.course.year.school, lessons=[lesson.pk])
    return _("Урок возвращён.")


def _move(actor: User, lesson: Lesson, data: QueryDict) -> str:
    move_lesson(
        actor=actor, lesson=lesson, date=forms.day(data, "date"), number=forms.lesson_number(data, "number"),
        reason=forms.text(data, "reason"), confirmed="confirmed" in data,
    )  # fmt: skip
    return _("Урок перенесён.")


_CHANGES: dict[str, Callable[[User, Lesson, QueryDict], str]] = {
    "substitute": _substitute, "end": _end, "cancel": _cancel, "restore": _restore, "move": _move,
}  # fmt: skip
# The field beside which a refusal of a form stands.
_FIELDS = {"substitute": "teacher", "cancel": "reason", "move": "date"}


def _page(request: SchoolRequest, lesson: Lesson, typed: Typed) -> HttpResponse:
    shown = lesson_of_day(lesson)
    school = lesson.course.year.school
    busy = Busy(school.pk, shown.date, shown.date)
    found = candidates(busy, teachers_of(school.pk, shown.date), shown)
    context: dict[str, Any] = {
        "lesson": shown, "typed": typed, "groups": candidate_groups(found), "reasons": reasons(),
        "changes": changes_of(lesson), "back": day_href(scope_of(request, {"school": str(school.pk)}), shown.date),
        "errors": [(f"{typed.do}-{name}", sentence) for name, sentence in typed.errors.items()],
    }  # fmt: skip
    refused = typed.errors or typed.warning
    return render(request, "journal/changes/lesson.html", context, status=UNPROCESSABLE if refused else 200)
