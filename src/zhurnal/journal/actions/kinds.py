"""The kinds of work of a school: those it begins with, and what its deputy head makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history, history_columns
from zhurnal.journal.column_words import refused
from zhurnal.journal.models import PolicyVersion, WorkKind
from zhurnal.journal.queries.rules import policy_of
from zhurnal.journal.weights import check_weight
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.people.models import User
    from zhurnal.school.models import School

KEEPERS = (Role.DEPUTY, Role.DIRECTOR)
LONGEST_NAME, LONGEST_SIGN = 60, 8

# Code, name, sign in the head of a column, weight in hundredths, whether a control work: domain.md §4.2.
DEFAULT_KINDS = (
    ("answer", "Ответ на уроке", "О", 100, False),
    ("homework", "Домашняя работа", "ДЗ", 100, False),
    ("independent", "Самостоятельная работа", "СР", 150, False),
    ("test", "Тест", "Т", 150, False),
    ("practical", "Практическая работа", "ПР", 150, False),
    ("lab", "Лабораторная работа", "ЛР", 150, False),
    ("project", "Проект", "П", 150, False),
    ("dictation", "Диктант", "Д", 200, True),
    ("essay", "Сочинение", "С", 200, True),
    ("control", "Контрольная работа", "КР", 200, True),
)


class KindNames(NamedTuple):
    """What a kind is called: its name, and its sign in the head of a column."""

    name: str
    short_name: str


def add_default_kinds(school: School) -> dict[str, WorkKind]:
    """Give a new school its kinds of work, found by code; the first is that of ordinary columns."""
    made = WorkKind.objects.bulk_create(
        WorkKind(
            school=school, code=code, name=name, short_name=short, weight=weight, is_control=control,
            position=position,
        )
        for position, (code, name, short, weight, control) in enumerate(DEFAULT_KINDS, 1)
    )  # fmt: skip
    return {kind.code: kind for kind in made}


@transaction.atomic
def add_kind(
    *, actor: User, school: School, names: KindNames, weight: int, is_control: bool = False
) -> WorkKind:
    """Let works of a further kind be opened; `weight` in hundredths holds where the rules name no other.

    Raises RefusedError: not_kind_keeper, kind_without_name, kind_name_too_long, kind_known, unreadable_weight,
    odd_column_weight.
    """
    keeping = _keeping(actor, school)
    names = _names(keeping, names)
    for rules in keeping.rules:
        check_weight(weight, rules)
    last = max((kind.position for kind in keeping.kinds), default=0)
    kind = WorkKind.objects.create(
        school=school, code=_free_code(keeping.kinds), name=names.name, short_name=names.short_name,
        weight=weight, is_control=is_control, position=last + 1,
    )  # fmt: skip
    keeping.tell(kind, None)
    return kind


@transaction.atomic
def rename_kind(*, actor: User, kind: WorkKind, seen: KindNames, names: KindNames) -> None:
    """Call a kind otherwise, in the past too. `seen`: the names that the page showed.

    Raises RefusedError as `add_kind` does; kind_changed; kind_in_rules where the rules of marking find its weight
    by the old name or would find another one by the new.
    """
    keeping = _keeping(actor, kind.school)
    found = keeping.find(kind)
    if KindNames(found.name, found.short_name) != seen:
        raise refused("kind_changed")
    names = _names(keeping, names, but=found)
    if names == seen:
        return
    _check_rules(keeping, seen, names)
    before = history_columns.kind_facts(found)
    found.name, found.short_name = names
    found.save(update_fields=["name", "short_name"])
    keeping.tell(found, before)


@transaction.atomic
def hide_kind(*, actor: User, kind: WorkKind, hidden: bool) -> None:
    """Offer a kind for new works no more, or again; works of it stay what they are.

    Raises RefusedError: not_kind_keeper; ordinary_kind for the one with which lessons are opened.
    """
    keeping = _keeping(actor, kind.school)
    found = keeping.find(kind)
    if found.is_hidden == hidden:
        return
    if hidden and found.pk == keeping.kinds[0].pk:
        raise refused("ordinary_kind")
    before = history_columns.kind_facts(found)
    found.is_hidden = hidden
    found.save(update_fields=["is_hidden"])
    keeping.tell(found, before)


class _Keeping(NamedTuple):
    """One request at work: the chain of the school is held."""

    school: School
    person_id: int | None
    role: Role
    kinds: list[WorkKind]
    rules: list[Rules]

    def find(self, kind: WorkKind) -> WorkKind:
        return next(one for one in self.kinds if one.pk == kind.pk)

    def tell(self, kind: WorkKind, before: dict[str, object] | None) -> None:
        entry = history_columns.kind_entry(kind, before)
        ledger.append(
            history.school_chain(self.school.pk), [entry], actor_id=self.person_id,
            actor_role=self.role.value, at=timezone.now(),
        )  # fmt: skip


def _keeping(actor: User, school: School) -> _Keeping:
    standing = standing_of(actor, school.today())
    role = next((role for role in KEEPERS if school.pk in standing.schools(role)), None)
    if role is None:
        raise refused("not_kind_keeper")
    ledger.lock(history.school_chain(school.pk))
    kinds = list(WorkKind.objects.filter(school=school).order_by("position", "pk"))
    return _Keeping(school, actor.person_id, role, kinds, list(_all_rules(school)))


def _all_rules(school: School) -> Iterator[Rules]:
    """Of every version, general and particular: a period that is still open may be reckoned by an old one."""
    numbers = PolicyVersion.objects.filter(school=school).values_list("pk", flat=True)
    for policy in (policy_of(number) for number in (None, *numbers)):
        yield policy.rules
        yield from policy.variants.values()


def _names(keeping: _Keeping, names: KindNames, but: WorkKind | None = None) -> KindNames:
    """The names as they are stored. Refuses empty and long ones, and those of another kind."""
    plain = KindNames(*(" ".join(name.replace("\0", "").split()) for name in names))
    if not all(plain):
        raise refused("kind_without_name")
    if len(plain.name) > LONGEST_NAME or len(plain.short_name) > LONGEST_SIGN:
        raise refused("kind_name_too_long", longest=LONGEST_NAME, longest_sign=LONGEST_SIGN)
    for kind in keeping.kinds:
        if (but is None or kind.pk != but.pk) and not _keys(plain).isdisjoint(_keys(_names_of(kind))):
            raise refused("kind_known", name=kind.name)
    return plain


def _check_rules(keeping: _Keeping, before: KindNames, after: KindNames) -> None:
    named = {name for rules in keeping.rules for name, _weight in rules.weights}
    moved = _keys(before) ^ _keys(after)
    for name in sorted(named & moved):
        raise refused("kind_in_rules", name=name)


def _names_of(kind: WorkKind) -> KindNames:
    return KindNames(kind.name, kind.short_name)


def _keys(names: KindNames) -> frozenset[str]:
    """By which the rules of marking find a kind (`queries.rules.weight_of`)."""
    return frozenset(name.casefold() for name in names)


def _free_code(kinds: list[WorkKind]) -> str:
    known = {kind.code for kind in kinds}
    number = len(kinds) + 1
    while f"kind-{number}" in known:
        number += 1
    return f"kind-{number}"
