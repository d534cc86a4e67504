import assert from "node:assert/strict";
import { test } from "node:test";

import { SIGNS, compose, intention } from "../../src/zhurnal/journal/static/journal/grid/entry.js";
import { FIVE, scaleOf } from "../../src/zhurnal/journal/static/journal/grid/scale.js";

const FREE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
const press = (key, code = "", held = {}, scale = FIVE) => intention({ key, code, ...FREE, ...held }, scale);

const ENGLISH = { KeyY: "y", Comma: ",", KeyE: "e", KeyJ: "j", KeyG: "g", KeyC: "c", KeyL: "l" };

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
  for (const digit of "5432") {
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

test("a stroke begins a second mark, by whatever key it is written", () => {
  for (const [key, code] of [["/", "NumpadDivide"], ["/", "Backslash"], ["\\", "Backslash"], ["/", "Digit7"]]) {
    assert.deepEqual(press(key, code), { does: "second" });
  }
  assert.deepEqual(press("/", "Slash"), { does: "second", alone: "•" });
});

test("the point goes by the key in any other alphabet too", () => {
  assert.deepEqual(press("ץ", "Period"), { does: "sign", value: "•" });
  assert.deepEqual(press(",", "NumpadDecimal"), { does: "sign", value: "•" });
});

test("in a scale of ten the digits are marks and zero is ten", () => {
  const ten = scaleOf({ scaleLow: "1", scaleHigh: "10" });
  assert.deepEqual(press("1", "Digit1", {}, ten), { does: "mark", value: "1" });
  assert.deepEqual(press("0", "Numpad0", {}, ten), { does: "mark", value: "10" });
  assert.deepEqual(press("н", "KeyY", {}, ten), { does: "sign", value: "н" });
});

test("«1» is a mark where the school gives it", () => {
  const withOne = scaleOf({ scaleLow: "1", scaleHigh: "5" });
  assert.deepEqual(press("1", "Digit1", {}, withOne), { does: "mark", value: "1" });
  assert.deepEqual(press("6", "Digit6", {}, withOne), { does: "unknown", value: "6" });
});

test("where one key names no mark, typing opens the field; signs are written all the same", () => {
  for (const [low, high] of [["0", "100"], ["1", "12"], ["0", "10"]]) {
    const scale = scaleOf({ scaleLow: low, scaleHigh: high });
    assert.deepEqual(press("7", "Digit7", {}, scale), { does: "type", value: "7" }, `${low} ${high}`);
    assert.deepEqual(press("н", "KeyY", {}, scale), { does: "sign", value: "н" });
    assert.deepEqual(press(".", "Slash", {}, scale), { does: "sign", value: "•" });
  }
});

test("in a scale of letters every letter opens the field: «c» may be a C or «осв»", () => {
  const letters = scaleOf({ scaleLow: "0", scaleHigh: "5", scaleTexts: '["F","E","D","C","B","A"]' });
  for (const [key, code] of [["c", "KeyC"], ["с", "KeyC"], ["н", "KeyY"], ["4", "Digit4"]]) {
    assert.deepEqual(press(key, code, {}, letters), { does: "type", value: key });
  }
  assert.equal(press(";", "Semicolon", {}, letters), null);
  assert.deepEqual([letters.low, letters.high], ["F", "A"]);
});

test("a subject without marks has signs only", () => {
  const none = scaleOf({ scaleLow: "", scaleHigh: "1" });
  assert.deepEqual(press("1", "Digit1", {}, none), { does: "unknown", value: "1" });
  assert.deepEqual(press("н", "KeyY", {}, none), { does: "sign", value: "н" });
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
  assert.equal(press("ArrowLeft", "", { altKey: true, ctrlKey: true }), null);
  assert.equal(press("d", "KeyD", { ctrlKey: true, shiftKey: true }), null);
  assert.equal(press("Delete", "", { shiftKey: true }), null);
  assert.equal(press("Home", "", { altKey: true }), null);
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
    ["", sign("•"), "•"],
    ["5", sign("•"), "•"],
    ["н", sign("•"), "• н"],
    ["4 оп5", sign("•"), "• оп5"],
    ["•", mark("4"), "4"],
    ["• н", mark("4"), "4"],
    ["• оп", mark("4"), "4 оп"],
    ["•", sign("н"), "• н"],
    ["• н", sign("б"), "• б"],
    ["•", sign("оп"), "• оп"],
    ["•", second("4"), null],
    ["4", sign("д"), "4 д"],
    ["4 д", mark("5"), "5 д"],
    ["4 сп", mark("5"), "5 сп"],
    ["2→4", sign("оп"), "2→4 оп"],
    ["2→4", mark("5"), "5"],
    ["н/4", sign("н"), "н"],
    ["A", sign("оп"), "A оп"],
    ["A", sign("н"), "н"],
  ];
  for (const [text, does, wanted] of cases) assert.equal(compose(text, does), wanted, `${text} + ${JSON.stringify(does)}`);
});
