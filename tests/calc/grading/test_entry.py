from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from zhurnal.calc.grading.absence import ABSENCE_CODES, LONGEST_LATE
from zhurnal.calc.grading.entry import CLEAR, Entry, EntryError, Scale, cell_text, parse
from zhurnal.calc.grading.scale import FIVE, FIVE_WITH_ONE

READ = {
    "": CLEAR,
    " \u00a0\u200b ": CLEAR,
    "5": Entry((5,)),
    " 2 ": Entry((2,)),
    "５": Entry((5,)),
    "5/4": Entry((5, 4)),
    "5 / 4": Entry((5, 4)),
    "5\\4": Entry((5, 4)),
    "５／４": Entry((5, 4)),
    "¾": Entry((3, 4)),  # what a spreadsheet makes of 3/4
    "54": Entry((5, 4)),
    "н": Entry(absence="н"),
    "Н": Entry(absence="н"),
    "y": Entry(absence="н"),
    "H": Entry(absence="н"),
    "n": Entry(absence="н"),
    "б": Entry(absence="б"),
    ",": Entry(absence="б"),
    "<": Entry(absence="б"),
    "у": Entry(absence="у"),
    "e": Entry(absence="у"),
    "НП": Entry(absence="нп"),
    "yg": Entry(absence="нп"),
    "осв": Entry(absence="осв"),
    "jcd": Entry(absence="осв"),
    "OCB": Entry(absence="осв"),
    "оп": Entry(absence="оп"),
    "jg": Entry(absence="оп"),
    "оп5": Entry(absence="оп", minutes=5),
    "ОП 15": Entry(absence="оп", minutes=15),
    "jg5": Entry(absence="оп", minutes=5),
    "оп\u00a07": Entry(absence="оп", minutes=7),
    "5 оп5": Entry((5,), "оп", 5),
    "5оп5": Entry((5,), "оп", 5),
    "5/4 оп": Entry((5, 4), "оп"),
    "4 осв": Entry((4,), "осв"),
}

REFUSED = {
    "outside_scale": ["1", "0", "6", "9", "10", "55555", "5/1", "5/6", "16", "61", "555", "6 оп5"],
    "absence_with_mark": ["5 н", "5н", "н5", "н/4", "4/н", "4 б", "5 у", "нп 3", "5/4 н", "y5"],
    "unreadable": [
        "5.4", "5,4", "5-", "-5", "+", "5/", "/5", "5/4/3", "5 4", "н б", "нб", "ж", "абв", "оп0", "оп46",
        "оп 5 мин", "оп -5", "осв5", "٥", "5\n4", "<b>5</b>", "n/a", "5" * 21, "оп" * 100, "'; --", "\x00",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), READ.items())
def test_what_teachers_type_is_read(typed, expected):
    assert parse(typed) == expected


@pytest.mark.parametrize(
    ("code", "typed"), [(code, text) for code, texts in REFUSED.items() for text in texts]
)
def test_what_means_nothing_is_refused_with_its_code(code, typed):
    with pytest.raises(EntryError) as refusal:
        parse(typed)
    assert refusal.value.code == code


def test_a_refusal_repeats_what_was_typed_but_no_more_than_fits_a_message():
    with pytest.raises(EntryError) as short:
        parse(" ж ")
    with pytest.raises(EntryError) as long:
        parse("ж" * 500)
    assert short.value.text == "ж"
    assert long.value.text == "ж" * 20 + "…"


def test_one_is_a_mark_only_where_the_school_allows_it():
    assert parse("1", FIVE_WITH_ONE) == Entry((1,))
    assert parse("31", FIVE_WITH_ONE) == Entry((3, 1))


def test_two_digits_are_one_mark_where_the_scale_has_it():
    ten, hundred = Scale(1, 10), Scale(0, 100)
    assert parse("10", ten) == Entry((10,))
    assert parse("10/9", ten) == Entry((10, 9))
    with pytest.raises(EntryError, match="outside_scale"):
        parse("54", ten)
    assert parse("54", hundred) == Entry((54,))
    assert parse("100", hundred) == Entry((100,))


@pytest.mark.parametrize(("low", "high"), [(5, 5), (5, 2), (-1, 5)])
def test_a_scale_that_does_not_rise_is_refused(low, high):
    with pytest.raises(ValueError, match="rises"):
        Scale(low, high)


def test_every_code_is_read_back_and_fits_its_column():
    for code in ABSENCE_CODES:
        assert parse(code) == Entry(absence=code)
        assert len(code) <= 4


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (CLEAR, ""),
        (Entry((5,)), "5"),
        (Entry((5, 4)), "5/4"),
        (Entry(absence="н"), "н"),
        (Entry(absence="оп", minutes=5), "оп5"),
        (Entry((5,), "оп", 5), "5 оп5"),
        (Entry((5, 4), "осв"), "5/4 осв"),
    ],
)
def test_a_cell_has_one_canonical_text(content, text):
    assert cell_text(content.marks, content.absence, content.minutes) == text


SCALES = st.sampled_from([FIVE, FIVE_WITH_ONE, Scale(1, 10), Scale(1, 12), Scale(0, 100)])


@st.composite
def cells(draw):
    scale = draw(SCALES)
    marks = tuple(draw(st.lists(st.integers(scale.low, scale.high), max_size=2)))
    fitting = [known.code for known in ABSENCE_CODES.values() if not (marks and known.counts_as_missed)]
    absence = draw(st.none() | st.sampled_from(fitting))
    minutes = draw(st.none() | st.integers(1, LONGEST_LATE)) if absence == "оп" else None
    return scale, Entry(marks, absence, minutes)


@given(cells())
def test_the_canonical_text_is_read_back_as_the_same_cell(cell):
    scale, content = cell
    assert parse(cell_text(content.marks, content.absence, content.minutes), scale) == content


@given(st.text(max_size=30) | st.text("0123456789/ опнбусв,", max_size=12), SCALES)
def test_any_text_is_either_read_within_the_scale_or_refused_with_a_known_code(typed, scale):
    try:
        content = parse(typed, scale)
    except EntryError as refusal:
        event(refusal.code)
        assert refusal.code in REFUSED  # noqa: PT017 -- whether it is refused is what is asked
    else:
        assert all(mark in scale for mark in content.marks)
        assert content.absence is None or content.absence in ABSENCE_CODES
        assert parse(cell_text(content.marks, content.absence, content.minutes), scale) == content
