from __future__ import annotations

import pytest

from zhurnal.calc.text import one_line, paragraphs, seen


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("Дроби", "Дроби"),
        ("Дро\u200bби\u202e", "Дроби"),
        ("а\0б\x07в", "абв"),
        ("а\n\tб", "а\n\tб"),
    ],
)
def test_what_nobody_sees_is_taken_out_and_lines_stay(given, left):
    assert seen(given) == left


def test_one_line_has_single_spaces():
    assert one_line("  Линейная \n\t функция ") == "Линейная функция"


def test_paragraphs_keep_one_empty_line_and_none_at_the_ends():
    assert paragraphs("\n\n Первый \n\n\n\nвторой  абзац\nстрока\n\n") == "Первый\n\nвторой абзац\nстрока"
