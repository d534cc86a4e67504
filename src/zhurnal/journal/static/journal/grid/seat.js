// Where one sat before the page was loaded anew; else the cell or the lesson named by the address, or the last one
// held, on top.

const SEAT = "zhurnal:seat:";

export function takeSeat({ table, sheet, focus }) {
  const key = SEAT + table.dataset.course + table.dataset.period;
  const seat = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const [{ type }] = performance.getEntriesByType("navigation");
  const asked = type === "navigate" ? location.hash : "";
  const lesson = /^#lesson-(\d+)$/.exec(asked)?.[1];
  const named = cellOf(sheet, asked);
  const known = named ?? (!lesson && seat && sheet.find(seat));
  const grab = known && !named ? seat.held || location.hash === "#grid" : location.hash !== "";
  const column = columnOf(sheet, lesson);
  if (known) focus.toCell(known, { grab });
  else focus.to(firstRow(sheet, column), column, { grab });
  const next = {};
  addEventListener("pagehide", () => {
    const held = table.contains(document.activeElement);
    sessionStorage.setItem(key, JSON.stringify({ ...sheet.namesOf(focus.cell), held, ...next }));
  });
  // When the page comes anew, the hand is to be in that column, which may not be there yet.
  return (column) => Object.assign(next, { column, held: true });
}

// The cell of «#cell-<pupil>-<column>».
function cellOf(sheet, asked) {
  const [, pupil, column] = /^#cell-(\d+)-(\d+)$/.exec(asked) ?? [];
  return pupil && sheet.find({ pupil: Number(pupil), column: Number(column) });
}

function firstRow(sheet, column) {
  return Math.max(0, sheet.rows.findIndex((_, row) => !sheet.lockOf(sheet.cell(row, column))));
}

function columnOf(sheet, lesson) {
  const named = sheet.heads.findIndex((head) => head.dataset.lesson === lesson);
  return named >= 0 ? named : sheet.today;
}
