"""The judge of `make torture` sees every way in which a saved mark can go astray."""

from __future__ import annotations

from tests.torture.judge import Line, Standing, Told, judge

CELL, OTHER = (7, 70), (8, 70)
BEFORE = {CELL: Standing("4", 3), OTHER: Standing()}
TOLD = [
    Told("a", CELL, "saved", "5", 4),
    Told("b", CELL, "saved", "3", 5),
    Told("c", CELL, "conflict", "3", 5),
    Told("d", OTHER, "saved", "2", 1),
]
LINES = [
    Line("a", CELL, "4", 3, "5", 4),
    Line("b", CELL, "5", 4, "3", 5),
    Line("d", OTHER, "", 0, "2", 1),
]
NOW = {CELL: Standing("3", 5), OTHER: Standing("2", 1)}


def kinds(told=TOLD, lines=LINES, now=NOW):
    return {name for name, found in judge(told, lines, BEFORE, now)._asdict().items() if found}


def test_all_that_was_told_stands_once():
    assert kinds() == set()


def test_a_change_told_and_never_written_is_lost():
    assert kinds(lines=LINES[:2], now=NOW | {OTHER: Standing()}) == {"lost"}


def test_a_change_written_otherwise_than_told_is_lost():
    told = [Told("a", CELL, "saved", "5", 9), *TOLD[1:]]
    assert kinds(told=told) == {"lost"}


def test_a_change_written_for_another_pupil_is_lost_and_tears_both_cells():
    lines = [*LINES[:2], LINES[2]._replace(cell=CELL)]
    assert kinds(lines=lines) == {"lost", "torn"}


def test_a_change_done_twice_is_doubled():
    again = Line("b", CELL, "3", 5, "3", 6)
    assert kinds(lines=[*LINES, again], now=NOW | {CELL: Standing("3", 6)}) == {"doubled"}


def test_a_change_done_though_a_conflict_was_told_is_doubled():
    behind = Line("c", CELL, "3", 5, "2", 6)
    assert kinds(lines=[*LINES, behind], now=NOW | {CELL: Standing("2", 6)}) == {"doubled"}


def test_a_version_that_grew_without_a_line_is_doubled_and_torn():
    assert kinds(now=NOW | {CELL: Standing("3", 6)}) == {"doubled", "torn"}


def test_another_mark_than_the_last_line_says_is_torn():
    assert kinds(now=NOW | {CELL: Standing("5", 5)}) == {"torn"}


def test_a_line_that_skips_a_version_is_torn():
    told = [TOLD[0], TOLD[1]._replace(version=6), *TOLD[2:]]
    lines = [LINES[0], LINES[1]._replace(since=5, version=6), LINES[2]]
    assert "torn" in kinds(told=told, lines=lines, now=NOW | {CELL: Standing("3", 6)})


def test_lines_in_another_order_than_their_changes_are_torn():
    assert kinds(lines=[LINES[1], LINES[0], LINES[2]]) == {"torn"}


def test_a_change_of_a_cell_that_no_writer_has_is_torn():
    stray = Line("e", (9, 70), "", 0, "5", 1)
    assert kinds(told=[*TOLD, Told("e", (9, 70), "saved", "5", 1)], lines=[*LINES, stray]) == {"torn"}
