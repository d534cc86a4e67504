"""What a family takes along of what went out about its child."""

from __future__ import annotations

import pytest

from tests.notices.world import by_mail, choose, put, quiet
from zhurnal.notices.models import Notice
from zhurnal.notices.privacy import personal_data

pytestmark = pytest.mark.django_db


def rows(pupil):
    [section] = personal_data(pupil.pk)
    return list(section.rows)


def test_notices_are_told_with_what_became_of_them(school, clock, post):
    by_mail(school.parent)
    choose(school.parent, school.child, "mark", "now")
    put(school, "5")
    quiet(clock)
    [row] = rows(school.child)
    assert len(post.letters) == 1
    assert (row["о чём"], row["где"], row["что"]) == ("Новая отметка", "Алгебра, 2 марта", "отметка 5")
    assert (row["кому"], row["куда"], row["что стало"]) == ("родитель", "почта", "отправлено")
    assert rows(school.pupils_7a[0]) == []


def test_what_waits_for_the_evening_is_told_as_waiting(school, clock, post):
    by_mail(school.pupil)
    put(school, "5")
    quiet(clock)
    assert post.letters == []
    assert [(row["кому"], row["что стало"]) for row in rows(school.child)] == [
        ("ученик", "ещё не отправлено")
    ]


def test_neither_names_nor_addresses_nor_sign_ins_of_the_readers_come_along(school, clock, post):
    by_mail(school.parent, "secret@example.org")
    choose(school.parent, school.child, "mark", "now")
    put(school, "5")
    quiet(clock)
    told = str(rows(school.child))
    assert "secret" not in told
    assert school.parent.person.surname not in told
    assert len(post.letters) == 1
    Notice.objects.update(pupil=school.parent.person)
    assert rows(school.child) == []


def test_two_queries_however_many_there_are(school, clock, post, django_assert_num_queries):
    by_mail(school.parent)
    choose(school.parent, school.child, "mark", "now")
    for day, value in (("2026-03-02", "5"), ("2026-03-04", "4")):
        put(school, value, day=day)
    quiet(clock)
    assert post.letters
    [section] = personal_data(school.child.pk)
    with django_assert_num_queries(2):
        assert len(list(section.rows)) == 2
