"""What the scripts of the grid bring along: words, dialogs, the form for the time without a network."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from zhurnal.access.gate import public
from zhurnal.journal.views import cell_parts, grid_parts
from zhurnal.journal.views.words import grid_words
from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

FOR_EVER = "public, max-age=31536000, immutable"
EDITION = 16  # letters of the digest: enough to tell one release from another


class Tools(NamedTuple):
    """The script that puts them into the page, and by what its edition is known."""

    script: str
    edition: str


@require_safe
@public
def grid_tools(request: HttpRequest, language: str, edition: str) -> HttpResponse:
    """A script with the tools in a language. It holds nobody's data, so a browser keeps an edition for good.

    While a new release comes in, a page may ask for an edition that this process does not know: it gets the
    one there is, not to be kept.
    """
    if language not in dict(settings.LANGUAGES):
        raise Http404
    tools = _tools(language)
    # Its language stands in the address: nothing of the account decides, and a copy serves the next one too.
    request.session.accessed = False
    kept = FOR_EVER if edition == tools.edition else "no-cache"
    return HttpResponse(tools.script, content_type="text/javascript", headers={"Cache-Control": kept})


def address_of_tools() -> str:
    """The address of the present edition in the reader's language."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return address_of("journal-tools", language=language, edition=_tools(language).edition)


@cache
def _tools(language: str) -> Tools:
    with translation.override(language):
        html = render_to_string(
            "journal/_grid_tools.html",
            {"words": grid_words(), "details": cell_parts.empty_form(), "signs": grid_parts.signs()},
        )
    shown = json.dumps(html, ensure_ascii=False)
    script = f'document.querySelector("[data-module=grid]")?.insertAdjacentHTML("beforeend", {shown});\n'
    return Tools(script, hashlib.sha256(script.encode()).hexdigest()[:EDITION])
