// A part of the page that is fetched when somebody opens it. Without this script its link leads to a page of its own.

async function fill(details) {
  const place = details.querySelector("[data-fragment-place]");
  const answer = await fetch(details.dataset.fragment, { headers: { "X-Fragment": "1" } });
  if (!answer.ok || answer.redirected) return;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceWith(...part.body.childNodes);
}

for (const details of document.querySelectorAll("details[data-fragment]")) {
  details.addEventListener("toggle", () => fill(details).catch(() => {}), { once: true });
}
