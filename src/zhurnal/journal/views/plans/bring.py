"""Bringing a plan: out of a file or from another course. First it is shown what it would do, then it is done.

Of a file nothing is kept between the two: its rows travel in the page, and are judged again when they come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.plan_facts import row_of, topics_of
from zhurnal.journal.actions.plans import Replaced, copy_plan, replace_plan
from zhurnal.journal.plan_files.columns import column_names
from zhurnal.journal.plan_files.parse import parse_plan
from zhurnal.journal.plan_files.table import LARGEST_FILE, read_table
from zhurnal.journal.plan_policies import plans_to_copy
from zhurnal.journal.plan_rows import dumped, loaded
from zhurnal.journal.plan_words import refused
from zhurnal.journal.queries.plan_preview import preview
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.sentences import counted
from zhurnal.journal.views.plans.place import UNPROCESSABLE, find_place, text
from zhurnal.ui.uploads import refused_uploads, takes_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from zhurnal.journal.plan_files.parse import ParsedPlan
    from zhurnal.journal.views.plans.place import Place
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest

MOST_PROBLEMS, LONGEST_NAME = 50, 100


@takes_files(LARGEST_FILE, LARGEST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def plan_import(request: SchoolRequest, course: int) -> HttpResponse:
    """Ask for a file, show what it would do, do it."""
    place = find_place(request, course, changing=True)
    if request.method != "POST":
        return _asking(request, place)
    try:
        if "rows" in request.POST:
            return _applied(request, place)
        return _previewed(request, place)
    except RefusedError as why:
        return _asking(request, place, why.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def plan_copy(request: SchoolRequest, course: int) -> HttpResponse:
    """Offer the plans of other courses, show what the one of `?from=` would do, copy it."""
    place = find_place(request, course, changing=True)
    sources = plans_to_copy(request.standing, place.course)
    wanted = text(request.GET if request.method != "POST" else request.POST, "from")
    source = _chosen(sources, wanted)
    try:
        if request.method == "POST":
            return _copied(request, place, source)
    except RefusedError as why:
        return _offered(request, place, sources, source, why.sentence)
    return _offered(request, place, sources, source)


def _asking(request: SchoolRequest, place: Place, problem: str = "") -> HttpResponse:
    context = {
        "place": place,
        "course": place.course,
        "problem": problem,
        "names": column_names(),
        "most": LARGEST_FILE // 1024 // 1024,
    }
    return render(request, "journal/plans/import.html", context, status=UNPROCESSABLE if problem else 200)


def _previewed(request: SchoolRequest, place: Place) -> HttpResponse:
    file = request.FILES.get("file")
    if refused_uploads(request):
        raise refused("file_too_large", most=LARGEST_FILE // 1024 // 1024)
    if file is None:
        raise refused("no_file")
    parsed = parse_plan(read_table(file.read()))
    context = _preview_context(place, parsed) | {"source": (file.name or "")[:LONGEST_NAME], "copied": None}
    status = UNPROCESSABLE if parsed.problems else 200
    return render(request, "journal/plans/preview.html", context, status=status)


def _preview_context(place: Place, parsed: ParsedPlan) -> dict[str, Any]:
    shown = None if parsed.problems else preview(place.course.pk, parsed.rows)
    return {
        "place": place,
        "course": place.course,
        "parsed": parsed,
        "shown": shown,
        "rows": dumped(parsed.rows),
        "problems": parsed.problems[:MOST_PROBLEMS],
        "problems_left": max(0, len(parsed.problems) - MOST_PROBLEMS),
    }


def _applied(request: SchoolRequest, place: Place) -> HttpResponse:
    done = replace_plan(
        actor=request.user, course=place.course, rows=loaded(text(request.POST, "rows")),
        seen=text(request.POST, "seen"), source=text(request.POST, "source")[:LONGEST_NAME],
        taught_in_order="taught_in_order" in request.POST,
    )  # fmt: skip
    return _told(request, place, done)


def _copied(request: SchoolRequest, place: Place, source: Course | None) -> HttpResponse:
    if source is None:
        raise refused("foreign_source")
    done = copy_plan(
        actor=request.user, course=place.course, source=source, seen=text(request.POST, "seen"),
        taught_in_order="taught_in_order" in request.POST,
    )  # fmt: skip
    return _told(request, place, done)


def _told(request: SchoolRequest, place: Place, done: Replaced) -> HttpResponse:
    made, changed, dropped = done.written
    parts = [
        _("новых тем: {n}").format(n=made),
        _("изменено: {n}").format(n=changed),
        _("убрано: {n}").format(n=dropped),
    ]
    said = _("План сохранён: {parts}.").format(parts=", ".join(parts))
    if done.linked:
        lessons = counted(done.linked, _("{n} урок"), _("{n} урока"), _("{n} уроков"))
        said += " " + _("Среди проведённых узнано: {lessons}.").format(lessons=lessons)
    messages.success(request, said)
    return redirect(place.address())


def _chosen(sources: Iterable[Course], wanted: str) -> Course | None:
    if not wanted:
        return None
    found = next((one for one in sources if str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _offered(
    request: SchoolRequest, place: Place, sources: Iterable[Course], source: Course | None, problem: str = ""
) -> HttpResponse:
    rows = [row_of(topic) for topic in topics_of(source.pk)] if source else []
    context = {
        "place": place,
        "course": place.course,
        "sources": sources,
        "copied": source,
        "shown": preview(place.course.pk, rows) if source else None,
        "problem": problem,
    }
    return render(request, "journal/plans/copy.html", context, status=UNPROCESSABLE if problem else 200)
