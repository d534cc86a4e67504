// Writing into the sheet: at once on the screen, soon in the journal, and back again.

import { compose } from "./entry.js";
import { Outbox } from "./outbox.js";
import { UndoStack } from "./undo.js";

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

  // What an earlier page could not send is shown in its cells and sent now.
  restore() {
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

  // The sentence about a refused cell has been read.
  dismiss(cell) {
    if (!this.#failures.delete(cell)) return;
    this.#sheet.release(cell);
    this.#tell();
  }

  // Answers false where the intention makes no sense in this cell.
  apply(cell, intention) {
    const text = compose(cell.textContent, intention);
    if (text === null) return false;
    this.write(cell, text);
    return true;
  }

  write(cell, text) {
    const before = cell.textContent;
    const settled = !cell.className; // typing into a refused cell or one in conflict is an answer to it
    if (text === before && settled) return;
    const names = this.#sheet.namesOf(cell);
    this.#undo.push({ ...names, before, after: text });
    this.#put(cell, names, text);
  }

  // Answers with the cell that was changed back, undefined where there is nothing to take back.
  undo() {
    const step = this.#undo.undo();
    return step && this.#again(step, step.before);
  }

  redo() {
    const step = this.#undo.redo();
    return step && this.#again(step, step.after);
  }

  #again(step, text) {
    const cell = this.#sheet.find(step);
    this.#put(cell, { pupil: step.pupil, column: step.column }, text);
    return cell;
  }

  #put(cell, names, text) {
    this.#failures.delete(cell);
    this.#sheet.draft(cell, text);
    this.#outbox.add({ ...names, value: text });
  }

  #answered(answer, change) {
    const cell = this.#sheet.find(change);
    if (answer.status === "saved") this.#status.saved();
    else this.#undo.forget(change, change.value);
    if (!cell) return; // it was typed on a page of another period
    const shown = !this.#outbox.isWaiting(change);
    if (answer.status === "refused") {
      this.#failures.set(cell, { names: change, who: this.#sheet.whoIn(cell), sentence: answer.sentence });
      this.#sheet.settle(cell, {}, { state: "failed", shown });
    } else if (answer.status === "conflict") {
      const { mine } = this.#outbox.conflicts.at(-1);
      this.#sheet.settle(cell, answer, { state: "conflict", mine, shown });
    } else {
      this.#sheet.settle(cell, answer, { shown });
    }
  }

  #tell() {
    const { unsent, obstacle, conflicts } = this.#outbox;
    const told = conflicts.map((one) => ({ ...one, who: this.#sheet.whoIn(this.#sheet.find(one)) }));
    this.#status.show({ unsent, obstacle, conflicts: told, failures: [...this.#failures.values()] });
  }
}
