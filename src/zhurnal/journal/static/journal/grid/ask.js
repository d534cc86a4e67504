// Asks before anything is done: a native dialog with sentences, whatever is to be looked at, and two buttons.

import { made } from "./speech.js";

export class Ask {
  #dialog;
  #part;

  constructor(dialog) {
    this.#dialog = dialog;
    this.#part = (name) => dialog.querySelector(`[data-ask-${name}]`);
    // A key that is held down from before must not agree to what has not been read.
    dialog.addEventListener("keydown", (event) => { if (event.repeat && event.key === "Enter") event.preventDefault(); });
  }

  // Opens with a title, sentences and elements. `yes` names the button that agrees; without it there is only `no`.
  // `field` {label, value, long} asks for a text. Answers null where it was called off, else the text or "".
  open({ title, lines = [], parts = [], yes = "", no, field = null }) {
    const dialog = this.#dialog;
    this.#part("title").textContent = title;
    this.#part("lines").replaceChildren(...lines.map((line) => made("p", "", line)));
    this.#part("body").replaceChildren(...parts);
    this.#part("yes").textContent = yes;
    this.#part("yes").hidden = !yes;
    this.#part("no").textContent = no;
    const typed = this.#offer(field);
    dialog.returnValue = "";
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        this.#part("body").replaceChildren();
        // A blank at the edge of a pasted table is a cell.
        const text = typed && (field.long ? typed.value : typed.value.trim());
        resolve(dialog.returnValue === "yes" ? (text ?? "") : null);
      }, { once: true });
      dialog.showModal();
      (typed ?? this.#part(yes ? "yes" : "no")).focus();
      typed?.select();
    });
  }

  close() {
    this.#dialog.close();
  }

  #offer(field) {
    this.#part("field").hidden = !field;
    if (!field) return null;
    const [short, long] = [this.#part("line"), this.#part("text")];
    const typed = field.long ? long : short;
    for (const one of [short, long]) one.hidden = one !== typed;
    this.#part("label").textContent = field.label;
    this.#part("label").htmlFor = typed.id;
    typed.value = field.value ?? "";
    return typed;
  }
}
