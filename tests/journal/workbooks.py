"""Workbooks as Excel would write them, as far as a reader can tell; no package that writes them is needed."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Formula(NamedTuple):
    """A formula with the value that Excel has kept for it, if any."""

    text: str
    value: str = ""


Cell = str | int | float | Formula | None


def workbook(
    *sheets: Sequence[Sequence[Cell]],
    names: Sequence[str] = (),
    hidden: frozenset[int] = frozenset(),
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """The bytes of an XLSX; `parts` are put into the archive beside, or instead of, what is in it."""
    count = range(1, len(sheets) + 1)
    named = list(names) + [f"Лист{at}" for at in count][len(names) :]
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(named, hidden),
        "xl/_rels/workbook.xml.rels": _relations(
            [(f"{_OFFICE}/worksheet", f"worksheets/sheet{at}.xml") for at in count]
        ),
    }
    made |= {f"xl/worksheets/sheet{at}.xml": sheet_xml(rows) for at, rows in zip(count, sheets, strict=True)}
    return archive(made | dict(parts or {}))


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED
            )  # the same bytes at any second
    return out.getvalue()


def sheet_xml(rows: Sequence[Sequence[Cell]]) -> str:
    body = "".join(
        f'<row r="{number}">' + "".join(_cell(f"{chr(65 + at)}{number}", one) for at, one in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    return f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(place: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        kept = f"<v>{value.value}</v>" if value.value else ""
        return f'<c r="{place}"><f>{escape(value.text)}</f>{kept}</c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _types(sheets: int) -> str:
    parts = [("xl/workbook.xml", "sheet.main")] + [
        (f"xl/worksheets/sheet{at}.xml", "worksheet") for at in range(1, sheets + 1)
    ]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">{overrides}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _book(names: Sequence[str], hidden: frozenset[int]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}"{_state(at, hidden)} r:id="rId{at}"/>'
        for at, name in enumerate(names, 1)
    )
    head = f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    return f"{head}<sheets>{sheets}</sheets></workbook>"


def _state(at: int, hidden: frozenset[int]) -> str:
    return ' state="hidden"' if at in hidden else ""
