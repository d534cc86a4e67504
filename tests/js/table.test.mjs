import assert from "node:assert/strict";
import { test } from "node:test";

import { toRows, toText } from "../../src/zhurnal/journal/static/journal/grid/table.js";
import { always } from "./chance.mjs";

test("what a spreadsheet puts on the clipboard becomes rows of cells", () => {
  assert.deepEqual(toRows("5\t4\r\n3\t\r\n"), [["5", "4"], ["3", ""]]);
  assert.deepEqual(toRows("5\n4\n3"), [["5"], ["4"], ["3"]]);
  assert.deepEqual(toRows("\t5\n\n4\t"), [["", "5"], ["", ""], ["4", ""]]);
});

test("blanks at the edges are no cells", () => {
  assert.deepEqual(toRows("5\t\t\n4\t\t\n\t\t\n \n"), [["5"], ["4"]]);
  assert.deepEqual(toRows(""), []);
  assert.deepEqual(toRows("\n \t\u00a0\n"), []);
});

test("a quoted cell holds tabs, quotes and ends of lines", () => {
  assert.deepEqual(toRows('"а\tб"\t"он ""да"""\n"в\nг"\t5'), [["а б", 'он "да"'], ["в г", "5"]]);
  assert.deepEqual(toRows('5"\t4'), [['5"', "4"]]);
  assert.deepEqual(toRows('"не закрыто\t4'), [['"не закрыто', "4"]]);
});

test("CSV is parted by semicolons, or by commas that are no decimals", () => {
  assert.deepEqual(toRows("Иванова;5;4\nПетров;;3"), [["Иванова", "5", "4"], ["Петров", "", "3"]]);
  assert.deepEqual(toRows("Иванова,5\nПетров,4"), [["Иванова", "5"], ["Петров", "4"]]);
  assert.deepEqual(toRows('"Иванова, Мария",5\n"Ли, Ян",4'), [["Иванова, Мария", "5"], ["Ли, Ян", "4"]]);
  assert.deepEqual(toRows("5,4,3\n,2,н"), [["5", "4", "3"], ["", "2", "н"]]);
});

test("a comma may be a decimal or the key of «б»", () => {
  assert.deepEqual(toRows("5,0\n4,0\n3,5"), [["5"], ["4"], ["3,5"]]);
  assert.deepEqual(toRows(",\n5\n,"), [[","], ["5"], [","]]);
});

test("cells come as they would be typed", () => {
  const cases = [
    ["5,0", "5"], ["5.00", "5"], ["10,0", "10"], ["4,5", "4,5"], ["\u00a05\u00a0", "5"], ["5\u200b", "5"],
    ["  отл ", "отл"], ["5 /  4", "5 / 4"], ["'=5", "=5"], ["'5", "'5"], ["05", "05"],
  ];
  for (const [pasted, typed] of cases) assert.deepEqual(toRows(`${pasted}\tх`), [[typed, "х"]], pasted);
});

test("what would be a formula is escaped on the way out, and comes back as it was", () => {
  for (const text of ["=1+1", "+7", "-5", "@сумма", "\tх", "\rх"]) {
    assert.ok(toText([[text]]).replace(/^"/, "").startsWith("'"), text);
  }
  assert.equal(toText([["5/4", "н"], ["", "• н"]]), "5/4\tн\n\t• н");
  assert.deepEqual(toRows(toText([["=1", "-5", "+", "@х"]])), [["=1", "-5", "+", "@х"]]);
});

const LETTERS = [..."5432/нбуоп•абв =+-@'\"\t\n,;.", "Иванова", "5,0"];

test("whatever is copied comes back, as long as it is tidy", () => {
  always(500, ({ below, list, one }) => {
    const width = 1 + below(4);
    const rows = list(1 + below(5), () => list(width, () => {
      const text = list(below(4), () => one(LETTERS)).join("").replace(/\s+/g, " ").trim();
      return /^'[=+\-@]/.test(text) || /^\d+,0+$/.test(text) ? "5" : text;
    }));
    rows.at(-1)[width - 1] = "5"; // a block has an edge
    const expected = width > 1 ? rows : toRows(toText(rows)); // one column alone may be taken for CSV
    assert.deepEqual(toRows(toText(rows)), expected);
  });
});

test("no text breaks it: rows are of one length, and the last row and column hold something", () => {
  always(1000, ({ below, list, one }) => {
    const rows = toRows(list(below(40), () => one(LETTERS)).join(""));
    const widths = new Set(rows.map((row) => row.length));
    assert.ok(widths.size <= 1);
    if (!rows.length) return;
    assert.ok(rows.at(-1).some(Boolean));
    assert.ok(rows.some((row) => row.at(-1)));
  });
});
