// Makes the lesson sheet quick: one key or one tap a mark. What is typed is saved by the form's own button.

import { SIGNS, compose } from "../grid/entry.js";
import { Keypad } from "../grid/keypad.js";
import { scaleOf } from "../grid/scale.js";
import { fill } from "../grid/speech.js";

const PLURAL = new Intl.PluralRules(document.documentElement.lang || "ru");
const COARSE = matchMedia("(pointer: coarse)");

for (const form of document.querySelectorAll("[data-module=lesson]")) start(form);

function start(form) {
  const words = JSON.parse(form.dataset.words);
  const marks = Object.values(scaleOf(form.dataset).marks).join("|") || "(?!)";
  const ALONE = new RegExp(`^(?:${marks})$`);
  const COMPLETE = new RegExp(`^(?:${marks})(?:/(?:${marks}))?$`); // needs no further key
  const rows = [...form.querySelectorAll("tbody tr")];
  const state = form.querySelector("[data-unsaved]");
  let dirty = Boolean(form.querySelector("[aria-invalid], [data-offered]"));

  const changed = () => {
    dirty = true;
    state.textContent = words.unsaved;
  };
  const place = (field) => {
    const row = rows.findIndex((one) => one.contains(field));
    return row < 0 ? null : { row, column: fields(rows[row]).indexOf(field) };
  };
  const to = (field, by) => {
    const { row, column } = place(field);
    const next = rows[row + by] && fields(rows[row + by])[column];
    if (!next) return false;
    next.focus();
    if (next.inputMode !== "none") next.select();
    return true;
  };
  const put = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  form.addEventListener("input", changed);
  form.addEventListener("keydown", (event) => {
    const { target, key, ctrlKey, metaKey, code } = event;
    if ((ctrlKey || metaKey) && code === "KeyS") return submit(event);
    if (!place(target) || event.isComposing || ctrlKey || metaKey || event.altKey) return undefined;
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[key];
    if (by) return step(event, target, by);
    return key === "/" || code === "NumpadDivide" ? backForSecond(event, target) : undefined;
  });
  form.addEventListener("input", ({ target, inputType }) => {
    if (inputType === "insertText" && COMPLETE.test(target.value) && place(target)) to(target, 1);
  });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  for (const row of rows) quick(row);
  const corner = form.querySelector("thead tr")?.insertCell(1);
  if (corner) corner.className = "lesson-table__quick";
  callRoll();
  // Where no key of the pad is a mark, the keyboard of the device writes it.
  if (COARSE.matches && form.querySelector("[data-does=mark]")) thumb();

  function submit(event) {
    event.preventDefault();
    form.requestSubmit();
  }

  // Enter belongs to the list here: the button saves.
  function step(event, field, by) {
    event.preventDefault();
    if (!to(field, by) && by > 0) state.textContent = words.end_of_list;
  }

  // «5», «/», «4» in one go: after «5» the hand moved on, the slash means the field before.
  function backForSecond(event, field) {
    const { row, column } = place(field);
    const before = row > 0 && fields(rows[row - 1])[column];
    if (field.value || !before || !ALONE.test(before.value)) return;
    event.preventDefault();
    before.focus();
    put(before, `${before.value}/`);
    before.setSelectionRange(9, 9);
  }

  // Without a keyboard: our own keys, and one tap for «н».
  function thumb() {
    const all = rows.flatMap(fields);
    for (const field of all) field.inputMode = "none";
    let current = null;
    const pad = new Keypad(form.querySelector("[data-keypad]"), (key) => {
      put(current, compose(current.value, key) ?? current.value);
      if (key.does !== "clear" && !to(current, 1)) pad.tell(words.end_of_list);
    });
    form.addEventListener("focusin", ({ target }) => {
      if (!all.includes(target)) return;
      current = target;
      pad.tell(target.ariaLabel);
      pad.open(target);
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !all.includes(relatedTarget) && !relatedTarget.closest("[data-keypad]")) pad.close();
    });
  }

  // The button says what it will write down: «Все на месте» or how many are not.
  function callRoll() {
    const button = form.querySelector("[data-roll]");
    if (!button) return;
    const tell = () => {
      const absent = rows.filter((row) => words.missed.includes(fields(row)[0]?.value.trim().toLowerCase())).length;
      button.textContent = absent
        ? fill(words.some_absent[PLURAL.select(absent)] ?? words.some_absent.many, { n: absent })
        : words.all_here;
    };
    form.addEventListener("input", tell);
    tell();
  }

  function quick(row) {
    const [field] = fields(row);
    const { value } = SIGNS[0];
    const cell = row.insertCell(1);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "lesson-table__absent", textContent: value });
    button.ariaLabel = words.absent.replace("{name}", row.cells[0].textContent);
    const show = () => { button.ariaPressed = String(field.value === value); };
    button.addEventListener("click", () => put(field, field.value === value ? "" : value));
    field.addEventListener("input", show);
    show();
    cell.className = "lesson-table__quick";
    cell.append(button);
  }
}

function fields(row) {
  return [...row.querySelectorAll(".lesson-table__input")];
}
