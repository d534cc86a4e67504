"""«Ответы»: what guardians have written about one's entries; and the director's switch for it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.messaging import forms
from zhurnal.messaging.actions.replies import LONGEST_REPLY, Hours, answer, read_replies, set_reply_rule
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import ReplyRule
from zhurnal.messaging.policies import replies_to, schools_directed_by, schools_written_for
from zhurnal.messaging.queries.staff import talks_of
from zhurnal.ui.given import as_id, form_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.models import School
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
_SWITCHES = ("to_class_teachers", "to_teachers", "to_heads")


@require_safe
@requires(Right.WRITE_ENTRIES)
def replies(request: SchoolRequest) -> HttpResponse:
    """The talks about one's own entries, with something unread first."""
    return _talks_page(request)


@require_POST
@requires(Right.WRITE_ENTRIES)
def entry_answer(request: SchoolRequest, entry: int, pupil: int, guardian: int) -> HttpResponse:
    """Answer a guardian, or note that what was written is read."""
    place = {"recipient__entry": entry, "recipient__pupil": pupil, "guardian": guardian}
    talk = replies_to(request.standing.person_id).filter(**place)
    found = talk.select_related("recipient__entry__school").first()
    if found is None:
        raise Http404
    recipient = found.recipient
    if request.POST.get("do") == "read":
        read_replies(actor=request.user, recipient=recipient, guardian_id=guardian)
        return redirect("entry-replies")
    text = request.POST.get("text", "")
    change = form_id(request.POST.get("change_id", ""))
    try:
        answer(actor=request.user, recipient=recipient, guardian_id=guardian, text=text, change_id=change)
    except MessagingError as refused:
        return _talks_page(request, f"{recipient.pk}-{guardian}", text, refused.sentence)
    messages.success(request, _("Ответ отправлен."))
    return redirect(f"{reverse('entry-replies')}#talk-{recipient.pk}-{guardian}")


def _talks_page(request: SchoolRequest, place: str = "", text: str = "", sentence: str = "") -> HttpResponse:
    request.school = schools_written_for(request.standing).first()
    context: dict[str, Any] = {
        "talks": talks_of(request.standing.person_id), "place": place, "text": text, "sentence": sentence,
        "longest": LONGEST_REPLY, "new_id": uuid.uuid4,
    }  # fmt: skip
    return render(request, "messaging/replies.html", context, status=UNPROCESSABLE if sentence else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SET_REPLIES)
def reply_rule(request: SchoolRequest) -> HttpResponse:
    """Whether guardians may reply, when and to whom."""
    schools = schools_directed_by(request.standing)
    wanted = as_id(request.POST.get("school", request.GET.get("school", "")))
    school = get_object_or_404(schools, pk=wanted) if wanted is not None else schools.first()
    if school is None:
        raise Http404
    request.school = school
    standing = ReplyRule.objects.filter(school=school).first() or ReplyRule(school=school)
    if request.method != "POST":
        return _rule_page(request, school, standing)
    hours = _hours(request, standing)
    try:
        set_reply_rule(actor=request.user, school=school, hours=hours)
    except MessagingError as refused:
        typed = ReplyRule(school=school, **hours._asdict())
        return _rule_page(request, school, typed, refused.sentence)
    messages.success(request, _("Сохранено. Действует сразу."))
    return redirect(f"{reverse('reply-rule')}?school={school.pk}")


def _hours(request: SchoolRequest, standing: ReplyRule) -> Hours:
    data = request.POST
    starts, ends = (forms.hour(data.get(name, "")) for name in ("starts", "ends"))
    if data.get("mode") == ReplyRule.Mode.HOURS and (starts is None or ends is None):
        starts = ends = dt.time(0)  # refused: what cannot be read is no hour
    switches = {name: data.get(name) == "1" for name in _SWITCHES}
    return Hours(data.get("mode", ""), starts or standing.starts, ends or standing.ends, **switches)


def _rule_page(request: SchoolRequest, school: School, rule: ReplyRule, sentence: str = "") -> HttpResponse:
    context = {"shown": school, "rule": rule, "modes": ReplyRule.Mode.choices, "sentence": sentence}
    return render(request, "messaging/reply_rule.html", context, status=UNPROCESSABLE if sentence else 200)
