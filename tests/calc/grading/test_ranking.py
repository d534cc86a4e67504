from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.average import Sums
from zhurnal.calc.grading.ranking import (
    Place,
    class_average,
    place_of,
    place_range,
    places,
    quarter_of_list,
    score,
    year_score,
)

CLASS = [480, 450, 450, 433, 400, None]


@pytest.mark.parametrize(
    ("own", "place"),
    [(480, Place(1, 1, 5)), (450, Place(2, 3, 5)), (433, Place(4, 4, 5)), (400, Place(5, 5, 5))],
)
def test_equals_share_their_places_and_the_next_place_is_left_out(own, place):
    assert place_of(own, CLASS) == place


def test_a_pupil_without_a_score_has_no_place_and_takes_none():
    assert place_of(None, CLASS) is None
    assert place_of(400, CLASS) == Place(5, 5, 5)


def test_places_compare_averages_as_they_are_shown():
    # 13/3 and 433/100 differ, but both read 4,33.
    assert score(Sums(300, 1300, 3)) == score(Sums(100, 433, 3)) == 433


@pytest.mark.parametrize(("count", "expected"), [(0, None), (1, None), (2, 500)])
def test_one_mark_makes_no_place(count, expected):
    assert score(Sums(100 * count, 500 * count, count)) == expected


@pytest.mark.parametrize(
    "scores",
    [
        [500, 450, 400, 350],  # four rated pupils
        [500, 450, 400, 350, None, None],
        [450] * 26,
        [500, *[450] * 25],  # the first would learn what all the others have
    ],
)
def test_a_place_that_would_betray_others_is_hidden(scores):
    assert place_of(scores[0], scores) is None


def test_one_among_different_others_sees_a_place():
    assert place_of(450, [500, *[450] * 25]) == Place(2, 26, 26)


def test_a_score_from_outside_the_class_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="not among"):
        place_of(501, CLASS)


@pytest.mark.parametrize(
    ("place", "text"),
    [(Place(4, 4, 26), "4"), (Place(7, 9, 28), "7–9"), (Place(1, 1, 5), "1")],
)
def test_a_shared_place_is_written_as_a_range(place, text):
    assert place_range(place) == text


@pytest.mark.parametrize(
    ("first", "of", "quarter"),
    [(1, 26, 1), (6, 26, 1), (7, 26, 2), (13, 26, 2), (14, 26, 3), (26, 26, 4), (1, 5, 1)],
)
def test_a_list_has_four_quarters(first, of, quarter):
    assert quarter_of_list(Place(first, first, of)) == quarter


SCORES = st.lists(st.none() | st.integers(380, 400), min_size=1, max_size=30)


@given(SCORES)
def test_all_places_at_once_are_the_same_as_one_by_one(scores):
    at_once = places(dict(enumerate(scores)))
    assert at_once == {
        pupil: place for pupil, own in enumerate(scores) if (place := place_of(own, scores)) is not None
    }


@given(st.lists(st.integers(200, 500), min_size=5, max_size=30))
def test_a_place_is_one_more_than_the_number_of_better_pupils(scores):
    for pupil, place in places(dict(enumerate(scores))).items():
        assert place.first == 1 + sum(other > scores[pupil] for other in scores)
        assert place.last - place.first + 1 == scores.count(scores[pupil])


@given(SCORES, st.randoms())
def test_a_place_does_not_depend_on_the_order_of_the_list(scores, shuffler):
    shuffled = scores.copy()
    shuffler.shuffle(shuffled)
    assert place_of(scores[0], scores) == place_of(scores[0], shuffled)


def test_the_year_is_scored_by_the_mean_of_its_averages():
    # (13/3 + 9/2) / 2 = 53/12 = 4,41666…: the second period has its own weight, not that of its marks
    periods = [Sums(300, 1300, 3), Sums(400, 1800, 4)]
    assert year_score(periods) == 442


def test_a_year_of_rounded_averages_is_not_rounded_twice():
    # 4,335 and 4,345 would read 4,34 and 4,35 and their mean 4,345 → 4,35; exactly it is 4,34
    assert year_score([Sums(20000, 86700, 200), Sums(20000, 86900, 200)]) == 434


def test_a_period_with_too_few_marks_is_no_part_of_the_year():
    assert year_score([Sums(300, 1300, 3), Sums(100, 200, 1)]) == 433


def test_where_only_marks_of_periods_are_known_they_are_what_counts():
    assert year_score([Sums()], (4, 5, 5)) == 467
    assert year_score([], ()) is None


def test_a_class_average_is_told_in_tenths():
    # (500 + 450 + 433 + 400 + 350 + 300) / 6 = 405,5
    assert class_average(433, [500, 450, 433, None, 400, 350, 300]) == 41
    assert class_average(300, [300, 400, 500, 450, 350, 425]) == 40


def test_without_five_others_or_with_equal_others_no_class_average_is_told():
    assert class_average(433, [500, 450, 433, 400, 350]) is None
    assert class_average(433, [433, 500, 500, 500, 500, 500]) is None
    assert class_average(None, [500, 450, 433, 400, 350, 300]) is None


@given(st.lists(st.integers(200, 500), min_size=6, max_size=30))
def test_a_class_average_lies_between_its_pupils(scores):
    told = class_average(scores[0], scores)
    assert told is None or min(scores) // 10 <= told <= max(scores) // 10 + 1
