import assert from "node:assert/strict";
import { test } from "node:test";

import { Selection, places, spanned } from "../../src/zhurnal/journal/static/journal/grid/selection.js";
import { always } from "./chance.mjs";

const ROWS = 5, COLUMNS = 4;

// A sheet of cells that count how often they are touched.
function setting({ row = 1, column = 1 } = {}) {
  const touched = [];
  const cells = Array.from({ length: ROWS }, (_, at) => Array.from({ length: COLUMNS }, (__, across) => ({
    row: at, column: across, selected: false,
    set ariaSelected(value) { this.selected = value === "true"; touched.push(`${at}:${across}`); },
    scrollIntoView() {},
  })));
  const sheet = {
    table: new EventTarget(), rows: cells, columns: cells[0],
    cell: (at, across) => cells[at][across],
    cellsOf: ({ top, left, bottom, right }) => cells.slice(top, bottom + 1).flatMap((line) => line.slice(left, right + 1)),
    placeOf: (cell) => ({ row: cell.row, column: cell.column }),
  };
  const target = (to, place) => ({
    up: { ...place, row: Math.max(0, place.row - 1) }, down: { ...place, row: Math.min(ROWS - 1, place.row + 1) },
    left: { ...place, column: Math.max(0, place.column - 1) }, right: { ...place, column: Math.min(COLUMNS - 1, place.column + 1) },
  })[to];
  const told = [];
  const selection = new Selection(sheet, { cell: cells[row][column], target }, (what) => told.push(what));
  const taken = () => cells.flat().filter(({ selected }) => selected).length;
  return { selection, touched, told, taken, cells };
}

test("the hand alone takes its cell and shows nothing", () => {
  const { selection, taken } = setting();
  assert.deepEqual([selection.range, selection.area, taken()], [null, { top: 1, left: 1, bottom: 1, right: 1 }, 0]);
  selection.letGo();
});

test("Shift and an arrow take more, and give back on the way home", () => {
  const { selection, touched, told, taken } = setting();
  selection.extend("down");
  selection.extend("right");
  assert.deepEqual(selection.range, { top: 1, left: 1, bottom: 2, right: 2 });
  assert.deepEqual([taken(), told.at(-1)], [4, { cells: 4, lead: { row: 2, column: 2 } }]);
  touched.length = 0;
  selection.extend("up");
  assert.deepEqual(touched, ["2:1", "2:2"], "only what drops out is touched");
  selection.extend("left");
  assert.deepEqual([selection.range, taken(), told.at(-1).cells], [null, 0, 0]);
});

test("a click with Shift takes everything up to there, on either side", () => {
  const { selection, cells, taken } = setting();
  selection.extendTo(cells[0][3]);
  assert.deepEqual([selection.range, taken()], [{ top: 0, left: 1, bottom: 1, right: 3 }, 6]);
  selection.extendTo(cells[4][0]);
  assert.deepEqual([selection.range, taken()], [{ top: 1, left: 0, bottom: 4, right: 1 }, 8]);
});

test("the column, then the sheet, then the column again", () => {
  const { selection, taken } = setting();
  selection.more();
  assert.deepEqual([selection.range, taken()], [{ top: 0, left: 1, bottom: 4, right: 1 }, ROWS]);
  selection.more();
  assert.equal(taken(), ROWS * COLUMNS);
  selection.more();
  assert.equal(taken(), ROWS);
  selection.extend("right");
  assert.deepEqual(selection.range, { top: 0, left: 1, bottom: 4, right: 2 });
  selection.letGo();
  assert.deepEqual([selection.range, taken()], [null, 0]);
});

test("what was typed before more was taken is none of it", () => {
  const { selection } = setting();
  selection.extend("down");
  selection.typed = true;
  selection.extend("down");
  assert.equal(selection.typed, false);
});

test("what is shown is always the rectangle between the two corners", () => {
  always(100, ({ below, one }) => {
    const { selection, cells, taken } = setting({ row: below(ROWS), column: below(COLUMNS) });
    for (let time = 0; time < 12; time += 1) {
      one([
        () => selection.extend(one(["up", "down", "left", "right"])),
        () => selection.extendTo(cells[below(ROWS)][below(COLUMNS)]),
        () => selection.more(),
        () => selection.letGo(),
      ])();
      assert.equal(taken(), selection.range ? places(selection.range, null).length : 0);
      if (selection.range) assert.ok(selection.cells.every(({ selected }) => selected));
    }
  });
});

test("a rectangle is the same from any corner", () => {
  const area = { top: 1, left: 0, bottom: 3, right: 2 };
  for (const [one, other] of [[[1, 0], [3, 2]], [[3, 0], [1, 2]], [[3, 2], [1, 0]]]) {
    assert.deepEqual(spanned({ row: one[0], column: one[1] }, { row: other[0], column: other[1] }), area);
  }
  assert.equal(places(area, { top: 2, left: 1, bottom: 9, right: 9 }).length, 9 - 4);
});
