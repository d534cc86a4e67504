"""What the reader sees instead of a page: what happened, whether data are safe, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class Trouble(NamedTuple):
    """One kind of error in the reader's words; `code` is for programs."""

    status: int
    code: str
    title: str
    sentence: str
    advice: str


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's call
    """400. May come before anybody looked who asks, so it is shown without the reader's head."""
    return _answer(
        request,
        Trouble(
            400,
            "bad_request",
            _("Запрос не удалось прочитать"),
            _("Он пришёл неполным или испорченным. По этому запросу ничего не сохранено."),
            _("Вернитесь на прежнюю страницу, обновите её и повторите."),
        ),
        bare=True,
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's call
    """403: the reader may know of the thing, and may not do this with it."""
    return _answer(
        request,
        Trouble(
            403,
            "forbidden",
            _("Эта страница вам не открыта"),
            _("Она есть, но не для вашей роли. Ничего не изменено."),
            _("Если она нужна вам для работы, обратитесь к администратору школы."),
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's call
    """404: nothing there, or nothing there for this reader."""
    return _answer(
        request,
        Trouble(
            404,
            "not_found",
            _("Страница не найдена"),
            _("По этому адресу ничего нет, или это не ваши данные. Ничего не изменено."),
            _("Проверьте адрес или начните с главной страницы."),
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks neither the database nor the session: they may be what broke."""
    return _answer(
        request,
        Trouble(
            500,
            "server_error",
            _("На сервере сбой"),
            _("Последнее действие могло не сохраниться; всё, что было сохранено раньше, цело."),
            _("Подождите минуту, обновите страницу и проверьте последнее, что вводили."),
        ),
        bare=True,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's call
    """403 for a form whose sender cannot be proved."""
    return _answer(
        request,
        Trouble(
            403,
            "csrf",
            _("Форма устарела"),
            _("Не удалось проверить, что её отправили вы, поэтому отправленное не сохранено."),
            _("Вернитесь назад, обновите страницу и отправьте ещё раз. Без cookie это не сработает."),
        ),
    )


def _answer(request: HttpRequest, trouble: Trouble, *, bare: bool = False) -> HttpResponse:
    if request.content_type == "application/json":
        sentence = f"{trouble.sentence} {trouble.advice}"
        return JsonResponse({"code": trouble.code, "sentence": sentence}, status=trouble.status)
    if bare:
        return HttpResponse(render_to_string("ui/breakdown.html", trouble._asdict()), status=trouble.status)
    return render(request, "ui/error.html", trouble._asdict(), status=trouble.status)
