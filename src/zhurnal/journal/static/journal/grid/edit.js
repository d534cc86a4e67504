// Typing into a cell letter by letter (F2): for what no single key writes, as «оп15».

const LONGEST = 20;

// Opens a small field in the cell with a text, `all` of it selected or the caret behind it. onDone(value, way) is
// called once: the text, and where to go after it ("fill": nowhere, it is for all cells taken); value is null
// where it was called off.
export function editInPlace(cell, text, all, onDone) {
  const field = document.createElement("input");
  Object.assign(field, { className: "grid__field", value: text, maxLength: LONGEST, autocomplete: "off" });
  field.ariaLabel = cell.parentElement.cells[0].firstChild.textContent.trim();
  const shown = cell.textContent;
  let open = true;
  const close = (value, way = "") => {
    if (!open) return;
    open = false;
    cell.textContent = shown;
    onDone(value, way);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const way = wayOf(event);
    if (way === undefined || event.isComposing) return;
    event.preventDefault();
    if (way === null) close(null);
    else close(field.value.trim(), way);
  });
  field.addEventListener("blur", () => close(field.value.trim()));
  cell.replaceChildren(field);
  field.focus({ preventScroll: true });
  if (all) field.select();
}

function wayOf({ key, shiftKey, ctrlKey, metaKey }) {
  if (key === "Escape") return null;
  if (key === "Enter" && (ctrlKey || metaKey)) return "fill";
  if (key === "Enter") return shiftKey ? "up" : "down";
  return key === "Tab" ? (shiftKey ? "left" : "right") : undefined;
}
