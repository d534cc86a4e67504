// After the school's window the journal asks why a mark is changed. One reason serves all cells that were refused
// at once, and, where the teacher says so, what is still to be written in their columns.

import { fill, made } from "./speech.js";

const LACKING = new Set(["reason_needed", "reason_too_short"]);
const MOST_NAMED = 6;
const OWN = "own"; // the choice of one's own words

export class Reasons {
  #dialog;
  #form;
  #on;
  #asked = []; // {names, who, value, details, sentence}
  #kept = new Map(); // column → why whatever is written there is changed

  // marking(): what writes into the sheet; it is made after this, and asks it. No dialog: nothing is written.
  constructor(dialog, { sheet, marking, focus, speech }) {
    this.#on = { sheet, marking, focus, speech };
    if (!dialog) return;
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form");
    const { own } = this.#form.elements;
    own.addEventListener("input", () => {
      this.#form.elements.choice.value = OWN;
      own.setCustomValidity("");
    });
    this.#form.addEventListener("change", () => own.setCustomValidity(""));
    this.#form.addEventListener("submit", (event) => { if (event.submitter?.value === "yes") this.#check(event); });
    dialog.addEventListener("close", () => this.#closed());
  }

  // Opens, or adds to what is open, for those of the refused changes that lack nothing but a reason.
  ask(failures) {
    const lacking = failures.filter(({ code }) => LACKING.has(code));
    if (!lacking.length) return;
    this.#asked = lacking;
    this.#tell();
    if (this.#dialog.open) return;
    this.#form.reset();
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    this.#form.querySelector("input").focus();
  }

  // The reason that the teacher has given for all that is written in a column while the page is open.
  of(column) {
    return this.#kept.has(column) ? { reason: this.#kept.get(column) } : {};
  }

  #tell() {
    const { sheet, speech } = this.#on;
    const part = (name) => this.#dialog.querySelector(`[data-reason-${name}]`);
    part("title").textContent = speech.count("reason_for", this.#asked.length);
    const named = this.#asked.slice(0, MOST_NAMED).map(({ names, who, value }) => {
      const day = sheet.dayOf(sheet.columns.indexOf(names.column));
      return made("li", "", `${who} · ${day}: ${value || speech.words.nothing}`);
    });
    const more = this.#asked.length - named.length;
    if (more) named.push(made("li", "", fill(speech.words.and_more, { n: more })));
    part("cells").replaceChildren(...named);
    part("why").textContent = this.#asked[0].sentence;
  }

  get #reason() {
    const { choice, own } = this.#form.elements;
    return choice.value === OWN ? own.value.trim() : choice.value;
  }

  #check(event) {
    const { own } = this.#form.elements;
    if (this.#reason.length >= Number(own.dataset.shortest)) return;
    event.preventDefault();
    own.setCustomValidity(own.dataset.short);
    own.reportValidity();
  }

  // Called off: what stood there stands there again.
  #closed() {
    const { sheet, focus } = this.#on;
    const marking = this.#on.marking();
    const [asked, reason] = [this.#asked, this.#reason];
    this.#asked = [];
    if (this.#dialog.returnValue === "yes") {
      if (this.#form.elements.keep.checked) for (const { names } of asked) this.#kept.set(names.column, reason);
      for (const { names, value, details } of asked) marking.writeWith(sheet.find(names), value, { ...details, reason });
    } else {
      marking.dismiss(asked.map(({ names }) => sheet.find(names)));
    }
    focus.toCell(focus.cell);
  }
}
