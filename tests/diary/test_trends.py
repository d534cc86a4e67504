"""The small chart beside a subject says in words what it draws."""

from __future__ import annotations

import re

from tests.diary.reading import frame_for, marks_path, source
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.journal.models import Mark

DAYS = (
    "2026-01-14", "2026-01-16", "2026-01-19", "2026-02-02", "2026-02-04", "2026-02-06", "2026-03-02",
    "2026-03-04",
)  # fmt: skip


def put(cast, values):
    for day, value in zip(DAYS, values.split(), strict=False):
        cast.put(cast.algebra_7a, day, cast.child, value)


def trend(cast):
    [table] = simple_marks(frame_for(cast.parent, cast.child))
    return next(row.trend for row in table.rows if row.subject == "Алгебра")


def test_it_tells_the_months_and_where_the_marks_are_going(cast, client):
    put(cast, "3 4 3 4 4 5 5 5")
    client.force_login(cast.parent)
    page = source(client, marks_path(cast.child))
    [drawn] = re.findall(r'<svg class="trend__line".*?</svg>', page)
    assert 'role="img" aria-label="Средний балл по месяцам: январь 3,33, февраль 4,33, март 5,00"' in drawn
    assert '<path d="M6 22L72 12L138 6"/>' in drawn
    assert '</svg><span class="in-words">Средний балл по месяцам: январь 3,33,' in page
    assert re.search(r"↗</span> растёт", page)


def test_marks_of_one_month_make_no_chart(cast, client):
    put(cast, "3 4 3")
    assert trend(cast) is None
    client.force_login(cast.parent)
    assert "<svg" not in source(client, marks_path(cast.child)).split('class="simple"')[1]


def test_a_weighted_mark_draws_by_its_weight_and_a_point_not_at_all(cast):
    put(cast, "4 . 4 5")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "2", position=2)
    # (5 + 2·2) / 3 = 3,00
    assert [one.average for one in trend(cast).trend.months] == [400, 300]


def test_a_mark_taken_back_leaves_the_chart(cast):
    put(cast, "4 4 4 5")
    Mark.objects.filter(work__lesson__date="2026-02-02").update(value=None)
    assert trend(cast) is None
