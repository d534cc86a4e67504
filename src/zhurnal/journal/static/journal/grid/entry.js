// What a key press in a cell means. Pure: no document, no state. docs/keyboard.md tells the same to people.

import { FIVE } from "./scale.js";

export const POINT = "•";

// What is written, the letter, and the physical key under it: half the hands forget which layout is on.
export const SIGNS = [
  { value: "н", letter: "н", code: "KeyY" },
  { value: "б", letter: "б", code: "Comma" },
  { value: "у", letter: "у", code: "KeyE" },
  { value: "оп", letter: "о", code: "KeyJ" },
  { value: "нп", letter: "п", code: "KeyG" },
  { value: "осв", letter: "с", code: "KeyC" },
  { value: "д", letter: "д", code: "KeyL" },
];

const MOVES = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "rowStart",
  End: "rowEnd",
  PageUp: "pageUp",
  PageDown: "pageDown",
};
const CORNERS = { Home: "first", End: "last" };
const LESSONS = { ArrowLeft: "lessonBefore", ArrowRight: "lessonAfter" };
const PAGES = { ArrowUp: "column", ArrowDown: "details", Enter: "lesson" };
const NAMED = { Delete: "clear", Backspace: "clear", F2: "edit", Escape: "escape" };
const WITH_CONTROL = { KeyY: "redo", KeyA: "all", KeyD: "fillDown", Semicolon: "today" };

// An intention: {does, to} for a way through the sheet, {does, value} for what is written, {does} for the rest.
// null means that the key is none of ours: the browser keeps it (Tab leaves the grid, Ctrl+C copies).
export function intention(press, scale = FIVE) {
  if (press.isComposing) return null;
  if (press.altKey) return withAlt(press);
  if (press.ctrlKey || press.metaKey) return withControl(press);
  if (press.key in MOVES) return { does: press.shiftKey ? "extend" : "move", to: MOVES[press.key] };
  if (press.key === "Enter") return { does: "move", to: press.shiftKey ? "up" : "down" };
  if (press.key === "F2" && press.shiftKey) return { does: "comment" };
  if (press.key in NAMED) return press.shiftKey ? null : { does: NAMED[press.key] };
  return press.key.length === 1 ? written(press, scale) : null;
}

function withAlt({ key, ctrlKey, metaKey, shiftKey }) {
  if (ctrlKey || metaKey || shiftKey) return null;
  if (key in LESSONS) return { does: "move", to: LESSONS[key] };
  return key in PAGES ? { does: PAGES[key] } : null;
}

function withControl({ key, code, shiftKey }) {
  if (key in CORNERS) return { does: shiftKey ? "extend" : "move", to: CORNERS[key] };
  if (code === "KeyZ") return { does: shiftKey ? "redo" : "undo" };
  if (shiftKey) return null;
  if (key === "Enter") return { does: "fill" };
  return code in WITH_CONTROL ? { does: WITH_CONTROL[code] } : null;
}

function written(press, scale) {
  if (press.key === "?" || (press.code === "Slash" && press.shiftKey)) return { does: "legend" };
  if (isPoint(press)) return { does: "sign", value: POINT };
  if (isStroke(press)) return press.code === "Slash" ? { does: "second", alone: POINT } : { does: "second" };
  const digit = digitOf(press);
  if (digit || scale.opens === "letters") return marked(digit || press.key, scale);
  const sign = signOf(press);
  if (sign) return { does: "sign", value: sign.value };
  return /\p{L}/u.test(press.key) ? { does: "unknown", value: press.key } : null;
}

// «.» of either layout, «ю» under it, and the decimal key of the pad, which writes a comma in Russian.
function isPoint({ key, code, shiftKey }) {
  return key === "." || key.toLowerCase() === "ю" || code === "NumpadDecimal" || (code === "Period" && !shiftKey);
}

// «\» lies on the same key in both layouts; «/» needs Shift in the Russian one.
function isStroke({ key, code }) {
  return key === "/" || key === "\\" || code === "NumpadDivide";
}

function marked(key, { marks, opens }) {
  if (opens) return /[\p{L}\d]/u.test(key) ? { does: "type", value: key } : null;
  return key in marks ? { does: "mark", value: marks[key] } : { does: "unknown", value: key };
}

function digitOf({ key, code, shiftKey }) {
  if (/^[0-9]$/.test(key)) return key;
  return (!shiftKey && /^Digit([0-9])$/.exec(code)?.[1]) || "";
}

function signOf({ key, code }) {
  const letter = key.toLowerCase();
  const meant = SIGNS.find((sign) => sign.letter === letter);
  // Another Russian letter was meant, whatever key it lies on; any other alphabet goes by the key.
  if (meant || /[а-яё]/.test(letter)) return meant;
  return SIGNS.find((sign) => sign.code === code);
}

// «• н», «5/4», «2→4», «5 оп7», «н/4»; whatever has another form, as «зч» or «A», is taken for a mark.
const SIGN = String.raw`(?:осв|оп\d*|нп|сп|н|б|у|д)(?:\/\S+)?`;
const MARKS = String.raw`(?<first>\d+)(?:\/\d+)?(?:→\S+)?`;
const CELL = new RegExp(String.raw`^(?<point>•)?\s*(?<marks>${MARKS})?\s*(?<sign>${SIGN})?$`, "u");
const PRESENT = /^(?:оп[0-9]*|осв|сп|д)$/u; // who is late, exempt or far away may be marked

// The text of a cell after an intention, or null where it makes no sense there.
// «4» in a cell with «оп5» keeps the lateness; «н» takes the mark away: who was absent has earned none.
// A point waits for a mark: the mark takes it away, a sign of attendance stays beside it.
export function compose(text, { does, value }) {
  const { point = "", marks = "", first = "", sign = "" } = CELL.exec(text)?.groups ?? { marks: text };
  const kept = PRESENT.test(sign) ? sign : "";
  if (does === "clear") return "";
  if (does === "mark") return joined(value, kept);
  if (does === "second") return first ? joined(`${first}/${value}`, kept) : null;
  if (does !== "sign") return null;
  if (value === POINT) return joined(POINT, sign);
  if (!PRESENT.test(value)) return joined(point, value);
  return joined(point, marks, sign.startsWith(value) ? sign : value);
}

function joined(...parts) {
  return parts.filter(Boolean).join(" ");
}
