import assert from "node:assert/strict";
import { test } from "node:test";

import { UndoStack } from "../../src/zhurnal/journal/static/journal/grid/undo.js";

const step = (pupil, before, after) => ({ pupil, column: 1, before, after });

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
  const stack = new UndoStack(120);
  for (let pupil = 1; pupil <= 130; pupil += 1) stack.push(step(pupil, "", "5"));
  assert.equal(stack.depth, 120);
  let last;
  for (let one = stack.undo(); one; one = stack.undo()) last = one;
  assert.equal(last.pupil, 11);
});

test("what the journal refused is not a step any more", () => {
  const stack = new UndoStack();
  stack.push(step(1, "", "5"));
  stack.push(step(2, "", "9"));
  stack.forget({ pupil: 2, column: 1 }, "9");
  assert.deepEqual(stack.undo(), step(1, "", "5"));
});
