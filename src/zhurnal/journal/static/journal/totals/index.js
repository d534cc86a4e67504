// Makes «Итоги» quick: arrows between the fields, one key for what the rule proposes, a reason where it is needed.

import { command, needsReason, target } from "./keys.js";

for (const form of document.querySelectorAll("[data-module=totals]")) start(form);

function start(form) {
  const rows = [...form.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[data-mark]")]);
  const lengths = rows.map((fields) => fields.length);
  const state = form.querySelector("[data-state]");
  const accept = form.querySelector("[data-accept]");
  let dirty = Boolean(form.querySelector("[aria-invalid]"));

  const reasonOf = (field) => {
    const at = rows.find((fields) => fields.includes(field)).indexOf(field);
    return field.closest("[data-row]").querySelectorAll("[data-reason]")[at];
  };
  const ask = (field) => {
    const reason = reasonOf(field);
    const word = reason.querySelector("input");
    // A reason belongs to its mark: another mark needs another one.
    const untouched = [word.defaultValue, ""].includes(word.value);
    if (untouched) word.value = field.value === field.defaultValue ? word.defaultValue : "";
    reason.hidden = !word.value && !needsReason(field.value, field.dataset.free);
  };
  const place = (field) => {
    const row = rows.findIndex((fields) => fields.includes(field));
    return row < 0 ? null : { row, column: rows[row].indexOf(field) };
  };

  form.addEventListener("input", ({ target: field }) => {
    dirty = true;
    state.textContent = state.dataset.unsaved;
    if (field.dataset.mark !== undefined) ask(field);
  });
  form.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing, target: field } = event;
    if (isComposing || ctrlKey || metaKey || altKey || !place(field)) return;
    step(event, field, key, shiftKey);
  });
  document.addEventListener("keydown", (event) => {
    const wanted = { save, byRule }[command(event)];
    if (wanted) wanted(event);
  });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  function save(event) {
    event.preventDefault();
    form.requestSubmit();
  }

  // The first press shows what would be set and who stays open, the second sets it.
  function byRule(event) {
    event.preventDefault();
    if (!accept) return;
    const button = accept.querySelector("button");
    if (accept.open) form.requestSubmit(button);
    accept.open = true;
    button.focus();
  }

  function step(event, field, key, shift) {
    const caret = { start: field.selectionStart, end: field.selectionEnd, length: field.value.length };
    const next = target(place(field), key, shift, caret, lengths);
    // Enter belongs to the list here: the button saves.
    if (next || key === "Enter") event.preventDefault();
    if (!next) return;
    rows[next.row][next.column].focus();
    rows[next.row][next.column].select();
  }
}
