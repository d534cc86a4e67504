// Reading the diary without a network, on a device whose owner has asked for it. Imported by /sw.js after its words
// and rules. Pages are «no-store» on the wire: the copies here are the only ones, and go as soon as nobody, or
// somebody else, is signed in.

const READER = "offline-reader";
const PAGES = "offline-pages";
const PARTS = "offline-parts";
const PATIENCE = 4000; // a slow network, and there is a copy
const FRESH = 600_000; // not asked for again by itself
const rules = self.offlineRules;

async function reader() {
  if (!(await caches.has(READER))) return "";
  const kept = await (await caches.open(READER)).match("/reader");
  return kept ? kept.text() : "";
}

async function forget(...names) {
  for (const name of names) await caches.delete(name);
}

const forgetAll = () => forget(PAGES, PARTS, READER);

async function forgetPupil(path) {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    if (new URL(request.url).pathname.startsWith(rules.pupilOf(path))) await pages.delete(request);
  }
}

async function find(key) {
  const pages = await caches.open(PAGES);
  const kept = (await pages.match(key)) ?? (key.endsWith("/marks/") ? await pages.match(`${key}?view=simple`) : undefined);
  if (!kept || !rules.isOld(kept.headers.get("X-Kept-At"), Date.now())) return kept;
  await pages.delete(key);
  return undefined;
}

async function keep(key, html, headers) {
  const told = ["Content-Type", "Content-Security-Policy", "ETag"].filter((name) => headers.get(name));
  const kept = Object.fromEntries(told.map((name) => [name, headers.get(name)]));
  const page = new Response(html, { headers: { ...kept, "X-Kept-At": new Date().toISOString() } });
  await (await caches.open(PAGES)).put(key, page);
}

function ask(href, kept) {
  const headers = { "If-None-Match": kept?.headers.get("ETag") ?? '"none"' };
  const signal = kept ? AbortSignal.timeout(PATIENCE) : undefined;
  return fetch(href, { headers, signal, redirect: "manual", credentials: "same-origin", cache: "no-store" });
}

// What an answer means for the copies; gives the page to show.
async function settle(key, answer, kept, owner) {
  if (answer.type === "opaqueredirect") await forget(PAGES);
  if (answer.status === 403 || answer.status === 404) await forgetPupil(key);
  if (answer.status !== 200 && answer.status !== 304) return answer;
  if (answer.headers.get("X-Reader") !== owner) {
    await forgetAll();
    return answer.status === 304 ? fetch(key, { credentials: "same-origin" }) : answer;
  }
  const html = await (answer.status === 304 ? kept.clone() : answer.clone()).text();
  await keep(key, html, answer.status === 304 ? kept.headers : answer.headers);
  return answer.status === 304 ? kept : answer;
}

async function read(request, key) {
  const owner = await reader();
  if (!owner) return fetch(request);
  const kept = await find(key);
  let answer;
  try {
    answer = await ask(request.url, kept);
  } catch {
    return kept ? copy(kept) : nothing(self.words.ru.noCopy);
  }
  return settle(key, answer, kept, owner);
}

async function copy(kept) {
  const html = rules.withBar(await kept.text(), kept.headers.get("X-Kept-At"), self.words);
  return new Response(html, { headers: kept.headers });
}

function nothing(sentence) {
  const text = rules.escape(sentence);
  const html = `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text}</title><main><p>${text}</p><p><a href="">${rules.escape(self.words.ru.again)}</a></p></main></html>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function part(request) {
  if (!(await reader())) return fetch(request);
  const parts = await caches.open(PARTS);
  const kept = await parts.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await parts.put(request.url, answer.clone());
  return answer;
}

async function renew(addresses) {
  const owner = await reader();
  if (!owner) return;
  for (const address of addresses) {
    const key = rules.keyOf(new URL(address, self.location.origin));
    const kept = key && (await find(key));
    if (!key || (kept && Date.now() - Date.parse(kept.headers.get("X-Kept-At")) < FRESH)) continue;
    const answer = await ask(key, kept);
    const page = await settle(key, answer, kept, owner);
    if (page.status === 200) await partsOf(await page.clone().text());
    if (answer.type === "opaqueredirect") return;
  }
}

async function partsOf(html) {
  const parts = await caches.open(PARTS);
  for (const path of rules.partsOf(html)) {
    if (!(await parts.match(path))) await parts.add(path).catch(() => {});
  }
}

async function remember(owner) {
  await forgetAll();
  await (await caches.open(READER)).put("/reader", new Response(owner));
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { type, reader: owner, addresses = [] } = event.data ?? {};
  const work = { "opt-in": () => remember(owner), "opt-out": forgetAll, keep: () => renew(addresses) }[type];
  if (!work) return;
  const answer = (said) => event.ports[0]?.postMessage(said);
  event.waitUntil(work().then(() => answer("done"), () => answer("failed")));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode !== "navigate") {
    if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(part(request));
    return;
  }
  if (request.method === "POST") {
    if (url.pathname === "/logout/") event.respondWith(forgetAll().then(() => fetch(request)));
    else if (url.pathname.startsWith("/diary/")) {
      event.respondWith(fetch(request).catch(() => nothing(self.words.ru.notSent)));
    }
    return;
  }
  // Whoever sees this page is not signed in.
  if (url.pathname === "/login/") event.waitUntil(forget(PAGES));
  const key = rules.keyOf(url);
  if (key) event.respondWith(read(request, key));
});
