"""The product's addresses and the bare page."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def floor(_request: HttpRequest) -> HttpResponse:
    """What the same server, framework and middleware cost when a page does nothing."""
    return HttpResponse("ok")


urlpatterns = [path("floor/", floor), path("", include("config.urls"))]
