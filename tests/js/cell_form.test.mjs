import assert from "node:assert/strict";
import { test } from "node:test";

import { changeOf, parts, typed } from "../../src/zhurnal/journal/static/journal/grid/cell_form.js";

const CELLS = {
  "": { value: "", resit: "", sign: "", minutes: "" },
  5: { value: "5", resit: "", sign: "", minutes: "" },
  "5/4": { value: "5/4", resit: "", sign: "", minutes: "" },
  "2→4": { value: "2", resit: "4", sign: "", minutes: "" },
  "2/3→4/5": { value: "2/3", resit: "4/5", sign: "", minutes: "" },
  "н": { value: "", resit: "", sign: "н", minutes: "" },
  "оп15": { value: "", resit: "", sign: "оп", minutes: "15" },
  "5 оп7": { value: "5", resit: "", sign: "оп", minutes: "7" },
  "2→4 осв": { value: "2", resit: "4", sign: "осв", minutes: "" },
  "н/4": { value: "4", resit: "", sign: "н", minutes: "" },
  "нп/2→4": { value: "2", resit: "4", sign: "нп", minutes: "" },
  "•": { value: "•", resit: "", sign: "", minutes: "" },
  "• б": { value: "•", resit: "", sign: "б", minutes: "" },
  "зч": { value: "зч", resit: "", sign: "", minutes: "" },
  "A/B": { value: "A/B", resit: "", sign: "", minutes: "" },
};

test("a text goes into the fields and comes back as it was", () => {
  for (const [text, fields] of Object.entries(CELLS)) {
    assert.deepEqual(parts(text), fields, text);
    assert.equal(typed(fields), text);
  }
});

const untouched = (now) => Object.fromEntries(Object.entries(now).map(([name, value]) => [name, { now: value, was: value }]));
const page = untouched({ value: "2", resit: "", sign: "", minutes: "", due: "", handed_in: "", comment: "Повтори", audience: "family" });

test("what nobody has touched is not sent along", () => {
  assert.deepEqual(changeOf(page), { text: "2", more: {} });
  assert.deepEqual(changeOf({ ...page, resit: { now: " 4 ", was: "" } }), { text: "2→4", more: {} });
});

test("a comment goes with who may read it, also where only that has changed", () => {
  const staff = { audience: { now: "staff", was: "family" } };
  assert.deepEqual(changeOf({ ...page, ...staff }).more, { comment: "Повтори", staff_only: true });
  const other = { comment: { now: "Молодец ", was: "Повтори" } };
  assert.deepEqual(changeOf({ ...page, ...other }).more, { comment: "Молодец", staff_only: false });
  const none = { comment: { now: "", was: "" } };
  assert.deepEqual(changeOf({ ...page, ...none, ...staff }).more, {}, "who may read nothing is no news");
});

test("an emptied comment is taken away", () => {
  assert.deepEqual(changeOf({ ...page, comment: { now: "", was: "Повтори" } }).more, { comment: "", staff_only: false });
});

test("days and a reason go along where they were given", () => {
  const given = { due: { now: "2026-03-20", was: "" }, reason: { now: " работа проверена позже ", was: "" } };
  assert.deepEqual(changeOf({ ...page, ...given }).more, { due: "2026-03-20", reason: "работа проверена позже" });
  const emptied = { now: "", was: "2026-03-20" };
  assert.deepEqual(changeOf({ ...page, due: emptied }).more, { due: "" }, "a point may wait without a day");
  assert.deepEqual(changeOf({ ...page, handed_in: emptied }).more, {}, "work that came in came in on some day");
});
