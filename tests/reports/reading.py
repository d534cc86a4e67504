"""Reading a printed document back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader

if TYPE_CHECKING:
    from django.test import Client


def opened(client: Client, path: str) -> PdfReader:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def words_on(document: PdfReader) -> str:
    """All that is written on the pages, in one line."""
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())
