// Writing into the sheet: at once on the screen, soon in the journal, and back again.

import { compose } from "./entry.js";
import { Outbox } from "./outbox.js";
import { UndoStack } from "./undo.js";

const PATIENCE = 100; // ms

export class Marking {
  #sheet;
  #outbox;
  #status;
  #undo = new UndoStack();
  #failures = new Map(); // cell → {names, who, sentence}

  constructor({ sheet, status, post, store, makeId }) {
    this.#sheet = sheet;
    this.#status = status;
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

  // Waits a moment for what is on its way. False where the page still holds something that is nowhere else.
  async calm(tries = 50) {
    for (let left = tries; this.unsent && left; left -= 1) await new Promise((done) => { setTimeout(done, PATIENCE); });
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
      this.write(cell, conflict.mine);
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
    this.#put(same);
    return { cells: same.map(({ cell }) => cell), left: step.length - same.length };
  }

  #put(changes) {
    if (!changes.length) return;
    for (const { cell, after } of changes) {
      this.#failures.delete(cell);
      this.#sheet.draft(cell, after);
    }
    this.#outbox.addAll(changes.map(({ pupil, column, after }) => ({ pupil, column, value: after })));
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
      this.#failures.set(cell, { names: { pupil, column }, who, value, sentence: answer.sentence });
      this.#sheet.settle(cell, {}, { state: "failed", shown });
    } else if (answer.status === "conflict") {
      const { mine } = this.#outbox.conflicts.at(-1);
      this.#sheet.settle(cell, answer, { state: "conflict", mine, shown });
    } else {
      this.#sheet.settle(cell, answer, { shown });
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
  }
}
