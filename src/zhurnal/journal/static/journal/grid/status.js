// The one line that says whether everything is safe, in words; and what the teacher must decide.

import { button, fill } from "./speech.js";

const PATIENCE = 2500; // ms: a screen reader hears of «saved» at most so often

export class Status {
  #line;
  #speech;
  #words;
  #on;
  #savedAt = "";
  #quiet = null;

  // onResolve(conflict, putMine), onShow(cell names), onRead(cell names), onList(): the buttons of the line.
  constructor(line, speech, { onResolve, onShow, onRead, onList }) {
    this.#line = line;
    this.#speech = speech;
    this.#words = speech.words;
    this.#on = { onResolve, onShow, onRead, onList };
  }

  // Everything stands in the journal: the hour is told.
  saved() {
    this.#savedAt = new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
  }

  // {unsent, obstacle, conflicts, failures: [{names, who, sentence}]}: the gravest comes first.
  show({ unsent, obstacle, conflicts, failures }) {
    if (conflicts.length) return this.#conflict(conflicts[0]);
    if (failures.length) return this.#failure(failures);
    if (obstacle) return this.#put("queued", this.#speech.count(obstacle, unsent), ...this.#wayBack(obstacle));
    if (unsent) return this.#put("saving", fill(this.#words.saving, { n: unsent }));
    return this.#put("saved", this.#savedAt ? fill(this.#words.saved, { time: this.#savedAt }) : this.#words.untouched);
  }

  #conflict(conflict) {
    const { text, mine, who, by, at } = conflict;
    const words = this.#words;
    const told = { text: text || words.nothing, mine: mine || words.nothing, who, by, at };
    const keep = text ? fill(words.keep, { text }) : words.keep_empty;
    const put = mine ? fill(words.put, { mine }) : words.put_empty;
    this.#put(
      "conflict",
      fill(by ? words.conflict : words.conflict_bare, told),
      choice(keep, () => this.#on.onResolve(conflict, false)),
      choice(put, () => this.#on.onResolve(conflict, true)),
    );
  }

  #failure(failures) {
    const { names, who, sentence } = failures.at(-1);
    const words = this.#words;
    const several = failures.length > 1;
    const more = several ? ` ${fill(words.more_refused, { n: failures.length - 1 })}` : "";
    this.#put(
      "failed",
      `${who}: ${sentence}${more}`,
      choice(words.show, () => this.#on.onShow(names)),
      choice(words.read, () => this.#on.onRead(names)),
      ...(several ? [choice(fill(words.all_refused, { n: failures.length }), () => this.#on.onList())] : []),
    );
  }

  #wayBack(obstacle) {
    if (obstacle === "offline") return [];
    const link = document.createElement("a");
    Object.assign(link, { href: this.#line.dataset.signIn, target: "_blank", textContent: this.#words.sign_in });
    return [link];
  }

  #put(state, text, ...parts) {
    const line = this.#line;
    this.#hush(state);
    if (line.dataset.saveState === state && line.firstChild?.textContent === text && !parts.length) return;
    line.dataset.saveState = state;
    const sentence = document.createElement("span");
    sentence.textContent = text;
    line.replaceChildren(sentence, ...parts);
  }

  // A busy live region is not read out: while marks are typed, «saving» and «saved» are not spoken each time.
  #hush(state) {
    clearTimeout(this.#quiet);
    const calm = state === "saving" || state === "saved";
    this.#line.ariaBusy = String(calm);
    if (calm) this.#quiet = setTimeout(() => { this.#line.ariaBusy = "false"; }, PATIENCE);
  }
}

function choice(text, act) {
  return button("grid-bar__choice", text, act);
}
