"""Where a person stands follows from dated facts, and ends with them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from zhurnal.access.roles import Role
from zhurnal.people.models import Guardianship, User
from zhurnal.school.models import ClassTeacher, Employment, Enrolment
from zhurnal.school.standing import NOBODY, standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stands(cast):
    """The standing of an account by its name in the cast."""
    return lambda who, day=None: standing_of(getattr(cast, who), day or cast.school.today())


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("teacher", {Role.TEACHER}),
        ("classteacher", {Role.TEACHER, Role.CLASS_TEACHER}),
        ("deputy", {Role.DEPUTY}),
        ("director", {Role.DIRECTOR}),
        ("office", {Role.SECRETARY}),
        ("auditor", {Role.AUDITOR}),
        ("admin", {Role.ADMIN}),
        ("parent", {Role.GUARDIAN}),
        ("pupil", {Role.PUPIL}),
        ("deputy2", {Role.DEPUTY}),
    ],
)
def test_roles_follow_from_the_facts(stands, who, roles):
    assert stands(who).roles == roles


def test_a_role_holds_in_its_own_school_only(cast, stands):
    assert stands("deputy").schools(Role.DEPUTY, Role.DIRECTOR) == {cast.school.pk}
    assert stands("deputy2").schools(Role.DEPUTY) == {cast.other_school.pk}
    assert stands("deputy").schools(Role.TEACHER) == frozenset()


def test_scopes_name_classes_children_and_oneself(cast, stands):
    assert stands("classteacher").class_ids == {cast.class_7a.pk}
    assert stands("parent").child_ids == {cast.child.pk, cast.child_5a.pk}
    assert stands("pupil").pupil_ids == {cast.child.pk}
    assert stands("teacher").class_ids == frozenset()


def test_a_teacher_who_is_a_parent_too_has_both_desks(cast):
    Guardianship.objects.create(
        guardian=cast.teacher.person, pupil=cast.child, kind="mother", valid_from="2025-09-01"
    )
    standing = standing_of(cast.teacher, cast.school.today())
    assert standing.roles == {Role.TEACHER, Role.GUARDIAN}
    assert [desk.url_name for desk in standing.desks] == ["journal", "entries", "diary", "news"]


def test_facts_hold_on_their_first_and_last_day_and_not_beyond(cast, stands):
    Employment.objects.filter(person=cast.deputy.person).update(
        valid_from=dt.date(2026, 2, 1), valid_to=dt.date(2026, 2, 10)
    )
    days = {day: bool(stands("deputy", dt.date(2026, 2, day)).roles) for day in (1, 10, 11)}
    assert days == {1: True, 10: True, 11: False}
    assert stands("deputy", dt.date(2026, 1, 31)).roles == frozenset()


@pytest.mark.parametrize("fact", [Guardianship, Enrolment, ClassTeacher])
def test_what_ended_yesterday_gives_nothing_today(stands, fact):
    before = {who: stands(who) for who in ("parent", "pupil", "classteacher")}
    fact.objects.update(valid_to=dt.date(2026, 3, 3))
    lost = {who for who in before if stands(who).roles != before[who].roles}
    assert lost == {{Guardianship: "parent", Enrolment: "pupil", ClassTeacher: "classteacher"}[fact]}


def test_strangers_and_accounts_without_a_person_stand_nowhere(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standing_of(AnonymousUser(), cast.school.today()) == NOBODY
        assert standing_of(User(login="robot"), cast.school.today()) == NOBODY


def test_one_query_answers_for_all_roles(cast, django_assert_num_queries):
    for who in (cast.teacher, cast.classteacher, cast.parent):
        with django_assert_num_queries(1):
            standing_of(who, cast.school.today())
