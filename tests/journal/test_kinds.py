"""The kinds of work of a school: added, renamed, hidden by its heads."""

from __future__ import annotations

import pytest

from tests.journal.ruling import rule
from zhurnal.audit.models import Line
from zhurnal.journal.actions.kinds import KindNames, add_kind, hide_kind, rename_kind
from zhurnal.journal.models import WorkKind
from zhurnal.journal.rules import RefusedError

pytestmark = pytest.mark.django_db
ESSAY = KindNames("Изложение", "И")


def add(cast, names=ESSAY, *, actor=None, weight=150, **what):
    return add_kind(actor=actor or cast.deputy, school=cast.school, names=names, weight=weight, **what)


def rename(cast, code, name, short_name, *, seen=None):
    kind = cast.kinds[code]
    seen = seen or KindNames(kind.name, kind.short_name)
    rename_kind(actor=cast.deputy, kind=kind, seen=seen, names=KindNames(name, short_name))
    kind.refresh_from_db()


def refusal(call, *given, **named):
    with pytest.raises(RefusedError) as refused:
        call(*given, **named)
    assert refused.value.sentence
    return refused.value.code


def test_a_kind_is_added_behind_the_others(cast):
    kind = add(cast, KindNames("  Изложение\n", "И"), is_control=True)
    stored = WorkKind.objects.get(pk=kind.pk)
    assert (stored.name, stored.short_name, stored.weight, stored.is_control) == ("Изложение", "И", 150, True)
    assert list(WorkKind.objects.filter(school=cast.school))[-1] == stored


def test_each_gets_a_code_of_its_own(cast):
    WorkKind.objects.create(
        school=cast.school, code="kind-5", name="Зачёт", short_name="З", weight=100, position=9
    )
    assert len({add(cast, KindNames(f"Вид {n}", f"В{n}")).code for n in range(3)} | {"kind-5"}) == 4


def test_only_the_heads_of_the_school_keep_its_kinds(cast):
    for actor in (cast.teacher, cast.office, cast.admin, cast.deputy2):
        assert refusal(add, cast, actor=actor) == "not_kind_keeper"
    assert add(cast, actor=cast.director).school == cast.school
    kind = cast.kinds["control"]
    assert refusal(hide_kind, actor=cast.deputy2, kind=kind, hidden=True) == "not_kind_keeper"


def test_names_are_there_short_enough_and_not_taken(cast):
    assert refusal(add, cast, KindNames("Изложение", " ")) == "kind_without_name"
    assert refusal(add, cast, KindNames("И" * 61, "И")) == "kind_name_too_long"
    assert refusal(add, cast, KindNames("Изложение", "И" * 9)) == "kind_name_too_long"
    assert refusal(add, cast, KindNames("контрольная работа", "К")) == "kind_known"
    assert refusal(add, cast, KindNames("Краткая работа", "кр")) == "kind_known"
    assert refusal(rename, cast, "homework", "Дома", "О") == "kind_known"


def test_a_weight_is_between_nought_and_a_hundred_and_can_be_halved_where_that_is_the_rule(cast):
    assert refusal(add, cast, weight=10_001) == "unreadable_weight"
    rule(cast, overrides=[{"grades": "9", "rules": {"counting": {"resit": "mean"}}}])
    assert refusal(add, cast, weight=125) == "odd_column_weight"


def test_a_kind_is_renamed_where_nobody_else_has_done_so_meanwhile(cast):
    rename(cast, "control", "Контрольная", "К")
    assert (cast.kinds["control"].name, cast.kinds["control"].short_name) == ("Контрольная", "К")
    assert refusal(rename, cast, "control", "Другая", "Д", seen=KindNames("Контрольная работа", "КР")) == (
        "kind_changed"
    )


def test_the_name_by_which_the_rules_find_its_weight_stays(cast):
    rule(cast, weights={"контрольная работа": "3", "тетрадь": "0.5"})
    assert refusal(rename, cast, "control", "Контрольная", "КР") == "kind_in_rules"
    assert refusal(rename, cast, "homework", "Тетрадь", "ДЗ") == "kind_in_rules"
    rename(cast, "control", "Контрольная Работа", "К/Р")
    assert cast.kinds["control"].short_name == "К/Р"


def test_a_hidden_kind_can_be_shown_again_and_that_of_ordinary_columns_stays(cast):
    kind = cast.kinds["control"]
    hide_kind(actor=cast.deputy, kind=kind, hidden=True)
    hide_kind(actor=cast.deputy, kind=kind, hidden=True)
    assert WorkKind.objects.get(pk=kind.pk).is_hidden
    hide_kind(actor=cast.deputy, kind=kind, hidden=False)
    assert not WorkKind.objects.get(pk=kind.pk).is_hidden
    assert len(Line.objects.filter(action="kind.set")) == 2
    assert refusal(hide_kind, actor=cast.deputy, kind=cast.kinds["answer"], hidden=True) == "ordinary_kind"


def test_the_ledger_of_the_school_tells_of_it(cast):
    kind = add(cast)
    rename_kind(actor=cast.deputy, kind=kind, seen=ESSAY, names=KindNames("Сочинение", "С"))
    rename_kind(
        actor=cast.deputy, kind=kind, seen=KindNames("Сочинение", "С"), names=KindNames("Сочинение", "С")
    )
    first, second = Line.objects.filter(subject=f"kind:{kind.pk}").order_by("seq")
    assert {line.chain for line in (first, second)} == {f"school:{cast.school.pk}"}
    assert (first.actor_role, first.details["before"]) == ("deputy", None)
    assert (second.details["before"]["name"], second.details["after"]["name"]) == ("Изложение", "Сочинение")
