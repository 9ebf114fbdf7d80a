const SIZE = 624;
const SHIFT = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const MATRIX = 0x9908b0df;

/** The Mersenne Twister (M. Matsumoto and T. Nishimura, 1998), drawn from as NumPy's RandomState draws. */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #place = SIZE;

  constructor(seed: number) {
    this.#state[0] = seed;
    for (let at = 1; at < SIZE; at += 1) {
      const before = this.#state[at - 1] ?? 0;
      this.#state[at] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + at;
    }
  }

  #twist(): void {
    for (let at = 0; at < SIZE; at += 1) {
      const bits = ((this.#state[at] ?? 0) & UPPER) | ((this.#state[(at + 1) % SIZE] ?? 0) & LOWER);
      const turned = (bits >>> 1) ^ (bits & 1 ? MATRIX : 0);
      this.#state[at] = (this.#state[(at + SHIFT) % SIZE] ?? 0) ^ turned;
    }
    this.#place = 0;
  }

  /** 32 bits. */
  next(): number {
    if (this.#place === SIZE) this.#twist();
    let bits = this.#state[this.#place] ?? 0;
    this.#place += 1;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  }

  /** Evenly from 0 to `most`: draws until the bits that it needs are small enough. */
  #upTo(most: number): number {
    const mask = 2 ** Math.ceil(Math.log2(most + 1)) - 1;
    for (;;) {
      const drawn = (this.next() & mask) >>> 0;
      if (drawn <= most) return drawn;
    }
  }

  /** The same values in a random order, shuffled from the back. */
  shuffled(values: readonly number[]): number[] {
    const result = [...values];
    for (let at = result.length - 1; at > 0; at -= 1) {
      const other = this.#upTo(at);
      [result[at], result[other]] = [result[other] ?? 0, result[at] ?? 0];
    }
    return result;
  }
}
