"""What the stories of the grid do with its page and its journal."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from zhurnal.journal.actions.cells import CellChange, save_cells
from zhurnal.journal.models import Mark

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.cast import Cast
    from zhurnal.journal.models import Work
    from zhurnal.people.models import Person

COPY = """text => {
  const give = event => { event.preventDefault(); event.clipboardData.setData("text/plain", text); };
  document.addEventListener("copy", give, { capture: true, once: true });
  document.execCommand("copy");
}"""
# The paste of the page itself must not hear of it: it would ask.
PASTED = """() => new Promise(done => {
  document.addEventListener("paste", event => {
    event.stopImmediatePropagation();
    event.preventDefault();
    done(event.clipboardData.getData("text/plain"));
  }, { capture: true, once: true });
})"""


def cell(page: Page, pupil: Person, column: Work) -> Locator:
    """The cell of a pupil in a column."""
    heads = page.locator("th[data-column]").evaluate_all("all => all.map(one => one.dataset.column)")
    return page.locator(f'tr[data-pupil="{pupil.pk}"] td').nth(heads.index(str(column.pk)))


def status(page: Page) -> Locator:
    """The line that says whether all is safe."""
    return page.locator("[data-save-state]")


def state(page: Page, wanted: str) -> None:
    """Wait until the line says so."""
    expect(status(page)).to_have_attribute("data-save-state", wanted, timeout=10_000)


def saved(page: Page) -> None:
    """Wait until everything stands in the journal."""
    state(page, "saved")


def mark(pupil: Person, column: Work) -> list[tuple[int, ...]]:
    """The marks of a pupil in a column, as the journal holds them."""
    return [found.marks for found in Mark.objects.filter(work=column, pupil=pupil) if found.marks]


def elsewhere(cast: Cast, pupil: Person, column: Work, value: str) -> None:
    """The same cell is written into from another page."""
    change = CellChange(uuid.uuid4(), pupil.pk, column.pk, value, 0)
    save_cells(actor=cast.teacher, course=cast.algebra_7a, changes=[change])


def into_clipboard(page: Page, text: str) -> None:
    """As if a spreadsheet had copied it."""
    page.evaluate(COPY, text)


def paste(page: Page, text: str) -> None:
    """Ctrl+V of what a spreadsheet has copied."""
    into_clipboard(page, text)
    page.keyboard.press("Control+V")


def from_clipboard(page: Page) -> str:
    """What a spreadsheet would get."""
    page.evaluate(f"() => {{ window.pasted = ({PASTED})(); }}")
    page.keyboard.press("Control+V")
    text = page.evaluate("window.pasted")
    assert isinstance(text, str)
    return text


def dialog(page: Page) -> Locator:
    """The question that the page asks."""
    return page.locator("dialog[open]")
