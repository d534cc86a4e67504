"""Asking for a correction from a page: who may, the form, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.journal.actions.corrections import ask_correction
from zhurnal.journal.rules import LONGEST_REASON, RefusedError
from zhurnal.journal.views.reasons import typical_reasons

if TYPE_CHECKING:
    from zhurnal.journal.actions.corrections import Asked
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.school.standing import Standing

_OF_THE_REASON = frozenset({"correction_reason", "text_too_long"})


@dataclass(frozen=True)
class NotSent:
    """What was typed into the form and not taken, and why, by field: "value" or "reason"."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def may_ask(standing: Standing, course: Course, *, held: bool, closed: bool) -> bool:
    """Whether a correction may be asked for: by who holds the lesson of a closed period, or by a deputy."""
    return closed if held else course.year.school_id in standing.schools(Role.DEPUTY)


def send(request: SchoolRequest, course: Course, asked: Asked) -> NotSent | None:
    """Ask; None where the request is on its way, with a message for the next page."""
    try:
        ask_correction(actor=request.user, course=course, asked=asked)
    except RefusedError as why:
        name = "reason" if why.code in _OF_THE_REASON else "value"
        return NotSent({"value": asked.value, "reason": asked.reason}, {name: why.sentence})
    messages.success(request, _("Просьба отправлена. Здесь видно, что по ней решили."))
    return None


def form_context(refused: NotSent, seen: str) -> dict[str, Any]:
    """What the template of the form shows; `seen` goes into its hidden field."""
    return {
        "seen": seen,
        "values": defaultdict(str, refused.values),
        "errors": defaultdict(str, refused.errors),
        "reasons": typical_reasons(),
        "longest": {"reason": LONGEST_REASON},
    }


def summary(refused: NotSent) -> list[tuple[str, str]]:
    """(id of the field, sentence) for the top of the page."""
    return [(f"ask-{name}", sentence) for name, sentence in refused.errors.items()]
