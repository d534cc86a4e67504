// The list of what the journal did not accept: who, what and why, each a way to its cell.

import { button, fill, made } from "./speech.js";

export async function askAboutRefused({ ask, sheet, marking, focus, words }) {
  const { failures } = marking;
  let chosen = null;
  const items = failures.map(({ names, who, value, sentence }) => {
    const cell = sheet.find(names);
    const where = `${who} · ${sheet.whenOf(sheet.placeOf(cell).column)}`;
    const go = button("preview__go", where, () => { chosen = cell; ask.close(); });
    return made("li", "", go, `: ${value || words.nothing}. ${sentence}`);
  });
  const agreed = await ask.open({
    title: fill(words.refused, { n: failures.length }),
    lines: [words.refused_hint],
    parts: [made("ul", "preview__list", ...items)],
    yes: words.read_all,
    no: words.close,
  });
  if (agreed !== null) marking.dismissAll();
  focus.toCell(chosen ?? focus.cell);
}
