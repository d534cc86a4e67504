// Writing into the sheet: at once on the screen, soon in the journal, and back again.

import { compose } from "./entry.js";
import { Outbox, detailsOf } from "./outbox.js";
import { UndoStack } from "./undo.js";

const PATIENCE = 100; // ms

export class Marking {
  #sheet;
  #outbox;
  #status;
  #undo = new UndoStack();
  #failures = new Map(); // cell → {names, who, value, details, code, sentence}
  #reasons;

  // reasons.ask(failures): nothing is on its way any more, and these were refused. reasons.of(column): {reason} for
  // what is written there, or nothing.
  constructor({ sheet, status, post, store, makeId, reasons = { ask: () => {}, of: () => ({}) } }) {
    this.#sheet = sheet;
    this.#status = status;
    this.#reasons = reasons;
    this.#outbox = new Outbox({
      post,
      store,
      makeId,
      versionOf: (pupil, column) => sheet.version({ pupil, column }),
      onAnswer: (answer, change) => this.#answered(answer, change),
      onState: () => this.#tell(),
    });
  }

  get unsent() {
    return this.#outbox.unsent;
  }

  get failures() {
    return [...this.#failures.values()];
  }

  isWaiting(cell) {
    return this.#outbox.isWaiting(this.#sheet.namesOf(cell));
  }

  // Waits a moment for what was typed into the cell to arrive.
  async arrived(cell, tries = 20) {
    if (!this.isWaiting(cell)) return;
    this.retryNow();
    for (let left = tries; this.isWaiting(cell) && !this.#outbox.obstacle && left; left -= 1) await pause();
  }

  // Waits a moment for what is on its way. False where the page still holds something that is nowhere else.
  async calm(tries = 50) {
    for (let left = tries; this.unsent && left; left -= 1) await pause();
    return !(this.unsent || this.#outbox.conflicts.length || this.#failures.size);
  }

  // What can be taken back, for the page that comes after this one.
  get steps() {
    return this.#undo.dump();
  }

  // What an earlier page could not send is shown in its cells and sent now; what it did can be taken back.
  restore(steps) {
    this.#undo.restore(steps);
    for (const change of this.#outbox.restore()) {
      const cell = this.#sheet.find(change);
      if (cell) this.#sheet.draft(cell, change.value);
    }
  }

  retryNow() {
    this.#outbox.retryNow();
  }

  // The teacher decides: the own value goes over what stands there, or it does not.
  resolve(conflict, putMine) {
    const cell = this.#sheet.find(conflict);
    if (putMine) {
      this.writeWith(cell, conflict.mine, conflict.details);
    } else {
      this.#sheet.release(cell);
      this.#outbox.dismiss(conflict);
    }
    return cell;
  }

  // The sentences about refused cells have been read.
  dismiss(cells) {
    const read = cells.filter((cell) => this.#failures.delete(cell));
    for (const cell of read) this.#sheet.release(cell);
    if (read.length) this.#tell();
  }

  dismissAll() {
    this.dismiss([...this.#failures.keys()]);
  }

  // Answers false where the intention makes no sense in this cell.
  apply(cell, intention) {
    const text = compose(cell.textContent, intention);
    if (text === null) return false;
    this.write(cell, text);
    return true;
  }

  write(cell, text) {
    return this.writeAll([{ cell, text }]);
  }

  // One step to be taken back, of however many cells; with `join`, a cell, it is one with what was just written
  // there. Answers with how many cells have changed.
  writeAll(wanted, { join = null } = {}) {
    // Typing into a refused cell or one in conflict is an answer to it, even where the text is the same.
    const meant = wanted.filter(({ cell, text }) => text !== cell.textContent || this.#sheet.isDisputed(cell));
    const changes = meant.map(({ cell, text }) => ({
      cell, before: cell.textContent, after: text, ...this.#sheet.namesOf(cell),
    }));
    this.#undo.push(changes.map(({ cell, ...change }) => change), { join: join && this.#sheet.namesOf(join) });
    this.#put(changes);
    return changes.length;
  }

  // A mark with what goes with it: sent even where the text stays the same, since the rest may be new.
  writeWith(cell, text, details) {
    const names = this.#sheet.namesOf(cell);
    this.#undo.push([{ ...names, before: this.#sheet.standing(cell), after: text }]);
    this.#put([{ cell, ...names, after: text, details }]);
  }

  // Answers {cells, left}: those that were changed back, and how many were left because something else stands
  // there by now; undefined where there is nothing to take back.
  undo() {
    return this.#again(this.#undo.undo(), "after", "before");
  }

  redo() {
    return this.#again(this.#undo.redo(), "before", "after");
  }

  #again(step, from, to) {
    if (!step) return undefined;
    const found = step.map(({ [from]: known, [to]: after, pupil, column }) => (
      { cell: this.#sheet.find({ pupil, column }), known, after, pupil, column }
    ));
    const same = found.filter(({ cell, known }) => cell && cell.textContent === known);
    this.#put(same.map((change) => ({ ...change, details: { undo: true } })));
    return { cells: same.map(({ cell }) => cell), left: step.length - same.length };
  }

  #put(changes) {
    if (!changes.length) return;
    for (const { cell, after } of changes) {
      this.#failures.delete(cell);
      this.#sheet.draft(cell, after);
    }
    this.#outbox.addAll(changes.map(({ pupil, column, after, details }) => (
      { pupil, column, value: after, ...this.#reasons.of(column), ...details }
    )));
  }

  #answered(answer, change) {
    const cell = this.#sheet.find(change);
    if (answer.status === "saved") this.#saved(answer, change);
    else this.#undo.forget(change, change.value);
    if (!cell) return; // it was typed on a page of another period
    const shown = !this.#outbox.isWaiting(change);
    if (answer.status === "refused") {
      const { value, pupil, column } = change;
      const who = this.#sheet.whoIn(cell);
      const { code, sentence } = answer;
      this.#failures.set(cell, { names: { pupil, column }, who, value, details: detailsOf(change), code, sentence });
      this.#sheet.settle(cell, {}, { state: "failed", shown });
    } else if (answer.status === "conflict") {
      const { mine } = this.#outbox.conflicts.at(-1);
      this.#sheet.settle(cell, answer, { state: "conflict", mine, shown });
    } else {
      this.#sheet.settle(cell, answer, { shown });
      this.#sheet.note(cell, Boolean(answer.noted));
    }
  }

  #saved({ text }, change) {
    this.#status.saved();
    if (text !== change.value) this.#undo.respell(change, change.value, text);
  }

  #tell() {
    const { unsent, obstacle, conflicts } = this.#outbox;
    const told = conflicts.map((one) => ({ ...one, who: this.#sheet.whoIn(this.#sheet.find(one)) }));
    this.#status.show({ unsent, obstacle, conflicts: told, failures: this.failures });
    if (this.#failures.size && !unsent) this.#reasons.ask(this.failures);
  }
}

function pause() {
  return new Promise((done) => { setTimeout(done, PATIENCE); });
}
