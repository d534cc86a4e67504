"""Homework beside its sheet: a file of it, and setting it in a parallel class too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.homework_copies import copy_homework, lesson_for_copy
from zhurnal.journal.actions.lesson_facts import next_lesson_on
from zhurnal.journal.homework_policies import files_visible_to, parallel_courses
from zhurnal.journal.queries.courses import lesson_to_show
from zhurnal.journal.rules import RefusedError
from zhurnal.ui.sending import send

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.timetable.models import Lesson

UNPROCESSABLE = 422


class Target(NamedTuple):
    """A parallel course, the lesson in which the homework would be set, and the one for which."""

    course: Course
    lesson: Lesson | None
    due: Lesson | None
    standing: str  # what is set there already


@require_safe
@requires(Right.SEE_JOURNAL)
def homework_file(request: SchoolRequest, file: int) -> HttpResponseBase:
    """A file of a lesson whose sheet the reader may open."""
    return send(get_object_or_404(files_visible_to(request.standing), pk=file))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def homework_copy(request: SchoolRequest, lesson: int) -> HttpResponse:
    """Offer the parallel courses of the teacher, and set the homework in those that are chosen."""
    shown = lesson_to_show(request.standing, lesson)
    if shown is None:
        raise Http404
    request.school = shown.course.year.school
    if not getattr(shown, "held", False):
        raise PermissionDenied
    courses = list(parallel_courses(request.standing.person_id, shown.course, request.school.today()))
    if request.method != "POST":
        return _page(request, shown, courses, [])
    chosen = set(request.POST.getlist("to"))
    problems = _copied(request, shown, [one for one in courses if str(one.pk) in chosen])
    if problems or not chosen:
        return _page(request, shown, courses, problems or [_("Не скопировано: класс не выбран.")])
    return redirect("lesson", lesson=lesson)


def _copied(request: SchoolRequest, lesson: Lesson, courses: Sequence[Course]) -> list[str]:
    """Copy to each; what could not be, with the name of the course."""
    problems = []
    for course in courses:
        try:
            copy_homework(actor=request.user, lesson=lesson, course=course)
        except RefusedError as why:
            problems.append(f"{course.audience}: {why.sentence}")
        else:
            messages.success(request, _("Задано и в {name}.").format(name=course.audience))
    return problems


def _page(
    request: SchoolRequest, lesson: Lesson, courses: Sequence[Course], problems: Sequence[str]
) -> HttpResponse:
    homework = getattr(lesson, "homework", None)
    context = {
        "lesson": lesson,
        "text": homework.text if homework else "",
        "targets": [_target(course, lesson.course.year.school.today()) for course in courses],
        "problems": problems,
    }
    return render(request, "journal/homework_copy.html", context, status=UNPROCESSABLE if problems else 200)


def _target(course: Course, today: dt.date) -> Target:
    """Two queries; few teachers have more than two parallel classes."""
    found = lesson_for_copy(course, today)
    standing = getattr(found, "homework", None)
    due = next_lesson_on(found) if found else None
    return Target(course, found, due, standing.text if standing else "")
