import assert from "node:assert/strict";
import { test } from "node:test";

import { columnsNamed, dateIn, headingIn } from "../../src/zhurnal/journal/static/journal/grid/dates.js";
import { namesIn, whoIs, wordsOf } from "../../src/zhurnal/journal/static/journal/grid/names.js";
import { planOf } from "../../src/zhurnal/journal/static/journal/grid/paste.js";
import { toText } from "../../src/zhurnal/journal/static/journal/grid/table.js";
import { always } from "./chance.mjs";

// Names

const CLASS = [
  "Абдуллаев Рустам", "Белова Алёна", "Ёлкин Семён", "Иванова Мария Олеговна", "Иванова Мария Петровна",
  "Королёв Артём", "Ли Ян", "Петрова Анна", "Семёнова-Тянь Ольга", "Юсупова Гузель",
];
const known = CLASS.map(wordsOf);
const who = (name) => whoIs(name, known).rows.map((row) => CLASS[row]);

test("a name is found however it is written", () => {
  const cases = {
    "Белова Алёна": "Белова Алёна",
    "БЕЛОВА  АЛЕНА": "Белова Алёна",
    "Белова А.": "Белова Алёна",
    "белова": "Белова Алёна",
    "Белова Алёна Игоревна": "Белова Алёна",
    "Белова А. И.": "Белова Алёна",
    "Белова А.И.": "Белова Алёна",
    "Алёна Белова": "Белова Алёна",
    "А. И. Белова": "Белова Алёна",
    "Елкин Семен": "Ёлкин Семён",
    "Семенова - Тянь Ольга": "Семёнова-Тянь Ольга",
    "Семёнова Тянь О.": "Семёнова-Тянь Ольга",
    "Ли Ян": "Ли Ян",
    "Ли": "Ли Ян",
    "Иванова Мария Петровна": "Иванова Мария Петровна",
    "Иванова М. О.": "Иванова Мария Олеговна",
  };
  for (const [pasted, name] of Object.entries(cases)) assert.deepEqual(who(pasted), [name], pasted);
});

test("a name that fits two is not decided, one that fits none is not found", () => {
  const both = ["Иванова Мария Олеговна", "Иванова Мария Петровна"];
  for (const name of ["Иванова Мария", "Иванова М.", "Иванова", "Мария Иванова"]) assert.deepEqual(who(name), both, name);
  for (const name of ["Сидоров Пётр", "Белов Алексей", "Белова Ольга", "Белова О. И.", "5", "н", "", "А. Б."]) {
    assert.deepEqual(who(name), [], name);
  }
});

test("the column of names is found wherever it stands, and in parts", () => {
  assert.deepEqual(namesIn([["1", "Ли Ян", "5"], ["2", "Белова Алёна", "н"]], known), { first: 1, last: 1 });
  assert.deepEqual(namesIn([["Белова", "Алёна", "5"], ["Ли", "Ян", "4"]], known), { first: 0, last: 1 });
  assert.deepEqual(namesIn([["5", "Ли Ян"], ["4", "Белова Алёна"]], known), { first: 1, last: 1 });
  assert.deepEqual(namesIn([["Белова Алёна", "отл"], ["Ли Ян", "н"]], known), { first: 0, last: 0 });
  assert.deepEqual(namesIn([["Белова", "А.", "5"], ["Ли", "Я.", "4"]], known), { first: 0, last: 1 });
  assert.deepEqual(namesIn([["Белова", "а"], ["Юсупова", ""], ["Ли", ""]], known), { first: 0, last: 0 });
  assert.equal(namesIn([["5", "н"], ["отл", ""]], known), null);
  assert.deepEqual(namesIn([["Быков Лев", "5"], ["Шишкина Ева", "4"]], known), { first: 0, last: 0 });
});

// Dates

test("a date is read in the forms of spreadsheets", () => {
  const cases = {
    "04.03": [4, 3, 0], "4.03": [4, 3, 0], "04.03.2026": [4, 3, 2026], "04.03.26": [4, 3, 2026], "4 марта": [4, 3, 0],
    "4 Мая": [4, 5, 0], "04.мар": [4, 3, 0], "04.мар.26": [4, 3, 2026], "4 марта 2026 г.": [4, 3, 2026],
    "2026-03-04": [4, 3, 2026], "2026-03-04 00:00:00": [4, 3, 2026], "ср 04.03": [4, 3, 0], "04.03 (ср)": [4, 3, 0],
    "04.03, ср": [4, 3, 0], "04/03/2026": [4, 3, 2026], "4 March": [4, 3, 0],
  };
  for (const [text, [day, month, year]] of Object.entries(cases)) assert.deepEqual(dateIn(text), { day, month, year }, text);
});

test("marks and words are no dates", () => {
  for (const text of ["5", "5/4", "5/04", "4.5", "4,33", "н", "Ср.", "Итог", "32.03", "04.13", "7 «А»", "4 урок", "Ученик", ""]) {
    assert.equal(dateIn(text), null, text);
  }
});

test("the row of dates is on top and holds no marks", () => {
  assert.equal(headingIn([["Ученик", "04.03", "Ср."], ["Ли Ян", "5", "4,5"]]), 0);
  assert.equal(headingIn([["7 «А»", ""], ["", "4 марта"], ["Ли Ян", "5"]]), 1);
  assert.equal(headingIn([["Ли Ян", "5"], ["Белова", "04.03"]]), 1);
  assert.equal(headingIn([["5", "04.03"], ["4", "3"]]), -1);
});

test("a date names its column, twice the same the second of that day", () => {
  const dates = ["2026-03-02", "2026-03-04", "2026-03-04", "2026-03-06"];
  assert.deepEqual(columnsNamed(["Ученик", "04.03", "04.03", "04.03", "06.03.2025", "02.03"], dates), [null, 1, 2, -1, -1, 0]);
});

// Plans

const DATES = ["2026-02-27", "2026-03-02", "2026-03-04", "2026-03-06"];
const FUTURE = 3;

function sheet({ at = { row: 0, column: 0 }, texts = {}, locks = {} } = {}) {
  return {
    names: CLASS,
    dates: DATES,
    at,
    textAt: (row, column) => texts[`${row}:${column}`] ?? "",
    lockOf: (row, column) => locks[`${row}:${column}`] ?? (column === FUTURE ? "future" : ""),
  };
}

const short = ({ row, column, text, fate }) => [row, column, text, fate];

test("without names a column goes down from the hand", () => {
  const plan = planOf("5\n\n4\nн", sheet({ at: { row: 2, column: 1 }, texts: { "4:1": "3", "5:1": "н" } }));
  assert.deepEqual(plan.cells.map(short), [[2, 1, "5", "new"], [4, 1, "4", "over"], [5, 1, "н", "same"]]);
  assert.equal(plan.cells[1].was, "3");
  assert.deepEqual(plan.lines, [{ row: 2, name: "" }, { row: 4, name: "" }, { row: 5, name: "" }]);
  assert.equal(plan.inOrder, true);
});

test("with names every mark finds its pupil, in whatever order", () => {
  const plan = planOf("№\tФИО\tОтметка\n1\tЛи Ян\t5\n2\tАбдуллаев Р.\t4\n3\tСидоров Пётр\t3\n4\tИванова М.\t2", sheet({ at: { row: 7, column: 2 } }));
  assert.deepEqual(plan.cells.map(short), [[6, 2, "5", "new"], [0, 2, "4", "new"]]);
  assert.deepEqual(plan.missing, [{ line: 1, name: "ФИО" }, { line: 4, name: "Сидоров Пётр" }]);
  assert.deepEqual(plan.unclear, [{ line: 5, name: "Иванова М." }]);
  assert.deepEqual(plan.lines[1], { row: 0, name: "Абдуллаев Р." });
});

test("a pupil who is named twice gets nothing", () => {
  const plan = planOf("Ли Ян\t5\nБелова\t4\nЛи\t2", sheet());
  assert.deepEqual(plan.cells.map(short), [[1, 0, "4", "new"]]);
  assert.deepEqual(plan.unclear.map(({ line }) => line), [1, 3]);
});

test("dates name the columns, whatever stands between them", () => {
  const text = "Ученик\t04.03\tСр.\t27.02\t05.03\nЛи Ян\t5\t4,5\t3\t2\nБелова Алёна\t\t4,0\tн\t";
  const plan = planOf(text, sheet({ at: { row: 5, column: 3 } }));
  assert.deepEqual(plan.cells.map(short), [[6, 2, "5", "new"], [6, 0, "3", "new"], [1, 0, "н", "new"]]);
  assert.deepEqual([plan.dateless, plan.ignored], [["05.03"], ["Ср."]]);
});

test("what is locked is told and not written, nor what is no mark by its length", () => {
  const locks = { "0:0": "out", "1:0": "cancelled" };
  const long = "очень хорошо работал на уроке";
  const plan = planOf(`5\t5\t5\t5\n5\t${long}\t5\t5`, sheet({ locks }));
  assert.deepEqual(plan.cells.map(({ fate }) => fate), ["out", "new", "new", "future", "cancelled", "long", "new", "future"]);
});

test("a paste that is larger than the sheet says how much room there is", () => {
  const column = (length) => Array(length).fill("5").join("\n");
  assert.deepEqual(planOf(column(11), sheet()).problem, { code: "tall", lines: 11, room: 10 });
  assert.deepEqual(planOf(column(4), sheet({ at: { row: 7, column: 0 } })).problem, { code: "tall", lines: 4, room: 3 });
  assert.deepEqual(planOf("5\t4\t3", sheet({ at: { row: 0, column: 2 } })).problem, { code: "wide", columns: 3, room: 2 });
  assert.deepEqual(planOf("Ли Ян\t5\t4\t3\t2\t5", sheet()).problem, { code: "wide", columns: 5, room: 4 });
  assert.equal(planOf(column(10), sheet()).problem, undefined);
});

test("what cannot be meant is answered by a problem", () => {
  const cases = {
    "": "empty", "\n\t\n": "empty", "04.03\t06.03": "empty", "Ли Ян\t\nБелова\t": "empty",
    "Быков Лев\t5\nШишкина Ева\t4": "no_names", "Ученик\t05.03\nЛи Ян\t5": "no_dates",
  };
  for (const [text, code] of Object.entries(cases)) assert.equal(planOf(text, sheet()).problem?.code, code, text);
  assert.equal(planOf("5\n".repeat(600_000), sheet()).problem.code, "huge");
});

const MARKS = ["5", "4", "3", "2", "н", "5/4", "", "", "• н", "отл"];

function board(random) {
  const { list, one, maybe, below } = random;
  const values = list(CLASS.length, () => list(DATES.length, () => one(MARKS)));
  const locks = {};
  for (let row = 0; row < CLASS.length; row += 1) if (maybe(0.1)) locks[`${row}:${below(3)}`] = "out";
  return { values, locks };
}

const table = (values, order = CLASS.map((_, row) => row)) => toText([
  ["Ученик", "27.02", "02.03", "04.03", "06.03"], ...order.map((row) => [CLASS[row], ...values[row]]),
]);
const sorted = (cells) => cells.map(short).sort((one, other) => one[0] - other[0] || one[1] - other[1]);

test("the order of the rows does not matter where there are names", () => {
  always(200, (random) => {
    const { values, locks } = board(random);
    const straight = planOf(table(values), sheet({ locks }));
    const shuffled = planOf(table(values, random.shuffled(CLASS.map((_, row) => row))), sheet({ locks }));
    assert.deepEqual(sorted(shuffled.cells ?? []), sorted(straight.cells ?? []));
  });
});

test("a table that was copied is pasted onto itself without a change", () => {
  always(200, (random) => {
    const { values } = board(random);
    const texts = {};
    for (const [row, line] of values.entries()) for (const [column, text] of line.entries()) texts[`${row}:${column}`] = text;
    const plan = planOf(table(values), sheet({ texts }));
    if (plan.problem) return assert.ok(values.flat().every((text) => !text));
    assert.deepEqual([...new Set(plan.cells.map(({ fate }) => fate))].filter((fate) => !["same", "future"].includes(fate)), []);
    return assert.equal(plan.cells.length, values.flat().filter(Boolean).length);
  });
});

test("no text breaks the plan: no place twice, none outside, no blank, and every lock is kept", () => {
  const pieces = [...MARKS, ...CLASS, "04.03", "06.03", "05.03", "Иванова", "Ср.", "№", "1", "\t", "\t", "\t", "\n", "\n", ";", ",", '"', "=1"];
  always(3000, (random) => {
    const { locks } = board(random);
    const text = random.list(random.below(60), () => random.one(pieces)).join("");
    const at = { row: random.below(CLASS.length), column: random.below(DATES.length) };
    const ground = sheet({ locks, at });
    const { problem, cells } = planOf(text, ground);
    if (problem) return;
    assert.equal(new Set(cells.map(({ row, column }) => `${row}:${column}`)).size, cells.length);
    for (const { row, column, text: value, fate } of cells) {
      assert.ok(row >= 0 && row < CLASS.length && column >= 0 && column < DATES.length);
      assert.ok(value.trim());
      assert.equal(fate === "new" || fate === "over" || fate === "same" || fate === "long", !ground.lockOf(row, column));
    }
  });
});
