// Random things that come out the same in every run: a failing seed can be run again.

export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return {
    below,
    maybe: (share = 0.5) => next() < share,
    one: (list) => list[below(list.length)],
    list: (length, make) => Array.from({ length }, (_, at) => make(at)),
    shuffled: (list) => {
      const left = [...list];
      return list.map(() => left.splice(below(left.length), 1)[0]);
    },
  };
}

// Runs a check for so many seeds; what fails names its seed.
export function always(times, check) {
  for (let seed = 1; seed <= times; seed += 1) {
    try {
      check(chance(seed));
    } catch (problem) {
      problem.message = `seed ${seed}: ${problem.message}`;
      throw problem;
    }
  }
}
