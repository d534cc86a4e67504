// docs/keyboard.md tells people what entry.js does: every key of every row of its table is pressed here, in both
// layouts, and every key of the keyboard is pressed to see that the table tells of all that do something.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { POINT, SIGNS, intention } from "../../src/zhurnal/journal/static/journal/grid/entry.js";
import { FIVE } from "../../src/zhurnal/journal/static/journal/grid/scale.js";
import { KEYS, LAYOUTS, keyOf, pressOf } from "./layouts.mjs";

const document = readFileSync(new URL("../../docs/keyboard.md", import.meta.url), "utf8");
const rows = document.split("\n").filter((line) => line.startsWith("| `")).map((line) => {
  const [keys, meaning] = line.slice(2, -2).split(" | ");
  return { keys, meaning };
});

// What the page calls the keys that the document draws.
const CAPS = {
  "←": "ArrowLeft", "↑": "ArrowUp", "→": "ArrowRight", "↓": "ArrowDown", PgUp: "PageUp", PgDn: "PageDown", Esc: "Escape",
};
const HELD = { Ctrl: "ctrlKey", Shift: "shiftKey", Alt: "altKey" };

// `Ctrl+Shift+Z` → one press for each layout.
function presses(drawn) {
  const names = drawn === "+" ? ["+"] : drawn.split("+");
  const held = Object.fromEntries(names.slice(0, -1).map((name) => [HELD[name], true]));
  return LAYOUTS.flatMap((layout) => press(names.at(-1), layout, held));
}

function press(name, layout, held) {
  if (name in CAPS) return [{ key: CAPS[name], code: CAPS[name], ...held }];
  if (name.length > 1) return [{ key: name, code: name, ...held }];
  // Ctrl and a letter go by the physical key, which the English layout names.
  const key = Object.keys(held).length ? keyOf(name.toLowerCase(), "english") : keyOf(name, layout);
  return key ? [pressOf(key.code, layout, { ...held, ...(key.shiftKey && { shiftKey: true }) })] : [];
}

// Every drawn key of a row → what it means. A key in brackets is the physical one under the letter.
function meaningsOf(keys) {
  const physical = [...keys.matchAll(/\(key `(.)`\)/g)].flatMap(([, name]) => LAYOUTS.map(
    (layout) => pressOf(keyOf(name.toLowerCase(), "english").code, layout),
  ));
  const drawn = [...keys.replace(/\(key `.`\)/g, "").matchAll(/`([^`]+)`/g)].flatMap(([, name]) => presses(name));
  return [...drawn, ...physical].map((one) => intention(one));
}

const sign = (value) => ({ does: "sign", value });
const move = (to) => ({ does: "move", to });
const extend = (to) => ({ does: "extend", to });
const twice = (list) => list.flatMap((one) => [one, one]);

// The keys of a row → what they mean: once for all of them, or a list, one after another in each layout.
const WANTED = {
  "`2` … `5`": twice([{ does: "mark", value: "2" }, { does: "mark", value: "5" }]),
  "`Delete`, `Backspace`": { does: "clear" },
  "`F2`": { does: "edit" },
  "`←` `↑` `→` `↓`": twice(["left", "up", "right", "down"].map(move)),
  "`Enter`, `Shift+Enter`": twice(["down", "up"].map(move)),
  "`Home`, `End`, `Ctrl+Home`, `Ctrl+End`": twice(["rowStart", "rowEnd", "first", "last"].map(move)),
  "`PgUp`, `PgDn`": twice(["pageUp", "pageDown"].map(move)),
  "`Alt+←`, `Alt+→`": twice(["lessonBefore", "lessonAfter"].map(move)),
  "`Ctrl+;`": { does: "today" },
  "`Shift+←`, `Shift+↑`, `Shift+→`, `Shift+↓`": twice(["left", "up", "right", "down"].map(extend)),
  "`Shift+Home`, `Shift+End`, `Ctrl+Shift+Home`, `Ctrl+Shift+End`, `Shift+PgUp`, `Shift+PgDn`": twice(
    ["rowStart", "rowEnd", "first", "last", "pageUp", "pageDown"].map(extend),
  ),
  "`Ctrl+A`": { does: "all" },
  "`Ctrl+Enter`": { does: "fill" },
  "`Ctrl+D`": { does: "fillDown" },
  "`Ctrl+Z`": { does: "undo" },
  "`Ctrl+Y`, `Ctrl+Shift+Z`": { does: "redo" },
  "`Ctrl+C`, `Ctrl+X`, `Ctrl+V`": null,
  "`Alt+↑`": { does: "column" },
  "`Alt+↓`": { does: "details" },
  "`Shift+F2`": { does: "comment" },
  "`Alt+Enter`": { does: "lesson" },
  "`Esc`": { does: "escape" },
  "`?`": { does: "legend" },
  ...Object.fromEntries(SIGNS.map(({ value, letter, code }) => [
    `\`${letter}\` (key \`${keyOf(letter, "russian").code === code && pressOf(code, "english").key.toUpperCase()}\`)`, sign(value),
  ])),
};
// Two keys that mean one thing in one layout and another in the other: told apart below.
const BY_LAYOUT = ["`/` or `\\`, then a digit", "`.` (key `/`), `ю` (key `.`), the decimal key of the pad"];

test("the table lists these keys and no others", () => {
  assert.deepEqual(rows.map(({ keys }) => keys).sort(), [...Object.keys(WANTED), ...BY_LAYOUT].sort());
});

for (const { keys } of rows) {
  if (BY_LAYOUT.includes(keys)) continue;
  test(`${keys} means in both layouts what the table says`, () => {
    const meant = meaningsOf(keys);
    const wanted = WANTED[keys];
    assert.ok(meant.length > 0);
    assert.deepEqual(meant, Array.isArray(wanted) ? wanted : meant.map(() => wanted));
  });
}

test("the stroke and the point part by what the key writes, and «/» alone may still be the point", () => {
  const wanted = {
    "Slash russian": sign(POINT),
    "Slash english": { does: "second", alone: POINT },
    "Period russian": sign(POINT),
    "Period english": sign(POINT),
    "NumpadDecimal russian": sign(POINT),
    "NumpadDecimal english": sign(POINT),
    "NumpadDivide russian": { does: "second" },
    "NumpadDivide english": { does: "second" },
    "Backslash russian": { does: "second" },
    "Backslash english": { does: "second" },
  };
  for (const [name, meaning] of Object.entries(wanted)) {
    assert.deepEqual(intention(pressOf(...name.split(" "))), meaning, name);
  }
  assert.deepEqual(intention(pressOf("Backslash", "russian", { shiftKey: true })), { does: "second" });
});

test("a sign that is longer than its key is named in its row, and what has no key says how it is written", () => {
  for (const { value, letter } of SIGNS) {
    const { meaning } = rows.find(({ keys }) => keys.startsWith(`\`${letter}\``));
    assert.ok(value === letter || meaning.includes(`«${value}»`), meaning);
  }
  assert.match(rows.find(({ keys }) => keys.startsWith("`с`")).meaning, /«сп».+by `F2`/);
});

test("no key of the keyboard writes anything that the table does not tell of", () => {
  const told = new Set(["Comma", "Period", "Slash", "NumpadDecimal", "NumpadDivide", "Backslash", ...SIGNS.map(({ code }) => code)]);
  for (const mark of Object.keys(FIVE.marks)) told.add(`Digit${mark}`).add(`Numpad${mark}`);
  for (const { code } of KEYS) {
    for (const layout of LAYOUTS) {
      const writes = ["mark", "sign", "second"].includes(intention(pressOf(code, layout))?.does);
      assert.equal(writes, told.has(code), `${code} ${layout}`);
    }
  }
});

test("every physical key of a sign or a mark writes the same in both layouts, with Caps Lock too", () => {
  for (const { code, russian, english } of KEYS) {
    if (code === "Slash") continue; // told apart above
    const [one, other] = LAYOUTS.map((layout) => intention(pressOf(code, layout)));
    if (one?.does !== "sign" && one?.does !== "mark") continue;
    assert.deepEqual(one, other, code);
    if (!/\p{L}/u.test(english[0])) continue;
    for (const key of [russian[1], english[1]]) assert.deepEqual(intention({ key, code }), one, `${code} ${key}`);
  }
});

test("on a Mac Cmd does what Ctrl does", () => {
  for (const code of ["KeyZ", "KeyY", "KeyA", "KeyD", "Semicolon"]) {
    for (const layout of LAYOUTS) {
      assert.deepEqual(
        intention(pressOf(code, layout, { metaKey: true })), intention(pressOf(code, layout, { ctrlKey: true })), code,
      );
    }
  }
});
