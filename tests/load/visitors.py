"""Who comes at the peak: readers, and writers who remember what they were told."""

from __future__ import annotations

import itertools
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.torture.judge import Cell, Standing, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.load.client import Answer
    from tests.load.page import Page

SECRET = "p" * 32  # the CSRF cookie of everybody
MARKS = ("5", "4", "3")


@dataclass
class Reader:
    """Asks for one page."""

    page: Page

    def request(self) -> bytes:
        return _head("GET", self.page)

    def take(self, answer: Answer) -> bool:  # noqa: ARG002 -- its status is all that counts
        return True


@dataclass
class Writer:
    """Puts marks into the cells of a page in turn."""

    page: Page
    told: list[Told] = field(default_factory=list)
    turn: Iterator[Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.turn = itertools.cycle(self.page.cells)
        self.known = dict(self.page.cells)

    def request(self) -> bytes:
        cell = next(self.turn)
        text, version = self.known[cell]
        value = MARKS[(MARKS.index(text) + 1) % len(MARKS)] if text in MARKS else MARKS[0]
        change = {
            "change_id": str(uuid.uuid4()), "pupil": cell[0], "column": cell[1], "value": value,
            "seen_version": version, "reason": "Замер скорости записи",
        }  # fmt: skip
        return _head("POST", self.page, json.dumps({"changes": [change]}).encode())

    def take(self, answer: Answer) -> bool:
        one = json.loads(answer.text)["changes"][0]
        if one["status"] != "saved":
            return False
        told = Told(
            one["change_id"], (one["pupil"], one["column"]), one["status"], one["text"], one["version"]
        )
        self.known[told.cell] = Standing(told.text, told.version)
        self.told.append(told)
        return True


def _head(method: str, page: Page, body: bytes = b"") -> bytes:
    lines = [
        f"{method} {page.address} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip",
        f"Cookie: sid={page.session}; csrf={SECRET}",
        *([f"X-CSRFToken: {SECRET}", "Content-Type: application/json"] if body else []),
        f"Content-Length: {len(body)}",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
