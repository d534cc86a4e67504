import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.self = globalThis;
await import("../../src/zhurnal/diary/static/diary/offline-rules.js");
const { addresses, isOld, keyOf, partsOf, pupilOf, weekOf, withBar } = globalThis.offlineRules;

const at = (path) => new URL(path, "https://school.example");
const WORDS = { ru: { offline: "Нет сети.", asOf: "Данные на", again: "Обновить" }, en: { offline: "No network.", asOf: "As of", again: "Refresh" } };

test("weeks are those of the calendar, at the turn of a year too", () => {
  const weeks = { "2026-03-04": "2026-W10", "2026-03-08": "2026-W10", "2026-03-09": "2026-W11", "2026-01-01": "2026-W01", "2027-01-01": "2026-W53", "2025-12-29": "2026-W01" };
  for (const [day, week] of Object.entries(weeks)) assert.equal(weekOf(new Date(`${day}T12:00`)), week, day);
});

test("two weeks back, this one, the next and both views of marks are kept for each child", () => {
  const found = addresses(["5", "7"], new Date("2026-03-04T12:00"));
  assert.deepEqual(found.slice(0, 6), [
    "/diary/5/week/2026-W08/", "/diary/5/week/2026-W09/", "/diary/5/week/2026-W10/", "/diary/5/week/2026-W11/",
    "/diary/5/marks/?view=simple", "/diary/5/marks/?view=extended",
  ]);
  assert.equal(found.length, 12);
  for (const address of found) assert.equal(keyOf(at(address)), address);
});

test("a week has one name whichever day is shown, and other pages have none", () => {
  assert.equal(keyOf(at("/diary/5/week/2026-W10/?day=2026-03-04")), "/diary/5/week/2026-W10/");
  for (const path of ["/diary/", "/diary/5/messages/", "/diary/5/week/2026-W10/paper/", "/journal/5/", "/diary/5/forecast/", "/diary/5/marks/9/", "/diary/5/marks/?view=extended&period=3", "/diary/offline/"]) {
    assert.equal(keyOf(at(path)), "", path);
  }
});

test("all pages of a pupil begin alike, and those of another do not", () => {
  assert.equal(pupilOf("/diary/5/marks/?view=simple"), "/diary/5/");
  assert.ok(!"/diary/55/marks/".startsWith(pupilOf("/diary/5/week/2026-W10/")));
});

test("after fourteen days a copy is old", () => {
  const now = Date.parse("2026-03-20T08:00:00Z");
  assert.equal(isOld("2026-03-06T08:00:01Z", now), false);
  assert.equal(isOld("2026-03-06T07:59:59Z", now), true);
});

test("a copy says of when it is, in its own language", () => {
  const page = (lang) => `<html lang="${lang}"><body><main id="main" class="sheet"><h1>5</h1></main></body></html>`;
  const russian = withBar(page("ru"), "2026-11-26T21:14:00", WORDS);
  assert.match(russian, /<main id="main" class="sheet"><p class="notice notice--waiting" role="status">.*Данные на 26 ноября/);
  assert.match(withBar(page("en"), "2026-11-26T21:14:00", WORDS), /As of .*26/);
  assert.equal(russian.match(/<p /g).length, 1);
});

test("the parts of a page are its scripts and styles, and nothing of other places", () => {
  const html = '<link href="/static/ui/a.css"><script src="/static/ui/b.js"></script><a href="/diary/5/">x</a>';
  assert.deepEqual(partsOf(html), ["/static/ui/a.css", "/static/ui/b.js"]);
});
