// Brings the sheet of a course to life: keys and touches in, text and states out.

import { Ask } from "./ask.js";
import { Bulk } from "./bulk.js";
import { copyText, listen } from "./clipboard.js";
import { Details } from "./details.js";
import { intention } from "./entry.js";
import { Focus } from "./focus.js";
import { Keypad } from "./keypad.js";
import { Marking } from "./marking.js";
import { memory } from "./memory.js";
import { Panel } from "./panel.js";
import { Reasons } from "./reasons.js";
import { askAboutRefused } from "./refused.js";
import { Results } from "./results.js";
import { scaleOf } from "./scale.js";
import { takeSeat } from "./seat.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { Speech, fill } from "./speech.js";
import { Status } from "./status.js";
import { Typing } from "./typing.js";
import { drawer, uuid, wire } from "./wire.js";

for (const room of document.querySelectorAll("[data-module=grid]")) start(room);

function start(room) {
  const part = (name) => room.querySelector(`[data-${name}]`);
  const table = part("grid");
  const { versions } = JSON.parse(part("grid-data").textContent);
  const words = JSON.parse(part("grid-words").textContent);
  const { course, cells, user } = table.dataset;
  const sheet = new Sheet(table, versions);
  if (!sheet.columns.length || !sheet.rows.length) return;

  const speech = new Speech(words);
  const scale = scaleOf(table.dataset);
  const ask = new Ask(part("ask"));
  // What is told in a calm tone has gone well; the rest wants something.
  const cue = (text, tone = "") => Object.assign(part("cue"), { textContent: text }).dataset.tone = tone;
  const lock = (cell) => (sheet.editable ? sheet.lockOf(cell) : "reader");

  const focus = new Focus(sheet, ({ cell, column }) => {
    const about = `${sheet.whoIn(cell)} · ${sheet.whenOf(column)}`;
    part("place").textContent = about;
    keypad?.tell(about);
    selection.letGo();
    cue(cell.classList.contains("grid__cell--failed") ? words.refused_here : "");
  });
  const selection = new Selection(sheet, focus, ({ cells: n, lead }) => {
    const upTo = lead && `${sheet.whoIn(sheet.cell(lead.row, lead.column))} · ${sheet.dayOf(lead.column)}`;
    cue(n ? fill(words.taken, { n, up_to: upTo }) : "", "calm");
  });
  const store = drawer(user, course);
  const steps = memory(table.dataset);
  const status = new Status(part("save-state"), speech, {
    onResolve: (conflict, putMine) => focus.toCell(marking.resolve(conflict, putMine)),
    onShow: (names) => focus.toCell(sheet.find(names)),
    onRead: (names) => { marking.dismiss([sheet.find(names)]); focus.toCell(focus.cell); },
    onList: () => askAboutRefused({ ask, sheet, marking, focus, words }),
  });
  const post = wire({ url: cells, user, words });
  const reasons = new Reasons(sheet.editable ? part("reason") : null, { sheet, focus, speech, marking: () => marking });
  const marking = new Marking({ sheet, status, store, makeId: uuid, post, reasons });
  const offline = sheet.editable ? part("details-offline") : null;
  const details = new Details(part("details"), { offline, sheet, marking, words, onFail: cue });
  const results = new Results({ sheet, focus, onOpen: (row, back) => details.openAverage(row, { back }) });
  const bulk = new Bulk({ sheet, focus, selection, marking, speech, ask, lock, cue });
  const typing = new Typing({
    sheet, focus, selection, marking, scale, words, lock, cue, fillWith: (text, typed) => bulk.fill(text, typed),
  });
  const keypad = part("keypad") && new Keypad(part("keypad"), (what) => act(what));
  keypad?.listen(table, (target) => target.closest("td") && !lock(focus.cell));

  const writing = (does) => (what) => (sheet.editable ? does(what) : cue(words.locks.reader));
  const acts = {
    move: ({ to }) => {
      selection.letGo();
      if (focus.move(to) || (to === "right" && results.enter())) return;
      cue(to === "down" ? words.end_of_list : "");
    },
    extend: ({ to }) => selection.extend(to),
    all: () => selection.more(),
    mark: (what) => typing.write(what),
    sign: (what) => typing.write(what),
    clear: writing((what) => (selection.range ? bulk.clear() : typing.write(what))),
    second: (what) => typing.second(what),
    type: ({ value }) => typing.edit(value),
    edit: () => typing.edit(),
    details: () => details.openCell(focus.cell, { back }),
    comment: () => details.openCell(focus.cell, { wanted: "comment", back }),
    fill: writing(() => bulk.fill()),
    fillDown: writing(() => bulk.fillDown()),
    fillEmpty: writing(({ column }) => bulk.fillEmpty(column ?? sheet.placeOf(focus.cell).column)),
    paste: writing(() => bulk.pasteByHand()),
    copyAll: () => cue(copyText(bulk.everything()) ? words.copied : words.not_copied, "calm"),
    today: () => acts.move({ to: "today" }),
    undo: writing(() => takeBack(marking.undo())),
    redo: writing(() => takeBack(marking.redo())),
    legend: () => document.getElementById("legend").togglePopover(),
    lesson: () => headOfHand().firstElementChild.click(),
    column: () => panel.open(headOfHand().lastElementChild.href),
    escape: () => closeOpened() || (selection.range ? selection.letGo() : putAway()),
    unknown: (what) => typing.unknown(what),
  };

  const back = () => focus.toCell(focus.cell);
  const headOfHand = () => sheet.heads[sheet.placeOf(focus.cell).column];
  const panel = new Panel(part("column-dialog"), { words, onSaved: (column) => loadAnew(column), onFail: cue });
  const act = (what) => typing.around(what.does, () => acts[what.does](what));

  function takeBack(done) {
    if (!done) return cue(words.nothing_to_undo);
    if (done.cells.length) focus.toCell(done.cells[0]);
    if (done.left) return cue(speech.count("left", done.left));
    return done.cells.length > 1 && cue(speech.count("written", done.cells.length), "calm");
  }

  // The legend, opened by a key: the hand has not left its cell, so Esc is pressed there.
  function closeOpened() {
    const opened = room.querySelector(":popover-open");
    opened?.hidePopover();
    return Boolean(opened);
  }

  function putAway() {
    typing.forget();
    keypad?.close();
    cue("");
    marking.dismiss([focus.cell]);
  }

  table.addEventListener("keydown", (event) => {
    const what = event.target === focus.cell && intention(event, scale);
    if (!what) return;
    event.preventDefault();
    act(what);
  });
  table.addEventListener("dblclick", ({ target }) => { if (target === focus.cell) act({ does: "details" }); });
  table.tHead.addEventListener("click", (event) => {
    const link = event.target.closest("[data-column] a:last-child");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    panel.open(link.href);
  });
  // A button of the page that does something to the sheet: `data-command`, for a column also `data-column`.
  room.addEventListener("click", ({ target }) => {
    const { command, column } = target.closest("[data-command]")?.dataset ?? {};
    const at = column && sheet.columns.indexOf(Number(column));
    if (!command || at < 0) return; // the column may have come after the page
    target.closest("[popover]")?.hidePopover();
    focus.toCell(focus.cell);
    act({ does: command, column: at });
  });
  listen(table, { focus, lock, bulk, cue, words });
  const sitIn = takeSeat({ table, sheet, focus });
  if (sheet.editable) keepSafe();

  // Columns and averages are another now: the page comes anew, unless something would be lost with it.
  async function loadAnew(column) {
    if (!(await marking.calm())) return cue(words.panel_saved, "calm");
    sitIn(column);
    return location.reload();
  }

  function keepSafe() {
    marking.restore(steps.load());
    addEventListener("online", () => marking.retryNow());
    addEventListener("pagehide", () => steps.save(marking.steps));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) marking.retryNow(); });
    addEventListener("beforeunload", (event) => { if (marking.unsent) event.preventDefault(); });
    // A school's computer is shared: who signs out leaves nothing behind.
    document.addEventListener("submit", (event) => {
      if (new URL(event.target.action).pathname !== table.dataset.signOut) return;
      if (marking.unsent && !confirm(speech.count("sign_out", marking.unsent))) event.preventDefault();
      else for (const kept of [store, steps]) kept.wipe();
    });
  }
}
