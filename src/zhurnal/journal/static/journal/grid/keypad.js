// The keys of the hand without a keyboard: at the lower edge, under the thumb. It presses what the page shows.

const TOUCH = new Set(["touch", "pen"]);

export class Keypad {
  #pad;
  #title;

  // onKey(intention): a key of the pad was tapped, `data-does` and `data-value` say which.
  constructor(pad, onKey) {
    this.#pad = pad;
    this.#title = pad.querySelector("[data-keypad-title]");
    // The keyboard's place stays in the cell, and no second tap zooms the page.
    pad.addEventListener("pointerdown", (event) => event.preventDefault());
    pad.addEventListener("click", ({ target }) => {
      const { does, value } = target.closest("button")?.dataset ?? {};
      if (does === "close") this.close();
      else if (does) onKey({ does, value });
    });
  }

  get isOpen() {
    return !this.#pad.hidden;
  }

  // Opens on a tap on what `wanted(target)` accepts; a mouse closes it. It waits for the click that ends the
  // tap: keys that appear earlier would be under the finger and take that click for themselves.
  listen(area, wanted) {
    let touched = false;
    area.addEventListener("pointerdown", ({ pointerType }) => { touched = TOUCH.has(pointerType); });
    area.addEventListener("click", ({ target }) => {
      if (!touched) this.close();
      else if (wanted(target)) this.open(target);
    });
  }

  // `field` is what is being written in: it must not lie under the keys.
  open(field) {
    this.#pad.hidden = false;
    document.documentElement.classList.add("has-keypad");
    field.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  close() {
    this.#pad.hidden = true;
    document.documentElement.classList.remove("has-keypad");
  }

  tell(text) {
    this.#title.textContent = text;
  }
}
