"""Writing an entry: to whom, what, and for many a second look. Every step is a page and needs no script."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.lures import lures_of
from zhurnal.messaging import forms
from zhurnal.messaging.actions.entries import MANY, MOST_FILES, Draft, checked, write_entry
from zhurnal.messaging.audience import (
    Audience,
    Scope,
    audience_of,
    offer_for,
    offers_about,
    offers_to,
    read_address,
)
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry
from zhurnal.messaging.policies import phrases_open_to
from zhurnal.messaging.texts import as_role, own_hosts, will_see
from zhurnal.ui.given import as_id, form_id
from zhurnal.ui.media import LARGEST_FILE, LARGEST_REQUEST
from zhurnal.ui.taking import taken
from zhurnal.ui.uploads import takes_files

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from zhurnal.messaging.audience import Offer
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
# Beside which field a refusal stands.
PLACES = {
    "entry_kind": "kind", "entry_empty": "text", "entry_too_long": "text", "too_many_files": "files",
}  # fmt: skip


@takes_files(LARGEST_FILE, LARGEST_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.WRITE_ENTRIES)
def entry_new(request: SchoolRequest) -> HttpResponse:
    """Choose to whom, then write; to many diaries only after a second look."""
    is_post = request.method == "POST"
    given = request.POST if is_post else request.GET
    if not is_post and not given.get("to") and (given.get("pupil") or given.get("class")):
        return _from_elsewhere(request)
    try:
        audience = _audience(request, given)
    except MessagingError as refused:
        return _choose(request, refused.sentence)
    if audience is None:
        return _choose(request)
    request.school = audience.offer.school
    return _posted(request, audience) if is_post else _page(request, audience, _begun(request))


def _posted(request: SchoolRequest, audience: Audience) -> HttpResponse:
    typed, does = _typed(request), request.POST.get("do")
    if typed.errors or does == "edit":
        return _page(request, audience, typed)
    if len(audience.pupils) > MANY and does != "confirm":
        return _confirm(request, audience, typed)
    return _send(request, audience, typed)


def _from_elsewhere(request: SchoolRequest) -> HttpResponse:
    """The way from a pupil of a lesson or from a class: as who holds the course or leads the class."""
    pupil, school_class, course = (as_id(request.GET.get(name, "")) for name in ("pupil", "class", "course"))
    if pupil is not None:
        offers = offers_about(request.standing, pupil)
        named = (Scope.COURSE, course)
    else:
        offers = [one for one in offers_to(request.standing) if _names(one, (Scope.CLASS, school_class))]
        named = (Scope.CLASS, school_class)
    if not offers:
        return _choose(request, MessagingError("not_addressed").sentence)
    offer = next((one for one in offers if _names(one, named)), offers[0])
    query = {"to": offer.address.code, "kind": str(request.GET.get("kind", ""))}
    return redirect(f"{reverse('entry-new')}?{urlencode(query | ({'pupil': str(pupil)} if pupil else {}))}")


def _names(offer: Offer, place: tuple[Scope, int | None]) -> bool:
    return (offer.address.scope, offer.address.thing) == place


def _audience(request: SchoolRequest, given: QueryDict) -> Audience | None:
    """Whom the form addresses; None where it does not say. Raises MessagingError."""
    code = str(given.get("to", ""))
    if not code:
        return None
    address = read_address(code)
    if address is None:
        raise MessagingError("not_addressed")
    audience = audience_of(offer_for(request.standing, address), forms.ids(given.getlist("pupil")))
    if not audience.pupils:
        raise MessagingError("no_pupils")
    return audience


def _begun(request: SchoolRequest) -> forms.Typed:
    """An empty form, or one that begins with a phrase."""
    kind = request.GET.get("kind", "")
    typed = forms.Typed(kind if kind in DiaryEntry.Kind.values else "", change_id=str(uuid.uuid4()))
    phrase = as_id(request.GET.get("phrase", ""))
    found = phrases_open_to(request.standing).filter(pk=phrase).first() if phrase else None
    if found is not None:
        typed.kind, typed.text = found.kind, found.text
    return typed


def _typed(request: SchoolRequest) -> forms.Typed:
    """What was typed and brought, with what is wrong about it; files are taken even so."""
    files, problems = taken(request, "files", forms.FOLDER)
    kept = forms.kept_files(request.POST, request.user.pk)
    data = request.POST
    typed = forms.Typed(
        data.get("kind", ""), data.get("text", ""), str(form_id(data.get("change_id", ""))),
        [*kept, *(one for one in files if one not in kept)],
    )  # fmt: skip
    if problems:
        typed.errors["files"] = " ".join(problems)
    try:
        checked(typed.kind, typed.text, typed.files)
    except MessagingError as refused:
        typed.errors[PLACES[refused.code]] = refused.sentence
    return typed


def _send(request: SchoolRequest, audience: Audience, typed: forms.Typed) -> HttpResponse:
    chosen = frozenset() if audience.is_whole else frozenset(one.pupil_id for one in audience.pupils)
    draft = Draft(
        audience.offer.address, typed.kind, typed.text, uuid.UUID(typed.change_id), chosen, tuple(typed.files)
    )
    try:
        entry = write_entry(actor=request.user, draft=draft)
    except MessagingError as refused:
        return _choose(request, refused.sentence)
    if entry.is_visible:
        messages.success(request, _("Записано. Семьи уже видят запись."))
    return redirect("entry", entry=entry.pk)


def _choose(request: SchoolRequest, sentence: str = "") -> HttpResponse:
    offers = offers_to(request.standing)
    request.school = offers[0].school if offers else None
    context: dict[str, Any] = {
        "groups": [(as_role(role), list(map(_choice, group))) for role, group in groupby(offers, _role)],
        "sentence": sentence,
        "phrase": as_id(request.GET.get("phrase", "")),
        # What was typed before somebody was found who may not be written to.
        "text": request.POST.get("text", ""),
    }
    return render(request, "messaging/choose.html", context, status=UNPROCESSABLE if sentence else 200)


def _role(offer: Offer) -> Any:
    return offer.address.role


def _choice(offer: Offer) -> tuple[str, str]:
    return offer.address.code, offer.label


def _page(request: SchoolRequest, audience: Audience, typed: forms.Typed) -> HttpResponse:
    narrow = audience.offer.address.scope in {Scope.COURSE, Scope.CLASS}
    context = _shared(request, audience, typed) | {
        "kinds": DiaryEntry.Kind.choices,
        "may_narrow": narrow and len(audience.whole) > 1,
        "chosen": set() if audience.is_whole else {one.pupil_id for one in audience.pupils},
        "phrases": list(phrases_open_to(request.standing).filter(school=audience.offer.school)),
        "most_files": MOST_FILES, "largest_file": LARGEST_FILE // 1024 // 1024,
    }  # fmt: skip
    return render(request, "messaging/new.html", context, status=UNPROCESSABLE if typed.errors else 200)


def _confirm(request: SchoolRequest, audience: Audience, typed: forms.Typed) -> HttpResponse:
    context = _shared(request, audience, typed) | {"kind_name": DiaryEntry.Kind(typed.kind).label}
    return render(request, "messaging/confirm.html", context)


def _shared(request: SchoolRequest, audience: Audience, typed: forms.Typed) -> dict[str, Any]:
    return {
        "audience": audience, "typed": typed, "will_see": will_see(audience),
        "kept": forms.tokens(typed.files, request.user.pk),
        "author": request.user.person, "role_name": audience.offer.address.role.label,
        "lures": lures_of(typed.text, own_hosts()), "errors": list(typed.errors.items()),
    }  # fmt: skip
