// The fields of a cell as the one text that a teacher would type, and back. Pure. The server puts them together the
// same way for those who have no script.

import { POINT } from "./entry.js";

const MISSED = /^(?:н|б|у|нп)$/u; // who was not there: the sign stands before the mark of work handed in later
const LATE_WORK = /^(н|б|у|нп)\/(\S+)$/u;
const SIGN = /(?:^|\s)(осв|оп|нп|сп|н|б|у|д)(\d*)$/u;

// {value: "2", resit: "4"} → «2→4»; with a sign «5 оп7», «н/4», «• б».
export function typed({ value = "", resit = "", sign = "", minutes = "" }) {
  const marks = resit ? `${value}→${resit}` : value;
  if (marks && marks !== POINT && MISSED.test(sign)) return `${sign}/${marks}`;
  return [marks, sign && sign + minutes].filter(Boolean).join(" ");
}

// What stands in a bare cell, for the fields of a form.
export function parts(text) {
  const late = LATE_WORK.exec(text);
  const [, sign = "", minutes = ""] = late ?? SIGN.exec(text) ?? [];
  const marks = late ? late[2] : text.replace(SIGN, "").trim();
  const [value, resit = ""] = marks.split("→");
  return { value, resit, sign, minutes: late ? "" : minutes };
}

// {text, more} of fields {name: {now, was}}: the text of the cell, and of what goes with it only what was changed.
export function changeOf(fields) {
  const now = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.now.trim()]));
  const changed = (name) => name in fields && now[name] !== fields[name].was.trim();
  const more = {};
  if (changed("comment") || (changed("audience") && now.comment)) {
    Object.assign(more, { comment: now.comment, staff_only: now.audience === "staff" });
  }
  if (changed("due")) more.due = now.due;
  if (now.handed_in && changed("handed_in")) more.handed_in = now.handed_in;
  if (now.reason) more.reason = now.reason;
  return { text: typed(now), more };
}
