"""The environment of the templates: what every template may use without importing it."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """The Jinja2 environment that settings name."""
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 -- Django switches autoescape on
    made.globals.update(static=static, url=reverse)
    return made
