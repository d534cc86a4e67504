"""Everything of a day in one message."""

from __future__ import annotations

import pytest

from tests.notices.world import by_mail, put, quiet
from zhurnal.notices.actions import bundle as bundling
from zhurnal.notices.worker import work

pytestmark = pytest.mark.django_db


def test_the_digest_gathers_a_day(school, clock, post):
    by_mail(school.parent)
    put(school, "5")
    quiet(clock)
    clock.on(hours=2)
    put(school, "4", day="2026-02-20")
    put(school, "3", pupil=school.pupils_7a[0])
    quiet(clock)
    assert post.letters == []
    clock.at(17, 31)
    work()
    assert post.subjects == ["Новая отметка: Анна"]
    clock.on(hours=24)
    work()
    assert len(post.letters) == 1


def test_a_digest_is_not_cut_in_two_where_many_are_due(school, clock, post, monkeypatch):
    monkeypatch.setattr(bundling, "BATCH", 1)
    for user in (school.parent, school.pupil, school.neighbour):
        by_mail(user, f"{user.login}@example.org")
    for day in ("2026-02-16", "2026-02-18", "2026-02-20"):
        put(school, "5", day=day)
    school.put(school.algebra_7b, "2026-03-02", school.pupil_7b, "4")
    quiet(clock)
    clock.at(17, 31)
    work()
    assert sorted(letter["To"] for letter in post.letters) == [
        "neighbour@example.org", "parent@example.org", "pupil@example.org",
    ]  # fmt: skip
