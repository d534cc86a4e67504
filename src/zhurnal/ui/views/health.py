"""Whether the installation can answer at all, for whoever watches it."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- nothing in the request matters
    """200 «ok» where the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # raw: no table may be needed to be healthy
    except DatabaseError:
        return HttpResponse("no database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


# The mark of `zhurnal.access.gate.public`, which stands beside this room and not below it.
healthz.gate = "public"  # type: ignore[attr-defined]  # functions carry attributes
