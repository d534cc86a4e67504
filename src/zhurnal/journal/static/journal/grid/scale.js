// Which keys are marks. Pure. A mark that one key can name is written at once; where it takes more keys, typing
// opens the field of the cell.

const ONE_KEY = 10; // in a scale from 1 to 10 the key «0» is free for «10»

// {marks: {key: mark}, opens: "" | "digits" | "letters", low, high} of `data-scale-low`, `-high` and `-texts`.
// Without them the scale is the one with five points; with an empty `low` no marks are given at all.
export function scaleOf({ scaleLow = "2", scaleHigh = "5", scaleTexts = "[]" } = {}) {
  const texts = JSON.parse(scaleTexts);
  const [low, high] = [scaleLow, scaleHigh].map(Number);
  const shown = { low: texts[0] ?? scaleLow, high: texts.at(-1) ?? scaleHigh };
  if (scaleLow === "") return { marks: {}, opens: "", ...shown };
  if (texts.length) return { marks: {}, opens: "letters", ...shown };
  if (high > ONE_KEY || (high === ONE_KEY && low === 0)) return { marks: {}, opens: "digits", ...shown };
  const marks = {};
  for (let mark = low; mark <= high; mark += 1) marks[mark % ONE_KEY] = String(mark);
  return { marks, opens: "", ...shown };
}

export const FIVE = scaleOf();
