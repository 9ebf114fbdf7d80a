/** Random numbers from 0 up to, not including, 1 (Mulberry32): the same ones on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of `n` come true, each at `rate`. */
export function countOf(random: () => number, n: number, rate: number): number {
  let count = 0;
  for (let unit = 0; unit < n; unit += 1) if (random() < rate) count += 1;
  return count;
}
