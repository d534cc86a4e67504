"""The service worker of the site: `/sw.js`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from zhurnal.access.gate import public

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@public
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """The script, at the root: a service worker serves only the addresses below its own.

    It holds nobody's data. A browser asks for it at every visit, so that a new version comes in at once.
    """
    script = f'importScripts("{static("notices/push-worker.js")}");\n'
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
