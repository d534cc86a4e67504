import assert from "node:assert/strict";
import { test } from "node:test";

import { directionOf } from "../../src/zhurnal/diary/static/diary/swipe.js";

test("a finger to the left turns to the next day, to the right to the one before", () => {
  assert.equal(directionOf(-80, 10), 1);
  assert.equal(directionOf(80, -10), -1);
});

test("a tap, and a finger that scrolls, turn nothing", () => {
  assert.equal(directionOf(59, 0), 0);
  assert.equal(directionOf(-100, 51), 0);
  assert.equal(directionOf(-100, 50), 1);
});
