from __future__ import annotations

import pytest

from zhurnal.journal.models import Mark

pytestmark = pytest.mark.django_db


def test_a_mark_stands_where_the_teacher_put_it(cast):
    saved = cast.put(cast.algebra_7a, "2026-03-04", cast.child, "5")
    print(saved)
    assert (saved.text, saved.version, saved.average, saved.count) == ("5", 1, "5,00", 1)
    mark = Mark.objects.get()
    assert (mark.value, mark.pupil, mark.author.user) == (5, cast.child, cast.teacher)
    print(cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4"))
