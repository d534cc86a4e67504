"""Who came into a class in the course of the year: the marks brought along, and those to be carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.carry import carry_marks
from zhurnal.journal.policies import summaries_visible_to
from zhurnal.journal.queries.class_exemptions import newcomers
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.views.pupils.exemptions import course_name, may_write_about

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from zhurnal.journal.queries.carrying import Offer
    from zhurnal.journal.queries.class_exemptions import Newcomer
    from zhurnal.people.models import Person, User
    from zhurnal.school.requests import SchoolRequest


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_EXEMPTIONS)
def class_newcomers(request: SchoolRequest, school_class: int) -> HttpResponse:
    """Show who came, course by course; carry the marks of the courses left that are ticked."""
    shown = get_object_or_404(summaries_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    found = newcomers(shown, request.school.today())
    may_write = may_write_about(request.standing, shown)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        _carry(request, found, frozenset(request.POST.getlist("offer")))
        return redirect("class-newcomers", school_class=school_class)
    context: dict[str, Any] = {
        "school_class": shown, "newcomers": found, "may_write": may_write, "key": offer_key,
        "course_name": course_name,
        "has_offers": any(course.offers for one in found for course in one.courses),
    }  # fmt: skip
    return render(request, "journal/pupils/newcomers.html", context)


def offer_key(offer: Offer) -> str:
    """How the form names an offer."""
    return f"{offer.pupil_id}-{offer.from_course.pk}-{offer.to_course.pk}-{offer.period.pk}"


def _carry(request: SchoolRequest, found: Iterable[Newcomer], ticked: frozenset[str]) -> None:
    """Each offer stands alone: what cannot be carried is told, the rest is carried."""
    count = 0
    for one in found:
        for offer in (offer for course in one.courses for offer in course.offers):
            if offer_key(offer) in ticked:
                count += _carried(request, request.user, one.pupil, offer)
    if count:
        text = _("Перенесено отметок: %(n)s.") % {"n": count}
        messages.success(request, text)
    elif not ticked:
        messages.warning(request, _("Ничего не отмечено: отметки остались на месте."))


def _carried(request: SchoolRequest, actor: User, pupil: Person, offer: Offer) -> int:
    try:
        return carry_marks(
            actor=actor, pupil=pupil, from_course=offer.from_course, to_course=offer.to_course,
            period=offer.period,
        )  # fmt: skip
    except RefusedError as refused:
        messages.error(request, f"{pupil.list_name}, {offer.to_course}: {refused.sentence}")
        return 0
