"""The place in the class: shown where the school shows it, and telling nothing about anybody else."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.diary.reading import (
    average_path,
    entry,
    frame_for,
    marks_path,
    messages_path,
    move,
    read,
    source,
    week_path,
    words_of,
)
from tests.diary.test_marks import set_period_mark
from tests.journal.ruling import rule
from zhurnal.diary.queries.finals import finals_of
from zhurnal.diary.queries.marks import courses_of
from zhurnal.journal.models import Average, PeriodClosure, PolicyVersion
from zhurnal.journal.queries.periods import year_periods
from zhurnal.school.models import CourseMembership, Enrolment

# Averages of the ten pupils of 7 «А» in the order of the list; the child is the eighth.
VALUES = ("5 5", "5 4", "4 4", "4 4", "3 3", "3 2", "5 5", "4 4", "2 2", "3 4")
DAYS = ("2026-03-02", "2026-03-04")


@pytest.fixture
def ranked(cast):
    for pupil, values in zip(cast.pupils_7a, VALUES, strict=True):
        for day, value in zip(DAYS, values.split(), strict=True):
            cast.put(cast.algebra_7a, day, pupil, value)
    set_period_mark(cast, "4")
    return cast


def place(cast, pupil=None, period=None, subject="Алгебра"):
    pupil, period = pupil or cast.child, period or cast.quarter
    frame = frame_for(cast.deputy, pupil)
    quarters = [one for one in year_periods(cast.year.pk) if one.period.kind == "quarter"]
    finals = finals_of(frame, quarters, courses_of(frame))
    final = finals.periods.get((cast.subjects[subject].pk, period.pk))
    return final.place if final else ""


def rated(cast, **rating):
    rule(cast, rating=rating)


def test_equals_share_a_range_of_places(ranked):
    # 5,00 5,00 4,50, then three pupils with 4,00
    assert place(ranked) == "4–6-е из 10"


def test_the_place_stands_beside_the_period_mark_in_both_views(ranked, client):
    client.force_login(ranked.parent)
    assert "4,00 итог 4 4–6-е из 10" in read(client, marks_path(ranked.child))
    assert "4,00 4 4–6-е из 10" in read(client, marks_path(ranked.child, "extended"))


def test_a_running_period_without_a_mark_shows_no_place(ranked):
    assert place(ranked, pupil=ranked.pupils_7a[0]) == ""


def test_a_subject_without_a_period_mark_shows_no_place_though_others_have_one(ranked):
    for pupil in ranked.pupils_7a:
        for day in ("2026-03-02", "2026-03-03"):
            ranked.put(ranked.russian_7a, day, pupil, "4" if pupil == ranked.child else "35"[pupil.pk % 2])
    assert place(ranked, subject="Русский язык") == ""
    assert place(ranked) == "4–6-е из 10"


def test_without_two_marks_there_is_no_place(ranked):
    Average.objects.filter(pupil=ranked.child).update(count=1)
    assert place(ranked) == ""


def test_a_school_may_switch_places_off(ranked):
    rated(ranked, show="off")
    assert place(ranked) == ""


def test_a_school_may_show_the_quarter_of_the_list_only(ranked, client):
    rated(ranked, show="quartile")
    assert place(ranked) == "во второй четверти списка"
    client.force_login(ranked.parent)
    assert "из 10" not in read(client, marks_path(ranked.child))


def test_the_quarter_of_the_list_is_explained_without_numbers(ranked, client):
    rated(ranked, show="quartile")
    client.force_login(ranked.parent)
    page = read(client, average_path(ranked.child, ranked.algebra_7a))
    assert "во второй четверти списка Сравниваются средние баллы" in page
    assert "выше —" not in page
    assert "из 10" not in page


def test_a_place_opens_its_arithmetic(ranked, client):
    client.force_login(ranked.parent)
    page = read(client, average_path(ranked.child, ranked.algebra_7a))
    assert "4–6-е из 10 Средний балл 4,00. Из 10 учеников выше — 3, столько же ещё у 2." in page


def test_a_place_that_is_hidden_is_not_explained_either(ranked, client):
    rated(ranked, show="off")
    client.force_login(ranked.parent)
    page = read(client, average_path(ranked.child, ranked.algebra_7a))
    assert "Отметка за период 4" in page
    assert "учеников" not in page


def test_places_begin_with_the_grade_that_the_school_chose(ranked):
    rated(ranked, grades="8-11")
    assert place(ranked) == ""
    rated(ranked, grades="7-9")
    assert place(ranked) == "4–6-е из 10"


def test_a_closed_period_keeps_what_was_decided_then(ranked):
    rated(ranked, show="quartile")
    PeriodClosure.objects.create(
        period=ranked.quarter, policy=PolicyVersion.objects.get(), closed_by=ranked.deputy.person,
        closed_at=ranked.school.now(),
    )  # fmt: skip
    rated(ranked, show="off")
    assert place(ranked) == "во второй четверти списка"


def test_places_may_be_shown_in_some_subjects_only(ranked):
    rule(ranked, overrides=[{"subjects": ["Алгебра"], "rules": {"rating": {"show": "off"}}}])
    assert place(ranked) == ""
    rule(
        ranked,
        rating={"show": "off"},
        overrides=[{"subjects": ["Алгебра"], "rules": {"rating": {"show": "own_place"}}}],
    )
    assert place(ranked) == "4–6-е из 10"


def test_the_rules_say_from_how_many_marks_there_is_a_place(ranked):
    rated(ranked, min_marks=3)
    assert place(ranked) == ""
    Average.objects.filter(pupil__in=ranked.pupils_7a[2:9]).update(count=3)
    assert place(ranked) == "2–4-е из 7"


@pytest.mark.parametrize("view", ["simple", "extended"])
def test_a_family_may_hide_its_places_from_itself(ranked, client, view):
    client.force_login(ranked.parent)
    client.post(marks_path(ranked.child), {"view": view, "places": "hide"})
    page = read(client, marks_path(ranked.child, view))
    assert "из 10" not in page
    assert "Показывать место в классе" in page
    assert "из 10" not in read(client, average_path(ranked.child, ranked.algebra_7a))
    client.force_login(ranked.pupil)
    assert "из 10" in read(client, marks_path(ranked.child, view))
    client.force_login(ranked.parent)
    client.post(marks_path(ranked.child), {"view": view, "places": "show"})
    assert "из 10" in read(client, marks_path(ranked.child, view))


def test_where_there_is_no_place_there_is_nothing_to_hide(cast, client):
    client.force_login(cast.parent)
    assert "место в классе" not in read(client, marks_path(cast.child))


def test_fewer_than_five_rated_pupils_hide_the_place(ranked):
    Average.objects.exclude(pupil__in=[ranked.child, *ranked.pupils_7a[:3]]).delete()
    assert place(ranked) == ""


def test_others_who_are_all_equal_hide_the_place(ranked):
    Average.objects.exclude(pupil=ranked.child).update(weight=200, weighted=1000, count=2)
    assert place(ranked) == ""


def test_subgroups_of_a_class_are_ranked_together(cast):
    for number, pupil in enumerate(cast.pupils_7a):
        course = pupil.memberships.get(course__subject__name="Английский язык").course
        for day in ("2026-02-24", "2026-03-03"):
            cast.put(course, day, pupil, "54325432543"[number])
    course = cast.child.memberships.get(course__subject__name="Английский язык").course
    set_period_mark(cast, "2", course=course)
    assert place(cast, subject="Английский язык") == "9–10-е из 10"


def test_the_class_is_that_of_the_end_of_the_period(ranked):
    """Who left before, and pupils of other classes, are not counted; who moved away takes the place along."""
    Average.objects.create(
        course=ranked.algebra_7a, period=ranked.quarter, pupil=ranked.left, weight=200, weighted=1000, count=2
    )
    Average.objects.create(
        course=ranked.algebra_7b, period=ranked.quarter, pupil=ranked.pupil_7b, weight=200, weighted=1000,
        count=2,
    )  # fmt: skip
    assert place(ranked) == "4–6-е из 10"
    move(ranked.pupil_7b, "2026-03-28", ranked.class_7a, [ranked.algebra_7a])
    assert place(ranked) == "4–6-е из 10"
    Enrolment.objects.filter(pupil=ranked.pupils_7a[0]).update(valid_to="2026-03-26")
    assert place(ranked) == "3–5-е из 9"


def test_a_pupil_who_moved_is_ranked_in_the_new_class(ranked):
    set_period_mark(ranked, "4", period=ranked.quarters[1])  # a period in which the old class counts
    for pupil in ranked.pupils_7a[:6]:
        move(pupil, "2026-03-05", ranked.class_7b, [ranked.algebra_7b])
    move(ranked.child, "2026-03-05", ranked.class_7b, [ranked.algebra_7b])
    # With the marks that came along: 5,00 4,50 4,00 4,00 3,00 2,50 and the own 4,00.
    assert place(ranked) == "3–5-е из 7"


def test_a_pupil_who_left_before_the_end_has_no_place(ranked):
    Enrolment.objects.filter(pupil=ranked.child).update(valid_to="2026-03-10")
    CourseMembership.objects.filter(pupil=ranked.child).update(valid_to="2026-03-10")
    assert place(ranked) == ""


def served(cast, client):
    """Everything that the family is served about the child, byte by byte."""
    pages = [
        marks_path(cast.child), marks_path(cast.child, "extended"), week_path(cast.child),
        messages_path(cast.child), average_path(cast.child, cast.algebra_7a),
    ]  # fmt: skip
    return [source(client, page) for page in pages]


def give(pupils, averages):
    """Averages of the classmates, and their period marks, by a stroke of the pen."""
    for pupil, weighted in zip(pupils, averages, strict=True):
        Average.objects.filter(pupil=pupil).update(weight=600, weighted=weighted, count=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    averages=st.lists(st.integers(1200, 3000), min_size=9, max_size=9, unique=True),
    pair=st.sampled_from(list(itertools.combinations(range(9), 2))),
)
def test_a_family_cannot_tell_which_of_two_classmates_has_which_marks(ranked, client, averages, pair):
    others = [pupil for pupil in ranked.pupils_7a if pupil != ranked.child]
    client.force_login(ranked.parent)
    give(others, averages)
    before = served(ranked, client)
    first, second = pair
    averages[first], averages[second] = averages[second], averages[first]
    give(others, averages)
    assert served(ranked, client) == before


def test_a_classmate_who_gets_even_better_changes_nothing(ranked, client):
    client.force_login(ranked.parent)
    before = served(ranked, client)
    assert "4–6-е из 10" in words_of(before[0])
    cast, better, worse = ranked, ranked.pupils_7a[1], ranked.pupils_7a[8]
    cast.put(cast.algebra_7a, "2026-02-18", better, "5")
    cast.put(cast.algebra_7a, "2026-02-18", worse, "2")
    set_period_mark(cast, "5", pupil=better)
    assert served(ranked, client) == before


def test_nothing_served_to_a_family_names_another_pupil(ranked, client):
    entry(ranked, *ranked.pupils_7a, text="Классное собрание в среду")
    client.force_login(ranked.parent)
    others = [pupil for pupil in (*ranked.pupils_7a, ranked.left, ranked.pupil_7b) if pupil != ranked.child]
    for page in served(ranked, client):
        assert "Петрова Анна" in page
        for pupil in others:
            assert pupil.surname not in page, pupil
            assert f"/diary/{pupil.pk}/" not in page
