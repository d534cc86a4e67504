// Tells in the navigation how much is new. Asked after the page is there: no page waits for it.

async function show(link) {
  const answer = await fetch(link.dataset.count, { headers: { Accept: "application/json" } });
  const { count } = answer.ok ? await answer.json() : { count: 0 };
  if (!count) return;
  const number = document.createElement("span");
  number.className = "head__count";
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.textContent = ` ${link.dataset.countWord} `;
  number.append(word, String(count));
  link.append(" ", number);
}

for (const link of document.querySelectorAll("[data-count]")) show(link).catch(() => {});
