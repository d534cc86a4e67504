"""What the scripts of the journal share with the rules and the pages: signs, marks, words."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.scale import FIVE
from zhurnal.journal.views.words import grid_words, sheet_words

SCRIPTS = Path(settings.SOURCES) / "zhurnal" / "journal" / "static" / "journal"
SPOKEN = re.compile(r"words\.(\w+)|\.count\(\"(\w+)\"")
LONGEST = 200  # lines


def script(name: str) -> str:
    return (SCRIPTS / name).read_text(encoding="utf-8")


def spoken(folder: str) -> set[str]:
    """The words that the scripts of a folder ask for."""
    texts = [path.read_text(encoding="utf-8") for path in (SCRIPTS / folder).glob("*.js")]
    return {first or second for text in texts for first, second in SPOKEN.findall(text)}


def test_the_keys_write_every_sign_of_attendance_and_every_mark_of_the_scale():
    entry = script("grid/entry.js")
    assert set(re.findall(r'value: "(\w+)", letter', entry)) == set(ABSENCE_CODES) - {"сп"}
    bounds = re.search(r'scaleLow = "(\d+)", scaleHigh = "(\d+)"', script("grid/scale.js"))
    assert bounds
    assert [int(bound) for bound in bounds.groups()] == [FIVE.low, FIVE.high]


def test_the_form_of_a_cell_knows_every_sign_and_who_was_not_there():
    form = script("grid/cell_form.js")
    missed = re.search(r"MISSED = /\^\(\?:(.+?)\)", form)
    signs = re.search(r"SIGN = /\(\?:\^\|\\s\)\((.+?)\)", form)
    assert missed
    assert signs
    assert set(missed[1].split("|")) == {
        code for code, known in ABSENCE_CODES.items() if known.counts_as_missed
    }
    assert set(signs[1].split("|")) == set(ABSENCE_CODES)


def test_the_page_gives_the_scripts_the_words_they_ask_for_and_no_others():
    asked_by_state = {"offline", "signed_out", "stranger"}  # named by what the outbox says
    assert spoken("grid") | asked_by_state == set(grid_words())
    assert spoken("lesson") == set(sheet_words())


def test_a_lock_has_its_sentence():
    assert set(grid_words()["locks"]) == {"future", "cancelled", "out", "reader", "long"}


def test_scripts_carry_no_russian_words_of_their_own():
    for path in SCRIPTS.rglob("*.js"):
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"[а-яё]{4,}", code, re.IGNORECASE) == [], path.name


def test_a_script_stays_small():
    lengths = {path.name: len(script(str(path)).splitlines()) for path in SCRIPTS.rglob("*.js")}
    assert max(lengths.values()) <= LONGEST, lengths
