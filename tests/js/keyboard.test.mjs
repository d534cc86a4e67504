// docs/keyboard.md tells people what entry.js does: every row of its table is pressed here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MARKS, SIGNS, intention } from "../../src/zhurnal/journal/static/journal/grid/entry.js";

const document = readFileSync(new URL("../../docs/keyboard.md", import.meta.url), "utf8");
const rows = document.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(" | ")[0]);

const press = (key, code = "", held = {}) => intention({ key, code, ...held });
const control = { ctrlKey: true };
const shift = { shiftKey: true };

// The first column of the table → what its keys mean.
const MEANT = {
  "| `2` … `5`": () => MARKS.map((mark) => press(mark).does),
  "| `/`, then a digit": () => [press("/").does],
  "| `Delete`, `Backspace`": () => [press("Delete").does, press("Backspace").does],
  "| `F2`": () => [press("F2").does],
  "| `←` `↑` `→` `↓`": () => ["Left", "Up", "Right", "Down"].map((way) => press(`Arrow${way}`).to),
  "| `Enter`, `Shift+Enter`": () => [press("Enter").to, press("Enter", "", shift).to],
  "| `Home`, `End`": () => [press("Home").to, press("End").to, press("Home", "", control).to, press("End", "", control).to],
  "| `PgUp`, `PgDn`": () => [press("PageUp").to, press("PageDown").to],
  "| `Ctrl+Z`, `Ctrl+Y` or `Ctrl+Shift+Z`": () => [
    press("z", "KeyZ", control).does, press("y", "KeyY", control).does, press("Z", "KeyZ", { ...control, ...shift }).does,
  ],
  "| `Alt+↑`": () => [press("ArrowUp", "", { altKey: true }).does],
  "| `Esc`": () => [press("Escape").does],
  "| `?`": () => [press("?").does],
};
const WANTED = {
  "| `2` … `5`": ["mark", "mark", "mark", "mark"],
  "| `/`, then a digit": ["second"],
  "| `Delete`, `Backspace`": ["clear", "clear"],
  "| `F2`": ["edit"],
  "| `←` `↑` `→` `↓`": ["left", "up", "right", "down"],
  "| `Enter`, `Shift+Enter`": ["down", "up"],
  "| `Home`, `End`": ["rowStart", "rowEnd", "first", "last"],
  "| `PgUp`, `PgDn`": ["pageUp", "pageDown"],
  "| `Ctrl+Z`, `Ctrl+Y` or `Ctrl+Shift+Z`": ["undo", "redo", "redo"],
  "| `Alt+↑`": ["lesson"],
  "| `Esc`": ["escape"],
  "| `?`": ["legend"],
};

const keyOf = ({ code }) => (code === "Comma" ? "," : code.replace("Key", ""));
const signRows = SIGNS.map((sign) => `| \`${sign.letter}\` (key \`${keyOf(sign)}\`)`);

test("the table lists the keys of the grid and no others", () => {
  assert.deepEqual([...rows].sort(), [...Object.keys(MEANT), ...signRows].sort());
});

test("each key means what the table says", () => {
  for (const row of Object.keys(MEANT)) assert.deepEqual(MEANT[row](), WANTED[row], row);
});

test("a sign that is longer than its key is named in its row", () => {
  for (const [at, sign] of SIGNS.entries()) {
    const line = document.split("\n").find((one) => one.startsWith(signRows[at]));
    assert.ok(sign.value === sign.letter || line.includes(`«${sign.value}»`), line);
  }
});
