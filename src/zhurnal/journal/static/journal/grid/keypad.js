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

  // Opens on a touch of what `wanted(target)` accepts.
  listen(area, wanted) {
    area.addEventListener("pointerup", ({ target, pointerType }) => {
      if (TOUCH.has(pointerType) && wanted(target)) this.open();
      else if (!TOUCH.has(pointerType)) this.close();
    });
  }

  open() {
    this.#pad.hidden = false;
    document.body.classList.add("has-keypad");
  }

  close() {
    this.#pad.hidden = true;
    document.body.classList.remove("has-keypad");
  }

  tell(text) {
    this.#title.textContent = text;
  }
}
