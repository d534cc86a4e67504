"""The calendar of a pupil for calendar programs: the secret address, and what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import public, requires
from zhurnal.access.rights import Right
from zhurnal.calc.ical import calendar_text
from zhurnal.diary.queries.calendar import events_of
from zhurnal.diary.queries.frame import frame_of
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.family.actions.calendar import (
    count_reading,
    hashed,
    make_calendar_address,
    revoke_calendar_address,
)
from zhurnal.family.models import CalendarAddress
from zhurnal.school.models import Enrolment
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

TOO_MANY = 429
LONGEST_SECRET = 64


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_DIARY)
def calendar(request: SchoolRequest, pupil: int) -> HttpResponse:
    """Whether there is an address. POST makes one, shown this once, or ends it (`do=revoke`)."""
    frame = open_diary(request, pupil)
    if not frame.is_family:
        raise Http404
    if request.method != "POST":
        return _page(request, frame)
    told: dict[str, Any] = {"actor": request.user, "pupil": frame.pupil, "school": frame.school}
    if request.POST.get("do") == "revoke":
        revoke_calendar_address(**told)
        messages.success(request, _("Адрес отозван. Календарь по нему больше не откроется."))
        return redirect("diary-calendar", pupil=pupil)
    secret = make_calendar_address(**told)
    response = _page(request, frame, request.build_absolute_uri(reverse("calendar-feed", args=[secret])))
    response["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def calendar_feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar. Nothing tells a wrong address from one that ended."""
    address = _address(secret)
    frame = _frame(address) if address else None
    if address is None or frame is None:
        raise Http404
    if not count_reading(address):
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": "3600", "Cache-Control": "private"})
    name = _("Уроки: {name}").format(name=frame.pupil.given_name)
    text = calendar_text(name, events_of(frame, frame.school.today()))
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex"},
    )  # fmt: skip


def _address(secret: str) -> CalendarAddress | None:
    if len(secret) > LONGEST_SECRET:
        return None
    mine = CalendarAddress.objects.filter(token_hash=hashed(secret), revoked_at=None, owner__is_active=True)
    return mine.select_related("owner").first()


def _frame(address: CalendarAddress) -> Frame | None:
    """What the owner may see at this moment, on the day of the pupil's school. Three queries."""
    school = Enrolment.objects.filter(pupil=address.pupil_id).select_related("school_class__year__school")
    last = school.order_by("-valid_from").first()
    if last is None:
        return None
    standing = standing_of(address.owner, last.school_class.year.school.today())
    if address.pupil_id not in standing.child_ids | standing.pupil_ids:
        return None
    return frame_of(standing, address.pupil_id)


def _page(request: SchoolRequest, frame: Frame, made: str = "") -> HttpResponse:
    address = CalendarAddress.objects.filter(owner=request.user, pupil=frame.pupil, revoked_at=None).first()
    return show(request, frame, "calendar", address=address, made=made)
