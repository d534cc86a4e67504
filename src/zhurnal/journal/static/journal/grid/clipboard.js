// Ctrl+C, Ctrl+X and Ctrl+V in a cell. The events of the browser carry the text: its other way to the clipboard
// is closed to pages that come without https, as in many a school's own network.

export function listen(table, { focus, lock, bulk, cue, words }) {
  const isMeant = ({ target }) => target === focus.cell && getSelection().isCollapsed;
  const copy = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", bulk.copied());
    cue(words.copied, "calm");
  };
  table.addEventListener("copy", (event) => { if (isMeant(event)) copy(event); });
  table.addEventListener("cut", (event) => {
    if (!isMeant(event)) return;
    copy(event);
    if (lock(focus.cell) !== "reader") bulk.clear();
  });
  table.addEventListener("paste", (event) => {
    if (event.target !== focus.cell) return;
    event.preventDefault();
    if (lock(focus.cell) === "reader") cue(words.locks.reader);
    else bulk.paste(event.clipboardData.getData("text/plain"));
  });
}

// For a button: makes the browser copy, and gives it the text when it asks. Answers whether it did.
export function copyText(text) {
  let done = false;
  const give = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
    done = true;
  };
  document.addEventListener("copy", give, { capture: true, once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", give, { capture: true });
  return done;
}
