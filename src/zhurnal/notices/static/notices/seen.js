// Who has looked at the news for a moment has seen them; without it the button says so.

const LONG_ENOUGH = 3000;
const form = document.querySelector("[data-seen]");

async function tell() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  // A redirect is the answer to a form that was taken.
  if (answer.ok || answer.type === "opaqueredirect") form.hidden = true;
}

if (form) {
  setTimeout(() => {
    if (document.visibilityState === "visible") tell().catch(() => {});
  }, LONG_ENOUGH);
}
