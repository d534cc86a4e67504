import assert from "node:assert/strict";
import { test } from "node:test";

import { MARKS, SIGNS, compose, intention } from "../../src/zhurnal/journal/static/journal/grid/entry.js";

const press = (key, code = "", held = {}) =>
  intention({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...held });

const ENGLISH = { KeyY: "y", Comma: ",", KeyE: "e", KeyJ: "j", KeyG: "g", KeyC: "c" };

test("every sign is written in the Russian layout, in the English one, and with Caps Lock", () => {
  for (const { value, letter, code } of SIGNS) {
    const wanted = { does: "sign", value };
    assert.deepEqual(press(letter, code), wanted);
    assert.deepEqual(press(letter.toUpperCase(), code), wanted);
    assert.deepEqual(press(ENGLISH[code], code), wanted);
    assert.deepEqual(press(ENGLISH[code].toUpperCase(), code), wanted);
  }
});

test("a Russian letter counts as itself, whatever key a phonetic layout puts it on", () => {
  assert.deepEqual(press("н", "KeyN"), { does: "sign", value: "н" });
  assert.deepEqual(press("ы", "KeyY"), { does: "unknown", value: "ы" });
});

test("digits of the row and of the pad are marks", () => {
  for (const digit of MARKS) {
    assert.deepEqual(press(digit, `Digit${digit}`), { does: "mark", value: digit });
    assert.deepEqual(press(digit, `Numpad${digit}`), { does: "mark", value: digit });
  }
  assert.deepEqual(press("é", "Digit2"), { does: "mark", value: "2" });
});

test("a digit outside the scale is answered, not swallowed", () => {
  for (const digit of "016789") assert.deepEqual(press(digit, `Digit${digit}`), { does: "unknown", value: digit });
});

test("the pad without NumLock moves", () => {
  assert.deepEqual(press("ArrowDown", "Numpad2"), { does: "move", to: "down" });
});

test("a shifted digit is no mark", () => {
  assert.equal(press("%", "Digit5", { shiftKey: true }), null);
  assert.equal(press("№", "Digit3", { shiftKey: true }), null);
});

test("the slash begins a second mark in both layouts", () => {
  for (const [key, code] of [["/", "Slash"], [".", "Slash"], ["/", "NumpadDivide"], ["/", "Backslash"]]) {
    assert.deepEqual(press(key, code), { does: "second" });
  }
});

test("the question mark opens the legend in both layouts", () => {
  for (const [key, code] of [["?", "Slash"], [",", "Slash"], ["?", "Digit7"]]) {
    assert.deepEqual(press(key, code, { shiftKey: true }), { does: "legend" });
  }
});

test("movements", () => {
  const plain = { ArrowLeft: "left", Home: "rowStart", End: "rowEnd", PageUp: "pageUp", PageDown: "pageDown", Enter: "down" };
  for (const [key, to] of Object.entries(plain)) assert.deepEqual(press(key), { does: "move", to });
  assert.deepEqual(press("Enter", "", { shiftKey: true }), { does: "move", to: "up" });
  assert.deepEqual(press("Home", "", { ctrlKey: true }), { does: "move", to: "first" });
  assert.deepEqual(press("End", "", { metaKey: true }), { does: "move", to: "last" });
});

test("undo and redo go by the key, in any layout, and with Cmd", () => {
  assert.deepEqual(press("я", "KeyZ", { ctrlKey: true }), { does: "undo" });
  assert.deepEqual(press("z", "KeyZ", { metaKey: true }), { does: "undo" });
  assert.deepEqual(press("Z", "KeyZ", { ctrlKey: true, shiftKey: true }), { does: "redo" });
  assert.deepEqual(press("н", "KeyY", { ctrlKey: true }), { does: "redo" });
});

test("what belongs to the browser stays with it", () => {
  assert.equal(press("Tab"), null);
  assert.equal(press("5", "Digit5", { ctrlKey: true }), null);
  assert.equal(press("с", "KeyC", { ctrlKey: true }), null);
  assert.equal(press("5", "Digit5", { altKey: true }), null);
  assert.equal(press("5", "Digit5", { isComposing: true }), null);
  assert.equal(press("F5"), null);
});

test("what a key makes of a cell", () => {
  const mark = (value) => ({ does: "mark", value });
  const sign = (value) => ({ does: "sign", value });
  const second = (value) => ({ does: "second", value });
  const cases = [
    ["", mark("5"), "5"],
    ["4", mark("5"), "5"],
    ["5/4", mark("3"), "3"],
    ["н", mark("4"), "4"],
    ["оп5", mark("4"), "4 оп5"],
    ["5 осв", mark("4"), "4 осв"],
    ["5", second("4"), "5/4"],
    ["5/3", second("4"), "5/4"],
    ["5 оп", second("4"), "5/4 оп"],
    ["", second("4"), null],
    ["н", second("4"), null],
    ["5", sign("н"), "н"],
    ["н", sign("б"), "б"],
    ["5", sign("оп"), "5 оп"],
    ["5/4", sign("осв"), "5/4 осв"],
    ["5 оп7", sign("оп"), "5 оп7"],
    ["н", sign("оп"), "оп"],
    ["5/4 оп", { does: "clear" }, ""],
  ];
  for (const [text, does, wanted] of cases) assert.equal(compose(text, does), wanted, `${text} + ${JSON.stringify(does)}`);
});
