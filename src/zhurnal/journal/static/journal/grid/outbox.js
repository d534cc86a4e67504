// What was typed and is not yet in the journal. Sends it in order, a batch at a time, until an answer comes.
// It knows neither the page nor the network: both are given to it.

const GATHER = 300; // ms: what is typed in one breath goes in one request
const LARGEST_BATCH = 100;
const DELAYS = [1000, 2000, 4000, 8000, 16000, 30000]; // ms between attempts
const OF_MARK = ["comment", "staff_only", "due", "handed_in"];

const sameCell = (one, other) => one.pupil === other.pupil && one.column === other.column;

export class Outbox {
  #queue = []; // {change_id, pupil, column, value, seen_version, sent, aside} and what goes with the mark: comment, reason …
  #conflicts = []; // {pupil, column, mine, details, text, version, sentence, by, at}
  #sending = false;
  #timer = null;
  #failures = 0; // in a row
  #obstacle = ""; // "" | "offline" | "signed_out" | "stranger"
  #given;

  // post(changes) → {answers} | {obstacle} | {refused: sentence}; it never throws.
  // versionOf(pupil, column): what the page knows. store: load() and save(list).
  // onAnswer(answer, change): a cell is settled. onState(): something about the whole changed.
  constructor({ post, versionOf, store, makeId, onAnswer, onState, timers = globalThis }) {
    this.#given = { post, versionOf, store, makeId, onAnswer, onState, timers };
  }

  get unsent() {
    return this.#queue.length;
  }

  get conflicts() {
    return this.#conflicts;
  }

  get obstacle() {
    return this.#obstacle;
  }

  isWaiting(cell) {
    return this.#queue.some((change) => sameCell(change, cell));
  }

  add(change) {
    this.addAll([change]);
  }

  // Many at once are kept and announced once, and nothing is waited for: nobody types the rest of them.
  addAll(changes) {
    for (const change of changes) this.#enqueue(change);
    this.#keep();
    this.#later(changes.length > 1 ? 0 : GATHER);
  }

  #enqueue({ pupil, column, value, ...details }) {
    const { versionOf, makeId } = this.#given;
    const last = this.#queue.findLast((change) => sameCell(change, { pupil, column }));
    if (last && !last.sent) {
      // Nobody has seen the earlier one. What is typed over what was put back is not put back itself, and what was
      // said of a mark goes where the mark goes: of an empty cell nothing can be said.
      if (!value) layAside(last);
      const back = details.undo && last.aside?.value === value ? last.aside : {};
      Object.assign(last, details, { value, undo: details.undo }, back);
    } else {
      // After a change that is under way, the version to name is the one its answer will bring.
      const seen = last ? null : versionOf(pupil, column);
      this.#queue.push({ change_id: makeId(), pupil, column, value, ...details, seen_version: seen, sent: false });
    }
    this.#drop(this.#conflicts, { pupil, column });
  }

  // What an earlier page of this tab could not send. Returns the changes, to be shown in their cells.
  restore() {
    this.#queue = this.#given.store.load();
    if (this.#queue.length) this.#later(0);
    return [...this.#queue];
  }

  retryNow() {
    if (this.#queue.length) this.#later(0);
  }

  // What stands there stays. To put the own value over it, add it: the page now knows the version.
  dismiss(conflict) {
    this.#drop(this.#conflicts, conflict);
    this.#given.onState();
  }

  #later(delay) {
    const { timers, onState } = this.#given;
    if (!this.#sending && !(this.#timer && delay === GATHER)) {
      timers.clearTimeout(this.#timer);
      this.#timer = timers.setTimeout(() => this.#send(), delay);
    }
    onState();
  }

  async #send() {
    this.#timer = null;
    if (this.#sending || !this.#queue.length) return;
    this.#sending = true;
    const batch = this.#batch();
    this.#keep();
    const outcome = await this.#given.post(batch.map(({ sent, aside, ...change }) => change));
    this.#sending = false;
    if (outcome.obstacle) this.#wait(outcome.obstacle);
    else this.#settle(batch, outcome);
  }

  // The front of the queue, each cell once: the next change of a cell waits for the answer to this one.
  #batch() {
    const batch = [];
    for (const change of this.#queue) {
      if (batch.length === LARGEST_BATCH || batch.some((earlier) => sameCell(earlier, change))) break;
      change.seen_version ??= this.#given.versionOf(change.pupil, change.column);
      change.sent = true;
      batch.push(change);
    }
    return batch;
  }

  #wait(obstacle) {
    this.#obstacle = obstacle;
    this.#failures += 1;
    this.#later(DELAYS[Math.min(this.#failures, DELAYS.length) - 1]);
  }

  #settle(batch, { answers = [], refused }) {
    this.#obstacle = "";
    this.#failures = 0;
    for (const change of batch) {
      const answer = answers.find((one) => one.change_id === change.change_id) ?? {
        status: "refused", code: "no_answer", sentence: refused, pupil: change.pupil, column: change.column,
      };
      this.#queue.splice(this.#queue.indexOf(change), 1);
      if (answer.status === "conflict") this.#clash(change, answer);
      this.#given.onAnswer(answer, change);
    }
    this.#keep();
    // A full batch has left some behind that nobody is still typing.
    if (this.#queue.length) this.#later(batch.length === LARGEST_BATCH ? 0 : GATHER);
    else this.#given.onState();
  }

  // What was typed after it into the same cell was typed without knowing what stands there either.
  #clash(change, answer) {
    const latest = this.#queue.findLast((later) => sameCell(later, change)) ?? change;
    const { pupil, column, value: mine } = latest;
    this.#drop(this.#queue, change);
    this.#conflicts.push({ ...answer, pupil, column, mine, details: detailsOf(latest) });
  }

  #drop(list, cell) {
    for (let at = list.length - 1; at >= 0; at -= 1) if (sameCell(list[at], cell)) list.splice(at, 1);
  }

  #keep() {
    this.#given.store.save(this.#queue);
  }
}

// For the one who takes the deletion back before anything was sent.
function layAside(change) {
  const { value, undo } = change;
  if (value) change.aside = { value, undo };
  for (const name of OF_MARK.filter((one) => one in change)) {
    if (value) change.aside[name] = change[name];
    delete change[name];
  }
}

// What goes with a mark, without what the outbox itself has put to it.
export function detailsOf({ change_id, pupil, column, value, seen_version, sent, aside, ...details }) {
  return details;
}
