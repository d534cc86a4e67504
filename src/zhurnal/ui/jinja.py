"""The environment of the templates: what every template may use without importing it."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from zhurnal.ui import words
from zhurnal.ui.addresses import address_of
from zhurnal.ui.appearance import Appearance, appearance_of, choices
from zhurnal.ui.messages import messages_of
from zhurnal.ui.navigation import navigation
from zhurnal.ui.phrases import ByLanguage, Phrases, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def environment(**options: Any) -> Environment:
    """The Jinja2 environment that settings name. A misspelt variable is an error, not an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return ByLanguage(partial(_of_one_language, options))


def _of_one_language(options: dict[str, Any]) -> Environment:
    made = Environment(**options, extensions=[Phrases])  # noqa: S701 -- Django switches autoescape on
    made.globals.update(
        _=say, static=_static, url=_url, language=get_language, navigation=navigation,
        appearance_of=appearance_of, appearance_answers=_answers(made), messages_of=messages_of,
    )  # fmt: skip
    # Russian as it is: six letters for each of its own make a third of a journal's page.
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    made.filters.update({name: getattr(words, name) for name in words.__all__})
    return made


def _answers(made: Environment) -> Callable[[Appearance], Markup]:
    """The questions of the appearance with the reader's answers pressed: the same for all who see alike."""

    @lru_cache(maxsize=256)
    def answers(seen: Appearance) -> Markup:
        template = made.get_template("ui/appearance_answers.html")
        return Markup(template.render(seen=seen, choices=choices()))  # noqa: S704 -- a template escapes

    return answers


def form_token(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: one token for all its forms, made where the first of them asks for it."""
    return {"csrf_input": SimpleLazyObject(partial(csrf_input, request))}


@cache
def _static(path: str) -> str:
    """The address of a static file."""
    return staticfiles_storage.url(path)


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    """`url("lesson", 5)`, `url("lesson", lesson=5)`, or Django's own `args=` and `kwargs=`."""
    given = kwargs.pop("args", None) or args
    named = kwargs.pop("kwargs", None) or kwargs
    return address_of(name, *given, **named)
