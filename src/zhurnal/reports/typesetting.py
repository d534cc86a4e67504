"""Setting documents: data and a template become a PDF with the fonts of the house, tagged, in one language.

The data reach the template as JSON and are set as text, so that nothing a person has typed is read as markup.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

ROOM = Path(__file__).resolve().parent
# PDF/UA: tagged, with a title and a language, for screen readers.
STANDARD: Final = "ua-1"


def typeset(document: str, data: Mapping[str, Any], at: dt.datetime) -> bytes:
    """The PDF of a document of this room. The same data at the same moment give the same bytes."""
    return typst.compile(
        ROOM / "documents" / f"{document}.typ",
        root=ROOM / "documents",
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=int(at.timestamp()),
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once: the fonts of the house and no others, so that a document looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[ROOM / "fonts"])
