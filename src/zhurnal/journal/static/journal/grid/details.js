// All about one cell, or the arithmetic of an average: the server's page of it, laid over the sheet. What is typed
// there goes the way of all marks. Without a network only the fields are there, with what stands in the cell.

import { changeOf, parts } from "./cell_form.js";

const TIMEOUT = 15_000; // ms

export class Details {
  #dialog;
  #body;
  #offline;
  #on;
  #shown = null; // the cell that is open; null for an average
  #back = () => {};

  // offline: the fields for the time without a network, or null where nothing is written.
  // onFail(text): it did not open.
  constructor(dialog, { offline, sheet, marking, words, onFail }) {
    this.#dialog = dialog;
    this.#body = dialog.querySelector("[data-details-body]");
    this.#offline = offline;
    this.#on = { sheet, marking, words, onFail };
    dialog.addEventListener("click", ({ target }) => { if (target.closest("[data-details-close]")) dialog.close(); });
    dialog.addEventListener("submit", (event) => this.#submitted(event));
    dialog.addEventListener("close", () => {
      this.#body.replaceChildren();
      this.#back();
    });
  }

  // `wanted`: the name of the field in which the hand begins. `back` takes it back to where it was.
  async openCell(cell, { wanted = "value", back }) {
    const { sheet, marking } = this.#on;
    const { pupil, column } = sheet.namesOf(cell);
    await marking.arrived(cell);
    const page = await pageOf(`cells/${column}/${pupil}/?part=1`);
    if (page && !marking.isWaiting(cell)) this.#agree(cell, page.dataset);
    this.#open(page ?? this.#fieldsOf(cell), { shown: cell, wanted, back });
  }

  async openAverage(row, { back }) {
    const { pupil } = row.dataset;
    const { period } = this.#on.sheet.table.dataset;
    const page = await pageOf(`pupils/${pupil}/average/?period=${period}&part=1`);
    this.#open(page, { shown: null, wanted: "", back });
  }

  #open(page, { shown, wanted, back }) {
    if (!page) return this.#on.onFail(this.#on.words.details_failed);
    this.#shown = shown;
    this.#back = back;
    this.#body.replaceChildren(page);
    if (!this.#dialog.open) this.#dialog.showModal();
    const field = this.#body.querySelector(`[data-cell-form] [name=${wanted || "none"}]`);
    const first = field ?? this.#body.querySelector("[data-cell-form] [name]:not([type=hidden])");
    (first ?? this.#body.querySelector("#details-title"))?.focus();
    first?.select?.();
    return undefined;
  }

  // The dialog shows what stands in the journal now; the sheet may have been loaded before that.
  #agree(cell, { version, text }) {
    const { sheet } = this.#on;
    const names = sheet.namesOf(cell);
    if (!sheet.isDisputed(cell)) sheet.settle(cell, { ...names, version: Number(version), text });
  }

  #fieldsOf(cell) {
    const { sheet } = this.#on;
    if (!this.#offline || sheet.lockOf(cell)) return null;
    const page = this.#offline.content.firstElementChild.cloneNode(true);
    const field = (name) => page.querySelector(`[name="${name}"]`);
    page.querySelector("#details-title").textContent = sheet.whoIn(cell);
    for (const name of sheet.table.dataset.without.split(" ")) field(name)?.closest(".field").remove();
    for (const [name, value] of Object.entries(parts(cell.textContent))) {
      if (field(name)) field(name).value = value;
    }
    return page;
  }

  // Any other form of the dialog goes to its own page.
  #submitted(event) {
    const form = event.target;
    if (!form.matches("[data-cell-form]")) return;
    event.preventDefault();
    const { text, more } = changeOf(fieldsIn(form));
    const cell = this.#shown;
    this.#dialog.close();
    this.#on.marking.writeWith(cell, text, more);
  }
}

// The middle of a page of this journal; null without a network, and where one has to sign in again.
async function pageOf(path) {
  try {
    const response = await fetch(new URL(path, location.href), { signal: AbortSignal.timeout(TIMEOUT) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("[data-details-page]");
  } catch {
    return null;
  }
}

function fieldsIn(form) {
  const fields = {};
  for (const one of form.elements) {
    if (!one.name || one.type === "hidden") continue;
    if (one.type === "radio") {
      fields[one.name] ??= { now: "", was: "" };
      if (one.checked) fields[one.name].now = one.value;
      if (one.defaultChecked) fields[one.name].was = one.value;
    } else {
      const was = [...(one.options ?? [])].find((option) => option.defaultSelected)?.value ?? one.defaultValue ?? "";
      fields[one.name] = { now: one.value, was };
    }
  }
  return fields;
}
