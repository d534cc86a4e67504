// Where the hand is: one cell of the sheet can be reached by Tab, arrows lead from it to the others.

const PAGE = 10; // rows

export class Focus {
  #sheet;
  #onMove;
  #cell = null;
  #crossed = [];

  // onMove({cell, row, column}) follows every move.
  constructor(sheet, onMove) {
    this.#sheet = sheet;
    this.#onMove = onMove;
    // By Tab the headings are reached only where there is no script: here keys lead from a cell to its lesson.
    for (const link of sheet.table.tHead.querySelectorAll("a")) link.tabIndex = -1;
    sheet.table.addEventListener("focusin", ({ target }) => {
      const cell = target.closest("td");
      if (cell && sheet.placeOf(cell)) this.#take(cell);
    });
    sheet.table.addEventListener("mousedown", ({ target, shiftKey }) => {
      const cell = target.closest("td");
      // Before the browser looks whether it may be focused. With Shift the hand stays and takes up to there.
      if (cell && !shiftKey && sheet.placeOf(cell)) this.#take(cell);
    });
  }

  get cell() {
    return this.#cell;
  }

  // Makes a cell the one to which Tab leads; `grab` also moves the keyboard there.
  to(row, column, { grab = true } = {}) {
    const cell = this.#sheet.cell(row, column);
    if (!cell || column < 0) return false;
    this.#take(cell);
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (grab) cell.focus({ preventScroll: true });
    return true;
  }

  toCell(cell, options) {
    const { row, column } = this.#sheet.placeOf(cell);
    return this.to(row, column, options);
  }

  // Answers false where there is nothing further in that direction.
  move(to) {
    const here = this.#sheet.placeOf(this.#cell);
    const { row, column } = this.target(to, here);
    return (row !== here.row || column !== here.column) && this.to(row, column);
  }

  // Down to the next cell of the column that `wanted` accepts, past those that may not be written in.
  stepDown(wanted) {
    const { row, column } = this.#sheet.placeOf(this.#cell);
    const next = this.#sheet.rows.findIndex((_, at) => at > row && wanted(this.#sheet.cell(at, column)));
    return next > row && this.to(next, column);
  }

  // Where a way leads from a place; at the edge it is the place itself.
  target(to, { row, column }) {
    const bottom = this.#sheet.rows.length - 1;
    const end = this.#sheet.columns.length - 1;
    const ways = {
      up: [row - 1, column],
      down: [row + 1, column],
      left: [row, column - 1],
      right: [row, column + 1],
      rowStart: [row, 0],
      rowEnd: [row, end],
      first: [0, 0],
      last: [bottom, end],
      pageUp: [row - PAGE, column],
      pageDown: [row + PAGE, column],
      lessonBefore: [row, this.#sheet.lessonFrom(column, -1)],
      lessonAfter: [row, this.#sheet.lessonFrom(column, 1)],
      today: [row, this.#sheet.today],
    };
    const [wantedRow, wantedColumn] = ways[to];
    return { row: clamp(wantedRow, bottom), column: clamp(wantedColumn, end) };
  }

  #take(cell) {
    if (cell === this.#cell) return;
    if (this.#cell) this.#cell.tabIndex = -1;
    this.#cell = cell;
    cell.tabIndex = 0;
    const place = this.#sheet.placeOf(cell);
    if (!this.#sheet.editable || this.#sheet.lockOf(cell)) cell.ariaReadOnly = "true";
    this.#cross(cell.parentElement.cells[0], this.#sheet.heads[place.column]);
    this.#onMove({ cell, ...place });
  }

  // The cross-hair is a class on two headings: a rule for whole columns costs 88 ms a key.
  #cross(...headings) {
    for (const heading of this.#crossed) heading.classList.remove("grid__here");
    for (const heading of headings) heading.classList.add("grid__here");
    this.#crossed = headings;
  }
}

function clamp(value, most) {
  return Math.max(0, Math.min(most, value));
}
