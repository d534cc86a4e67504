from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce

from zhurnal.people.models import Session
from zhurnal.school.models import Enrolment, SchoolClass, StudyPeriod
from zhurnal.statements.prepared import prepared

SEPTEMBER, MARCH = dt.date(2025, 9, 1), dt.date(2026, 3, 4)


@prepared(pupils=list[int], day=dt.date)
def spans(pupils, day):
    """Spans of some pupils that had begun by a day."""
    return (
        Enrolment.objects.filter(pupil__in=pupils, valid_from__lte=day, school_class__letter="А")
        .order_by("pupil_id")
        .values_list("pupil_id", "valid_from", "school_class__grade")
    )


@prepared(year=int, others=list[int])
def periods(year, others):
    return StudyPeriod.objects.filter(Q(year=year) | Q(pk__in=others)).order_by("pk").values_list("pk")


def test_a_prepared_query_finds_what_the_plain_one_finds(cast):
    pupils = sorted(pupil.pk for pupil in cast.pupils_7a)
    plain = Enrolment.objects.filter(pupil__in=pupils, valid_from__lte=MARCH).order_by("pupil_id")
    assert spans(pupils=pupils, day=MARCH) == list(
        plain.values_list("pupil_id", "valid_from", "school_class__grade")
    )


@prepared(pupils=list[int])
def whole_spans(pupils):
    """Instances with what they select beside, an annotation, and a one-to-one that may be missing."""
    found = Enrolment.objects.filter(pupil__in=pupils).annotate(who=F("pupil__surname"))
    return found.select_related("pupil__user", "school_class__year").order_by("pk")


def test_a_query_for_instances_gives_what_the_queryset_gives(cast, django_assert_num_queries):
    pupils = [pupil.pk for pupil in cast.pupils_7a]
    plain = Enrolment.objects.filter(pupil__in=pupils).order_by("pk")
    with django_assert_num_queries(1):
        found = whole_spans(pupils=pupils)
        told = [(span.who, span.pupil.surname, span.school_class.year.name) for span in found]
        users = [span.pupil.user.login for span in found if hasattr(span.pupil, "user")]
    assert [vars(span)["valid_from"] for span in found] == [span.valid_from for span in plain]
    assert found == list(plain)
    assert told == [(one.pupil.surname, one.pupil.surname, one.school_class.year.name) for one in plain]
    assert users == ["pupil"]


@prepared(key=str, since=dt.datetime)
def sessions_after(key, since):
    """By a text and a moment, beside a text of the query's own."""
    return Session.objects.filter(session_key=key, expire_date__gt=since, user__login="pupil").values_list(
        "session_key", "expire_date"
    )


def test_texts_and_moments_find_what_the_plain_query_finds(cast):
    until = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)
    for key in ("one", "two"):
        Session.objects.create(session_key=key, session_data="", expire_date=until, user=cast.pupil)
    before = until - dt.timedelta(seconds=1)
    assert sessions_after(key="one", since=before) == [("one", until)]
    assert sessions_after(key="two", since=before) == [("two", until)]
    assert sessions_after(key="one", since=until) == sessions_after(key="three", since=before) == []


def test_other_values_give_other_rows(cast):
    pupils = {cast.child.pk, cast.arrived.pk, cast.pupil_7b.pk}
    assert [row[0] for row in spans(pupils=pupils, day=MARCH)] == sorted({cast.child.pk, cast.arrived.pk})
    assert [row[0] for row in spans(pupils=pupils, day=SEPTEMBER)] == [cast.child.pk]
    assert [row[0] for row in spans(pupils={cast.child.pk}, day=SEPTEMBER)] == [cast.child.pk]


def test_dates_come_out_as_dates(cast):
    [(pupil, since, grade)] = spans(pupils=[cast.arrived.pk], day=MARCH)
    assert (pupil, since, grade) == (cast.arrived.pk, dt.date(2026, 2, 9), 7)


@prepared(pupils=list[int])
def reckoned(pupils):
    """Columns of whose kind the driver knows, and expressions of whose kind only Django does."""
    left = ExpressionWrapper(Q(valid_to__isnull=False), BooleanField())
    last = Coalesce("valid_to", "school_class__year__ends")
    found = Enrolment.objects.filter(pupil__in=pupils).order_by("valid_from")
    return found.values_list("valid_from", "valid_to", left, last)


def test_what_the_database_reckons_comes_out_in_its_kind_too(cast):
    pupils = [cast.arrived.pk, cast.child.pk]
    found, plain = reckoned(pupils=pupils), list(reckoned.compose(pupils))
    assert found == plain
    assert [[type(value) for value in row] for row in found] == [
        [type(value) for value in row] for row in plain
    ]
    assert {type(row[2]) for row in found} == {bool}
    assert {type(row[3]) for row in found} == {dt.date}


@pytest.mark.usefixtures("cast")
def test_an_empty_list_finds_nothing_and_asks_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert spans(pupils=[], day=MARCH) == []


def test_an_empty_list_leaves_the_other_branch_alone(cast):
    assert len(periods(year=cast.year.pk, others=[])) == StudyPeriod.objects.filter(year=cast.year).count()


def test_a_number_longer_than_any_id_finds_nothing(cast):
    assert [row[0] for row in spans(pupils=[cast.child.pk, 10**30], day=MARCH)] == [cast.child.pk]


def test_asking_costs_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        spans(pupils=[cast.child.pk], day=MARCH)
    with django_assert_num_queries(1):
        spans(pupils=[cast.child.pk], day=MARCH)


@prepared(year=int, grade=int)
def classes_of(year, grade):
    return SchoolClass.objects.filter(year=year, grade__lte=grade).values_list("pk")


def test_a_value_that_the_framework_drops_is_refused_and_not_forgotten(cast):
    # A grade is a small number: Django leaves out a comparison with one that its column could never hold.
    if connection.vendor == "postgresql":
        with pytest.raises(ValueError, match="grade"):
            classes_of(year=cast.year.pk, grade=7)
    else:
        assert len(classes_of(year=cast.year.pk, grade=7)) == 3
