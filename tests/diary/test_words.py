from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.diary.words import absence_text, days_text, weight_text


@pytest.mark.parametrize(
    ("weight", "text"),
    [(100, ""), (200, "×2"), (150, "×1,5"), (50, "×0,5"), (125, "×1,25"), (0, "×0"), (1000, "×10")],
)
def test_a_weight_is_written_where_it_is_not_the_ordinary_one(weight, text):
    assert weight_text(weight) == text


def test_days_of_one_month_name_it_once():
    assert days_text(dt.date(2026, 3, 2), dt.date(2026, 3, 7)) == "2–7 марта"
    assert days_text(dt.date(2026, 3, 30), dt.date(2026, 4, 4)) == "30 марта – 4 апреля"


def test_lateness_tells_the_minutes_that_are_known():
    assert absence_text("оп", 5) == "опоздание 5 мин"
    assert absence_text("оп") == "опоздание"
    assert absence_text("б") == "болезнь"
