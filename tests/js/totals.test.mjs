// docs/keyboard.md tells people what keys.js does: every key of its table of «Итоги» is pressed here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { command, needsReason, target } from "../../src/zhurnal/journal/static/journal/totals/keys.js";

const ROWS = [3, 3, 1]; // the last pupil's row has one field
const END = { start: 1, end: 1, length: 1 };
const START = { start: 0, end: 0, length: 1 };
const go = (place, key, caret = END, shift = false) => target(place, key, shift, caret, ROWS);

test("arrows and Enter go up and down the pupils", () => {
  assert.deepEqual(go({ row: 0, column: 1 }, "ArrowDown"), { row: 1, column: 1 });
  assert.deepEqual(go({ row: 0, column: 1 }, "Enter"), { row: 1, column: 1 });
  assert.deepEqual(go({ row: 1, column: 0 }, "ArrowUp"), { row: 0, column: 0 });
  assert.deepEqual(go({ row: 1, column: 0 }, "Enter", END, true), { row: 0, column: 0 });
});

test("the step stops at the ends of the list and where a row has no such field", () => {
  assert.equal(go({ row: 0, column: 0 }, "ArrowUp"), null);
  assert.equal(go({ row: 2, column: 0 }, "Enter"), null);
  assert.equal(go({ row: 1, column: 2 }, "ArrowDown"), null);
});

test("sideways one leaves a field only where the text ends", () => {
  assert.deepEqual(go({ row: 0, column: 0 }, "ArrowRight", END), { row: 0, column: 1 });
  assert.equal(go({ row: 0, column: 0 }, "ArrowRight", START), null);
  assert.deepEqual(go({ row: 0, column: 1 }, "ArrowLeft", START), { row: 0, column: 0 });
  assert.equal(go({ row: 0, column: 1 }, "ArrowLeft", END), null);
  assert.equal(go({ row: 0, column: 2 }, "ArrowRight", END), null);
});

test("a selected text is left in both directions", () => {
  const all = { start: 0, end: 1, length: 1 };
  assert.deepEqual(go({ row: 0, column: 1 }, "ArrowRight", all), { row: 0, column: 2 });
  assert.deepEqual(go({ row: 0, column: 1 }, "ArrowLeft", all), { row: 0, column: 0 });
});

test("other keys belong to the field", () => {
  for (const key of ["5", "Tab", "Backspace", "Home"]) assert.equal(go({ row: 0, column: 0 }, key), null);
});

test("what the rule proposes needs no word, and nothing does not either", () => {
  assert.equal(needsReason("5", "5|н/а"), false);
  assert.equal(needsReason(" Н/А ", "5|н/а"), false);
  assert.equal(needsReason("", "5"), false);
  assert.equal(needsReason("4", "5|н/а"), true);
  assert.equal(needsReason("5", ""), true);
  assert.equal(needsReason("3", "*"), false);
});

const SECTION = readFileSync(new URL("../../docs/keyboard.md", import.meta.url), "utf8")
  .split("\n## ").find((part) => part.startsWith("Итоги"));
const MIDDLE = { row: 1, column: 1 };
const WIDE = [3, 3, 3];
const NAMES = { "↑": "ArrowUp", "↓": "ArrowDown", "←": "ArrowLeft", "→": "ArrowRight" };

// «`Shift+Enter`» → the press.
function press(drawn) {
  const names = drawn.split("+");
  const name = names.at(-1);
  return {
    key: NAMES[name] ?? name, code: name.length === 1 ? `Key${name}` : name, ctrlKey: names.includes("Ctrl"),
    altKey: names.includes("Alt"), shiftKey: names.includes("Shift"), metaKey: false,
  };
}

function does(drawn) {
  const pressed = press(drawn);
  const goes = target(MIDDLE, pressed.key, pressed.shiftKey, { start: 0, end: 1, length: 1 }, WIDE);
  return command(pressed) ?? `${goes.row - MIDDLE.row} ${goes.column - MIDDLE.column}`;
}

test("the document names every key of the page and what it does", () => {
  const rows = SECTION.split("\n").filter((line) => /^\| [^-].*`/.test(line));
  const told = Object.fromEntries(rows.map((row) => {
    const [meaning, keys] = row.slice(2, -2).split(" | ");
    return [meaning, [...keys.matchAll(/`([^`]+)`/g)].map(([, key]) => does(key))];
  }));
  assert.deepEqual(told, {
    "next pupil": ["1 0", "1 0"],
    "pupil before": ["-1 0", "-1 0"],
    "neighbouring field, where the text ends": ["0 -1", "0 1"],
    "show what the rule would set for the class; again: set it": ["byRule"],
    "save": ["save"],
  });
});

test("keys with more fingers on them mean nothing here", () => {
  for (const drawn of ["Ctrl+Shift+S", "Ctrl+Alt+S", "Ctrl+Alt+Enter", "Alt+Shift+Enter"]) {
    assert.equal(command(press(drawn)), null, drawn);
  }
  assert.equal(command({ ...press("S"), metaKey: true }), "save");
});
