// What a key press in a cell means. Pure: no document, no state. docs/keyboard.md tells the same to people.

export const MARKS = ["5", "4", "3", "2"];

// What is written, the letter, and the physical key under it: half the hands forget which layout is on.
export const SIGNS = [
  { value: "н", letter: "н", code: "KeyY" },
  { value: "б", letter: "б", code: "Comma" },
  { value: "у", letter: "у", code: "KeyE" },
  { value: "оп", letter: "о", code: "KeyJ" },
  { value: "нп", letter: "п", code: "KeyG" },
  { value: "осв", letter: "с", code: "KeyC" },
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
const NAMED = { Delete: "clear", Backspace: "clear", F2: "edit", Escape: "escape" };

// An intention: {does, to} for a move, {does, value} for what is written, {does} for the rest.
// null means that the key is none of ours: the browser keeps it (Tab leaves the grid).
export function intention(press) {
  if (press.isComposing) return null;
  if (press.altKey) return press.key === "ArrowUp" ? { does: "lesson" } : null;
  if (press.ctrlKey || press.metaKey) return withControl(press);
  if (press.key in MOVES) return { does: "move", to: MOVES[press.key] };
  if (press.key === "Enter") return { does: "move", to: press.shiftKey ? "up" : "down" };
  if (press.key in NAMED) return { does: NAMED[press.key] };
  return press.key.length === 1 ? written(press) : null;
}

function withControl({ key, code, shiftKey }) {
  if (key in CORNERS) return { does: "move", to: CORNERS[key] };
  if (code === "KeyZ") return { does: shiftKey ? "redo" : "undo" };
  return code === "KeyY" ? { does: "redo" } : null;
}

function written(press) {
  if (press.key === "?" || (press.code === "Slash" && press.shiftKey)) return { does: "legend" };
  if (press.key === "/" || press.code === "Slash" || press.code === "NumpadDivide") return { does: "second" };
  const digit = digitOf(press);
  if (digit) return MARKS.includes(digit) ? { does: "mark", value: digit } : { does: "unknown", value: digit };
  const sign = signOf(press);
  if (sign) return { does: "sign", value: sign.value };
  return /\p{L}/u.test(press.key) ? { does: "unknown", value: press.key } : null;
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

const CELL = /^(?<first>[0-9]+)?(?:\/(?<second>[0-9]+))?\s*(?<sign>\D\S*)?$/u;
const PRESENT = /^(?:оп[0-9]*|осв)$/u; // who is late or exempt is there, and may be marked

// The text of a cell after an intention, or null where it makes no sense there.
// «4» in a cell with «оп5» keeps the lateness; «н» takes the mark away: who was absent has earned none.
export function compose(text, { does, value }) {
  const { first = "", second = "", sign = "" } = CELL.exec(text)?.groups ?? {};
  const kept = PRESENT.test(sign) ? sign : "";
  if (does === "clear") return "";
  if (does === "mark") return joined(value, kept);
  if (does === "second") return first ? joined(`${first}/${value}`, kept) : null;
  if (does !== "sign") return null;
  if (!PRESENT.test(value)) return value;
  return joined(second ? `${first}/${second}` : first, sign.startsWith(value) ? sign : value);
}

function joined(marks, sign) {
  return [marks, sign].filter(Boolean).join(" ");
}
