"""The environment of the templates: what every template may use without importing it."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined

from zhurnal.ui import words
from zhurnal.ui.appearance import appearance_of, choices
from zhurnal.ui.messages import messages_of
from zhurnal.ui.navigation import navigation


def environment(**options: Any) -> Environment:
    """The Jinja2 environment that settings name. A misspelt variable is an error, not an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 -- Django switches autoescape on
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # put there by the extension
    made.globals.update(
        static=static, url=_url, language=get_language, navigation=navigation,
        appearance_of=appearance_of, choices=choices, messages_of=messages_of,
    )  # fmt: skip
    made.filters.update({name: getattr(words, name) for name in words.__all__})
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    """`url("lesson", 5)`, `url("lesson", lesson=5)`, or Django's own `args=` and `kwargs=`."""
    given = kwargs.pop("args", None) or args
    named = kwargs.pop("kwargs", None) or kwargs
    return reverse(name, args=list(given), kwargs=named)
