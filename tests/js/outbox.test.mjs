import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../src/zhurnal/journal/static/journal/grid/outbox.js";

// A page, a clock and a network of our own. `answers` are taken one a request; the default saves everything.
function setting({ stored = [], replies = [] } = {}) {
  const made = { requests: [], answers: [], versions: new Map(), kept: [...stored], delays: [], ids: 0, states: 0, saves: 0 };
  let waiting = [];
  const timers = {
    setTimeout: (run, delay) => {
      const entry = { run, delay };
      waiting.push(entry);
      made.delays.push(delay);
      return entry;
    },
    clearTimeout: (entry) => { waiting = waiting.filter((one) => one !== entry); },
  };
  const keep = (list) => {
    made.kept = structuredClone(list);
    made.saves += 1;
  };
  const cell = ({ pupil, column }) => `${pupil}:${column}`;
  made.post = async (changes) => {
    made.requests.push(structuredClone(changes));
    const reply = replies.shift();
    return reply ? reply(changes) : saved(changes);
  };
  const saved = (changes) => ({
    answers: changes.map((change) => ({ ...change, status: "saved", text: change.value, version: change.seen_version + 1 })),
  });
  made.saved = saved;
  made.outbox = new Outbox({
    post: (changes) => made.post(changes),
    versionOf: (pupil, column) => made.versions.get(cell({ pupil, column })) ?? 0,
    store: { load: () => structuredClone(made.kept), save: keep },
    makeId: () => `id-${(made.ids += 1)}`,
    onAnswer: (answer) => {
      made.answers.push(answer);
      if (answer.version !== undefined) made.versions.set(cell(answer), answer.version);
    },
    onState: () => { made.states += 1; },
    timers,
  });
  // Lets the next timer ring and everything that follows from it happen.
  made.ring = async () => {
    const [entry] = waiting.splice(0, 1);
    entry?.run();
    await new Promise((done) => { setImmediate(done); });
  };
  made.timersSet = () => waiting.length;
  return made;
}

const values = (request) => request.map(({ pupil, value, seen_version }) => [pupil, value, seen_version]);

test("what is typed in one breath goes in one request, in order", async () => {
  const { outbox, ring, requests, delays } = setting();
  for (const pupil of [1, 2, 3]) outbox.add({ pupil, column: 7, value: "5" });
  assert.deepEqual(delays, [300]);
  await ring();
  assert.deepEqual(requests.map(values), [[[1, "5", 0], [2, "5", 0], [3, "5", 0]]]);
  assert.equal(outbox.unsent, 0);
});

test("a cell changed again before anything was sent is sent once", async () => {
  const { outbox, ring, requests } = setting();
  outbox.add({ pupil: 1, column: 7, value: "5" });
  outbox.add({ pupil: 1, column: 7, value: "4" });
  await ring();
  assert.deepEqual(requests.map(values), [[[1, "4", 0]]]);
});

test("a cell changed again before the answer came names the version of that answer", async () => {
  const { outbox, ring, requests } = setting({
    replies: [(changes) => {
      outbox.add({ pupil: 1, column: 7, value: "3" });
      return { answers: [{ ...changes[0], status: "saved", text: "5", version: 4 }] };
    }],
  });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  await ring();
  assert.deepEqual(requests.map(values), [[[1, "5", 0]], [[1, "3", 4]]]);
  assert.notEqual(requests[0][0].change_id, requests[1][0].change_id);
});

test("a retry repeats the same changes under the same ids, later each time", async () => {
  const offline = () => ({ obstacle: "offline" });
  const { outbox, ring, requests, delays } = setting({ replies: [offline, offline, offline] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  for (let time = 0; time < 4; time += 1) await ring();
  assert.deepEqual(delays, [300, 1000, 2000, 4000]);
  assert.equal(new Set(requests.map((request) => request[0].change_id)).size, 1);
  assert.equal(outbox.unsent, 0);
  assert.equal(outbox.obstacle, "");
});

test("a change made while the network is away keeps its place behind the one that may have arrived", async () => {
  const { outbox, ring, requests } = setting({ replies: [() => ({ obstacle: "offline" })] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  outbox.add({ pupil: 1, column: 7, value: "4" });
  assert.equal(outbox.unsent, 2);
  await ring();
  await ring();
  assert.deepEqual(requests.map(values), [[[1, "5", 0]], [[1, "5", 0]], [[1, "4", 1]]]);
});

test("coming back on line sends at once", async () => {
  const { outbox, ring, requests, delays, timersSet } = setting({ replies: [() => ({ obstacle: "offline" })] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  assert.equal(outbox.obstacle, "offline");
  outbox.retryNow();
  assert.equal(delays.at(-1), 0);
  assert.equal(timersSet(), 1);
  await ring();
  assert.equal(requests.length, 2);
});

test("what was refused leaves the queue and the rest is saved", async () => {
  const { outbox, ring, answers } = setting({
    replies: [(changes) => ({
      answers: [
        { ...changes[0], status: "refused", code: "closed_period", sentence: "Период закрыт." },
        { ...changes[1], status: "saved", text: "4", version: 1 },
      ],
    })],
  });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  outbox.add({ pupil: 2, column: 7, value: "4" });
  await ring();
  assert.deepEqual(answers.map(({ status }) => status), ["refused", "saved"]);
  assert.equal(outbox.unsent, 0);
});

test("a request refused as a whole says so for each of its cells", async () => {
  const { outbox, ring, answers } = setting({ replies: [() => ({ refused: "Журнал закрыт для вас." })] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  assert.deepEqual(answers.map(({ status, sentence, pupil }) => [status, sentence, pupil]), [["refused", "Журнал закрыт для вас.", 1]]);
});

const clash = (changes) => ({ answers: [{ ...changes[0], status: "conflict", text: "4", version: 9, sentence: "…" }] });

test("a conflict waits for the teacher; the own value goes over what stands there, knowingly", async () => {
  const { outbox, ring, requests } = setting({ replies: [clash] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  const [conflict] = outbox.conflicts;
  assert.deepEqual([conflict.mine, conflict.text, outbox.unsent], ["5", "4", 0]);
  outbox.add({ pupil: 1, column: 7, value: conflict.mine });
  await ring();
  assert.deepEqual(values(requests[1]), [[1, "5", 9]]);
  assert.deepEqual(outbox.conflicts, []);
});

test("a conflict left to the other value sends nothing", async () => {
  const { outbox, ring, requests, timersSet } = setting({ replies: [clash] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  outbox.dismiss(outbox.conflicts[0]);
  assert.equal(timersSet(), 0);
  assert.equal(requests.length, 1);
});

test("what was typed into a cell behind a conflict is part of the conflict, not sent blindly", async () => {
  const { outbox, ring, requests } = setting({
    replies: [(changes) => {
      outbox.add({ pupil: 1, column: 7, value: "3" });
      return clash(changes);
    }],
  });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  assert.equal(outbox.conflicts[0].mine, "3");
  assert.equal(outbox.unsent, 0);
  await ring();
  assert.equal(requests.length, 1);
});

test("typing into a cell in conflict is a decision", async () => {
  const { outbox, ring, requests } = setting({ replies: [clash] });
  outbox.add({ pupil: 1, column: 7, value: "5" });
  await ring();
  outbox.add({ pupil: 1, column: 7, value: "2" });
  assert.deepEqual(outbox.conflicts, []);
  await ring();
  assert.deepEqual(values(requests[1]), [[1, "2", 9]]);
});

test("the unsent is kept at every step and sent by the next page under the same ids", async () => {
  const first = setting({ replies: [() => ({ obstacle: "signed_out" })] });
  first.outbox.add({ pupil: 1, column: 7, value: "5" });
  assert.equal(first.kept.length, 1);
  await first.ring();
  const second = setting({ stored: first.kept });
  second.versions.set("1:7", 3); // somebody has written meanwhile: the version named is still the one seen
  assert.deepEqual(second.outbox.restore().map(({ value }) => value), ["5"]);
  await second.ring();
  assert.equal(second.requests[0][0].change_id, first.requests[0][0].change_id);
  assert.equal(second.requests[0][0].seen_version, 0);
  assert.deepEqual(second.kept, []);
});

test("many at once are kept once and sent in full batches, one right after the other, in order", async () => {
  const made = setting();
  const { outbox, ring, requests, delays } = made;
  const many = Array.from({ length: 250 }, (_, pupil) => ({ pupil, column: 7, value: "5" }));
  outbox.addAll(many);
  assert.deepEqual([made.saves, made.states, made.kept.length, outbox.unsent], [1, 1, 250, 250]);
  for (let time = 0; time < 3; time += 1) await ring();
  assert.deepEqual(delays, [0, 0, 0]);
  assert.deepEqual(requests.map((request) => request.length), [100, 100, 50]);
  assert.deepEqual(requests.flat().map(({ pupil }) => pupil), many.map(({ pupil }) => pupil));
  assert.equal(outbox.unsent, 0);
});

test("a batch that got no answer goes again under the same ids, and the rest stays behind it", async () => {
  const { outbox, ring, requests } = setting({ replies: [() => ({ obstacle: "offline" })] });
  outbox.addAll(Array.from({ length: 150 }, (_, pupil) => ({ pupil, column: 7, value: "5" })));
  for (let time = 0; time < 3; time += 1) await ring();
  const ids = (request) => request.map(({ change_id: id }) => id);
  assert.deepEqual(ids(requests[0]), ids(requests[1]));
  assert.deepEqual(requests.map((request) => request.length), [100, 100, 50]);
  assert.equal(new Set([...ids(requests[1]), ...ids(requests[2])]).size, 150);
});

test("what goes with a mark is sent along, and stays with what is typed after it", async () => {
  const { outbox, ring, requests } = setting();
  outbox.add({ pupil: 1, column: 7, value: "2", comment: "Повтори", staff_only: true });
  outbox.add({ pupil: 1, column: 7, value: "3" });
  outbox.add({ pupil: 2, column: 7, value: "4" });
  await ring();
  const [first, second] = requests[0];
  assert.deepEqual([first.value, first.comment, first.staff_only], ["3", "Повтори", true]);
  assert.equal("comment" in second, false);
});

test("a conflict keeps what goes with the own mark, so that it is not lost when that is put", async () => {
  const clash = (changes) => ({ answers: changes.map((one) => ({ change_id: one.change_id, status: "conflict", version: 2, text: "4" })) });
  const { outbox, ring } = setting({ replies: [clash] });
  outbox.add({ pupil: 1, column: 7, value: "5", reason: "работа проверена позже" });
  await ring();
  const [conflict] = outbox.conflicts;
  assert.deepEqual([conflict.mine, conflict.details], ["5", { reason: "работа проверена позже" }]);
});

test("what is typed over a mark put back, before anybody has seen it, is not put back itself", async () => {
  const { outbox, ring, requests } = setting();
  outbox.add({ pupil: 1, column: 7, value: "5", undo: true });
  outbox.add({ pupil: 1, column: 7, value: "4" });
  outbox.add({ pupil: 2, column: 7, value: "" });
  outbox.add({ pupil: 2, column: 7, value: "3", undo: true });
  await ring();
  assert.deepEqual(requests[0].map(({ value, undo }) => [value, undo]), [["4", undefined], ["3", true]]);
});

test("a mark taken away before it was sent takes with it what was said of it, but not the reason", async () => {
  const { outbox, ring, requests } = setting();
  const said = { comment: "за доску", staff_only: true, due: "2026-03-11", handed_in: "2026-03-04", reason: "ошибка" };
  outbox.add({ pupil: 1, column: 7, value: "5", ...said });
  outbox.add({ pupil: 1, column: 7, value: "" });
  await ring();
  const [[sent]] = requests;
  assert.equal(sent.value, "");
  assert.deepEqual(Object.keys(sent).filter((name) => name in said), ["reason"]);
});

test("a mark deleted and put back before it was sent goes with what was said of it, as if nothing had happened", async () => {
  const { outbox, ring, requests } = setting();
  outbox.add({ pupil: 1, column: 7, value: "5", comment: "за доску", due: "2026-03-11" });
  outbox.add({ pupil: 1, column: 7, value: "" });
  outbox.add({ pupil: 1, column: 7, value: "5", undo: true });
  await ring();
  const [[{ change_id, seen_version, ...sent }]] = requests;
  assert.deepEqual({ ...sent }, { pupil: 1, column: 7, value: "5", undo: undefined, comment: "за доску", due: "2026-03-11" });
});

test("what was said of a deleted mark does not go to another one that is put back there", async () => {
  const { outbox, ring, requests } = setting();
  outbox.add({ pupil: 1, column: 7, value: "5", comment: "за доску" });
  outbox.add({ pupil: 1, column: 7, value: "" });
  outbox.add({ pupil: 1, column: 7, value: "4" });
  outbox.add({ pupil: 1, column: 7, value: "", undo: true });
  outbox.add({ pupil: 1, column: 7, value: "4", undo: true });
  await ring();
  const [[sent]] = requests;
  assert.deepEqual([sent.value, "comment" in sent, "aside" in sent], ["4", false, false]);
});
