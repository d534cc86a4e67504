"""Every page that a person sees, with who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from tests.cast import Cast

# Name of the page → (account, name of the address); "" is a stranger.
PAGES: dict[str, tuple[str, str]] = {
    "sign-in": ("", "login"),
    "view settings": ("", "view-settings"),
    "profile": ("teacher", "profile"),
    "teacher's day": ("teacher", "journal"),
    "grid": ("teacher", "journal-course"),
    "grid, read only": ("classteacher", "journal-course"),
    "lesson sheet": ("teacher", "lesson"),
    "lesson sheet of a substitute": ("colleague", "lesson"),
    "diary week": ("parent", "diary-week"),
    "marks": ("parent", "diary-marks"),
    "messages": ("parent", "diary-messages"),
    "classes": ("deputy", "classes"),
    "class": ("classteacher", "class"),
    "oversight": ("deputy", "oversight"),
    "oversight of an auditor": ("auditor", "oversight"),
    "installation": ("admin", "installation"),
}


def address(name: str, cast: Cast) -> str:
    """The path of a page of PAGES for the cast's 7 «А»."""
    things: dict[str, dict[str, Any]] = {
        "journal-course": {"course": cast.algebra_7a.pk},
        "lesson": {"lesson": cast.substituted.pk},
        "diary-week": {"pupil": cast.child.pk, "week": "2026-W10"},
        "diary-marks": {"pupil": cast.child.pk},
        "diary-messages": {"pupil": cast.child.pk},
        "class": {"school_class": cast.class_7a.pk},
    }
    return reverse(name, kwargs=things.get(name))
