"""Who may open whose diary, and how far back and forth."""

from __future__ import annotations

import pytest

from tests.diary.reading import (
    entry,
    frame_for,
    marks_path,
    messages_path,
    move,
    read,
    rows_of,
    source,
    week_path,
)
from zhurnal.people.models import Guardianship
from zhurnal.school.models import Enrolment

PAGES = (week_path, marks_path, messages_path)


@pytest.mark.parametrize("page", PAGES)
def test_a_family_opens_the_own_diary_and_nobody_elses(cast, client, page):
    for user in (cast.parent, cast.pupil):
        client.force_login(user)
        assert client.get(page(cast.child)).status_code == 200
        for stranger in (cast.pupils_7a[0], cast.pupil_7b, cast.other_pupil):
            assert client.get(page(stranger)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_class_teacher_opens_the_own_class_the_heads_their_school(cast, client, page):
    expected = {
        "classteacher": (200, 404, 404), "deputy": (200, 200, 404), "director": (200, 200, 404),
        "deputy2": (404, 404, 200),
    }  # fmt: skip
    for login, codes in expected.items():
        client.force_login(getattr(cast, login))
        pupils = (cast.child, cast.pupil_7b, cast.other_pupil)
        assert tuple(client.get(page(pupil)).status_code for pupil in pupils) == codes


def test_a_guardianship_that_ended_opens_nothing(cast, client):
    client.force_login(cast.parent)
    Guardianship.objects.filter(guardian=cast.parent.person, pupil=cast.child).update(valid_to="2026-03-03")
    assert client.get(week_path(cast.child)).status_code == 404
    assert client.get(week_path(cast.child_5a)).status_code == 200


def test_a_number_that_no_pupil_has_is_not_found(cast, client):
    client.force_login(cast.deputy)
    for number in (0, 10**9, 10**30):
        assert client.get(f"/diary/{number}/marks/").status_code == 404


def test_an_address_reads_the_child_and_the_title_says_whose_it_is(cast, client):
    client.force_login(cast.parent)
    assert "Петров Иван, 5 «А» — Журнал</title>" in source(client, week_path(cast.child_5a))


def test_switching_to_another_child_keeps_the_tab(cast, client):
    client.force_login(cast.parent)
    assert f'href="{week_path(cast.child_5a, "2026-W06")}"' in source(
        client, week_path(cast.child, "2026-W06")
    )
    assert f'href="{marks_path(cast.child_5a, "extended")}"' in source(
        client, marks_path(cast.child, "extended")
    )
    assert f'href="{messages_path(cast.child_5a)}"' in source(client, messages_path(cast.child))


def test_who_has_one_child_sees_no_switch(cast, client):
    client.force_login(cast.neighbour)
    assert 'class="children"' not in source(client, week_path(cast.pupil_7b))


def test_staff_see_no_switch_and_a_way_back_to_the_class(cast, client):
    client.force_login(cast.classteacher)
    page = source(client, week_path(cast.child))
    assert 'class="children"' not in page
    assert f'<a href="/classes/{cast.class_7a.pk}/">7 «А»</a>' in page


def test_a_class_teacher_of_yesterday_sees_what_was_and_nothing_after(cast, client):
    move(cast.child, "2026-02-16", cast.class_7b, [cast.algebra_7b])
    entry(cast, cast.child, text="При прежнем классном", day="2026-02-10")
    entry(cast, cast.child, text="При новом классном", day="2026-02-20")
    client.force_login(cast.classteacher)
    assert "Русский язык" in read(client, week_path(cast.child, "2026-W07"))
    after = read(client, week_path(cast.child, "2026-W08"))
    assert "Алгебра" not in after
    assert "не в списке класса" in after
    assert "При прежнем" in read(client, messages_path(cast.child))
    assert "При новом" not in read(client, messages_path(cast.child))


def test_marks_made_after_the_move_are_not_for_the_former_class_teacher(cast, client):
    cast.put(cast.algebra_7a, "2026-02-11", cast.child, "3")
    move(cast.child, "2026-02-16", cast.class_7b, [cast.algebra_7b])
    cast.put(cast.algebra_7b, "2026-02-18", cast.child, "5")
    client.force_login(cast.classteacher)
    assert marks_in_algebra(client, cast) == ["3"]
    client.force_login(cast.colleague)  # class teacher of 7 «Б»: the marks have come along
    assert marks_in_algebra(client, cast) == ["3", "5"]


def marks_in_algebra(client, cast):
    [row] = [row for row in rows_of(source(client, marks_path(cast.child))) if row[0] == "Алгебра"]
    return row[3].split("средний")[0].split()


def test_another_schools_part_of_a_life_stays_there(cast, client):
    """The pupil came from school 2: its deputy sees the time there, ours sees the time here, the family all."""
    cast.put(cast.other_algebra, "2026-02-02", cast.other_pupil, "2")
    move(cast.other_pupil, "2026-02-16", cast.class_7a, [cast.algebra_7a])
    before, after = week_path(cast.other_pupil, "2026-W06"), week_path(cast.other_pupil, "2026-W08")
    seen = {}
    for login in ("deputy", "classteacher", "deputy2", "parent2"):
        client.force_login(getattr(cast, login))
        seen[login] = tuple("Алгебра" in read(client, page) for page in (before, after))
    assert seen == {
        "deputy": (False, True), "classteacher": (False, True), "deputy2": (True, False),
        "parent2": (True, True),
    }  # fmt: skip


def test_a_pupil_who_left_stays_visible_to_class_teacher_and_heads(cast, client):
    client.force_login(cast.classteacher)
    assert "Алгебра" in read(client, week_path(cast.left, "2026-W04"))


def test_a_pupil_without_any_class_has_no_diary(cast, client):
    Enrolment.objects.filter(pupil=cast.child).delete()
    client.force_login(cast.parent)
    assert client.get(week_path(cast.child)).status_code == 404


def test_a_diary_opened_before_the_year_begins_is_that_of_the_coming_class(cast):
    cast.school.frozen_today = "2025-08-20"
    cast.school.save()
    move(cast.child, "2026-02-16", cast.class_7b, [cast.algebra_7b])
    assert frame_for(cast.parent, cast.child).school_class == cast.class_7a
