"""Marks that a pupil brought into a course: the list, a form of rows, and what could be carried over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import external_forms as forms
from zhurnal.journal.actions.carry import carry_marks
from zhurnal.journal.actions.external_marks import bring_marks, change_external_mark
from zhurnal.journal.actions.external_rules import BroughtRefusedError
from zhurnal.journal.actions.pupil_writers import writer_for
from zhurnal.journal.change_forms import text
from zhurnal.journal.models import ExternalMark, WorkKind
from zhurnal.journal.queries.carrying import Offer, carry_offers
from zhurnal.journal.queries.courses import course_to_show
from zhurnal.journal.queries.periods import course_periods, period_shown
from zhurnal.journal.queries.rules import rules_of, weight_of
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.weights import write_weight
from zhurnal.people.models import Person
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse, QueryDict

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


class Place(NamedTuple):
    """A pupil in a course, and by which rules marks are read."""

    course: Course
    pupil: Person
    rules: Rules
    kinds: dict[int, tuple[WorkKind, int]]  # with their weights


@dataclass
class Typed:
    """What was typed and not saved: rows of new marks, or the row of one that changes."""

    rows: list[forms.MarkRow] = field(default_factory=list)
    changing: int | None = None
    problem: str = ""
    source: str = ""  # of all new marks
    source_error: str = ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(field, sentence) for the summary on top."""
        of_all = (("brought", self.problem), ("source", self.source_error))
        return [one for one in of_all if one[1]] + [one for row in self.rows for one in row.summary()]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def external_marks(request: SchoolRequest, course: int, pupil: int) -> HttpResponse:
    """Show what the pupil brought along; bring, change, take back and carry over marks."""
    place = _place(request, course, pupil)
    if request.method != "POST":
        return _page(request, place, _changing(place, request.GET.get("mark", "")))
    if not _may_write(request, place):
        raise PermissionDenied
    typed = Typed()
    try:
        done = _DEEDS.get(request.POST.get("do", ""), _nothing)(request, place, request.POST, typed)
    except RefusedError as refused:
        typed.problem = refused.sentence
        done = ""
    if typed.errors:
        return _page(request, place, typed)
    messages.success(request, done)
    return redirect("external-marks", course=course, pupil=pupil)


def _place(request: SchoolRequest, course_id: int, pupil_id: int) -> Place:
    found = course_to_show(request.standing, course_id)
    if found is None:
        raise Http404
    course = found[0]
    request.school = course.year.school
    members = Person.objects.filter(memberships__course=course).distinct()
    pupil = get_object_or_404(members, pk=pupil_id)
    periods = course_periods(course)
    shown = period_shown(periods, request.school.today())
    rules = rules_of(shown.policy_id if shown else None, course)
    kinds = WorkKind.objects.filter(school=request.school, is_hidden=False)
    return Place(course, pupil, rules, {one.pk: (one, weight_of(one, rules)) for one in kinds})


def _changing(place: Place, wanted: str) -> Typed:
    """The form of new marks, or that of one that stands there."""
    if not wanted:
        return Typed()
    mark = _mark(place, wanted)
    return Typed([forms.row_of(mark, _text(place, mark))], mark.pk)


def _mark(place: Place, wanted: str) -> ExternalMark:
    marks = ExternalMark.objects.filter(course=place.course, pupil=place.pupil, value__isnull=False)
    return get_object_or_404(marks.select_related("course__year__school", "pupil"), pk=as_id(wanted) or 0)


def _nothing(_request: SchoolRequest, _place: Place, _data: QueryDict, typed: Typed) -> str:
    typed.problem = _("Такого действия нет. Откройте страницу заново.")
    return ""


def _bring(request: SchoolRequest, place: Place, data: QueryDict, typed: Typed) -> str:
    typed.rows, typed.source = forms.read_rows(data), text(data, "source")
    marks = [forms.brought(row, place.kinds) for row in typed.rows]
    if not typed.rows:
        typed.problem = _("Не сохранено: ни одна строка не заполнена. Укажите день и отметку.")
    if typed.errors:
        return ""
    try:
        made = bring_marks(
            actor=request.user, course=place.course, pupil=place.pupil, marks=[one for one in marks if one]
        )
    except BroughtRefusedError as refused:
        for number, problem in refused.problems.items():
            typed.rows[number].refuse(problem)
        # One field says for all rows where they come from.
        told = [row.errors.pop("source") for row in typed.rows if "source" in row.errors]
        typed.source_error = told[0] if told else ""
        return ""
    return _("Записано отметок: %(n)s.") % {"n": len(made)}


def _change(request: SchoolRequest, place: Place, data: QueryDict, typed: Typed) -> str:
    mark = _mark(place, data.get("mark", ""))
    row = forms.read_row(data)
    typed.rows, typed.changing = [row], mark.pk
    change = forms.brought(row, place.kinds, is_control=mark.is_control)
    if change is None:
        return ""
    try:
        change_external_mark(actor=request.user, mark=mark, seen_version=_seen(data), change=change)
    except RefusedError as refused:
        if refused.code in {"conflict", "not_allowed"}:
            raise
        row.refuse(refused)
    return _("Изменено.")


def _take_back(request: SchoolRequest, place: Place, data: QueryDict, _typed: Typed) -> str:
    mark = _mark(place, data.get("mark", ""))
    change_external_mark(actor=request.user, mark=mark, seen_version=_seen(data), change=None)
    return _("Отметка убрана и больше не учитывается.")


def _carry(request: SchoolRequest, place: Place, data: QueryDict, typed: Typed) -> str:
    offers = {str(one.from_course.pk): one for one in _offers(place)}
    offer = offers.get(data.get("from", ""))
    if offer is None:
        typed.problem = _("Не сохранено: переносить больше нечего. Сверьте список отметок.")
        return ""
    count = carry_marks(
        actor=request.user, pupil=place.pupil, from_course=offer.from_course, to_course=place.course,
        period=offer.period,
    )  # fmt: skip
    return _("Перенесено отметок: %(n)s.") % {"n": count}


def _seen(data: QueryDict) -> int:
    return as_id(data.get("seen", "")) or 0


_DEEDS: dict[str, Callable[[SchoolRequest, Place, QueryDict, Typed], str]] = {
    "bring": _bring, "change": _change, "take_back": _take_back, "carry": _carry,
}  # fmt: skip


def _offers(place: Place) -> list[Offer]:
    return carry_offers([place.pupil.pk], [place.course.pk])


def _may_write(request: SchoolRequest, place: Place) -> bool:
    try:
        writer_for(request.user, place.course, place.pupil, teachers=True)
    except RefusedError:
        return False
    return True


def _text(place: Place, mark: ExternalMark) -> str:
    """A mark in the scale of the course; one that its scale does not know any more as it was given."""
    scale, value = place.rules.scale, mark.value or 0
    return scale.text(value) if value in scale else str(value)


def _page(request: SchoolRequest, place: Place, typed: Typed) -> HttpResponse:
    standing = ExternalMark.objects.filter(course=place.course, pupil=place.pupil, value__isnull=False)
    marks = list(standing.select_related("period", "author").order_by("date", "position"))
    may_write = _may_write(request, place)
    context: dict[str, Any] = {
        "course": place.course, "pupil": place.pupil, "typed": typed, "rows": _rows(typed),
        "may_write": may_write, "kinds": [("", list(_kinds(place)))], "scale": place.rules.scale,
        "marks": [(mark, _text(place, mark), write_weight(mark.weight)) for mark in marks],
        "offers": _offers(place) if may_write else [],
        "changing": next((mark for mark in marks if mark.pk == typed.changing), None),
    }  # fmt: skip
    return render(
        request, "journal/pupils/external.html", context, status=UNPROCESSABLE if typed.errors else 200
    )


def _rows(typed: Typed) -> list[forms.MarkRow]:
    """What was typed, filled up with empty rows; only the one row of a mark that changes."""
    if typed.changing is not None:
        return typed.rows
    known = {row.number: row for row in typed.rows}
    return [known.get(number, forms.MarkRow(number)) for number in range(forms.ROWS)]


def _kinds(place: Place) -> Iterator[tuple[int, str]]:
    """«Контрольная работа — 2»."""
    for pk, (kind, weight) in place.kinds.items():
        yield pk, f"{kind.name} — {write_weight(weight)}"
