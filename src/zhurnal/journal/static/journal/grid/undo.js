// What was done in this page, so that it can be taken back. Pure. A step is a new change of the journal each
// time: history keeps what was written, what was taken back and what was done again.

export class UndoStack {
  #done = [];
  #undone = [];
  #limit;

  constructor(limit = 500) {
    this.#limit = limit;
  }

  get depth() {
    return this.#done.length;
  }

  // A step is {pupil, column, before, after}. A new one makes what was undone unreachable.
  push(step) {
    if (step.before === step.after) return;
    this.#done.push(step);
    if (this.#done.length > this.#limit) this.#done.shift();
    this.#undone = [];
  }

  // The step to take back, or undefined.
  undo() {
    return move(this.#done, this.#undone);
  }

  // The step to do again, or undefined.
  redo() {
    return move(this.#undone, this.#done);
  }

  // The journal refused what was written into this cell: its latest step never happened.
  forget({ pupil, column }, after) {
    const found = this.#done.findLastIndex(
      (step) => step.pupil === pupil && step.column === column && step.after === after,
    );
    if (found >= 0) this.#done.splice(found, 1);
  }
}

function move(from, to) {
  const step = from.pop();
  if (step) to.push(step);
  return step;
}
