// Whose row a pasted name means. Pure. «е» stands for «ё», hyphens for spaces, «М. П.» for «Мария Петровна».

const EXACT = 4, FULL = 3, INITIALS = 2, SURNAME = 1, OTHER = 0;

// The words of a name in small letters; a day of birth that tells namesakes apart is made of words too.
export function wordsOf(name) {
  return name.toLowerCase().replaceAll("ё", "е").split(/[^\p{L}\d]+/u).filter(Boolean);
}

// How well a pasted name fits a name of the sheet. More words than the sheet shows do no harm, nor do fewer.
function likeness(pasted, known) {
  const common = Math.min(pasted.length, known.length);
  let level = common > 1 ? FULL : SURNAME;
  for (let at = 0; at < common; at += 1) {
    if (pasted[at] === known[at]) continue;
    if (pasted[at].length > 1 || !known[at].startsWith(pasted[at])) return OTHER;
    level = INITIALS;
  }
  return level === FULL && pasted.length === known.length ? EXACT : level;
}

// {rows: places in `known` that fit best, level}. `known` are lists of parts. «Мария Иванова» is tried as
// «Иванова Мария» where nothing fits as it is written.
export function whoIs(name, known) {
  const parts = wordsOf(name);
  if (!parts.length || parts[0].length < 2 && parts.length < 2) return { rows: [], level: OTHER };
  const asWritten = best(parts, known);
  return asWritten.level || parts.length < 2 ? asWritten : best([parts.at(-1), ...parts.slice(0, -1)], known);
}

// A surname is never an initial.
function best(parts, known) {
  if (parts[0].length < 2) return { rows: [], level: OTHER };
  const levels = known.map((one) => likeness(parts, one));
  const level = Math.max(OTHER, ...levels);
  return { level, rows: level ? levels.flatMap((one, row) => (one === level ? [row] : [])) : [] };
}

// «Иванова Мария», «Иванова М. П.»: no sign and no mark looks like it.
function isFullName(text) {
  return /^\p{Lu}[\p{L}'’-]+\s+\p{Lu}[\p{L}'’-]*\.?(\s|$|\p{Lu})/u.test(text);
}

// {first, last}: the columns of a block that hold the names, or null. Surname and given name may stand in two
// or three columns: together they fit better.
export function namesIn(rows, known) {
  let found = null;
  let most = 0;
  for (let first = 0; first < (rows[0]?.length ?? 0); first += 1) {
    for (let last = first; last < Math.min(first + 3, rows[0].length); last += 1) {
      const score = fit(rows, first, last, known);
      if (score > most) [found, most] = [{ first, last }, score];
    }
  }
  return found ?? strangers(rows);
}

// The second part of a name is a word or an initial with its dot: «н» beside a surname is an absence.
const PART = /^(\p{L}{2}|\p{L}\.)/u;

function fit(rows, first, last, known) {
  const added = rows.flatMap((row) => row.slice(first + 1, last + 1)).filter(Boolean);
  if (!added.every((text) => PART.test(text))) return OTHER;
  return rows.reduce((sum, row) => sum + whoIs(nameIn(row, { first, last }), known).level, 0);
}

export function nameIn(row, { first, last }) {
  return row.slice(first, last + 1).join(" ").trim();
}

// Names of which the sheet knows none: another class, most likely.
function strangers(rows) {
  const width = rows[0]?.length ?? 0;
  for (let first = 0; first < width; first += 1) {
    const written = rows.map((row) => row[first]).filter(Boolean);
    if (written.length && written.filter(isFullName).length * 2 >= written.length) return { first, last: first };
  }
  return null;
}
