// What was done in this page, so that it can be taken back. Pure. A step is one thing that was done: a mark, or a
// whole fill or paste. Taking it back is a new change of the journal each time: history keeps what was written,
// what was taken back and what was done again.

export class UndoStack {
  #done = [];
  #undone = [];
  #steps;
  #cells;

  // At most so many steps are kept, and of large ones so many cells altogether.
  constructor({ steps = 500, cells = 20_000 } = {}) {
    this.#steps = steps;
    this.#cells = cells;
  }

  get depth() {
    return this.#done.length;
  }

  // A step is a list of {pupil, column, before, after}. A new one makes what was undone unreachable. `join` names
  // a cell: where the step before wrote into it alone, the two become one.
  push(step, { join = null } = {}) {
    const changed = step.filter(({ before, after }) => before !== after);
    if (!changed.length) return;
    const last = this.#done.at(-1);
    if (join && last?.length === 1 && isCell(last[0], join)) last.push(...changed);
    else this.#done.push(changed);
    this.#undone = [];
    this.#trim();
  }

  // The step to take back, or undefined.
  undo() {
    return move(this.#done, this.#undone);
  }

  // The step to do again, or undefined.
  redo() {
    return move(this.#undone, this.#done);
  }

  // The journal refused what was written into this cell: its latest change never happened. What was refused may
  // also have been the taking back of a step.
  forget(cell, written) {
    if (!drop(this.#undone, cell, "before", written)) drop(this.#done, cell, "after", written);
  }

  // The journal writes in its own way what was typed: «54» as «5/4».
  respell(cell, typed, text) {
    for (const one of [...this.#done, ...this.#undone].flat()) {
      if (!isCell(one, cell)) continue;
      if (one.before === typed) one.before = text;
      if (one.after === typed) one.after = text;
    }
  }

  // For the next page: plain lists.
  dump() {
    return { done: this.#done, undone: this.#undone };
  }

  restore({ done = [], undone = [] }) {
    this.#done = done;
    this.#undone = undone;
  }

  #trim() {
    let cells = this.#done.reduce((sum, step) => sum + step.length, 0);
    while (this.#done.length > this.#steps || (cells > this.#cells && this.#done.length > 1)) {
      cells -= this.#done.shift().length;
    }
  }
}

function move(from, to) {
  const step = from.pop();
  if (step) to.push(step);
  return step;
}

function isCell(change, { pupil, column }) {
  return change.pupil === pupil && change.column === column;
}

function drop(steps, cell, side, text) {
  const isIt = (one) => isCell(one, cell) && one[side] === text;
  const at = steps.findLastIndex((step) => step.some(isIt));
  if (at < 0) return false;
  steps[at].splice(steps[at].findIndex(isIt), 1);
  if (!steps[at].length) steps.splice(at, 1);
  return true;
}
