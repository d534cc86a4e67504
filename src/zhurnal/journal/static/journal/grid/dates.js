// Which lesson a heading of a pasted table means: «04.03», «4 марта», «04.мар», «2026-03-04». Pure.

const LETTERS = 3; // of the name of a month are enough
const MONTHS = new Map();
for (const language of ["ru", "en"]) {
  for (const form of [{ month: "long" }, { day: "numeric", month: "long" }]) {
    const spell = new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" });
    for (let month = 1; month <= 12; month += 1) {
      const parts = spell.formatToParts(new Date(Date.UTC(2026, month - 1, 1)));
      const { value } = parts.find(({ type }) => type === "month");
      MONTHS.set(value.toLowerCase().slice(0, LETTERS), month);
    }
  }
}

const YEAR = String.raw`(?:[./\s-]+(?<year>\d{4}|\d{2}))?`;
const FORMS = [
  new RegExp(String.raw`^(?<day>\d{1,2})\.(?<month>\d{2})${YEAR}\.?$`),
  /^(?<day>\d{1,2})\/(?<month>\d{2})\/(?<year>\d{4}|\d{2})$/, // without a year it may be two marks
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ][\d:.]+)?$/,
  new RegExp(String.raw`^(?<day>\d{1,2})[.\s-]+(?<name>\p{L}{3,})\.?${YEAR}(?:\s*\p{L}\.?)?$`, "u"),
];
const WEEKDAY = /^\p{L}{2}\.?,?\s+|[,\s]+\(?\p{L}{2}\)?\.?$/gu;

// {day, month, year}, the year 0 where none is named; null for what is no date.
export function dateIn(text) {
  const bare = text.toLowerCase().replace(WEEKDAY, "");
  const found = FORMS.map((form) => form.exec(bare)?.groups).find(Boolean);
  if (!found) return null;
  const month = found.name ? MONTHS.get(found.name.slice(0, LETTERS)) : Number(found.month);
  const [day, year] = [Number(found.day), Number(found.year ?? 0)];
  if (!month || month > 12 || day < 1 || day > 31) return null;
  return { day, month, year: year && year < 100 ? 2000 + year : year };
}

// The number of the row that names lessons by their dates, or -1. It stands on top and has no marks in it.
export function headingIn(rows, deep = 4) {
  return rows.slice(0, deep).findIndex((row) => row.some(dateIn) && !row.some(isMark));
}

function isMark(text) {
  return /^(\p{L}|\d[\d.,/]*)$/u.test(text) && !dateIn(text);
}

// For each heading: the column it means, -1 for a date on which there is no lesson, null for what is no date.
// The same date twice means the first and the second column of that day.
export function columnsNamed(headings, dates) {
  const taken = new Set();
  return headings.map((heading) => {
    const wanted = dateIn(heading);
    if (!wanted) return null;
    const column = dates.findIndex((date, at) => !taken.has(at) && isOn(date, wanted));
    if (column >= 0) taken.add(column);
    return column;
  });
}

function isOn(date, { day, month, year }) {
  const [its, itsMonth, itsDay] = date.split("-").map(Number);
  return itsDay === day && itsMonth === month && (!year || year === its);
}
