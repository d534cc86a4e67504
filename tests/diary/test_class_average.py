"""What the class has come to is told where the school decided so, and never tells another's mark."""

from __future__ import annotations

import pytest

from tests.diary.reading import frame_for, marks_path, read
from tests.diary.test_marks import set_period_mark
from tests.journal.ruling import rule
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.journal.models import Average

# The child is the eighth; the mean is 3,80.
AVERAGES = (500, 450, 400, 400, 350, 300, 450, 400, 200, 350)


@pytest.fixture
def averaged(cast):
    Average.objects.bulk_create(
        Average(
            course=cast.algebra_7a,
            period=cast.quarter,
            pupil=pupil,
            weight=300,
            weighted=3 * average,
            count=3,
        )
        for pupil, average in zip(cast.pupils_7a, AVERAGES, strict=True)
    )
    set_period_mark(cast, "4")
    return cast


def told(cast):
    rule(cast, rating={"class_average": "shown"})
    [table] = simple_marks(frame_for(cast.parent, cast.child))
    return next(row.cells[2].final.of_class for row in table.rows if row.subject == "Алгебра")


@pytest.mark.parametrize("view", ["simple", "extended"])
def test_it_stands_beside_the_period_mark_in_tenths(averaged, client, view):
    assert told(averaged) == "3,8"
    client.force_login(averaged.parent)
    assert "класс 3,8" in read(client, marks_path(averaged.child, view))


def test_unless_the_school_decided_so_it_is_not_told(averaged, client):
    client.force_login(averaged.parent)
    assert "класс 3,8" not in read(client, marks_path(averaged.child))


def test_a_running_period_without_a_mark_tells_none(averaged):
    averaged.child.period_marks.all().delete()
    assert told(averaged) == ""


def test_with_four_others_it_is_not_told(averaged):
    Average.objects.exclude(pupil__in=[averaged.child, *averaged.pupils_7a[:5]]).delete()
    assert told(averaged) == "4,2"
    Average.objects.filter(pupil=averaged.pupils_7a[0]).delete()
    assert told(averaged) == ""


def test_others_who_are_all_equal_hide_it(averaged):
    Average.objects.exclude(pupil=averaged.child).update(weighted=1500)
    assert told(averaged) == ""


def test_it_is_told_where_places_are_off_and_hidden_nobodys_place(averaged, client):
    rule(averaged, rating={"class_average": "shown", "show": "off"})
    client.force_login(averaged.parent)
    page = read(client, marks_path(averaged.child))
    assert "класс 3,8" in page
    assert "из 10" not in page
