// The panel of a column: its page, laid over the sheet. The server knows what a column may be and what a weight
// would change; this only carries its forms there and its answers back.

const TIMEOUT = 15_000; // ms

export class Panel {
  #dialog;
  #body;
  #state;
  #words;
  #onSaved;
  #onFail;
  #asked = 0;

  // onSaved(column): something was changed, the hand goes on in that column. onFail(text): it did not open.
  constructor(dialog, { words, onSaved, onFail }) {
    this.#dialog = dialog;
    this.#body = dialog.querySelector("[data-panel-body]");
    this.#state = dialog.querySelector("[data-panel-state]");
    this.#words = words;
    this.#onSaved = onSaved;
    this.#onFail = onFail;
    dialog.addEventListener("click", (event) => this.#clicked(event));
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(event.target, event.submitter);
    });
    dialog.addEventListener("change", ({ target }) => { if (target.name !== "title" && target.name !== "reason") this.#preview(target.form); });
    dialog.addEventListener("close", () => this.#body.replaceChildren());
  }

  async open(address) {
    const panel = await this.#ask(address);
    if (!panel) return this.#onFail(this.#words.panel_failed);
    this.#show(panel);
    if (!this.#dialog.open) this.#dialog.showModal();
    return this.#focus("select", "h2");
  }

  #clicked(event) {
    const { target } = event;
    const link = target.closest(".tabs a");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      this.open(link.href);
    }
    // A command is about the sheet: the page does it once the panel is out of the way.
    if (target.closest("[data-panel-close], [data-command]")) this.#dialog.close();
  }

  // What was sent is saved, or comes back with what it would change or why it was refused.
  async #send(form, button) {
    const answer = await this.#post(form, button?.value ?? "save");
    if (answer?.column) {
      this.#dialog.close();
      this.#onSaved(answer.column);
    } else if (answer?.panel) {
      this.#show(answer.panel);
      this.#focus("[aria-invalid=true]", ".errors", "[value=save]");
    } else {
      this.#tell(this.#words.panel_unsent);
    }
  }

  // Tells what is typed would change, while the rest of the form stays under the hands.
  async #preview(form) {
    const asked = (this.#asked += 1);
    const answer = await this.#post(form, "preview");
    if (!answer?.panel || answer.failed || asked !== this.#asked) return;
    for (const part of ["[data-panel-preview]", "#panel-weight-hint"]) {
      const [old, fresh] = [form, answer.panel].map((one) => one.querySelector(part));
      if (old && fresh) old.replaceWith(fresh);
    }
  }

  async #post(form, does) {
    const body = new FormData(form);
    body.set("does", does);
    try {
      const response = await ask(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
      return isPage ? { panel: panelOf(await response.text()), failed: !response.ok } : await response.json();
    } catch {
      return null;
    }
  }

  async #ask(address) {
    try {
      return panelOf(await (await ask(address)).text());
    } catch {
      return null;
    }
  }

  #show(panel) {
    this.#asked += 1; // a preview of what was there before is too late
    this.#tell("");
    this.#body.replaceChildren(panel);
    for (const part of panel.querySelectorAll("[data-panel-only]")) part.hidden = false;
  }

  // The hand goes to the first of these that is there.
  #focus(...wanted) {
    wanted.map((one) => this.#body.querySelector(one)).find(Boolean)?.focus();
  }

  #tell(text) {
    this.#state.textContent = text;
  }
}

function ask(address, options = {}) {
  return fetch(address, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
}

// The panel of a page; null where the page has none: one has to sign in again.
function panelOf(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-column-panel]");
}
