import assert from "node:assert/strict";
import { test } from "node:test";

import { UndoStack } from "../../src/zhurnal/journal/static/journal/grid/undo.js";

const change = (pupil, before, after) => ({ pupil, column: 1, before, after });
const step = (...one) => [change(...one)];

test("steps come back in reverse order and can be done again", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.push(step(2, "4", "3"));
  assert.deepEqual(stack.undo(), step(2, "4", "3"));
  assert.deepEqual(stack.undo(), step(1, "", "5"));
  assert.equal(stack.undo(), undefined);
  assert.deepEqual(stack.redo(), step(1, "", "5"));
  assert.deepEqual(stack.redo(), step(2, "4", "3"));
  assert.equal(stack.redo(), undefined);
});

test("what was done to many cells at once comes back at once", () => {
  const stack = new UndoStack();
  const fill = [1, 2, 3].map((pupil) => change(pupil, "", "5"));
  stack.push(step(9, "", "4"));
  stack.push([...fill, change(4, "5", "5")]);
  assert.deepEqual(stack.undo(), fill);
  assert.deepEqual(stack.undo(), step(9, "", "4"));
  stack.redo();
  assert.deepEqual(stack.redo(), fill);
});

test("a fill and the mark it was begun with are one step, where nothing came between", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.push(step(2, "", "5"), { join: { pupil: 1, column: 1 } });
  assert.deepEqual(stack.undo(), [change(1, "", "5"), change(2, "", "5")]);
  stack.push(step(3, "", "4"));
  stack.push(step(2, "", "5"), { join: { pupil: 1, column: 1 } });
  assert.deepEqual(stack.undo(), step(2, "", "5"));
});

test("a new step makes the undone ones unreachable", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.undo();
  stack.push(step(2, "", "4"));
  assert.equal(stack.redo(), undefined);
  assert.deepEqual(stack.undo(), step(2, "", "4"));
});

test("writing what already stands there is no step", () => {
  const stack = new UndoStack();
  stack.push(step(1, "5", "5"));
  assert.equal(stack.undo(), undefined);
});

test("a hundred steps and more are kept, the oldest go first", () => {
  const stack = new UndoStack({ steps: 120 });
  for (let pupil = 1; pupil <= 130; pupil += 1) stack.push(step(pupil, "", "5"));
  assert.equal(stack.depth, 120);
  let last;
  for (let one = stack.undo(); one; one = stack.undo()) last = one;
  assert.equal(last[0].pupil, 11);
});

test("large steps push out old ones, but never the last", () => {
  const stack = new UndoStack({ cells: 10 });
  const large = (size) => Array.from({ length: size }, (_, pupil) => change(pupil, "", "5"));
  for (const size of [4, 4, 4]) stack.push(large(size));
  assert.equal(stack.depth, 2);
  stack.push(large(50));
  assert.equal(stack.depth, 1);
  assert.equal(stack.undo().length, 50);
});

test("what the journal refused is not a step any more", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.push(step(2, "", "9"));
  stack.forget({ pupil: 2, column: 1 }, "9");
  assert.deepEqual(stack.undo(), step(1, "", "5"));
});

test("a refused cell leaves its step, the others stay in it", () => {
  const stack = new UndoStack();
  stack.push([change(1, "", "9"), change(2, "", "9")]);
  stack.forget({ pupil: 1, column: 1 }, "9");
  assert.deepEqual(stack.undo(), step(2, "", "9"));
});

test("a refused taking back cannot be done again, and the steps before it stay", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.push(step(1, "5", "4"));
  stack.undo();
  stack.forget({ pupil: 1, column: 1 }, "5");
  assert.equal(stack.redo(), undefined);
  assert.deepEqual(stack.undo(), step(1, "", "5"));
});

test("what the journal writes in its own way is taken back all the same", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "54"));
  stack.respell({ pupil: 1, column: 1 }, "54", "5/4");
  stack.respell({ pupil: 2, column: 1 }, "5/4", "н");
  assert.deepEqual(stack.undo(), step(1, "", "5/4"));
});

test("steps survive the page", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.push(step(2, "", "4"));
  stack.undo();
  const next = new UndoStack();
  next.restore(JSON.parse(JSON.stringify(stack.dump())));
  assert.deepEqual(next.redo(), step(2, "", "4"));
  next.undo();
  assert.deepEqual(next.undo(), step(1, "", "5"));
  new UndoStack().restore({});
});
