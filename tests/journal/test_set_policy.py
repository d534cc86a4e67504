"""A new version of the rules: what is stored, what follows from it in open periods, what is refused."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection, transaction

from tests.journal.ruling import rule
from zhurnal.audit.ledger import records
from zhurnal.audit.models import Line
from zhurnal.audit.verify import verify_chains
from zhurnal.calc.grading.average import Sums
from zhurnal.calc.grading.policy import EXAMPLES, PolicyError, policy_data, read_policy
from zhurnal.journal.actions.policies import set_policy
from zhurnal.journal.models import (
    Average,
    ExternalMark,
    PeriodClosure,
    PeriodMark,
    PolicyVersion,
    Work,
)
from zhurnal.journal.queries.rules import policy_of, rules_for, rules_of
from zhurnal.journal.replay import replay
from zhurnal.journal.rules import RefusedError

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 1, 12)
HEAVY = {"weights": {"Контрольная работа": 3}}


@pytest.fixture(autouse=True)
def marks(cast):
    """Child: «5» and «4» of weight 1, a «3» in the control work of weight 2."""
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "5")
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3", position=2)


def put(cast, data=None, *, actor=None, school=None, since=SINCE, note="", seen=0):
    return set_policy(
        actor=actor or cast.deputy, school=school or cast.school, data={} if data is None else data,
        valid_from=since, note=note, expected_number=seen,
    )  # fmt: skip


def refused(cast, data=None, **what):
    before = (
        Line.objects.count(),
        PolicyVersion.objects.count(),
        list(Average.objects.order_by("pk").values()),
    )
    with pytest.raises(RefusedError) as why:
        put(cast, data, **what)
    after = Line.objects.count(), PolicyVersion.objects.count(), list(Average.objects.order_by("pk").values())
    assert after == before
    return why.value.code, why.value.sentence


def sums(cast, pupil=None):
    row = Average.objects.get(course=cast.algebra_7a, period=cast.quarter, pupil=pupil or cast.child)
    return Sums(row.weight, row.weighted, row.count)


def weight(cast, course="algebra_7a", day="2026-02-25", position=2):
    return cast.column(getattr(cast, course), day, position).weight


class TestStored:
    def test_a_version_is_stored_whole_as_the_rules_read_it(self, cast):
        version = put(cast, EXAMPLES["raised"], note="Решение  педсовета\0 № 3")
        assert (version.number, version.valid_from, version.note) == (1, SINCE, "Решение педсовета № 3")
        assert version.author == cast.deputy.person
        assert json.loads(version.data) == policy_data(read_policy(EXAMPLES["raised"]))
        assert rules_of(version.pk, cast.algebra_7a) == read_policy(EXAMPLES["raised"]).rules

    def test_versions_are_numbered_one_after_another_in_each_school(self, cast):
        assert put(cast).number == 1
        assert put(cast, actor=cast.director, seen=1).number == 2
        assert put(cast, actor=cast.deputy2, school=cast.other_school).number == 1

    def test_the_ledger_tells_the_rules_and_how_much_they_changed(self, cast):
        put(cast, HEAVY, note="Протокол 3")
        line = Line.objects.get(chain=f"school:{cast.school.pk}", action="policy.set")
        assert (line.actor_id, line.actor_role, line.subject) == (
            cast.deputy.person.pk, "deputy", f"policy:{cast.school.pk}:1",
        )  # fmt: skip
        told = line.details
        assert (told["version"], told["after"]["valid_from"], told["after"]["note"]) == (
            1, "2026-01-12", "Протокол 3",
        )  # fmt: skip
        assert told["after"]["data"]["weights"] == {"контрольная работа": "3"}
        assert {"period": cast.quarter.pk, "works": 1, "averages": 1} in told["effects"]

    def test_history_and_tables_agree_afterwards(self, cast):
        put(cast, HEAVY)
        put(cast, {"counting": {"resit": "both"}}, seen=1)
        assert verify_chains(records()) == []
        assert list(replay()) == []

    @pytest.mark.parametrize("altered", [{"valid_from": "2026-01-13"}, {"note": "иначе"}, {"data": "{}"}])
    def test_rules_that_were_changed_behind_the_back_of_the_action_are_found(self, cast, altered):
        version = put(cast, note="как есть")
        PolicyVersion.objects.filter(pk=version.pk).update(**altered)
        policy_of.cache_clear()
        rules_for.cache_clear()
        assert f"policy.set policy:{cast.school.pk}:1" in {found.subject for found in replay()}


class TestWeights:
    def test_works_without_a_weight_of_their_own_follow_and_averages_are_counted_anew(self, cast):
        assert sums(cast) == Sums(400, 500 + 400 + 600, 3)
        put(cast, HEAVY)
        assert weight(cast) == 300
        assert sums(cast) == Sums(500, 500 + 400 + 900, 3)

    def test_a_work_with_a_weight_of_its_own_keeps_it(self, cast):
        Work.objects.filter(pk=cast.control.pk).update(is_own_weight=True)
        put(cast, HEAVY)
        assert (weight(cast), sums(cast)) == (200, Sums(400, 1500, 3))

    def test_a_weight_of_nought_takes_the_marks_out_and_the_next_version_brings_them_back(self, cast):
        put(cast, {"weights": {"контрольная работа": 0}})
        assert sums(cast) == Sums(200, 900, 2)
        put(cast, seen=1)
        assert (weight(cast), sums(cast)) == (200, Sums(400, 1500, 3))

    def test_another_school_keeps_its_weights(self, cast):
        kinds = set(Work.objects.filter(lesson__course=cast.other_algebra).values_list("weight", flat=True))
        put(cast, {"weights": {"ответ на уроке": 4}})
        assert kinds == {100}
        assert weight(cast, "other_algebra", "2026-02-25", 1) == 100
        assert weight(cast, "algebra_7a", "2026-02-25", 1) == 400

    def test_rules_of_a_grade_weigh_in_its_courses_only(self, cast):
        put(cast, {"overrides": [{"grades": 5, "rules": {"weights": {"ответ на уроке": 2}}}]})
        assert (weight(cast, "algebra_5a", "2026-03-03", 1), weight(cast, day="2026-03-04", position=1)) == (
            200, 100,
        )  # fmt: skip


class TestPeriods:
    def test_a_version_of_the_next_quarter_changes_nothing_in_this_one(self, cast):
        put(cast, HEAVY, since=dt.date(2026, 4, 6))
        assert (weight(cast), sums(cast)) == (200, Sums(400, 1500, 3))

    def test_a_version_that_holds_on_the_last_day_governs_the_whole_period(self, cast):
        put(cast, HEAVY, since=cast.quarter.ends)
        assert sums(cast) == Sums(500, 1800, 3)

    def test_a_closed_period_keeps_its_rules(self, cast):
        PeriodClosure.objects.create(
            period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
        )
        put(cast, HEAVY, since=dt.date(2025, 9, 1))
        assert (weight(cast), sums(cast)) == (200, Sums(400, 1500, 3))

    def test_a_reopened_period_follows(self, cast):
        PeriodClosure.objects.create(
            period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now(),
            reopened_by=cast.deputy.person, reopened_at=cast.school.now(), reason="Исправление ошибки",
        )  # fmt: skip
        put(cast, HEAVY)
        assert sums(cast) == Sums(500, 1800, 3)

    def test_a_version_with_a_later_beginning_stays_in_force_where_it_holds(self, cast):
        put(cast, {"weights": {"контрольная работа": 4}}, since=dt.date(2026, 2, 1))
        put(cast, HEAVY, since=SINCE, seen=1)
        assert weight(cast) == 400
        assert list(replay()) == []

    def test_of_two_versions_of_one_day_the_newer_one_holds(self, cast):
        put(cast, {"weights": {"контрольная работа": 4}})
        put(cast, HEAVY, seen=1)
        assert weight(cast) == 300
        assert list(replay()) == []

    def test_what_counts_of_a_resit_changes_with_the_rules(self, cast):
        cast.put(cast.algebra_7a, "2026-02-25", cast.child, "3→5", position=2, seen=1)
        assert sums(cast) == Sums(400, 900 + 1000, 3)
        put(cast, {"counting": {"resit": "both"}})
        assert sums(cast) == Sums(600, 900 + 600 + 1000, 4)


class TestRefused:
    @pytest.mark.parametrize("login", ["teacher", "classteacher", "office", "parent", "admin", "deputy2"])
    def test_only_the_heads_of_the_school_decide_its_rules(self, cast, login):
        code, sentence = refused(cast, actor=getattr(cast, login))
        assert code == "not_ruler"
        assert "заместитель директора и директор" in sentence

    def test_who_has_not_seen_the_newest_version_is_told_whose_it_is(self, cast):
        put(cast, actor=cast.director)
        code, sentence = refused(cast, HEAVY, seen=0)
        assert code == "policy_changed"
        assert "Громов Л. Б., версия 1" in sentence

    @pytest.mark.parametrize("day", ["2025-08-31", "2026-05-27"])
    def test_rules_begin_within_the_school_year(self, cast, day):
        code, sentence = refused(cast, since=dt.date.fromisoformat(day))
        assert code == "outside_year"
        assert "с 1 сентября по 26 мая" in sentence

    def test_rules_that_contradict_themselves_name_every_place(self, cast):
        with pytest.raises(PolicyError) as why:
            put(cast, {"period": {"grey_zone": 1, "min_marks": 0}})
        assert {problem.path for problem in why.value.problems} == {"period.grey_zone", "period.min_marks"}
        assert PolicyVersion.objects.count() == Line.objects.filter(action="policy.set").count() == 0

    def test_a_long_note(self, cast):
        assert refused(cast, note="а" * 501)[0] == "text_too_long"

    def test_another_scale_where_marks_stand(self, cast):
        code, sentence = refused(cast, {"scale": "ten"})
        assert code == "scale_with_marks"
        assert "«3-я четверть», 7 «А», Алгебра — здесь уже стоят" in sentence
        assert put(cast, {"scale": "ten"}, since=dt.date(2026, 4, 6)).number == 1

    def test_another_scale_where_a_period_mark_or_a_brought_one_stands(self, cast):
        ten = {"overrides": [{"subjects": ["Русский язык"], "rules": {"scale": "ten"}}]}
        assert put(cast, ten).number == 1
        signed = {
            "course": cast.russian_7a, "period": cast.quarter, "pupil": cast.child,
            "author": cast.teacher.person, "set_at": cast.school.now(),
        }  # fmt: skip
        mark = PeriodMark.objects.create(value="9", **signed)
        assert refused(cast, seen=1)[0] == "scale_with_marks"
        mark.delete()
        ExternalMark.objects.create(value=9, date="2026-02-02", source="Школа № 5", **signed)
        assert refused(cast, seen=1)[0] == "scale_with_marks"

    def test_a_one_may_be_added_to_the_scale_at_any_time(self, cast):
        assert put(cast, {"scale": "five_with_one"}).number == 1

    def test_a_mean_of_attempts_needs_weights_that_can_be_halved(self, cast):
        cast.kinds["homework"].weight = 75
        cast.kinds["homework"].save()
        mean = {"counting": {"resit": "mean"}}
        with pytest.raises(PolicyError) as why:
            put(cast, mean)
        assert [problem.path for problem in why.value.problems] == ["weights.домашняя работа"]
        assert put(cast, mean | {"weights": {"домашняя работа": "0.5"}}).number == 1

    @pytest.mark.parametrize("own", [{"is_own_weight": True, "weight": 75}, {"second_weight": 33}])
    def test_a_mean_of_attempts_needs_works_whose_own_weights_can_be_halved(self, cast, own):
        Work.objects.filter(pk=cast.control.pk).update(**own)
        code, sentence = refused(cast, {"counting": {"resit": "mean"}})
        assert code == "odd_weight"
        assert "«Контрольная работа № 5 по теме «Линейная функция»» (25 февраля)" in sentence

    def test_a_mean_of_attempts_needs_brought_marks_whose_weights_can_be_halved(self, cast):
        ExternalMark.objects.create(
            course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, value=4, weight=75,
            date="2026-01-20", source="Школа № 5", author=cast.teacher.person, set_at=cast.school.now(),
        )  # fmt: skip
        assert refused(cast, {"counting": {"resit": "mean"}})[0] == "odd_weight"


def test_a_version_that_was_taken_back_leaves_nothing_behind(cast):
    """Its number in the table is given again, and the rules of a version are remembered by that number."""
    savepoint = transaction.savepoint()
    put(cast, HEAVY)
    transaction.savepoint_rollback(savepoint)
    version = put(cast, {"weights": {"контрольная работа": 4}})
    assert rules_of(version.pk, cast.algebra_7a).weight("контрольная работа") == 400


def test_a_version_costs_21_queries_whatever_the_size(cast, django_assert_num_queries):
    rule(cast)
    queries = 21 + 2 * (connection.vendor == "postgresql")  # locks
    with django_assert_num_queries(queries):
        put(cast, HEAVY, seen=1)
    for day in ("2026-02-11", "2026-02-16", "2026-02-18"):
        cast.put(cast.algebra_7a, day, cast.child, "5")
        cast.put(cast.algebra_7b, day, cast.pupil_7b, "5")
    policy_of.cache_clear()  # a version is read once, above and below
    rules_for.cache_clear()
    with django_assert_num_queries(queries):
        put(cast, {"weights": {"контрольная работа": 4}}, seen=2)
