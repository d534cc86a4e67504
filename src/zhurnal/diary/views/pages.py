"""What the pages of the diary share: finding the diary, its tabs, and the way to the other children."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zhurnal.calc.calendar import iso_week
from zhurnal.diary.queries.frame import Frame, frame_of
from zhurnal.diary.views.unchanged import tagged
from zhurnal.people.actions.viewings import note_viewing
from zhurnal.people.models import Viewing
from zhurnal.school.policies import role_about
from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.calc.calendar import Week
    from zhurnal.school.requests import SchoolRequest

SUNDAY = 7


def open_diary(request: SchoolRequest, pupil: int) -> Frame:
    """The frame of a diary that the reader may see; Http404 for any other. One query.

    That somebody of the staff has opened it is noted: one query more, two the first time of a day.
    """
    frame = frame_of(request.standing, pupil)
    if frame is None:
        raise Http404
    request.school = frame.school
    role = None if frame.is_family else role_about(request.standing, frame.school_class)
    if role is not None:
        note_viewing(
            viewer_id=request.standing.person_id, role=role, pupil_id=pupil, page=Viewing.Page.DIARY,
            at=frame.school.now(),
        )  # fmt: skip
    # Staff see what a family may see.
    return replace(frame, hides_places=True) if frame.is_family and request.user.hides_places else frame


def current_week(today: dt.date) -> Week:
    """The week that a family wants to see: on Sunday the coming one, since nothing of the old is left."""
    return iso_week(today + dt.timedelta(days=1) if today.isoweekday() == SUNDAY else today)


def show(
    request: SchoolRequest,
    frame: Frame,
    tab: str,
    *,
    keep: str = "",
    week: Week | None = None,
    template: str = "",
    **context: Any,
) -> HttpResponse:
    """Render the page of a tab, or another `template` under it.

    `keep` is the query that stays when one switches to another child.
    """
    week = week or current_week(frame.school.today())
    switch = [(child, _address(tab, child.pupil_id, week) + keep) for child in frame.children]
    given = {
        "frame": frame,
        "tabs": _tabs(frame, tab, week),
        "switch": switch if len(switch) > 1 else [],
        "class_href": _class_href(frame),
    }
    return tagged(request, render(request, f"diary/{template or tab}.html", given | context))


def _tabs(frame: Frame, current: str, week: Week) -> list[dict[str, object]]:
    labels = {
        "week": _("Дневник"),
        "marks": _("Оценки"),
        "messages": _with_count(_("Сообщения"), frame.unread),
    }
    return [
        {"label": label, "href": _address(tab, frame.pupil.pk, week), "current": tab == current}
        for tab, label in labels.items()
    ]


def _with_count(label: str, unread: int) -> str:
    if not unread:
        return label
    count = '{} <span class="diary__count"><span class="visually-hidden">{}</span> {}</span>'
    return format_html(count, label, _("новых:"), unread)


def _address(tab: str, pupil: int, week: Week) -> str:
    return address_of(f"diary-{tab}", *([pupil, str(week)] if tab == "week" else [pupil]))


def _class_href(frame: Frame) -> str:
    """The way back to the class, for those who came from there."""
    return "" if frame.is_family else address_of("class", frame.school_class.pk)
