// The table as the other modules see it: rows, columns, cells and what stands in them.

export class Sheet {
  #versions; // what differs from «1 where something stands, 0 where nothing does»
  #standing = new WeakMap(); // what stands in the journal, where the cell shows something else

  constructor(table, versions) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows];
    this.heads = [...table.querySelectorAll("th[data-column]")];
    this.columns = this.heads.map((head) => Number(head.dataset.column));
    this.#versions = new Map(Object.entries(versions));
  }

  get editable() {
    return "editable" in this.table.dataset;
  }

  cell(row, column) {
    return this.rows[row]?.cells[column + 1];
  }

  // {row, column} of a cell, or null for one that holds no mark.
  placeOf(cell) {
    const row = this.rows.indexOf(cell.parentElement);
    const column = cell.cellIndex - 1;
    return row >= 0 && column >= 0 && column < this.columns.length ? { row, column } : null;
  }

  // {pupil, column}: the names of a cell in the journal.
  namesOf(cell) {
    const { column } = this.placeOf(cell);
    return { pupil: Number(cell.parentElement.dataset.pupil), column: this.columns[column] };
  }

  // «Иванова Мария»: the name without the note behind it.
  whoIn(cell) {
    return cell?.parentElement.cells[0].firstChild.textContent.trim() ?? "";
  }

  find({ pupil, column }) {
    const row = this.rows.find((one) => Number(one.dataset.pupil) === pupil);
    return row?.cells[this.columns.indexOf(column) + 1];
  }

  // Why nothing can be typed here: "future", "cancelled", "out" or "".
  lockOf(cell) {
    const head = this.heads[this.placeOf(cell).column];
    return head.dataset.locked ?? (cell.classList.contains("grid__cell--out") ? "out" : "");
  }

  version({ pupil, column }) {
    const cell = this.find({ pupil, column });
    return this.#versions.get(`${pupil}:${column}`) ?? (this.standing(cell) ? 1 : 0);
  }

  standing(cell) {
    return this.#standing.get(cell) ?? cell.textContent;
  }

  // Remembers what stands here before the cell shows anything else.
  hold(cell) {
    if (!this.#standing.has(cell)) this.#standing.set(cell, cell.textContent);
  }

  // Shows what is not yet in the journal.
  draft(cell, text) {
    this.hold(cell);
    this.#paint(cell, text, "saving");
  }

  // Shows what stands in the journal again.
  release(cell) {
    this.#paint(cell, this.standing(cell), "");
    this.#standing.delete(cell);
  }

  // Notes what the journal says. `shown` is false where something newer is still on its way.
  settle(cell, answer, { state = "", mine, shown = true } = {}) {
    if (answer.version !== undefined) {
      this.#versions.set(`${answer.pupil}:${answer.column}`, answer.version);
      this.#standing.set(cell, answer.text);
    }
    if (answer.average !== undefined) this.#total(cell.parentElement, answer);
    if (!shown || cell.querySelector("input")) return;
    this.#paint(cell, this.standing(cell), state);
    if (mine !== undefined) cell.dataset.mine = mine || "∅";
    this.#standing.delete(cell);
  }

  #paint(cell, text, state) {
    if (cell.textContent !== text) cell.textContent = text;
    cell.className = state && `grid__cell--${state}`;
    delete cell.dataset.mine;
  }

  #total(row, { average, count }) {
    row.querySelector(".grid__average").textContent = average;
    row.querySelector(".grid__count").textContent = count || "";
  }
}
