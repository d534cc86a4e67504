// What of the diary is kept on a device, under which name, and what stands above a copy. No browser is needed here:
// the worker takes these from `self.offlineRules`.

{
  const DAY = 86_400_000;
  const KEPT_FOR = 14 * DAY;
  const KEPT = /^\/diary\/\d+\/(?:week\/\d{4}-W\d{2}|marks)\/$/;

  // «2026-W10» of a day.
  function weekOf(day) {
    const thursday = new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()));
    thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
    const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    const week = Math.ceil(((thursday - first) / DAY + 1) / 7);
    return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
  }

  // The pages of each pupil that are read without a network: two weeks back, the coming one, both views of marks.
  function addresses(pupils, today) {
    const weeks = [-14, -7, 0, 7].map((days) => weekOf(new Date(today.getTime() + days * DAY)));
    return pupils.flatMap((pupil) => [
      ...weeks.map((week) => `/diary/${pupil}/week/${week}/`),
      `/diary/${pupil}/marks/?view=simple`,
      `/diary/${pupil}/marks/?view=extended`,
    ]);
  }

  // Under which name a page is kept; "" for a page that is not. The day shown does not matter, a period does.
  function keyOf(url) {
    if (!KEPT.test(url.pathname) || url.searchParams.has("period")) return "";
    const view = url.searchParams.get("view");
    return url.pathname + (view ? `?view=${view}` : "");
  }

  // «/diary/12/»: all pages of a pupil begin so.
  const pupilOf = (path) => path.split("/").slice(0, 3).join("/") + "/";

  const isOld = (keptAt, now) => now - Date.parse(keptAt) > KEPT_FOR;

  // The addresses of scripts, styles and pictures in a page.
  const partsOf = (html) => [...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, path]) => path);

  const languageOf = (html) => (/<html lang="([a-z]+)"/.exec(html) ?? [, "ru"])[1];

  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  // The page with a bar above it that says of when it is.
  function withBar(html, keptAt, words) {
    const language = languageOf(html);
    const told = words[language] ?? words.ru;
    const when = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    const text = `${told.offline} ${told.asOf} ${when.format(new Date(keptAt))}.`;
    const bar = `<p class="notice notice--waiting" role="status"><span>${escape(text)} <a href="">${escape(told.again)}</a></span></p>`;
    return html.replace(/<main\b[^>]*>/, (main) => main + bar);
  }

  self.offlineRules = { addresses, escape, isOld, keyOf, partsOf, pupilOf, weekOf, withBar };
}
