"""The service worker of the site: `/sw.js`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import public

if TYPE_CHECKING:
    from django.http import HttpRequest

SCRIPTS = ("notices/push-worker.js", "diary/offline-rules.js", "diary/offline-worker.js")


@require_safe
@public
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """The script, at the root: a service worker serves only the addresses below its own.

    It holds nobody's data. A browser asks for it at every visit, so that a new version comes in at once.
    """
    words = {language: _words(language) for language, _name in settings.LANGUAGES}
    scripts = ", ".join(f'"{static(path)}"' for path in SCRIPTS)
    script = f"self.words = {json.dumps(words)};\nimportScripts({scripts});\n"
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "offline": _("Нет сети."), "asOf": _("Данные на"), "again": _("Обновить"),
            "noCopy": _("Нет сети, и копии этой страницы на устройстве нет. Откройте её, когда появится сеть."),
            "notSent": _("Нет сети: ничего не отправлено. Вернитесь и отправьте ещё раз, когда она появится."),
        }  # fmt: skip
