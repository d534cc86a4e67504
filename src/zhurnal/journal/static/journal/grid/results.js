// The averages at the right of the sheet: each opens its own arithmetic. The hand comes there from the last column.

export class Results {
  #sheet;
  #focus;
  #onOpen;

  // onOpen(row, back): an average was asked for; `back` takes the hand back to it.
  constructor({ sheet, focus, onOpen }) {
    this.#sheet = sheet;
    this.#focus = focus;
    this.#onOpen = onOpen;
    const body = sheet.table.tBodies[0];
    body.addEventListener("click", ({ target }) => {
      const cell = target.closest(".grid__average");
      if (cell) this.#open(cell);
    });
    body.addEventListener("keydown", (event) => {
      const cell = event.target.closest(".grid__average");
      if (cell && this.#act(event, cell)) event.preventDefault();
    });
  }

  // Answers true: there is always an average at the end of a row.
  enter() {
    return this.#to(this.#focus.cell.parentElement);
  }

  #act({ key, ctrlKey, metaKey, altKey }, cell) {
    if (ctrlKey || metaKey || altKey) return false;
    const row = cell.parentElement;
    if (key === "Enter" || key === " ") this.#open(cell);
    else if (key === "ArrowUp") this.#to(row.previousElementSibling);
    else if (key === "ArrowDown") this.#to(row.nextElementSibling);
    else if (key === "ArrowLeft" || key === "Escape") this.#back(row);
    else return false;
    return true;
  }

  #open(cell) {
    this.#onOpen(cell.parentElement, () => this.#to(cell.parentElement));
  }

  #to(row) {
    const cell = row?.querySelector(".grid__average");
    if (!cell) return false;
    cell.tabIndex = -1;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    cell.focus({ preventScroll: true });
    return true;
  }

  #back(row) {
    this.#focus.to(this.#sheet.rows.indexOf(row), this.#sheet.columns.length - 1);
  }
}
