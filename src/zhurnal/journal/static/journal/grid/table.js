// A block of cells as text, the way spreadsheets put it on the clipboard. Pure.

const BEGINS_A_FORMULA = /^[=+\-@\t\r]/;
const ESCAPED = /^'(?=[=+\-@\t\r])/;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

// Rows of texts → text. What a spreadsheet would take for a formula is escaped.
export function toText(rows) {
  return rows.map((row) => row.map(cellToText).join("\t")).join("\n");
}

function cellToText(text) {
  const safe = BEGINS_A_FORMULA.test(text) ? `'${text}` : text;
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// Text → rows of equal length, as many as hold anything. Cells come tidy: odd spaces, «5,0», the escape are gone.
export function toRows(text) {
  const plain = text.replace(INVISIBLE, "").replace(/\r\n?/g, "\n");
  const rows = split(plain, separatorOf(plain)).map((row) => row.map(tidy));
  while (rows.length && rows.at(-1).every((cell) => !cell)) rows.pop();
  const width = Math.max(0, ...rows.map((row) => row.findLastIndex(Boolean) + 1));
  return rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ""));
}

// What stands in a cell of a spreadsheet, as it would be typed: «5,0» is what it makes of a 5.
function tidy(text) {
  return text.replace(ESCAPED, "").replace(/\s+/gu, " ").trim().replace(/^(\d+)[.,]0+$/, "$1");
}

// Tabs from a spreadsheet; else the separators of CSV. A comma may also be a decimal or the key of «б»: it parts
// cells only where every line has as many and they stand between more than two numbers.
function separatorOf(text) {
  if (text.includes("\t")) return "\t";
  if (text.includes(";")) return ";";
  const counts = text.split("\n").filter((line) => line.trim()).map((line) => line.split(",").length - 1);
  const even = counts.length > 0 && counts.every((count) => count === counts[0]);
  const words = /[\p{L}"]{2}\s*,|,\s*[\p{L}"]{2}/u.test(text);
  return even && (counts[0] > 1 || (counts[0] === 1 && words)) ? "," : "\t";
}

// A quoted cell may hold separators and ends of lines; a quote inside it is doubled.
function split(text, separator) {
  const rows = [[]];
  const cell = separator === "\t" ? /"((?:[^"]|"")*)"(?=\t|\n|$)|[^\t\n]*/y : csvCell(separator);
  for (let at = 0; at <= text.length; at = cell.lastIndex + 1) {
    cell.lastIndex = at;
    const [whole, quoted] = cell.exec(text);
    cell.lastIndex = at + whole.length;
    rows.at(-1).push(quoted === undefined ? whole : quoted.replaceAll('""', '"'));
    if (text[cell.lastIndex] === "\n") rows.push([]);
  }
  return rows;
}

function csvCell(separator) {
  return new RegExp(`"((?:[^"]|"")*)"(?=${separator}|\\n|$)|[^${separator}\\n]*`, "y");
}
