"""The manifest: what a phone wants to know before the site stands among its apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SIZES = (192, 512)
# As --cover and --paper of tokens.css in the light dress; a manifest knows no style sheet.
COVER, PAPER = "#1c5036", "#fbfaf7"


@require_safe
@public
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """Name, colours and icons. It holds nobody's data."""
    icons = [_icon(purpose, size) for size in SIZES for purpose in ("any", "maskable")]
    told = {
        "id": "/", "name": _("Журнал — электронный дневник"), "short_name": _("Журнал"), "lang": get_language(),
        "start_url": "/", "scope": "/", "display": "standalone", "theme_color": COVER, "background_color": PAPER,
        "icons": icons,
    }  # fmt: skip
    answer = JsonResponse(told, content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


def _icon(purpose: str, size: int) -> dict[str, str]:
    source = static(f"ui/icons/{purpose}-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
