"""The workbook that the journal writes: what readers of XLSX find in it."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from zhurnal.journal.plan_files.table import Sheet, read_table
from zhurnal.journal.plan_files.workbook import workbook_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return ET.fromstring(packed.read(name))  # noqa: S314 -- our own


def test_a_reader_finds_numbers_and_texts_as_they_were():
    rows: list[tuple[str | int, ...]] = [
        ("№", "Тема"),
        (1, "Дроби & «доли» <1/2>"),
        (12, '  "кавычки"  '),
        (3, ""),
    ]
    found = read_table(workbook_of("Темы", rows, (6, 60)))
    assert found == [
        Sheet("Темы", [["№", "Тема"], ["1", "Дроби & «доли» <1/2>"], ["12", '  "кавычки"  '], ["3", ""]])
    ]


def test_lines_of_a_text_stay_lines():
    assert read_table(workbook_of("Темы", [("§ 1\n§ 2",)], (60,)))[0].rows == [["§ 1\n§ 2"]]


def test_what_looks_like_a_formula_is_a_text():
    sheet = part(workbook_of("Темы", [("=HYPERLINK(1)", "+1", "@x")], (9,)), "xl/worksheets/sheet1.xml")
    assert {cell.get("t") for cell in sheet.iter(f"{_MAIN}c")} == {"inlineStr"}
    assert list(sheet.iter(f"{_MAIN}f")) == []


def test_signs_that_xml_cannot_say_are_left_out():
    assert read_table(workbook_of('Т"<&', [("а\x00б\x0b\ud800в\ufffe",)], (9,))) == [Sheet('Т"<&', [["абв"]])]


def test_numbers_are_numbers_and_columns_have_their_widths():
    sheet = part(workbook_of("Темы", [(7, "х")], (6, 60)), "xl/worksheets/sheet1.xml")
    first, second = sheet.iter(f"{_MAIN}c")
    assert (first.get("t"), first.findtext(f"{_MAIN}v"), second.get("t")) == (None, "7", "inlineStr")
    assert [column.get("width") for column in sheet.iter(f"{_MAIN}col")] == ["6", "60"]


def test_every_part_of_the_archive_has_a_type_and_is_well_formed():
    data = workbook_of("Темы", [("х",)], (9,))
    named = {one.get("PartName") for one in part(data, "[Content_Types].xml").iter(f"{_CONTENT}Override")}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {f"/{name}" for name in packed.namelist() if name.endswith(".xml") and "Content" not in name}
        for name in packed.namelist():
            ET.fromstring(packed.read(name))  # noqa: S314 -- our own
    assert named == parts
