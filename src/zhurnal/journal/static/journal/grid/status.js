// The one line that says whether everything is safe, in words; and what the teacher must decide.

const PATIENCE = 2500; // ms: a screen reader hears of «saved» at most so often

export class Status {
  #line;
  #words;
  #plural;
  #onResolve;
  #onShow;
  #onRead;
  #savedAt = "";
  #quiet = null;

  // onResolve(conflict, putMine), onShow(cell names), onRead(cell names): the buttons of the line.
  constructor(line, words, { onResolve, onShow, onRead }) {
    this.#line = line;
    this.#words = words;
    this.#plural = new Intl.PluralRules(document.documentElement.lang || "ru");
    this.#onResolve = onResolve;
    this.#onShow = onShow;
    this.#onRead = onRead;
  }

  // Everything stands in the journal: the hour is told.
  saved() {
    this.#savedAt = new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
  }

  // {unsent, obstacle, conflicts, failures: [{names, who, sentence}]}: the gravest comes first.
  show({ unsent, obstacle, conflicts, failures }) {
    if (conflicts.length) return this.#conflict(conflicts[0]);
    if (failures.length) return this.#failure(failures);
    if (obstacle) return this.#put("queued", this.count(obstacle, unsent), ...this.#wayBack(obstacle));
    if (unsent) return this.#put("saving", fill(this.#words.saving, { n: unsent }));
    return this.#put("saved", this.#savedAt ? fill(this.#words.saved, { time: this.#savedAt }) : this.#words.untouched);
  }

  // One of three forms, by the language of the page: «1 отметка ждёт», «3 отметки ждут», «12 отметок ждут».
  count(name, n) {
    const forms = this.#words[name];
    return fill(forms[this.#plural.select(n)] ?? forms.many, { n });
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
      button(keep, () => this.#onResolve(conflict, false)),
      button(put, () => this.#onResolve(conflict, true)),
    );
  }

  #failure(failures) {
    const { names, who, sentence } = failures.at(-1);
    const more = failures.length > 1 ? ` ${fill(this.#words.more_refused, { n: failures.length - 1 })}` : "";
    this.#put(
      "failed",
      `${who}: ${sentence}${more}`,
      button(this.#words.show, () => this.#onShow(names)),
      button(this.#words.read, () => this.#onRead(names)),
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

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function button(text, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "grid-bar__choice", textContent: text });
  made.addEventListener("click", act);
  return made;
}
