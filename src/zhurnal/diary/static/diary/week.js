// One day at a time on a narrow screen: arrows, the strip of days and a swipe turn without asking the server.
// Without this the same links lead to the same days.

import { directionOf } from "./swipe.js";

const strip = document.querySelector("[data-module=week]");
if (strip) start(strip);

function start(strip) {
  const days = [...document.querySelectorAll(".day[data-day]")];
  const links = [...strip.querySelectorAll("a[data-day]")];
  const steps = [...strip.querySelectorAll("a[data-step]")];
  const isNarrow = () => getComputedStyle(strip).display !== "none";
  const at = () => days.findIndex((day) => day.classList.contains("day--shown"));

  const show = (index) => {
    days.forEach((day, place) => day.classList.toggle("day--shown", place === index));
    links.forEach((link, place) => {
      if (place === index) link.setAttribute("aria-current", "date");
      else link.removeAttribute("aria-current");
    });
    for (const step of steps) {
      const next = days[index + Number(step.dataset.step)];
      const href = next ? `?day=${next.dataset.day}` : step.dataset.edge;
      if (href) step.href = href;
      else step.removeAttribute("href");
    }
    history.replaceState(null, "", `?day=${days[index].dataset.day}`);
  };
  const turn = (by) => {
    const index = at() + by;
    const edge = steps.find((step) => Number(step.dataset.step) === by)?.dataset.edge;
    if (days[index]) show(index);
    else if (edge) location.assign(edge);
  };

  strip.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const index = links.indexOf(link);
    if (index < 0 && !link.dataset.step) return;
    event.preventDefault();
    if (index >= 0) show(index);
    else turn(Number(link.dataset.step));
  });

  const spread = document.querySelector(".spread");
  let from = null;
  spread.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 && isNarrow() ? event.touches[0] : null;
  }, { passive: true });
  spread.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    const by = from ? directionOf(to.clientX - from.clientX, to.clientY - from.clientY) : 0;
    from = null;
    if (by) turn(by);
  }, { passive: true });
}
