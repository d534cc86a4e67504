// What can be taken back, kept for the next page of this tab: reloading, another period and the way back must not
// lose it. What others left on this computer is thrown away unread.

const PREFIX = "zhurnal:steps:";

export function memory({ user, course, period }) {
  const mine = `${PREFIX}${user}:`;
  const key = `${mine}${course}:${period}`;
  let left = false; // who has signed out leaves nothing behind, nor does the page on its way out
  const all = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  for (const name of all()) if (!name.startsWith(mine)) sessionStorage.removeItem(name);
  return {
    load: () => JSON.parse(sessionStorage.getItem(key) ?? "{}"),
    save: (steps) => {
      if (left) return;
      try {
        sessionStorage.setItem(key, JSON.stringify(steps));
      } catch {
        sessionStorage.removeItem(key); // full: the unsent needs the room more
      }
    },
    wipe: () => {
      left = true;
      for (const name of all()) sessionStorage.removeItem(name);
    },
  };
}
