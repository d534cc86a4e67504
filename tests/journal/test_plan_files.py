"""Reading a plan out of a file: what is understood, and what is said about what is not."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.journal.workbooks import Formula, archive, sheet_xml, workbook
from zhurnal.journal.plan_files.parse import parse_plan
from zhurnal.journal.plan_files.table import LARGEST_FILE, read_table
from zhurnal.journal.plan_rows import PlanRow
from zhurnal.journal.rules import RefusedError

if TYPE_CHECKING:
    from tests.journal.workbooks import Cell

HEAD: list[Cell] = ["№", "Раздел", "Тема", "Часы", "Домашнее задание", "Контрольная"]
ROWS: list[list[Cell]] = [
    [1, "Функции", "Линейная функция", 2, "§ 14", ""],
    [3, None, "Контрольная работа № 3", 1, None, "да"],
]
EXPECTED = [
    PlanRow("Линейная функция", "Функции", "§ 14"),
    PlanRow("Линейная функция", "Функции"),
    PlanRow("Контрольная работа № 3", "Функции", "", "Контрольная работа № 3"),
]
CSV = "№;Раздел;Тема;Часы;Домашнее задание;Контрольная\n1;Функции;Линейная функция;2;§ 14;\n3;;Контрольная работа № 3;1;;да\n"  # noqa: E501 -- a file as it is


def plan_of(data):
    return parse_plan(read_table(data))


def refusal(data):
    with pytest.raises(RefusedError) as refused:
        plan_of(data)
    return refused.value


def told(problems):
    return [(row, column, sentence) for row, column, sentence in problems]


def test_a_workbook_becomes_a_plan_with_a_row_for_each_lesson():
    plan = plan_of(workbook([HEAD, *ROWS]))
    assert plan.rows == EXPECTED
    assert (plan.problems, plan.notes, plan.columns) == ([], [], HEAD)


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("cp1251"),
        CSV.encode("utf-16"),
        CSV.replace(";", ",").encode(),
        CSV.replace(";", "\t").replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "with a mark", "cp1251", "utf-16", "commas", "tabs and CR LF"],
)
def test_csv_comes_in_all_its_dialects(data):
    assert plan_of(data).rows == EXPECTED


def test_columns_come_in_any_order_and_some_not_at_all():
    plan = plan_of("Часы,Дата,Тема урока\n1,02.09,Дроби\n,,Проценты\n".encode())
    assert plan.rows == [PlanRow("Дроби"), PlanRow("Проценты")]
    assert plan.unused == ["Дата"]


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("№ п/п;Наименование разделов и тем;Кол-во часов;Д/з", ["№", "Тема", "Часы", "Домашнее задание"]),
        ("№ урока;Раздел;Тема урока;Вид контроля", ["№", "Раздел", "Тема", "Контрольная"]),
        ("Номер;Содержание урока;Всего часов", ["№", "Тема", "Часы"]),
    ],
)
def test_heads_are_recognised_by_their_words(head, kinds):
    assert plan_of(f"{head}\n1;Дроби;1;\n".encode()).columns == kinds


def test_a_title_above_the_head_and_a_cover_sheet_do_no_harm():
    data = workbook([["Рабочая программа"]], [["КТП по алгебре"], [], HEAD, *ROWS], names=["Обложка", "КТП"])
    plan = plan_of(data)
    assert (plan.rows, plan.sheet) == (EXPECTED, "КТП")


def test_a_hidden_sheet_is_not_read():
    other: list[list[Cell]] = [HEAD, [1, "", "Прошлогодняя тема", 1, "", ""]]
    assert plan_of(workbook(other, [HEAD, *ROWS], hidden=frozenset({1}))).rows == EXPECTED


def test_a_row_with_one_text_heads_a_section_and_sums_are_passed_over():
    rows: list[list[Cell]] = [["Глава 1. Дроби (12 ч)"], [1, None, "Сложение", 1], ["Итого", None, None, 1]]
    assert plan_of(workbook([HEAD, *rows])).rows == [PlanRow("Сложение", "Глава 1. Дроби (12 ч)")]


@pytest.mark.parametrize(
    ("sign", "control"), [("+", "Дроби"), ("КР", "Дроби"), ("-", ""), ("нет", ""), ("КР № 2", "КР № 2")]
)
def test_a_control_work_is_named_or_only_marked(sign, control):
    assert plan_of(f"Тема;Контрольная\nДроби;{sign}\n".encode()).rows == [PlanRow("Дроби", control=control)]


def test_of_a_topic_of_three_hours_homework_goes_with_the_first_and_the_control_work_with_the_last():
    rows = plan_of("Тема;Часы;Д/з;Контрольная\nДроби;3;№ 5;КР\n".encode()).rows
    assert rows == [PlanRow("Дроби", homework="№ 5"), PlanRow("Дроби"), PlanRow("Дроби", control="Дроби")]


def test_a_problem_is_told_with_its_row_and_column():
    long = "x" * 501
    plan = plan_of(f"№;Тема;Часы\n1;Дроби;два\n2;;1\n3;{long};1\n4;Проценты;41\n5;Доли;1\n".encode())
    assert told(plan.problems) == [
        (2, "Часы", "«два» — не число уроков от 1 до 40."),
        (3, "Тема", "темы нет. Если в ячейке формула, замените её текстом."),
        (4, "Тема", "текст длиннее 500 знаков."),
        (5, "Часы", "«41» — не число уроков от 1 до 40."),
    ]
    assert plan.rows == [PlanRow("Доли")]


def test_half_an_hour_is_no_lesson_and_2_0_is_two():
    assert len(plan_of(workbook([["Тема", "Часы"], ["Дроби", 2.0]])).rows) == 2
    assert plan_of(workbook([["Тема", "Часы"], ["Дроби", 0.5]])).problems[0].column == "Часы"


def test_numbers_that_do_not_rise_are_only_noted():
    plan = plan_of("№;Тема\n1;Дроби\n3;Доли\n2;Проценты\n".encode())
    assert told(plan.notes) == [(4, "№", "№ 2 стоит после № 3. Темы берутся в порядке строк.")]
    assert [row.text for row in plan.rows] == ["Дроби", "Доли", "Проценты"]


def test_the_value_of_a_formula_is_read_and_one_without_a_value_is_named():
    data = workbook([["Тема", "Часы"], [Formula("A9", "7"), Formula("1+1", "2")], [Formula("A10"), 1]])
    plan = plan_of(data)
    assert [row.text for row in plan.rows] == ["7", "7"]
    assert told(plan.problems)[0][:2] == (3, "Тема")


def test_a_text_that_a_spreadsheet_would_run_stays_a_text():
    assert plan_of("Тема\n=2+5\n".encode()).rows == [PlanRow("=2+5")]


def test_characters_that_nobody_sees_are_left_out():
    assert plan_of("Тема\nДро\u200bби \u202eы\x00\n".replace("\x00", "").encode()).rows == [
        PlanRow("Дроби ы")
    ]


def test_wrong_columns_are_named_as_they_stand_in_the_file():
    sentence = refusal("Фамилия;Класс\nИванов;7\n".encode()).sentence
    assert "«Тема»" in sentence
    assert "«Фамилия», «Класс»" in sentence


def test_a_column_that_comes_twice_is_named():
    assert refusal("Тема;Тема урока\nа;б\n".encode()).sentence.startswith(
        "Столбец «Тема» встречается дважды: «Тема» и «Тема урока»."
    )


def swollen(xml):
    book = zipfile.ZipFile(io.BytesIO(workbook([[1]])))
    parts = {name: book.read(name) for name in book.namelist()}
    return archive(parts | {"xl/worksheets/sheet1.xml": xml})


def lying(data):
    """The same archive, which says of its largest part that it is small."""
    part = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/worksheets/sheet1.xml")
    return data.replace(struct.pack("<L", part.file_size), struct.pack("<L", 1000))


XML = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
BOMB = swollen(XML + " " * 80_000_000 + "</sheetData></worksheet>")
FAR_CELL = XML + (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    "</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \n\n", "empty_file"),
        (workbook([[None]]), "empty_file"),
        ("Тема;Часы\n".encode(), "no_rows"),
        (workbook([HEAD]), "no_rows"),
        (b"x" * (LARGEST_FILE + 1), "file_too_large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old_workbook"),
        (b"%PDF-1.7\n%\xe2\xe3", "not_a_table"),
        (b"MZ\x90\x00\x03" + b"\0" * 64, "not_a_table"),
        (b"\x7fELF\x02\x01", "not_a_table"),
        (b"abc\x00\x01\x02", "not_a_table"),
        (archive({"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "not_a_workbook"),
        (workbook([HEAD, *ROWS])[:400], "damaged"),
        (workbook([HEAD], parts={"xl/workbook.xml": "<workbook"}), "damaged"),
        (archive({f"{n}.xml": "" for n in range(2001)}), "too_heavy"),
        (BOMB, "too_heavy"),
        (lying(BOMB), "damaged"),
        (swollen(FAR_CELL), "too_heavy"),
        (swollen(sheet_xml([["Тема"], *[["т"]] * 5000])), "too_many_rows"),
        (("Тема\n" + "т\n" * 5000).encode(), "too_many_rows"),
        (("Тема;Часы\n" + "т;40\n" * 13).encode(), "too_many_topics"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_plan_is_refused_with_a_sentence(data, code):
    refused = refusal(data)
    assert refused.code == code
    assert refused.sentence.endswith(".") or code == "no_topic_column"


def test_a_bomb_is_small_and_would_be_large():
    assert len(BOMB) < 100_000
