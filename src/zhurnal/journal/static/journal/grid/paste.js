// What a text from a spreadsheet would do to the sheet. Pure: text in, plan out, nothing is written. Whether a
// text is a mark at all, the server judges.

import { columnsNamed, headingIn } from "./dates.js";
import { nameIn, namesIn, whoIs, wordsOf } from "./names.js";
import { toRows } from "./table.js";

const MOST_LETTERS = 1_000_000;
const LONGEST = 20; // letters in a cell

// The plan: {problem: {code, …}} where the text does not fit at all; else
// cells: [{row, column, text, was, fate}], of which `fate` is "new", "over", "same", or why it will not be written;
// lines: [{row, name}] of the sheet that get anything, with the name as it was pasted;
// missing, unclear: [{line, name}] whose row was not found, or not for certain;
// dateless: headings with a date on which there is no lesson; ignored: headings that name no date.
//
// The sheet: {names, dates, at: {row, column}, textAt(row, column), lockOf(row, column)}.
export function planOf(text, sheet) {
  if (text.length > MOST_LETTERS) return { problem: { code: "huge" } };
  const rows = toRows(text);
  if (!rows.length) return { problem: { code: "empty" } };
  const heading = headingIn(rows);
  const body = rows.slice(heading + 1);
  const known = sheet.names.map(wordsOf);
  const names = namesIn(body, known);
  const aim = columnsOf(rows[heading], names, sheet, rows[0].length);
  const found = names ? rowsByName(body, names, known, heading) : rowsInOrder(body, sheet.at.row);
  const problem = problemOf({ body, aim, found, sheet });
  return problem ? { problem } : filled(body, found, aim, sheet);
}

// {targets: place in a pasted row → column of the sheet or -1, …}: by dates, or to the right from the hand.
function columnsOf(headings, names, { dates, at }, width) {
  const first = names ? names.last + 1 : 0;
  const places = Array.from({ length: Math.max(0, width - first) }, (_, place) => first + place);
  if (!headings) return { targets: new Map(places.map((place, by) => [place, at.column + by])), dateless: [], ignored: [] };
  const meant = columnsNamed(headings, dates);
  const dated = places.filter((place) => meant[place] !== null);
  return {
    targets: new Map(dated.map((place) => [place, meant[place]])),
    dateless: dated.filter((place) => meant[place] < 0).map((place) => headings[place]),
    ignored: places.filter((place) => meant[place] === null && headings[place]).map((place) => headings[place]),
  };
}

// Which row of the sheet each line means: {rows: [row or -1], names, missing, unclear}.
function rowsByName(body, columns, known, heading) {
  const lines = body.map((cells, at) => ({ line: heading + at + 2, name: nameIn(cells, columns), cells }));
  const meant = lines.map(({ name }) => whoIs(name, known).rows);
  const claims = meant.filter((rows) => rows.length === 1).flat();
  const isClear = (rows) => rows.length === 1 && claims.filter((row) => row === rows[0]).length === 1;
  const holds = ({ cells }) => cells.slice(columns.last + 1).some(Boolean);
  const short = ({ line, name }) => ({ line, name });
  return {
    rows: meant.map((rows) => (isClear(rows) ? rows[0] : -1)),
    names: lines.map(({ name }) => name),
    missing: lines.filter((line, at) => !meant[at].length && (line.name || holds(line))).map(short),
    unclear: lines.filter((_, at) => meant[at].length && !isClear(meant[at])).map(short),
  };
}

function rowsInOrder(body, top) {
  return { rows: body.map((_, at) => top + at), names: body.map(() => ""), missing: [], unclear: [], inOrder: true };
}

function problemOf({ body, aim, found, sheet }) {
  const { names, dates } = sheet;
  if (!body.length) return { code: "empty" };
  if (found.inOrder && found.rows.at(-1) >= names.length) {
    return { code: "tall", lines: body.length, room: names.length - sheet.at.row };
  }
  const columns = [...aim.targets.values()];
  if (columns.some((column) => column >= dates.length)) {
    return { code: "wide", columns: columns.length, room: dates.length - sheet.at.column };
  }
  if (columns.length && columns.every((column) => column < 0)) return { code: "no_dates" };
  if (found.rows.every((row) => row < 0)) return { code: "no_names" };
  return null;
}

function filled(body, { rows, names, missing, unclear, inOrder = false }, { targets, dateless, ignored }, sheet) {
  const cells = [];
  const lines = [];
  for (const [line, row] of rows.entries()) {
    if (row < 0) continue;
    const own = cellsOf(body[line], row, targets, sheet);
    if (own.length) lines.push({ row, name: names[line] });
    cells.push(...own);
  }
  if (!cells.length) return { problem: { code: missing.length || unclear.length ? "no_names" : "empty" } };
  return { cells, lines, missing, unclear, dateless, ignored, inOrder };
}

// A blank leaves a cell as it is.
function cellsOf(texts, row, targets, sheet) {
  return [...targets]
    .filter(([place, column]) => column >= 0 && texts[place])
    .map(([place, column]) => {
      const was = sheet.textAt(row, column);
      return { row, column, text: texts[place], was, fate: fateOf(texts[place], was, sheet.lockOf(row, column)) };
    });
}

function fateOf(text, was, lock) {
  if (lock) return lock;
  if (text.length > LONGEST) return "long";
  if (text === was) return "same";
  return was ? "over" : "new";
}
