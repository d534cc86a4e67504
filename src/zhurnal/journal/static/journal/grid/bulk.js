// What is done to many cells at once: filling, clearing, copying, pasting. Each is one step to be taken back, and
// nothing that stands in the journal goes unseen: it is asked for first.

import { planOf } from "./paste.js";
import { changesShown, isLocked, leftOut, pasteShown } from "./preview.js";
import { fill } from "./speech.js";
import { toText } from "./table.js";

export class Bulk {
  #on;
  #words;

  // lock(cell): why nothing can be written there. cue(text, tone): tells what came of it.
  constructor({ sheet, focus, selection, marking, speech, ask, lock, cue }) {
    this.#on = { sheet, focus, selection, marking, speech, ask, lock, cue };
    this.#words = speech.words;
  }

  // The text into all cells taken; without one, what stands in the cell of the hand. `typed`: it was just
  // written there by hand, and is taken back together with the rest.
  fill(text, typed = false) {
    const { selection, focus, cue } = this.#on;
    if (!selection.range) return cue(this.#words.select_first);
    const value = text ?? focus.cell.textContent;
    const join = typed || selection.typed ? focus.cell : null;
    return this.#write(selection.cells.map((cell) => ({ cell, text: value })), { join });
  }

  // The top row of what is taken goes down to its foot; a single cell repeats the one above it.
  fillDown() {
    const { sheet, selection, cue } = this.#on;
    const { top, left, bottom, right } = selection.area;
    const source = top === bottom ? top - 1 : top;
    if (source < 0) return cue(this.#words.nothing_above);
    const cells = sheet.cellsOf({ top: source + 1, left, bottom, right });
    return this.#write(cells.map((cell) => ({ cell, text: sheet.cell(source, sheet.placeOf(cell).column).textContent })));
  }

  // Asks what to put into the empty cells of a column. What stands in the others is not touched.
  async fillEmpty(column) {
    const { sheet, focus, ask, lock, cue } = this.#on;
    const words = this.#words;
    const all = sheet.cellsOf({ top: 0, left: column, bottom: sheet.rows.length - 1, right: column });
    const empty = all.filter((cell) => !lock(cell) && !cell.textContent);
    if (!empty.length) return cue(fill(words.none_empty, { when: sheet.whenOf(column) }));
    const text = await ask.open({
      title: words.fill_empty,
      lines: [sheet.whenOf(column), fill(words.empty_cells, { n: empty.length })],
      field: { label: words.what_to_put, value: focus.cell.textContent },
      yes: words.put_in,
      no: words.cancel,
    });
    return text && this.#write(empty.map((cell) => ({ cell, text })));
  }

  clear() {
    return this.#write(this.#on.selection.cells.map((cell) => ({ cell, text: "" })));
  }

  // The cells taken, as a spreadsheet wants them; whole rows bring names and dates with them.
  copied() {
    const { sheet, selection } = this.#on;
    const { left, right, top, bottom } = selection.area;
    const isWhole = left === 0 && right === sheet.columns.length - 1 && right > 0;
    return toText(isWhole ? this.#withNames(top, bottom) : this.#texts(selection.area));
  }

  everything() {
    return toText(this.#withNames(0, this.#on.sheet.rows.length - 1));
  }

  async paste(text) {
    const { sheet, ask, selection, lock, cue, speech } = this.#on;
    const words = this.#words;
    const plan = planOf(text, this.#ground());
    if (plan.problem) return this.#tellProblem(plan.problem);
    const writable = plan.cells.filter((one) => !isLocked(one) && one.fate !== "same");
    if (plan.cells.length === 1 && writable.length === 1 && plan.lines[0].name === "") {
      // One cell is as good as typed: into all cells taken, asked where it goes over something.
      return this.#write(selection.cells.map((cell) => ({ cell, text: writable[0].text })));
    }
    const agreed = await ask.open({
      title: words.paste,
      lines: this.#summary(plan, writable),
      parts: [pasteShown(plan, sheet, words), ...leftOut(plan, sheet, words)],
      yes: writable.length ? speech.count("write", writable.length) : "",
      no: writable.length ? words.cancel : words.close,
    });
    if (agreed === null) return undefined;
    const wanted = writable.map((one) => ({ cell: sheet.cell(one.row, one.column), text: one.text }));
    return cue(speech.count("written", this.#on.marking.writeAll(wanted.filter(({ cell }) => !lock(cell)))), "calm");
  }

  // For whom Ctrl+V does not exist: a field to paste into.
  async pasteByHand() {
    const { ask } = this.#on;
    const words = this.#words;
    const text = await ask.open({
      title: words.paste, lines: [words.paste_here], field: { label: words.from_spreadsheet, long: true },
      yes: words.look, no: words.cancel,
    });
    return text && this.paste(text);
  }

  #summary({ cells, missing, unclear, dateless, inOrder }, writable) {
    const { speech } = this.#on;
    const words = this.#words;
    const over = writable.filter(({ fate }) => fate === "over").length;
    const locked = cells.filter(isLocked);
    const left = locked.length + missing.length + unclear.length + dateless.length;
    return [
      writable.length ? speech.count("to_write", writable.length) : words.nothing_to_write,
      ...(over ? [speech.count("overwrites", over)] : []),
      ...(left ? [words.left_out] : []),
      ...(inOrder && locked.some(({ fate }) => fate === "out") ? [words.maybe_shifted] : []),
      ...(inOrder ? [words.by_order] : []),
    ];
  }

  #tellProblem({ code, ...numbers }) {
    const words = this.#words;
    return this.#on.ask.open({ title: words.not_pasted, lines: [fill(words.problems[code], numbers)], no: words.close });
  }

  // The sheet as the plan wants it.
  #ground() {
    const { sheet, selection, lock } = this.#on;
    const { top, left } = selection.area;
    return {
      names: sheet.rows.map((_, row) => sheet.whoIn(sheet.cell(row, 0))),
      dates: sheet.heads.map((head) => head.dataset.date),
      at: { row: top, column: left },
      textAt: (row, column) => sheet.cell(row, column).textContent,
      lockOf: (row, column) => lock(sheet.cell(row, column)),
    };
  }

  // Asks where more than one mark would be lost, or one by a fill; writes what may be written; tells.
  async #write(wanted, { join = null } = {}) {
    const { marking, lock, cue, speech } = this.#on;
    const open = wanted.filter(({ cell }) => !lock(cell));
    const changes = open.filter(({ cell, text }) => cell.textContent !== text);
    const lost = changes.filter(({ cell }) => cell.textContent);
    const clears = changes.every(({ text }) => text === "");
    if (lost.length > (clears ? 1 : 0) && !(await this.#agreed(lost, clears))) return;
    const n = marking.writeAll(open, { join });
    const left = wanted.length - open.length;
    const done = clears ? speech.count("cleared", n) : speech.count("written", n);
    const told = n ? done : this.#words.as_it_was;
    cue(left ? `${told}. ${speech.count("locked_out", left)}` : told, "calm");
  }

  async #agreed(lost, clears) {
    const { ask, sheet, speech } = this.#on;
    const words = this.#words;
    const answer = await ask.open({
      title: clears ? speech.count("clears", lost.length) : speech.count("overwrites", lost.length),
      parts: [changesShown(lost, sheet, words)],
      yes: clears ? words.clear : words.overwrite,
      no: words.cancel,
    });
    return answer !== null;
  }

  #texts(area) {
    const { sheet } = this.#on;
    return sheet.rows.slice(area.top, area.bottom + 1).map((_, at) => (
      sheet.cellsOf({ ...area, top: area.top + at, bottom: area.top + at }).map((cell) => cell.textContent)
    ));
  }

  #withNames(top, bottom) {
    const { sheet } = this.#on;
    const texts = this.#texts({ top, left: 0, bottom, right: sheet.columns.length - 1 });
    const head = [this.#words.pupil, ...sheet.columns.map((_, column) => sheet.dayOf(column)), ...sheet.resultHeads];
    return [head, ...texts.map((row, at) => [sheet.whoIn(sheet.cell(top + at, 0)), ...row, ...sheet.results(top + at)])];
  }
}
