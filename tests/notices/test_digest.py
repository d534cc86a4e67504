"""Everything of a day in one message."""

from __future__ import annotations

import pytest

from tests.notices.world import by_mail, put, quiet
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
