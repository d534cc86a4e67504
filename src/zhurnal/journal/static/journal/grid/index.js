// Brings the sheet of a course to life: keys and touches in, text and states out.

import { editInPlace } from "./edit.js";
import { intention } from "./entry.js";
import { Focus } from "./focus.js";
import { Keypad } from "./keypad.js";
import { Marking } from "./marking.js";
import { Sheet } from "./sheet.js";
import { Status, fill } from "./status.js";
import { drawer, uuid, wire } from "./wire.js";

const SEAT = "zhurnal:seat:";

for (const room of document.querySelectorAll("[data-module=grid]")) start(room);

function start(room) {
  const part = (name) => room.querySelector(`[data-${name}]`);
  const table = part("grid");
  const { versions, words } = JSON.parse(part("grid-data").textContent);
  const { course, period, cells, user } = table.dataset;
  const sheet = new Sheet(table, versions);
  if (!sheet.columns.length || !sheet.rows.length) return;

  const cue = (text) => { part("cue").textContent = text; };
  const focus = new Focus(sheet, ({ cell, column }) => {
    const about = `${sheet.whoIn(cell)} · ${sheet.heads[column].firstElementChild.ariaLabel}`;
    part("place").textContent = about;
    keypad?.tell(about);
    cue(cell.classList.contains("grid__cell--failed") ? words.refused_here : "");
  });
  const store = drawer(user, course);
  const status = new Status(part("save-state"), words, {
    onResolve: (conflict, putMine) => focus.toCell(marking.resolve(conflict, putMine)),
    onShow: (names) => focus.toCell(sheet.find(names)),
    onRead: (names) => { marking.dismiss(sheet.find(names)); focus.toCell(focus.cell); },
  });
  const marking = new Marking({ sheet, status, store, makeId: uuid, post: wire({ url: cells, user, words }) });
  const keypad = part("keypad") && new Keypad(part("keypad"), (what) => act(what));
  keypad?.listen(table, (target) => target.closest("td") && !lock(focus.cell));

  let first = null; // the cell with the mark to which «/» and the next digit add a second one
  let justWritten = null; // the hand has moved on from it, but «/» still means it

  const lock = (cell) => (sheet.editable ? sheet.lockOf(cell) : "reader");
  const down = () => { if (!focus.stepDown((cell) => !lock(cell))) cue(words.end_of_list); };

  function write(what) {
    const cell = focus.cell;
    const locked = lock(cell);
    if (locked) return cue(words.locks[locked]);
    const waiting = first === cell;
    first = null;
    cue("");
    if (!marking.apply(cell, waiting && what.does === "mark" ? { ...what, does: "second" } : what)) return undefined;
    if (what.does === "clear") return undefined;
    justWritten = cell;
    return down();
  }

  // «5», «/», «4» in one go is «5/4» in one cell, although the hand moved on after «5».
  function second() {
    const cell = justWritten ?? focus.cell;
    if (lock(cell)) return cue(words.locks[lock(cell)]);
    if (!/^[0-9]/.test(cell.textContent)) return cue(words.first_mark_first);
    focus.toCell(cell);
    first = cell;
    return cue(words.second_mark);
  }

  function edit() {
    const cell = focus.cell;
    if (lock(cell)) return cue(words.locks[lock(cell)]);
    const text = cell.textContent;
    sheet.hold(cell);
    return editInPlace(cell, text, (value, way) => {
      if (value === null || value === text) sheet.release(cell);
      else marking.write(cell, value);
      if (value === null) cell.focus({ preventScroll: true });
      else if (way) focus.move(way) || cell.focus({ preventScroll: true });
    });
  }

  function takeBack(cell) {
    if (cell) focus.toCell(cell);
    else cue(words.nothing_to_undo);
  }

  const acts = {
    move: ({ to }) => focus.move(to) || cue(to === "down" ? words.end_of_list : ""),
    mark: write,
    sign: write,
    clear: write,
    second,
    edit,
    undo: () => takeBack(marking.undo()),
    redo: () => takeBack(marking.redo()),
    legend: () => document.getElementById("legend").togglePopover(),
    lesson: () => sheet.heads[sheet.placeOf(focus.cell).column].firstElementChild.click(),
    escape: () => { first = null; keypad?.close(); cue(""); marking.dismiss(focus.cell); },
    unknown: ({ value }) => cue(fill(words.unknown, { value })),
  };

  function act(what) {
    const before = justWritten;
    acts[what.does](what);
    if (justWritten === before && what.does !== "second") justWritten = null;
  }

  table.addEventListener("keydown", (event) => {
    const what = event.target === focus.cell && intention(event);
    if (!what) return;
    event.preventDefault();
    act(what);
  });
  table.addEventListener("dblclick", ({ target }) => { if (target === focus.cell) edit(); });
  takeSeat();
  if (sheet.editable) keepSafe();

  // The cell in which one sat before the page was loaded anew; else the lesson named by the address or the last
  // one held, on top.
  function takeSeat() {
    const seat = JSON.parse(sessionStorage.getItem(SEAT + course + period) ?? "null");
    const [{ type }] = performance.getEntriesByType("navigation");
    const named = type === "navigate" ? /^#lesson-(\d+)$/.exec(location.hash)?.[1] : undefined;
    const known = !named && seat && sheet.find(seat);
    const grab = known ? seat.held || location.hash === "#grid" : location.hash !== "";
    if (known) focus.toCell(known, { grab });
    else focus.to(firstRow(columnOf(named)), columnOf(named), { grab });
    addEventListener("pagehide", () => {
      const held = table.contains(document.activeElement);
      sessionStorage.setItem(SEAT + course + period, JSON.stringify({ ...sheet.namesOf(focus.cell), held }));
    });
  }

  function firstRow(column) {
    return Math.max(0, sheet.rows.findIndex((_, row) => !sheet.lockOf(sheet.cell(row, column))));
  }

  function columnOf(lesson) {
    const named = sheet.heads.findIndex((head) => head.dataset.lesson === lesson);
    const held = sheet.heads.findLastIndex((head) => !head.dataset.locked);
    return named >= 0 ? named : Math.max(0, held);
  }

  function keepSafe() {
    marking.restore();
    addEventListener("online", () => marking.retryNow());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) marking.retryNow(); });
    addEventListener("beforeunload", (event) => { if (marking.unsent) event.preventDefault(); });
    // A school's computer is shared: who signs out leaves nothing behind.
    document.addEventListener("submit", (event) => {
      if (new URL(event.target.action).pathname !== table.dataset.signOut) return;
      if (marking.unsent && !confirm(status.count("sign_out", marking.unsent))) event.preventDefault();
      else store.wipe();
    });
  }
}
