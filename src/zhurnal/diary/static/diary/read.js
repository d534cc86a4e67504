/** An entry counts as read when it has stood before somebody's eyes for a while, not when its page was loaded. */

const A_WHILE = 1500;
const form = document.querySelector("[data-read]");
const waiting = new Map();

/** Tell the server once; where that fails, the button is still there. */
async function tell(article) {
  const entry = article.dataset.unread;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("entry", entry);
  const headers = { "X-Requested-With": "fetch" };
  const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: true }).catch(() => null);
  if (!answer?.ok) return;
  delete article.dataset.unread;
  form.querySelector(`input[value="${entry}"]`)?.remove();
  form.hidden = form.querySelector("input[name=entry]") === null;
}

function watch(observer, { target, isIntersecting }) {
  clearTimeout(waiting.get(target));
  if (!isIntersecting) return;
  const read = () => {
    if (document.visibilityState !== "visible") return;
    observer.unobserve(target);
    tell(target.closest("article"));
  };
  waiting.set(target, setTimeout(read, A_WHILE));
}

if (form) {
  const observer = new IntersectionObserver((seen, self) => seen.forEach((one) => watch(self, one)));
  // Who sees the name below a text has come to the end of it.
  const observe = () => {
    for (const name of document.querySelectorAll("[data-unread] > .entry__author")) {
      observer.unobserve(name);
      observer.observe(name);
    }
  };
  observe();
  // Come back to the page: what stands there is looked at from now on.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && observe());
}
