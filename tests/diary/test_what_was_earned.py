"""What a family reads of re-sits, points, work handed in late and comments, in every view of the diary."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.diary.reading import marks_path, read, source, week_path
from tests.journal.entering import change, save
from tests.journal.ruling import rule
from zhurnal.journal.models import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhurnal.people.models import Person

DAY = "2026-03-02"
# The three places in which a mark of that day stands.
VIEWS: dict[str, Callable[[Person], str]] = {
    "week": week_path,
    "simple": marks_path,
    "extended": lambda pupil: marks_path(pupil, "extended"),
}


@pytest.fixture(params=VIEWS)
def seen(request, cast, client):
    """`seen()`: what a parent reads in one of the views."""
    client.force_login(cast.parent)
    return lambda: read(client, VIEWS[request.param](cast.child))


@pytest.fixture
def told(cast, client):
    """`told()`: what a parent reads in the two views that tell about each mark."""
    client.force_login(cast.parent)
    return lambda: [read(client, VIEWS[name](cast.child)) for name in ("week", "extended")]


def write(cast, value, **details):
    column = cast.column(cast.algebra_7a, DAY)
    (answer,) = save(cast, replace(change(cast.child, column, value), **details))
    return answer


def test_a_re_sit_stands_beside_the_first_attempt(cast, seen):
    write(cast, "2→4")
    assert "2→4" in seen()


def test_a_point_is_seen_before_there_is_a_mark(cast, seen):
    write(cast, "•")
    assert "•" in seen()


def test_work_handed_in_late_is_one_sign_and_not_two(cast, seen):
    rule(cast, absence_with_mark="allowed_if_dated")
    write(cast, "б/4", handed_in=dt.date(2026, 3, 4))
    page = seen()
    assert "б/4" in page
    assert " б " not in page.replace("(болезнь", "")


def test_a_mark_of_letters_is_read_as_letters(cast, seen):
    rule(cast, scale="letters", period={"type_by_grade": {"1-11": "quarter"}, "thresholds": "mathematical"})
    write(cast, "A")
    assert " A " in f"{seen()} "


def test_a_point_tells_until_when_the_work_is_awaited(cast, told):
    rule(cast, counting={"dot_after_days": 7})
    write(cast, "•")
    assert all("работу ждут до 9 марта" in page for page in told())
    Mark.objects.update(due=dt.date(2026, 3, 20))
    assert all("работу ждут до 20 марта" in page for page in told())


def test_late_work_tells_the_absence_and_the_day_on_which_it_came_in(cast, told):
    rule(cast, absence_with_mark="allowed_if_dated")
    write(cast, "б/4", handed_in=dt.date(2026, 3, 4))
    assert all("Ответ на уроке, болезнь, работа сдана 4 марта" in page for page in told())


def test_a_comment_for_the_staff_is_served_to_no_family(cast, client):
    write(cast, "2", comment="Списывал у соседа", is_staff_only=True)
    for login in ("parent", "pupil", "classteacher", "deputy"):
        client.force_login(getattr(cast, login))
        for name, path in VIEWS.items():
            assert "Списывал" not in source(client, path(cast.child)), (login, name)


def test_a_comment_for_the_family_is_read(cast, told):
    write(cast, "2", comment="Повтори формулы")
    assert all("Повтори формулы" in page for page in told())


def test_a_comment_on_an_absence_is_read_too_unless_it_is_for_the_staff(cast, told):
    write(cast, "н", comment="Позвоните, пожалуйста")
    assert all("Позвоните, пожалуйста" in page for page in told())
    Mark.objects.update(is_staff_only=True)
    assert not any("Позвоните" in page for page in told())
