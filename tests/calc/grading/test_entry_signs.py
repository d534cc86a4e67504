"""What may stand in a cell where the school allows more than a mark: points, re-sits, work handed in later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.entry import Entry, EntryError, Signs, cell_text, parse
from zhurnal.calc.grading.scale import BEHAVIOUR, FIVE, HUNDRED, LETTERS, NONE, PASS_FAIL, SCALES, TEN

ALL = Signs.DOUBLE | Signs.RESIT | Signs.POINT | Signs.LATE_WORK


@pytest.mark.parametrize("typed", [".", "·", "•", "ю", "Ю", "/", " . "])
def test_a_point_is_read_from_either_layout(typed):
    assert parse(typed, FIVE, ALL) == Entry(pending=True)


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("2→4", Entry((2,), resit=(4,))),
        ("2>4", Entry((2,), resit=(4,))),
        ("2 -> 4", Entry((2,), resit=(4,))),
        ("2/3→4/5", Entry((2, 3), resit=(4, 5))),
        ("2→4 оп5", Entry((2,), "оп", 5, (4,))),
        ("н/4", Entry((4,), "н")),
        ("н4", Entry((4,), "н")),
        ("4/н", Entry((4,), "н")),
        ("4 б", Entry((4,), "б")),
        ("y5", Entry((5,), "н")),
        ("н/2→4", Entry((2,), "н", resit=(4,))),
        ("• н", Entry(absence="н", pending=True)),
        (".н", Entry(absence="н", pending=True)),
        ("хор", Entry((4,))),
    ],
)
def test_what_the_school_allows_is_read(typed, entry):
    assert parse(typed, FIVE, ALL) == entry


@pytest.mark.parametrize(
    ("typed", "missing", "code"),
    [
        (".", Signs.POINT, "unreadable"),
        ("• н", Signs.POINT, "unreadable"),
        ("2→4", Signs.RESIT, "unreadable"),
        ("н/4", Signs.LATE_WORK, "absence_with_mark"),
        ("5/4", Signs.DOUBLE, "double_mark"),
        ("54", Signs.DOUBLE, "double_mark"),
    ],
)
def test_what_the_school_does_not_allow_is_refused(typed, missing, code):
    with pytest.raises(EntryError) as refusal:
        parse(typed, FIVE, ALL & ~missing)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2→", "unreadable"), ("→4", "unreadable"), ("2→4→5", "unreadable"), ("5 •", "unreadable"),
        ("н.", "unreadable"), ("..", "unreadable"), ("5.4", "unreadable"), ("5,4", "unreadable"),
        ("2→6", "outside_scale"), ("н/6", "outside_scale"), ("н/1", "outside_scale"),
    ],
)  # fmt: skip
def test_what_means_nothing_stays_refused_with_everything_allowed(typed, code):
    with pytest.raises(EntryError) as refusal:
        parse(typed, FIVE, ALL)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("scale", "typed", "entry"),
    [
        (PASS_FAIL, "зч", Entry((1,))),
        (PASS_FAIL, "НЗ", Entry((0,))),
        (PASS_FAIL, "незачёт", Entry((0,))),
        (PASS_FAIL, "px", Entry((1,))),  # «зч» in the Latin layout
        (PASS_FAIL, "yp", Entry((0,))),
        (PASS_FAIL, "н", Entry(absence="н")),
        (PASS_FAIL, "зч оп5", Entry((1,), "оп", 5)),
        (PASS_FAIL, "нз→зч", Entry((0,), resit=(1,))),
        (LETTERS, "A", Entry((5,))),
        (LETTERS, "ab", Entry((5, 4))),
        (LETTERS, "B/C", Entry((4, 3))),
        (LETTERS, "E/F", Entry((1, 0))),
        (LETTERS, "e", Entry((1,))),  # a mark here, and «у» in a scale of digits
        (LETTERS, "у", Entry(absence="у")),
        (LETTERS, "y", Entry(absence="н")),
        (LETTERS, "сп", Entry(absence="сп")),  # «с» is also spelled for the mark C
        (LETTERS, "F→A сп", Entry((0,), "сп", resit=(5,))),
        (TEN, "10", Entry((10,))),
        (TEN, "10→9", Entry((10,), resit=(9,))),
        (HUNDRED, "0", Entry((0,))),
        (NONE, "н", Entry(absence="н")),
        (NONE, "оп5", Entry(absence="оп", minutes=5)),
    ],
)
def test_each_scale_reads_its_own_marks(scale, typed, entry):
    assert parse(typed, scale, ALL) == entry


@pytest.mark.parametrize(
    ("scale", "typed", "code"),
    [
        (PASS_FAIL, "5", "outside_scale"), (PASS_FAIL, "1", "outside_scale"), (PASS_FAIL, "зчнз", "unreadable"),
        (LETTERS, "4", "outside_scale"), (LETTERS, "а", "unreadable"), (LETTERS, "G", "unreadable"),
        (NONE, "5", "outside_scale"), (NONE, "0", "outside_scale"), (HUNDRED, "101", "outside_scale"),
    ],
)  # fmt: skip
def test_a_mark_of_another_scale_is_refused(scale, typed, code):
    with pytest.raises(EntryError) as refusal:
        parse(typed, scale, ALL)
    assert refusal.value.code == code


@st.composite
def cells(draw):
    scale = draw(st.sampled_from([scale for scale in SCALES.values() if scale not in BEHAVIOUR]))
    two = st.lists(st.integers(scale.low, scale.high), max_size=2 if scale.marked else 0).map(tuple)
    marks = draw(two)
    resit = draw(two) if marks else ()
    absence = draw(st.none() | st.sampled_from(list(ABSENCE_CODES)))
    minutes = draw(st.none() | st.integers(1, 45)) if absence == "оп" else None
    return scale, Entry(marks, absence, minutes, resit, pending=not marks and draw(st.booleans()))


@given(cells())
def test_the_canonical_text_of_any_cell_is_read_back_as_the_same_cell(cell):
    scale, entry = cell
    text = cell_text(
        entry.marks, entry.absence, entry.minutes, resit=entry.resit, pending=entry.pending, scale=scale
    )
    assert parse(text, scale, ALL) == entry


@given(
    st.text(max_size=12) | st.text("0123456789/ опнбусв,•.→>ABCDEзч", max_size=10),
    st.sampled_from(list(SCALES.values())),
)
def test_any_text_is_read_within_the_scale_or_refused_with_a_known_code(typed, scale):
    try:
        entry = parse(typed, scale, ALL)
    except EntryError as refusal:
        assert refusal.code in {"outside_scale", "unreadable", "absence_with_mark", "double_mark"}  # noqa: PT017 -- whether it is refused is what is asked
    else:
        assert all(mark in scale for mark in entry.marks + entry.resit)
        assert not (entry.pending and entry.marks)


def test_a_mark_that_its_scale_no_longer_knows_is_shown_as_it_was_given():
    assert cell_text((1,), scale=FIVE) == "1"
