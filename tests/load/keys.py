"""What a key press in the grid costs Chromium, on a made page of 30 pupils × 80 columns.

The page is that of the running server with its rows and columns multiplied; saves are answered here, so that
nothing is written and the browser alone is measured.
"""

from __future__ import annotations

import json
import re
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.chromium import PROGRAM, launch
from tests.load.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import CDPSession, Page, Route

ROWS, COLUMNS = 30, 80
KEYS, PAUSE = 28, 80  # milliseconds between keys: a quick hand
PASTED = (30, 40)  # rows, columns: as many cells as 40 × 30
MARKS = ("5", "", "4", "", "3", "", "", "н")
# From the moment of the press to the frame that shows it.
WATCH = """() => {
  window.painted = [];
  const watch = event => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.painted.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(0);
  });
  for (const kind of ["keydown", "paste"]) addEventListener(kind, watch, true);
}"""
COPY = """text => {
  const give = event => { event.preventDefault(); event.clipboardData.setData("text/plain", text); };
  document.addEventListener("copy", give, { capture: true, once: true });
  document.execCommand("copy");
}"""


@dataclass
class Keys:
    """Milliseconds. `layout`: style and layout a key, on average; `painted`: from the press to the frame."""

    layout: float
    painted: list[float]

    def __str__(self) -> str:
        ordered = sorted(self.painted)
        p95 = ordered[int(len(ordered) * 0.95) - 1]
        return (
            f"style and layout {self.layout:.2f} ms a key, key to painted value "
            f"p50 {statistics.median(ordered):.1f} ms, p95 {p95:.1f} ms, worst {ordered[-1]:.1f} ms"
        )


def figures(port: int, grid: str, login: str, password: str) -> str:
    """Measure on the server at `port` with the page at `grid`, which `login` may write in; lines to print."""
    if not Path(PROGRAM).exists():
        return f"Keys: not measured, there is no {PROGRAM}"
    address = f"http://127.0.0.1:{port}"
    client = Client(port)
    client.sign_in(login, password)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(base_url=address, viewport={"width": 1366, "height": 768})
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in client.cookies.items()]
        )
        page = context.new_page()
        page.route(f"**{grid}", _page_made_large)
        page.route("**/cells/", _saves_answered)
        page.goto(grid)
        lines = "\n".join(_lines(page, context.new_cdp_session(page)))
        browser.close()
    return lines


def _lines(page: Page, session: CDPSession) -> Iterator[str]:
    session.send("Performance.enable")
    page.evaluate(WATCH)
    yield f"Keys on a grid of {ROWS} × {COLUMNS} in Chromium"
    yield f"  {KEYS} marks: {_measured(page, session, _type_marks)}"
    yield f"  {KEYS} steps of taking a row more: {_measured(page, session, _take_rows)}"
    yield f"  {KEYS} moves: {_measured(page, session, _walk)}"
    preview, written = _paste(page)
    yield (
        f"  paste of {PASTED[0]} × {PASTED[1]}: preview after {preview:.0f} ms, "
        f"all shown and answered {written:.0f} ms after the consent"
    )


def _measured(page: Page, session: CDPSession, press: Callable[[Page], None]) -> Keys:
    _first_cell(page)
    page.evaluate("window.painted = []")
    before = _layout_and_style(session)
    press(page)
    page.wait_for_timeout(PAUSE)
    spent = _layout_and_style(session) - before
    painted = page.evaluate("window.painted")
    return Keys(spent * 1000 / KEYS, painted)


def _first_cell(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("tbody tr").first.locator("td").nth(COLUMNS // 2).click()


def _type_marks(page: Page) -> None:
    for number in range(KEYS):
        page.keyboard.press("5432"[number % 4])
        page.wait_for_timeout(PAUSE)


def _take_rows(page: Page) -> None:
    page.keyboard.press("Control+Shift+Home")
    for _ in range(KEYS - 1):
        page.keyboard.press("Shift+ArrowDown")
        page.wait_for_timeout(PAUSE)


def _walk(page: Page) -> None:
    for number in range(KEYS):
        page.keyboard.press("ArrowRight" if number % 2 else "ArrowDown")
        page.wait_for_timeout(PAUSE)


def _paste(page: Page) -> tuple[float, float]:
    """Milliseconds from Ctrl+V to the preview on the screen, and from the consent to the last answer."""
    _first_cell(page)
    page.keyboard.press("Home")
    rows, columns = PASTED
    lines = ["\t".join("5432"[(row + column) % 4] for column in range(columns)) for row in range(rows)]
    page.evaluate(COPY, "\n".join(lines))
    page.evaluate("window.painted = []")
    page.keyboard.press("Control+V")
    page.locator("dialog[open] tbody tr").last.wait_for()
    page.wait_for_timeout(PAUSE)
    preview = max(page.evaluate("window.painted"))
    started = page.evaluate("performance.now()")
    page.keyboard.press("Enter")
    page.locator('[data-save-state="saving"]').wait_for()
    page.locator('[data-save-state="saved"]').wait_for()
    return preview, page.evaluate("performance.now()") - started


def _layout_and_style(session: CDPSession) -> float:
    """Seconds that the page has spent on them so far."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["LayoutDuration"] + metrics["RecalcStyleDuration"])


def _page_made_large(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=made_large(response.text()))


def made_large(page: str) -> str:
    """The grid's page with ROWS rows and COLUMNS columns, all of them open; numbers of their own."""
    heading = re.search(r'<th scope="col" data-column=.*?(?=<th|</tr>)', page, re.DOTALL)
    row = re.search(r"<tr data-pupil=.*?</tr>\n?", page, re.DOTALL)
    assert heading, "the page has columns"
    assert row, "the page has rows"
    headings, rows = _headings(heading[0]), _rows(row[0])
    page = re.sub(
        r'(<th scope="col" data-column=.*?(?=<th|</tr>))+', lambda _: headings, page, count=1, flags=re.DOTALL
    )
    page = re.sub(r"(<tr data-pupil=.*?</tr>\n?)+", lambda _: rows, page, count=1, flags=re.DOTALL)
    page = re.sub(
        r"(<colgroup><col></colgroup><colgroup>).*?(</colgroup>)",
        rf'\1<col span="{COLUMNS}">\2', page, count=1, flags=re.DOTALL,
    )  # fmt: skip
    month = f'<th class="grid__month" scope="colgroup" colspan="{COLUMNS}">март</th>'
    return re.sub(r'(<th class="grid__month".*?</th>)+', month, page, count=1)


def _headings(model: str) -> str:
    open_to_all = re.sub(r' data-locked="\w+" aria-readonly="true"| class="grid__control"', "", model)
    return "".join(
        re.sub(r'data-(column|lesson)="\d+"', rf'data-\1="{number}"', open_to_all)
        for number in range(1, COLUMNS + 1)
    )


def _rows(model: str) -> str:
    name = re.search(r'<th scope="row".*?</th>', model, re.DOTALL)
    results = re.search(r'<td class="grid__average">.*', model, re.DOTALL)
    assert name, "a row has its name"
    assert results, "a row ends with its average"
    return "".join(
        f'<tr data-pupil="{number}">{name[0]}'
        + "".join(f"<td>{MARKS[(number * 3 + column) % len(MARKS)]}" for column in range(COLUMNS))
        + results[0]
        for number in range(1, ROWS + 1)
    )


def _saves_answered(route: Route) -> None:
    changes = json.loads(route.request.post_data or "{}")["changes"]
    told = [
        {
            "change_id": change["change_id"], "pupil": change["pupil"], "column": change["column"],
            "status": "saved", "version": change["seen_version"] + 1, "text": change["value"],
            "average": "4,33", "count": 12,
        }
        for change in changes
    ]  # fmt: skip
    route.fulfill(json={"changes": told})
