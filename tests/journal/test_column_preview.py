"""What another weight would do, before it is done."""

from __future__ import annotations

import pytest

from tests.journal.ruling import rule
from zhurnal.journal.actions.columns import change_column, facts_of
from zhurnal.journal.models import Average, Work
from zhurnal.journal.queries.column_preview import ColumnPreview, MovedAverage, column_preview
from zhurnal.journal.queries.rules import rules_of

pytestmark = pytest.mark.django_db
CONTROL = "2026-02-25"


@pytest.fixture(autouse=True)
def marks(cast):
    """Абдуллаев 5 and a 3 in the control work, Белова 5 and 5, Ёлкин 4 there alone, the child 3 and 5."""
    for pupil, ordinary, control in zip(
        [*cast.pupils_7a[:3], cast.child], ("5", "5", "", "3"), ("3", "5", "4", "5"), strict=True
    ):
        if ordinary:
            cast.put(cast.algebra_7a, CONTROL, pupil, ordinary)
        cast.put(cast.algebra_7a, CONTROL, pupil, control, position=2)


def preview(cast, weight, second_weight=None, work=None):
    work = work or Work.objects.select_related("lesson__course").get(pk=cast.control.pk)
    rules = rules_of(None, cast.algebra_7a)
    return column_preview(work, cast.quarter, rules, weight=weight, second_weight=second_weight)


def test_it_names_those_whose_average_would_be_another_the_furthest_first(cast):
    # (5+2·3)/3 = 3,67 → (5+3·3)/4 = 3,50; (3+2·5)/3 = 4,33 → (3+3·5)/4 = 4,50.
    first, second = (
        MovedAverage("Абдуллаев Рустам", "3,67", "3,50"),
        MovedAverage("Петрова Анна", "4,33", "4,50"),
    )
    assert preview(cast, 300) == ColumnPreview(2, [first, second])


def test_an_average_that_goes_comes_first(cast):
    found = preview(cast, 0)
    # Белова keeps 5,00; Ёлкин has nothing left; 3,67 → 5; 4,33 → 3.
    assert found == ColumnPreview(
        3,
        [
            MovedAverage("Ёлкин Семён", "4,00", ""), MovedAverage("Абдуллаев Рустам", "3,67", "5,00"),
            MovedAverage("Петрова Анна", "4,33", "3,00"),
        ],
    )  # fmt: skip


def test_the_same_weight_moves_nobody(cast):
    assert preview(cast, 200) == ColumnPreview(0, [])


def test_at_most_five_are_named_and_all_are_counted(cast):
    for pupil in cast.pupils_7a[3:]:
        if pupil not in {cast.child, cast.arrived}:
            cast.put(cast.algebra_7a, CONTROL, pupil, "2")
            cast.put(cast.algebra_7a, CONTROL, pupil, "4", position=2)
    found = preview(cast, 50)
    assert (found.moved, len(found.shown)) == (7, 5)


def test_the_second_weight_is_that_of_the_other_half(cast):
    cast.put(cast.algebra_7a, CONTROL, cast.child, "5/2", seen=1, position=2)
    # (3+2·5+2·2)/5 = 3,40 → (3+2·5+0)/3 = 4,33.
    assert preview(cast, 200, 0).shown == [MovedAverage("Петрова Анна", "3,40", "4,33")]


def test_namesakes_are_told_apart_as_in_the_journal(cast):
    for pupil in cast.pupils_7a[3:5]:
        cast.put(cast.algebra_7a, CONTROL, pupil, "2")
        cast.put(cast.algebra_7a, CONTROL, pupil, "5", position=2)
    names = [line.name for line in preview(cast, 100).shown]
    assert names[:2] == ["Иванова Мария Петровна (04.05.2012)", "Иванова Мария Петровна (05.05.2012)"]


def test_what_was_announced_is_what_saving_does(cast):
    rule(cast, counting={"resit": "both"})
    cast.put(cast.algebra_7a, CONTROL, cast.child, "2→4", seen=1, position=2)
    told = {line.name: line.after for line in preview(cast, 300).shown}
    work = Work.objects.get(pk=cast.control.pk)
    change_column(
        actor=cast.teacher, work=work, seen=facts_of(work), column=facts_of(work)._replace(weight=300)
    )
    row = Average.objects.get(pupil=cast.pupils_7a[0])
    assert (told["Абдуллаев Рустам"], row.weighted / row.weight) == ("3,50", 3.5)


def test_it_costs_the_same_whatever_the_size_of_the_class(cast, django_assert_num_queries):
    work = Work.objects.select_related("lesson__course").get(pk=cast.control.pk)
    with django_assert_num_queries(4):  # marks, signs, marks brought along; pupils
        preview(cast, 300, work=work)
