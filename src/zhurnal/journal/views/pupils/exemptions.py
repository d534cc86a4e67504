"""Days on which pupils of a class are exempt from being marked: the list, a form, another end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.access.roles import Role
from zhurnal.journal import change_forms as forms
from zhurnal.journal.actions.exemptions import add_exemption, end_exemption
from zhurnal.journal.change_forms import FormError
from zhurnal.journal.models import Exemption
from zhurnal.journal.policies import summaries_visible_to
from zhurnal.journal.queries.class_exemptions import courses_of, exemptions_of, pupils_today
from zhurnal.journal.rules import RefusedError

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from zhurnal.people.models import User
    from zhurnal.school.models import Course, SchoolClass
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.school.standing import Standing

UNPROCESSABLE = 422
# Beside which field a refusal stands.
_PLACES = {"foreign_pupil": "pupil", "text_too_long": "reason", "not_allowed": "pupil"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_EXEMPTIONS)
def class_exemptions(request: SchoolRequest, school_class: int) -> HttpResponse:
    """Who is exempt, from when to when; add one, or let one end on another day."""
    shown = get_object_or_404(summaries_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    if request.method != "POST":
        return _page(request, shown, Typed())
    if not may_write_about(request.standing, shown):
        raise PermissionDenied
    typed = Typed(request.POST.dict())
    try:
        if request.POST.get("do") == "end":
            messages.success(request, _end(request.user, shown, request.POST))
        else:
            messages.success(request, _add(request.user, shown, request.POST))
    except FormError as error:
        typed.errors[error.field] = error.sentence
    except RefusedError as refused:
        typed.errors[_PLACES.get(refused.code, "first")] = refused.sentence
    else:
        return redirect("class-exemptions", school_class=school_class)
    return _page(request, shown, typed)


@dataclass
class Typed:
    """What was typed and could not be saved, and why."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def course_name(course: Course, school_class: SchoolClass) -> str:
    """«Алгебра»; of a part of the class or a stream also which: «Английский язык, английский 1»."""
    if course.group is None:
        return course.subject.name
    return f"{course.subject.name}, {course.group.name.removeprefix(f'{school_class.name}, ')}"


def may_write_about(standing: Standing, school_class: SchoolClass) -> bool:
    """Whether the person writes what is known about the pupils of the class."""
    own = school_class.pk in standing.class_ids
    return own or school_class.year.school_id in standing.schools(Role.DEPUTY)


def _add(actor: User, school_class: SchoolClass, data: QueryDict) -> str:
    """Add one, and say so. Raises FormError, RefusedError."""
    pupils = {one.pk: one for one in pupils_today(school_class, _day(school_class))}
    courses = {one.pk: one for one in courses_of(school_class)}
    pupil = pupils.get(forms.number(data, "pupil") or 0)
    course = courses.get(forms.number(data, "course") or 0)
    if pupil is None:
        raise FormError("pupil", _("Не выбран ученик."))
    if course is None:
        raise FormError("course", _("Не выбран предмет."))
    add_exemption(
        actor=actor, course=course, pupil=pupil, first=forms.day(data, "first"), last=_last(data, "last"),
        reason=forms.text(data, "reason"),
    )  # fmt: skip
    return _("Освобождение записано: {pupil}, {course}.").format(
        pupil=pupil.list_name, course=course.subject.name
    )


def _end(actor: User, school_class: SchoolClass, data: QueryDict) -> str:
    """Let one end on another day, and say so. Raises FormError, RefusedError."""
    lines = exemptions_of(school_class, _day(school_class))
    wanted = forms.number(data, "exemption")
    found = next((one.exemption for one in lines if one.exemption.pk == wanted), None)
    if found is None:
        raise FormError("first", _("Этого освобождения уже нет. Сверьте список."))
    try:
        last = _last(data, "until")
    except FormError as error:
        raise FormError(f"until-{found.pk}", error.sentence) from None
    full = Exemption.objects.select_related("course__year__school", "course__subject", "pupil").get(
        pk=found.pk
    )
    end_exemption(actor=actor, exemption=full, last=last)
    return _("Срок освобождения изменён.")


def _last(data: QueryDict, name: str) -> dt.date | None:
    """The last day; without one it lasts to the end of the year. Raises FormError."""
    return forms.day(data, name) if forms.text(data, name) else None


def _day(school_class: SchoolClass) -> dt.date:
    """Today, or the last day of a past year."""
    year = school_class.year
    return max(year.starts, min(year.school.today(), year.ends))


def _page(request: SchoolRequest, school_class: SchoolClass, typed: Typed) -> HttpResponse:
    day = _day(school_class)
    lines = exemptions_of(school_class, day)
    standing = {"pupil": "", "course": "", "first": day.isoformat(), "last": "", "reason": ""}
    context: dict[str, Any] = {
        "school_class": school_class, "lines": lines, "typed": typed, "values": standing | typed.values,
        "may_write": may_write_about(request.standing, school_class),
        "pupils": [("", [(one.pk, one.list_name) for one in pupils_today(school_class, day)])],
        "courses": [("", [(one.pk, course_name(one, school_class)) for one in courses_of(school_class)])],
        "errors": list(typed.errors.items()), "one_day": dt.timedelta(days=1), "course_name": course_name,
    }  # fmt: skip
    return render(
        request, "journal/pupils/exemptions.html", context, status=UNPROCESSABLE if typed.errors else 200
    )
