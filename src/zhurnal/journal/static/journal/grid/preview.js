// What the dialogs show before anything is written: tables and lists made from a plan.

import { fill, made } from "./speech.js";

const MOST_LISTED = 12; // of one kind; the rest is counted

// A list of what will be overwritten: «Иванова Мария · 4 марта, … : 4 → 5».
export function changesShown(changes, sheet, words) {
  const items = changes.map(({ cell, text }) => [
    `${sheet.whoIn(cell)} · ${sheet.whenOf(sheet.placeOf(cell).column)}: `, ...fromTo(cell.textContent, text || words.nothing),
  ]);
  return listed("", items, words);
}

// The table of a paste: whose row, which lesson, what comes where. It scrolls by itself, and can be reached by keys.
export function pasteShown({ cells, lines }, sheet, words) {
  const columns = [...new Set(cells.map(({ column }) => column))].sort((one, other) => one - other);
  const byPlace = new Map(cells.map((one) => [`${one.row}:${one.column}`, one]));
  const lesson = (column) => heading("col", sheet.dayOf(column), made("small", "", sheet.kindOf(column)));
  const head = made("tr", "", heading("col", words.pupil), ...columns.map(lesson));
  const body = lines.map(({ row, name }) => made("tr", "", whose(row, name, sheet, words), ...columns.map(
    (column) => shown(byPlace.get(`${row}:${column}`), words),
  )));
  const table = made("table", "preview__table", made("thead", "", head), made("tbody", "", ...body));
  const region = made("div", "preview__scroll", table);
  Object.assign(region, { tabIndex: 0, role: "region", ariaLabel: words.preview });
  return region;
}

function whose(row, name, sheet, words) {
  const known = sheet.whoIn(sheet.cell(row, 0));
  const told = name && name !== known ? [made("small", "", fill(words.written_as, { name }))] : [];
  return heading("row", known, ...told);
}

function heading(scope, ...parts) {
  const cell = made("th", "", ...parts);
  cell.scope = scope;
  return cell;
}

function shown(cell, words) {
  if (!cell) return made("td", "");
  const { fate, was, text } = cell;
  if (fate === "over") return made("td", "preview__over", ...fromTo(was, text));
  if (fate === "new" || fate === "same") return made("td", `preview__${fate}`, text);
  const refused = made("td", "preview__no", made("s", "", text));
  refused.title = words.locks[fate];
  return refused;
}

function fromTo(was, text) {
  return [made("del", "", was), " → ", made("ins", "", text)];
}

// What a paste leaves out and why: one list for each reason.
export function leftOut({ cells, missing, unclear, dateless, ignored }, sheet, words) {
  const locked = new Set(cells.filter(isLocked).map(({ fate }) => fate));
  const where = ({ row, column }) => [`${sheet.whoIn(sheet.cell(row, column))} · ${sheet.dayOf(column)}`];
  const line = ({ line: number, name }) => [fill(words.line, { n: number, name: name || words.nothing })];
  return [
    listed(words.missing, missing.map(line), words),
    listed(words.unclear, unclear.map(line), words),
    listed(words.dateless, dateless.map((text) => [text]), words),
    ...[...locked].map((fate) => listed(words.locks[fate], cells.filter((one) => one.fate === fate).map(where), words)),
    listed(words.ignored, ignored.map((text) => [text]), words),
  ].filter(Boolean);
}

export function isLocked({ fate }) {
  return fate !== "new" && fate !== "over" && fate !== "same";
}

function listed(title, items, words) {
  if (!items.length) return null;
  const told = items.slice(0, MOST_LISTED).map((parts) => made("li", "", ...parts));
  if (items.length > MOST_LISTED) told.push(made("li", "", fill(words.and_more, { n: items.length - MOST_LISTED })));
  const list = made("ul", "preview__list", ...told);
  return title ? made("section", "preview__why", made("h3", "", title), list) : list;
}
