"""A writer changes cells without a pause, as the grid does: unanswered changes are sent again as they were."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.torture.judge import Cell, Standing, Told

if TYPE_CHECKING:
    import random
    import threading
    from pathlib import Path

    from tests.load.client import Client

MOST = 8  # changes in one request
REASON = "Проверка на прочность"  # a school may ask for one
BEFORE_RETRY = 0.05  # seconds
LONGEST_SILENCE = 120  # seconds; a server that does not come back must not hold the run for ever


class SilenceError(Exception):
    """The server did not come back, or gave an answer that no writer expects."""


@dataclass
class Writer:
    """One teacher at one page. Two share a page, each with marks of its own, so that they meet in cells.

    Marks of its own: then no change finds what it wants standing there already, and every one makes a line.
    """

    client: Client
    address: str
    marks: tuple[str, str]
    cells: dict[Cell, Standing]  # as this page knows them
    journal: Path  # what was acknowledged, written down before the next change is sent
    chance: random.Random
    stop: threading.Event
    # Changes sent again because no answer came, and since when nobody knew what had become of them.
    retried: dict[str, float] = field(default_factory=dict)
    problem: Exception | None = None

    def run(self) -> None:
        """Write until told to stop; the last request gets its answer too."""
        try:
            with self.journal.open("w", buffering=1, encoding="utf-8") as journal:
                while not self.stop.is_set():
                    for told in self._change():
                        journal.write(json.dumps(told) + "\n")
        except Exception as problem:  # noqa: BLE001 -- the main thread shows it
            self.problem = problem

    def _change(self) -> list[Told]:
        chosen = self.chance.sample(sorted(self.cells), self.chance.randint(1, min(MOST, len(self.cells))))
        changes = [self._wish(cell) for cell in chosen]
        answer = self._until_answered(changes)
        return [self._learn(one) for one in answer["changes"]]

    def _wish(self, cell: Cell) -> dict[str, Any]:
        known = self.cells[cell]
        value = self.chance.choice([mark for mark in self.marks if mark != known.text])
        return {
            "change_id": str(uuid.uuid4()), "pupil": cell[0], "column": cell[1], "value": value,
            "seen_version": known.version, "reason": REASON,
        }  # fmt: skip

    def _until_answered(self, changes: list[dict[str, Any]]) -> Any:
        body = json.dumps({"changes": changes}).encode()
        request = self.client.request("POST", self.address, body, "application/json")
        until = time.monotonic() + LONGEST_SILENCE
        while time.monotonic() < until:
            try:
                answer = self.client.exchange(request)
            except OSError:
                answer = None
            if answer is not None and answer.status == HTTPStatus.OK:
                return json.loads(answer.text)
            if answer is not None and answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                raise SilenceError(f"{answer.status}: {answer.text[:300]}")
            for change in changes:
                self.retried.setdefault(change["change_id"], time.time())
            time.sleep(BEFORE_RETRY)
        raise SilenceError(f"no answer in {LONGEST_SILENCE} s")

    def _learn(self, one: dict[str, Any]) -> Told:
        if one["status"] not in {"saved", "conflict"}:
            raise SilenceError(f"a change that may be made was refused: {one}")
        told = Told(
            one["change_id"], (one["pupil"], one["column"]), one["status"], one["text"], one["version"]
        )
        self.cells[told.cell] = Standing(told.text, told.version)
        return told


def read(journal: Path) -> list[Told]:
    """What a writer was told, from its file."""
    rows = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    return [Told(change_id, (cell[0], cell[1]), *rest) for change_id, cell, *rest in rows]
