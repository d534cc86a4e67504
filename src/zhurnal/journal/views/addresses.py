"""Addresses that a page needs for every pupil: `reverse` for each takes longer than the page itself."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

_COURSE, _WORK, _PUPIL = 8000000001, 8000000002, 8000000003


def cell(course: int, work: int, pupil: int) -> str:
    """The page of one cell."""
    return _filled(_pattern("journal-cell"), course, pupil).replace(str(_WORK), str(work))


def pupil_page(course: int, pupil: int) -> str:
    """The marks of one pupil."""
    return _filled(_pattern("journal-pupil"), course, pupil)


def average(course: int, pupil: int) -> str:
    """The arithmetic of an average."""
    return _filled(_pattern("journal-average"), course, pupil)


@cache
def _pattern(name: str) -> str:
    """The address with numbers that no row has."""
    work = {"work": _WORK} if name == "journal-cell" else {}
    return reverse(name, kwargs={"course": _COURSE, "pupil": _PUPIL} | work)


def _filled(pattern: str, course: int, pupil: int) -> str:
    return pattern.replace(str(_COURSE), str(course)).replace(str(_PUPIL), str(pupil))
