// The way to the server, and the drawer in which the unsent lies until it has arrived.

const TIMEOUT = 20_000; // ms: a request of which nothing was heard is tried again; its ids make that harmless
const PREFIX = "zhurnal:unsent:";

// A version 4 UUID. `crypto.randomUUID` exists only behind https; a school's own network often has none.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// post(changes) → {answers} | {obstacle: "offline" | "signed_out" | "stranger"} | {refused: sentence}.
export function wire({ url, user, words }) {
  let doubtful = false; // after a 401 somebody else may have signed in: ask before sending in their name
  return async function post(changes) {
    try {
      if (doubtful) {
        const obstacle = await whoIsThere(user);
        if (obstacle) return { obstacle };
        doubtful = false;
      }
      const response = await ask(url, changes);
      if (response.ok) return { answers: (await response.json()).changes };
      if (response.status === 401) doubtful = true;
      return notSaved(response, words);
    } catch {
      return { obstacle: "offline" };
    }
  };
}

function ask(url, changes) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ changes }),
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT),
  });
}

async function notSaved(response, words) {
  if (response.status === 401) return { obstacle: "signed_out" };
  if (response.status >= 500 || response.status === 429) return { obstacle: "offline" };
  const told = await response.json().catch(() => ({}));
  return { refused: told.sentence ?? words.not_open };
}

// The page of this very journal carries the number of who looks at it.
async function whoIsThere(user) {
  const response = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(TIMEOUT) });
  if (response.redirected) return "signed_out";
  if (response.status >= 500) return "offline";
  return (await response.text()).includes(`data-user="${user}"`) ? "" : "stranger";
}

// Signing in again changes the token: the cookie knows the present one.
function token() {
  const found = /(?:^|; )(?:__Host-)?csrf=([^;]+)/.exec(document.cookie);
  return found?.[1] ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

// The unsent of one person and course. What others left on this computer is thrown away unread.
export function drawer(user, course) {
  const mine = `${PREFIX}${user}:`;
  const key = mine + course;
  for (const other of Object.keys(sessionStorage)) {
    if (other.startsWith(PREFIX) && !other.startsWith(mine)) sessionStorage.removeItem(other);
  }
  return {
    load: () => JSON.parse(sessionStorage.getItem(key) ?? "[]"),
    save: (list) => (list.length ? sessionStorage.setItem(key, JSON.stringify(list)) : sessionStorage.removeItem(key)),
    wipe: () => sessionStorage.removeItem(key),
  };
}
