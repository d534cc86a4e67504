// Writing into one cell after another: a key a mark, the hand walks down the class.

import { editInPlace } from "./edit.js";
import { fill } from "./speech.js";

export class Typing {
  #on;
  #first = null; // the cell with the mark to which «/» and the next digit add a second one
  #justWritten = null; // the hand has moved on from it, but «/» still means it

  // lock(cell): why nothing can be written there. cue(text): tells. fillWith(text): into all cells taken.
  constructor({ sheet, focus, selection, marking, scale, words, lock, cue, fillWith }) {
    this.#on = { sheet, focus, selection, marking, scale, words, lock, cue, fillWith };
  }

  // Runs what a key asks for. Whatever is neither a mark nor «/» ends the chance to say «and a second one».
  around(does, act) {
    const before = this.#justWritten;
    act();
    if (this.#justWritten === before && does !== "second") this.#justWritten = null;
  }

  forget() {
    this.#first = null;
  }

  write(what) {
    const { focus, selection, marking, cue } = this.#on;
    const cell = focus.cell;
    if (this.#refuses(cell)) return;
    const waiting = this.#first === cell;
    this.#first = null;
    cue("");
    if (!marking.apply(cell, waiting && what.does === "mark" ? { ...what, does: "second" } : what)) return;
    if (what.does === "clear") return;
    // Where several cells are taken, the hand waits: Ctrl+Enter writes the same into all of them.
    if (selection.range) {
      selection.typed = true;
    } else {
      this.#justWritten = cell;
      this.#stepDown();
    }
  }

  // «5», «/», «4» in one go is «5/4» in one cell, although the hand moved on after «5». On the key of «.» a
  // stroke with no mark before it is the point (`alone`): the English layout was on.
  second({ alone }) {
    const { focus, scale, words, cue } = this.#on;
    const cell = this.#justWritten ?? focus.cell;
    if (this.#refuses(cell)) return;
    if (!/^[0-9]/.test(cell.textContent)) {
      if (alone) this.write({ does: "sign", value: alone });
      else cue(words.first_mark_first);
      return;
    }
    focus.toCell(cell);
    if (scale.opens) return void this.edit(`${cell.textContent}/`);
    this.#first = cell;
    cue(words.second_mark);
  }

  // Opens the field of the cell with the text in it; `begun` is what was typed so far instead of it.
  edit(begun = "") {
    const { sheet, focus, marking, fillWith } = this.#on;
    const cell = focus.cell;
    if (this.#refuses(cell)) return;
    const text = cell.textContent;
    sheet.hold(cell);
    editInPlace(cell, begun || text, !begun, (value, way) => {
      if (value === null || value === text) sheet.release(cell);
      else marking.write(cell, value);
      if (way === "fill") fillWith(value, value !== text);
      if (value === null || way === "fill") cell.focus({ preventScroll: true });
      else if (way) this.#leave(cell, way);
    });
  }

  unknown({ value }) {
    const { scale, words, cue } = this.#on;
    const { low, high, marks } = scale;
    cue(fill(Object.keys(marks).length ? words.unknown : words.unmarked, { value, low, high }));
  }

  #leave(cell, way) {
    if (way === "down") this.#stepDown();
    else this.#on.focus.move(way);
    if (this.#on.focus.cell === cell) cell.focus({ preventScroll: true }); // there was no way on
  }

  #refuses(cell) {
    const { lock, words, cue } = this.#on;
    const locked = lock(cell);
    if (locked) cue(words.locks[locked]);
    return Boolean(locked);
  }

  // Past those who may not be written to.
  #stepDown() {
    const { focus, words, lock, cue } = this.#on;
    if (!focus.stepDown((next) => !lock(next))) cue(words.end_of_list);
  }
}
