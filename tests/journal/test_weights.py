from __future__ import annotations

import pytest

from zhurnal.journal.rules import RefusedError
from zhurnal.journal.weights import read_weight, write_weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", None), (" ", None), ("2", 200), ("1,5", 150), ("1.5", 150), ("0,05", 5), ("0", 0), ("100", 10_000),
        ("007", 700),
    ],
)  # fmt: skip
def test_a_weight_is_read_in_hundredths(text, weight):
    assert read_weight(text) == weight


@pytest.mark.parametrize("text", ["100,01", "101", "-1", "1,555", "1,", ",5", "два", "1e1", "½", "٢"])
def test_nonsense_is_named(text):
    with pytest.raises(RefusedError) as refused:
        read_weight(text)
    assert f"«{text}»" in refused.value.sentence


@pytest.mark.parametrize(
    ("weight", "text"), [(200, "2"), (150, "1,5"), (105, "1,05"), (0, "0"), (1000, "10")]
)
def test_a_weight_is_written_as_people_do(weight, text):
    assert write_weight(weight) == text
    assert read_weight(text) == weight
