// What a mark was given for, beside the mark: on hover, focus or tap of a cell of the table by dates.
// Without this the same links lead down to where every mark is told.

const table = document.querySelector(".dated__table");
if (table) start(table);

function start(table) {
  const tip = document.createElement("div");
  tip.className = "told-tip";
  tip.id = "told-tip";
  tip.role = "status";
  tip.popover = "manual";
  table.closest(".dated").after(tip);
  let shown = null;
  let leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const show = (link) => {
    clearTimeout(leaving);
    const told = document.querySelector(link.hash);
    if (!told || link === shown) return;
    hide();
    shown = link;
    link.setAttribute("aria-describedby", tip.id);
    tip.replaceChildren(...[...told.children].map((part) => part.cloneNode(true)));
    tip.showPopover();
    place(tip, link.getBoundingClientRect());
  };
  const leave = () => {
    leaving = setTimeout(hide, 200); // long enough to move onto the tip and read it there
  };
  const linkOf = (event) => event.target.closest?.('a[href^="#lesson-"]');

  table.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && linkOf(event)) show(linkOf(event));
  });
  table.addEventListener("pointerout", (event) => event.pointerType === "mouse" && linkOf(event) && leave());
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  table.addEventListener("focusin", (event) => linkOf(event) && show(linkOf(event)));
  table.addEventListener("focusout", leave);
  table.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", hide, { capture: true, passive: true });
}

// Under the cell, above it where there is no room below; inside the window in any case.
function place(tip, cell) {
  const { width, height } = tip.getBoundingClientRect();
  const below = cell.bottom + height + 4 < innerHeight;
  tip.style.insetBlockStart = `${below ? cell.bottom + 4 : Math.max(cell.top - height - 4, 4)}px`;
  tip.style.insetInlineStart = `${Math.max(Math.min(cell.left, innerWidth - width - 8), 8)}px`;
}
