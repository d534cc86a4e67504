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

  cellsOf({ top, left, bottom, right }) {
    return this.rows.slice(top, bottom + 1).flatMap((row) => [...row.cells].slice(left + 1, right + 2));
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

  // «4 марта, среда, 2-й урок. Ответ на уроке».
  whenOf(column) {
    return this.heads[column].firstElementChild.ariaLabel;
  }

  // «04.03»: short, and a spreadsheet that takes it for a date can be pasted back.
  dayOf(column) {
    const [, month, day] = this.heads[column].dataset.date.split("-");
    return `${day}.${month}`;
  }

  // «ДЗ», «КР ×2»: what is marked in it.
  kindOf(column) {
    return this.heads[column].textContent.trim().split("\n").at(-1);
  }

  // What stands at the right of all columns: the averages and the marks for the period, as they are headed.
  get resultHeads() {
    const heads = [...this.table.tHead.rows[0].cells].filter((head) => head.rowSpan > 1).slice(1);
    return heads.map((head) => head.textContent.trim());
  }

  results(row) {
    return [...this.rows[row].cells].slice(this.columns.length + 1).map((cell) => cell.textContent.trim());
  }

  // The first column of the lesson so many lessons further, the last one there is at most.
  lessonFrom(column, by) {
    const first = this.heads.flatMap((head, at) => (this.#begins(at) ? [at] : []));
    const here = first.findLastIndex((at) => at <= column);
    return first[Math.max(0, Math.min(first.length - 1, here + by))];
  }

  // The first column of the last lesson held: today's, where there is one today.
  get today() {
    const held = this.heads.findLastIndex((head) => !head.dataset.locked);
    return held < 0 ? 0 : this.lessonFrom(held, 0);
  }

  #begins(at) {
    return this.heads[at].dataset.lesson !== this.heads[at - 1]?.dataset.lesson;
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

  // Whether the cell waits for a decision: its text was refused, or somebody else's stands there.
  isDisputed(cell) {
    return /--(failed|conflict)/.test(cell.className);
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

  // Whether a comment goes with what stands here.
  note(cell, noted) {
    cell.toggleAttribute("data-noted", noted);
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
