// What a key means in a table of fields, and which marks need a word. Pure: knows no page.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// { row, column } of the field to go to, or null where the key belongs to the field itself. `caret` tells where
// the hand is in the text: sideways one leaves a field only at its end.
export function target(place, key, shift, caret, rows) {
  const [down, right] = key === "Enter" ? [shift ? -1 : 1, 0] : STEPS[key] ?? [0, 0];
  if (!down && !right) return null;
  if ((right < 0 && caret.start > 0) || (right > 0 && caret.end < caret.length)) return null;
  const row = place.row + down;
  const column = place.column + right;
  return row >= 0 && row < rows.length && column >= 0 && column < rows[row] ? { row, column } : null;
}

// What two keys do wherever the hand is on the page.
export function command({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && code === "KeyS") return "save";
  return altKey && !ctrlKey && !metaKey && !shiftKey && key === "Enter" ? "byRule" : null;
}

// `free` are the texts that the rule allows without a word, parted by «|»; «*» allows every one.
export function needsReason(value, free) {
  const text = value.trim().toLowerCase();
  const allowed = free.toLowerCase().split("|");
  return text !== "" && !allowed.includes("*") && !allowed.includes(text);
}
