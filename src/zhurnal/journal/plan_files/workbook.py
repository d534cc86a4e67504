"""A workbook of one sheet, written with the standard library: the least of XLSX that spreadsheets open.

Texts are texts: in a workbook a cell is a formula only where it says so, so nothing in them is run.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN, _LINKS = f"{_SCHEMAS}/spreadsheetml/2006/main", f"{_SCHEMAS}/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # XML has no way to say them


def workbook_of(name: str, rows: Iterable[Sequence[str | int]], widths: Sequence[int]) -> bytes:
    """The bytes of an XLSX with a sheet of this name (31 signs at most); widths of columns in signs."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _link("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _link("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(rows, widths),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in parts.items():
            packed.writestr(path, content)
    return out.getvalue()


def _sheet(rows: Iterable[Sequence[str | int]], widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{columns}</cols><sheetData>{body}</sheetData></worksheet>'
    )


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = escape(_UNWRITABLE.sub("", value))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _link(kind: str, target: str) -> str:
    """The one thing that a part names."""
    links = f'<Relationship Id="rId1" Type="{_LINKS}/{kind}" Target="{target}"/>'
    return f'{_HEAD}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">{links}</Relationships>'


def _types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return (
        f'{_HEAD}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
    )
