import assert from "node:assert/strict";
import { test } from "node:test";

import { fitted, isPhotograph, renamed } from "../../src/zhurnal/ui/static/ui/photos.js";

test("a picture fits into the longest side, whichever it is, and keeps its shape", () => {
  assert.deepEqual(fitted(4000, 3000), { width: 2560, height: 1920 });
  assert.deepEqual(fitted(3000, 4000), { width: 1920, height: 2560 });
  assert.deepEqual(fitted(8000, 1), { width: 2560, height: 1 });
});

test("a small picture keeps its size", () => {
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
});

test("photographs are made smaller, drawings and documents are not", () => {
  for (const type of ["image/jpeg", "image/heic", "image/webp"]) assert.equal(isPhotograph({ type }), true);
  for (const type of ["image/png", "image/gif", "application/pdf", ""]) assert.equal(isPhotograph({ type }), false);
});

test("the name says what the file has become", () => {
  assert.equal(renamed("IMG 1.heic"), "IMG 1.jpg");
  assert.equal(renamed("Справка.JPEG"), "Справка.JPEG");
  assert.equal(renamed("без конца"), "без конца.jpg");
  assert.equal(renamed("а.б.webp"), "а.б.jpg");
});
