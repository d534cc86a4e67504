"""The environment of the templates: what every template may use without importing it."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from zhurnal.ui import words
from zhurnal.ui.appearance import appearance_of, choices
from zhurnal.ui.messages import messages_of
from zhurnal.ui.navigation import navigation

if TYPE_CHECKING:
    from django.http import HttpRequest


def environment(**options: Any) -> Environment:
    """The Jinja2 environment that settings name. A misspelt variable is an error, not an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 -- Django switches autoescape on
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # put there by the extension
    made.globals.update(
        _=_gettext, gettext=_gettext, static=_static, url=_url, language=get_language, navigation=navigation,
        appearance_of=appearance_of, choices=choices, messages_of=messages_of,
    )  # fmt: skip
    made.filters.update({name: getattr(words, name) for name in words.__all__})
    return made


def form_token(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: one token for all its forms, made where the first of them asks for it."""
    return {"csrf_input": SimpleLazyObject(partial(csrf_input, request))}


def _gettext(text: str, /, **values: Any) -> Markup:
    """The text in the reader's language; each `%(name)s` in it gets its value, escaped."""
    return Markup(gettext(text)) % values if values else _phrase(get_language(), text)  # noqa: S704 -- catalogues are ours


@cache
def _phrase(_language: str | None, text: str) -> Markup:
    """A text without values: a page has a hundred of them, and Django looks its catalogue up for each."""
    return Markup(gettext(text)) % {}  # noqa: S704 -- catalogues are ours


def _static(path: str) -> str:
    """The address of a static file."""
    return staticfiles_storage.url(path)


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    """`url("lesson", 5)`, `url("lesson", lesson=5)`, or Django's own `args=` and `kwargs=`."""
    given = kwargs.pop("args", None) or args
    named = kwargs.pop("kwargs", None) or kwargs
    return reverse(name, args=list(given), kwargs=named)
