// What a finger meant that has moved so far: 1 to the next day, -1 to the one before, 0 nothing of the kind.

const LONG_ENOUGH = 60;
const STRAIGHT = 2;

export function directionOf(dx, dy) {
  if (Math.abs(dx) < LONG_ENOUGH || Math.abs(dx) < STRAIGHT * Math.abs(dy)) return 0;
  return dx < 0 ? 1 : -1;
}
