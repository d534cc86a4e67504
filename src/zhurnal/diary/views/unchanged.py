"""304 for a page of the diary that the reader's device has already, without making the page.

A device that keeps the diary for reading offline asks again and again, and mostly nothing was written since.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponseNotModified
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from zhurnal import __version__
from zhurnal.diary.queries.stamp import stamp_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.people.models import User
    from zhurnal.school.requests import SchoolRequest

# Entries that are held back, «сейчас», the day that a phone shows: the clock changes pages too.
MINUTES = 15


def unchanged(request: SchoolRequest, frame: Frame) -> HttpResponse | None:
    """304 where the device has the page as it is now; otherwise `tagged` marks the page. One query.

    None, and no query, for who does not ask with If-None-Match, and for staff.
    """
    asked = request.headers.get("If-None-Match")
    if asked is None or not frame.is_family or len(get_messages(request)):
        return None
    request.tag = tag = _tag(request, frame)
    if tag not in parse_etags(asked):
        return None
    return HttpResponseNotModified(headers={"ETag": tag, "X-Reader": reader_of(request)})


def tagged(request: SchoolRequest, page: HttpResponse) -> HttpResponse:
    """The page with its tag, where `unchanged` has made one."""
    if tag := getattr(request, "tag", ""):
        page.headers["ETag"] = tag
        page.headers["X-Reader"] = reader_of(request)
    return page


def reader_of(request: SchoolRequest) -> str:
    """Whose copies a device keeps: the same for an account on all days, and nothing that tells who it is."""
    return salted_hmac("offline reader", str(request.user.pk)).hexdigest()[:24]


def _tag(request: SchoolRequest, frame: Frame) -> str:
    """Weak: the answer is the same page, though its form token may be another one of the same session."""
    now = frame.school.now()
    parts = (
        __version__, getattr(staticfiles_storage, "manifest_hash", ""), request.get_full_path(),
        request.META.get("CSRF_COOKIE"), _chosen(request.user), stamp_of(frame),
        [(child.pupil_id, child.unread) for child in frame.children], frame.unread,
        [(span.pk, span.valid_to) for span in frame.enrolments],
        sorted(request.standing.pupil_ids), now.date(), (now.hour * 60 + now.minute) // MINUTES,
    )  # fmt: skip
    return f'W/"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def _chosen(user: User) -> list[object]:
    """Everything of the account but when it signed in: its view, language, colours."""
    fields = [field.attname for field in user._meta.concrete_fields if field.attname != "last_login"]  # noqa: SLF001 -- Django's documented way to the fields
    return [getattr(user, name) for name in fields]
