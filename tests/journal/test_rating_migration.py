"""What a school had decided about places before rules had versions is carried over into one."""

from __future__ import annotations

import json
from importlib import import_module
from types import SimpleNamespace

import pytest

from tests.journal.ruling import rule
from zhurnal.audit.ledger import records
from zhurnal.audit.verify import verify_chains
from zhurnal.calc.grading.policy import read_policy
from zhurnal.calc.grading.rules import Rating, Show
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.queries.rules import DEFAULT
from zhurnal.journal.replay import replay

pytestmark = pytest.mark.django_db
migration = import_module("zhurnal.journal.migrations.0006_rating_by_the_rules")


@pytest.fixture
def before(cast):
    """The models as they were: a school knew by itself what it shows."""
    cast.school.ranking, cast.school.ranking_from_grade = "quartile", 8
    models = {
        "School": SimpleNamespace(objects=SimpleNamespace(exclude=lambda **_standard: [cast.school])),
        "PolicyVersion": PolicyVersion,
    }
    return SimpleNamespace(get_model=lambda _room, name: models[name])


def test_the_choice_becomes_a_version_and_everything_else_stays(cast, before):
    migration.carry_over(before, None)
    version = PolicyVersion.objects.get(school=cast.school)
    assert (version.number, version.valid_from.isoformat()) == (1, "2025-09-01")
    rules, default = read_policy(json.loads(version.data)).rules, read_policy(DEFAULT).rules
    assert rules.rating == Rating(Show.QUARTILE, frozenset({8, 9, 10, 11}))
    assert (rules.period, rules.counting, rules.year, rules.windows) == (
        default.period, default.counting, default.year, default.windows,
    )  # fmt: skip


def test_history_tells_of_it(before):
    migration.carry_over(before, None)
    assert verify_chains(records()) == []
    assert list(replay()) == []


def test_a_school_that_has_rules_keeps_them(cast, before):
    rule(cast)
    migration.carry_over(before, None)
    assert PolicyVersion.objects.count() == 1
