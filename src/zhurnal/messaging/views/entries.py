"""The list of entries, one entry with who has read it, its files, correcting it and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.access.roles import Role
from zhurnal.messaging import forms
from zhurnal.messaging.actions.entries import (
    LONGEST_REASON,
    MOST_FILES,
    Correction,
    correct_entry,
    withdraw_entry,
)
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryReceipt
from zhurnal.messaging.policies import (
    HEADS,
    entries_overseen_by,
    files_overseen_by,
    may_withdraw,
    schools_directed_by,
    schools_written_for,
)
from zhurnal.messaging.queries.readers import changes_of, class_lines, pupil_lines, totals
from zhurnal.messaging.queries.sought import UNREAD, UNSIGNED, Sought, authors_offered, classes_offered
from zhurnal.messaging.queries.staff import entry_lines, unread_replies
from zhurnal.messaging.views.new import PLACES, UNPROCESSABLE
from zhurnal.ui.given import as_id
from zhurnal.ui.media import LARGEST_FILE, LARGEST_REQUEST
from zhurnal.ui.sending import send
from zhurnal.ui.taking import taken
from zhurnal.ui.uploads import takes_files

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from zhurnal.messaging.queries.readers import PupilLine
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.school.standing import Standing

# More pupils than these are shown class by class.
MOST_LINES = 60


@require_safe
@requires(Right.WRITE_ENTRIES)
def entries(request: SchoolRequest) -> HttpResponse:
    """One's own entries, or those sought among all that one may look at, the newest first."""
    standing = request.standing
    request.school = schools_written_for(standing).first()
    own = not _sees_more(standing) or request.GET.get("show") != "all"
    number = forms.page_number(request.GET.get("page", ""))
    sought, sentence = (Sought(standing.person_id), "") if own else forms.sought(request.GET)
    lines, has_more = entry_lines(standing, sought, number)
    context: dict[str, Any] = {
        "lines": lines, "tabs": _tabs(own=own) if _sees_more(standing) else [],
        "unread": unread_replies(standing.person_id), "number": number, "has_more": has_more,
        "directs": schools_directed_by(standing).exists() if _directs(standing) else False,
        "filter": None if own else _filter(request, sought), "sentence": sentence,
        "query": "" if own else _asked(sought),
    }  # fmt: skip
    return render(request, "messaging/entries.html", context)


def _sees_more(standing: Standing) -> bool:
    return bool(standing.class_ids or standing.schools(*HEADS))


def _tabs(*, own: bool) -> list[dict[str, Any]]:
    here = reverse("entries")
    return [
        {"label": _("Мои записи"), "href": here, "current": own},
        {"label": _("Все записи"), "href": f"{here}?show=all", "current": not own},
    ]


def _filter(request: SchoolRequest, sought: Sought) -> dict[str, Any]:
    """What stands in the form above the list."""
    return {
        "sought": sought, "authors": authors_offered(request.standing),
        "classes": classes_offered(request.standing), "kinds": DiaryEntry.Kind.choices,
        "missing": [(UNREAD, _("не все прочли")), (UNSIGNED, _("не все подписали"))],
        "from": request.GET.get("from", ""), "to": request.GET.get("to", ""),
    }  # fmt: skip


def _asked(sought: Sought) -> str:
    """The same question for the next page of the list: «show=all&kind=remark&»."""
    asked = {
        "show": "all", "author": sought.author_id, "kind": sought.kind, "class": sought.class_id,
        "missing": sought.missing, "from": sought.first, "to": sought.last,
    }  # fmt: skip
    return urlencode({name: value for name, value in asked.items() if value}) + "&"


def _directs(standing: Standing) -> bool:
    return Role.DIRECTOR in standing.roles


@require_safe
@requires(Right.WRITE_ENTRIES)
def entry(request: SchoolRequest, entry: int) -> HttpResponse:
    """One entry: what it says, who has read and signed it and who has not, what was done to it."""
    shown = _found(request, entry)
    return _entry_page(request, shown)


@require_safe
@requires(Right.WRITE_ENTRIES)
def entry_file(request: SchoolRequest, entry: int, file: int) -> HttpResponseBase:
    """A file of an entry that one may look at."""
    return send(get_object_or_404(files_overseen_by(request.standing), pk=file, entry=entry))


@require_POST
@requires(Right.WRITE_ENTRIES)
def entry_withdraw(request: SchoolRequest, entry: int) -> HttpResponse:
    """Take an entry back."""
    shown = _found(request, entry)
    if not may_withdraw(request.standing, shown):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    try:
        withdraw_entry(actor=request.user, entry=shown, reason=reason)
    except MessagingError as refused:
        return _entry_page(request, shown, refused.sentence, reason)
    seen = shown.is_visible
    messages.success(request, _("Запись отозвана.") if seen else _("Отменено: эту запись никто не увидит."))
    return redirect("entry", entry=entry)


@takes_files(LARGEST_FILE, LARGEST_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.WRITE_ENTRIES)
def entry_correct(request: SchoolRequest, entry: int) -> HttpResponse:
    """Let an entry say something else, while nobody has read it."""
    shown = _found(request, entry)
    if shown.author_id != request.standing.person_id:
        raise PermissionDenied
    if request.method != "POST":
        return _correct_page(request, shown, forms.Typed(shown.kind, shown.text))
    files, problems = taken(request, "files", forms.FOLDER)
    data = request.POST
    kept = forms.kept_files(data, request.user.pk)
    typed = forms.Typed(data.get("kind", ""), data.get("text", ""), files=[*kept, *files])
    if problems:
        typed.errors["files"] = " ".join(problems)
        return _correct_page(request, shown, typed)
    correction = Correction(
        typed.kind, typed.text, as_id(data.get("seen", "")) or 0, tuple(typed.files),
        forms.ids(data.getlist("drop")),
    )  # fmt: skip
    try:
        correct_entry(actor=request.user, entry=shown, correction=correction)
    except MessagingError as refused:
        typed.errors[PLACES.get(refused.code, "text")] = refused.sentence
        return _correct_page(request, _found(request, entry), typed)
    messages.success(request, _("Исправлено."))
    return redirect("entry", entry=entry)


def _found(request: SchoolRequest, number: int) -> DiaryEntry:
    overseen = entries_overseen_by(request.standing).select_related("author", "school", "withdrawal__made_by")
    found = get_object_or_404(overseen, pk=number)
    request.school = found.school
    return found


def _entry_page(
    request: SchoolRequest, entry: DiaryEntry, sentence: str = "", reason: str = ""
) -> HttpResponse:
    lines = pupil_lines(request.standing, entry)
    chosen, unsigned = as_id(request.GET.get("class", "")), request.GET.get("show") == "unsigned"
    withdrawal = getattr(entry, "withdrawal", None)
    whole = may_withdraw(request.standing, entry)
    context: dict[str, Any] = {
        "entry": entry, "withdrawal": withdrawal, "totals": totals(lines), "classes": class_lines(lines),
        "lines": _chosen(lines, chosen, unsigned=unsigned), "chosen": chosen, "unsigned": unsigned,
        "to": entry.audience or (lines[0].name if lines else ""), "changes": changes_of(entry) if whole else [],
        "files": list(files_overseen_by(request.standing).filter(entry=entry).order_by("pk")),
        "may_withdraw": whole and withdrawal is None, "sentence": sentence, "reason": reason,
        "may_correct": _may_correct(request, entry, lines), "longest_reason": LONGEST_REASON,
        "waits_until": _waits_until(entry), "shows_text": withdrawal is None or whole,
    }  # fmt: skip
    return render(request, "messaging/entry.html", context, status=UNPROCESSABLE if sentence else 200)


def _waits_until(entry: DiaryEntry) -> dt.datetime | None:
    """When families will see it, by the clock of the school; None where they do, or never will."""
    if entry.visible_at is None or entry.visible_at <= timezone.now():
        return None
    return entry.visible_at.astimezone(ZoneInfo(entry.school.time_zone))


def _may_correct(request: SchoolRequest, entry: DiaryEntry, lines: list[PupilLine]) -> bool:
    mine = entry.author_id == request.standing.person_id and not hasattr(entry, "withdrawal")
    return mine and not any(line.is_read for line in lines)


def _chosen(lines: list[PupilLine], class_id: int | None, *, unsigned: bool) -> list[PupilLine]:
    """Of many pupils those of one class; none until it is chosen."""
    shown = [line for line in lines if not (unsigned and line.is_signed)]
    if class_id is not None:
        return [line for line in shown if line.class_id == class_id]
    return shown if len(lines) <= MOST_LINES else []


def _correct_page(request: SchoolRequest, entry: DiaryEntry, typed: forms.Typed) -> HttpResponse:
    context: dict[str, Any] = {
        "entry": entry, "typed": typed, "kinds": DiaryEntry.Kind.choices, "errors": list(typed.errors.items()),
        "files": list(entry.files.filter(withdrawn_at=None).order_by("pk")),
        "kept": forms.tokens(typed.files, request.user.pk), "most_files": MOST_FILES,
        "largest_file": LARGEST_FILE // 1024 // 1024,
        "is_read": EntryReceipt.objects.filter(recipient__entry=entry).exists(),
    }  # fmt: skip
    return render(request, "messaging/correct.html", context, status=UNPROCESSABLE if typed.errors else 200)
