"""Rows that take the place of those with the same key."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from zhurnal.journal.models import Average
from zhurnal.statements.upserts import upsert

KEYS = ("course", "period", "pupil")


def average(cast, pupil, *sums):
    weight, weighted, count = sums
    return Average(
        course=cast.algebra_7a, period=cast.quarters[2], pupil=pupil,
        weight=weight, weighted=weighted, count=count,
    )  # fmt: skip


def stored(cast):
    rows = Average.objects.filter(course=cast.algebra_7a, period=cast.quarters[2])
    return sorted(rows.values_list("pupil", "weight", "weighted", "count"))


@pytest.fixture
def pupils(cast):
    Average.objects.all().delete()
    return sorted(cast.pupils_7a, key=lambda pupil: pupil.pk)[:2]


def test_new_rows_are_put_in_and_one_with_the_same_key_is_replaced_in_all_the_rest(cast, pupils):
    first, second = pupils
    upsert(Average, [average(cast, first, 100, 500, 1)], KEYS)
    kept = Average.objects.get(pupil=first).pk
    upsert(Average, [average(cast, first, 300, 1200, 2), average(cast, second, 200, 600, 3)], KEYS)
    assert stored(cast) == [(first.pk, 300, 1200, 2), (second.pk, 200, 600, 3)]
    assert Average.objects.get(pupil=first).pk == kept


@pytest.mark.django_db
def test_nothing_is_asked_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        upsert(Average, [], KEYS)


def test_a_row_that_breaks_another_rule_of_its_table_is_refused(cast, pupils):
    with pytest.raises(IntegrityError):
        upsert(Average, [average(cast, pupils[0], -1, 500, 1)], KEYS)
