// Cells taken together: a rectangle from one cell, the anchor, to another. The hand stays where it is.

export class Selection {
  #sheet;
  #focus;
  #onChange;
  #anchor = null; // {row, column}
  #lead = null; // the opposite corner
  #shown = null; // the rectangle that the page shows

  // Whether the cell of the hand has been written into since the cells were taken.
  typed = false;

  // onChange({cells, lead}): so many cells are taken now, up to this one; none after letting go.
  constructor(sheet, focus, onChange) {
    this.#sheet = sheet;
    this.#focus = focus;
    this.#onChange = onChange;
    this.#listen(sheet.table);
  }

  // {top, left, bottom, right}, or null where no more than the cell of the hand is taken.
  get range() {
    return this.#shown;
  }

  // The same with the cell of the hand alone.
  get area() {
    return this.#shown ?? spanned(this.#here, this.#here);
  }

  get cells() {
    return this.#sheet.cellsOf(this.area);
  }

  extend(to) {
    this.#anchor ??= this.#here;
    this.#reach(this.#focus.target(to, this.#lead ?? this.#anchor));
  }

  extendTo(cell) {
    const place = this.#sheet.placeOf(cell);
    if (!place || isSame(place, this.#lead ?? this.#here)) return;
    this.#anchor ??= this.#here;
    this.#reach(place);
  }

  // The column of the hand; asked again, the whole sheet.
  more() {
    const { column } = this.#here;
    const bottom = this.#sheet.rows.length - 1;
    const isColumn = this.#shown && isSame(this.#anchor, { row: 0, column }) && isSame(this.#lead, { row: bottom, column });
    this.#anchor = { row: 0, column: isColumn ? 0 : column };
    this.#lead = { row: bottom, column: isColumn ? this.#sheet.columns.length - 1 : column };
    this.#show();
  }

  letGo() {
    if (!this.#anchor) return;
    this.#anchor = this.#lead = null;
    this.#show();
  }

  get #here() {
    return this.#sheet.placeOf(this.#focus.cell);
  }

  #reach(place) {
    this.#lead = place;
    this.#show();
    this.#sheet.cell(place.row, place.column).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // Only cells that come in or drop out are touched.
  #show() {
    const before = this.#shown;
    const now = this.#lead && !isSame(this.#anchor, this.#lead) ? spanned(this.#anchor, this.#lead) : null;
    for (const cell of this.#within(before, now)) cell.ariaSelected = null;
    for (const cell of this.#within(now, before)) cell.ariaSelected = "true";
    this.#shown = now;
    this.typed = false;
    if (before || now) this.#onChange({ cells: now ? areaOf(now) : 0, lead: this.#lead });
  }

  #within(area, except) {
    return places(area, except).map(({ row, column }) => this.#sheet.cell(row, column));
  }

  #listen(table) {
    let pressed = false;
    table.addEventListener("mousedown", (event) => {
      const cell = event.button === 0 && event.target.closest("td");
      pressed = Boolean(cell && this.#sheet.placeOf(cell));
      if (!pressed || event.target.matches("input")) return;
      if (!event.shiftKey) return this.letGo();
      event.preventDefault(); // the hand stays in its cell
      return this.extendTo(cell);
    });
    table.addEventListener("mouseover", ({ target, buttons }) => {
      const cell = pressed && buttons === 1 && target.closest("td");
      if (cell) this.extendTo(cell);
    });
  }
}

export function spanned(one, other) {
  return {
    top: Math.min(one.row, other.row),
    left: Math.min(one.column, other.column),
    bottom: Math.max(one.row, other.row),
    right: Math.max(one.column, other.column),
  };
}

// The places of a rectangle that another one does not have.
export function places(area, except) {
  const found = [];
  if (!area) return found;
  for (let row = area.top; row <= area.bottom; row += 1) {
    for (let column = area.left; column <= area.right; column += 1) {
      if (!has(except, row, column)) found.push({ row, column });
    }
  }
  return found;
}

function has(area, row, column) {
  return area !== null && row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
}

function areaOf({ top, left, bottom, right }) {
  return (bottom - top + 1) * (right - left + 1);
}

function isSame(one, other) {
  return one.row === other.row && one.column === other.column;
}
