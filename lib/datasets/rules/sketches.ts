/** 53 bits of a text, spread evenly. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

const HASH_RANGE = 2 ** 53;

/** How many different values there are: exact up to `kept`, then within about 1 / √kept. Keeps the smallest hashes. */
export class DistinctCount {
  readonly #kept: number;
  #hashes = new Set<number>();
  #limit = HASH_RANGE;

  constructor(kept = 4096) {
    this.#kept = kept;
  }

  add(text: string): void {
    const hash = hash53(text);
    if (hash >= this.#limit) return;
    this.#hashes.add(hash);
    if (this.#hashes.size > this.#kept * 2) this.#shrink();
  }

  #shrink(): void {
    const smallest = [...this.#hashes].sort((a, b) => a - b).slice(0, this.#kept);
    this.#limit = smallest.at(-1) ?? HASH_RANGE;
    this.#hashes = new Set(smallest.slice(0, -1));
  }

  get isExact(): boolean {
    return this.#limit === HASH_RANGE;
  }

  get count(): number {
    if (this.isExact) return this.#hashes.size;
    return Math.round((this.#hashes.size * HASH_RANGE) / this.#limit);
  }
}

/** An even draw of rows; the same file gives the same draw. */
export class Sample {
  readonly #size: number;
  readonly values: number[] = [];
  #seen = 0;
  #state = 0x9e3779b9;

  constructor(size = 10_000) {
    this.#size = size;
  }

  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  add(value: number): void {
    this.#seen += 1;
    if (this.values.length < this.#size) {
      this.values.push(value);
      return;
    }
    const place = Math.floor(this.#random() * this.#seen);
    if (place < this.#size) this.values[place] = value;
  }
}

/** The most frequent values: exact while there are at most `kept` different ones, else possibly counted too low. */
export class TopValues {
  readonly #kept: number;
  #counts = new Map<string, number>();
  isExact = true;

  constructor(kept = 5_000) {
    this.#kept = kept;
  }

  add(text: string): void {
    const count = this.#counts.get(text);
    if (count !== undefined) this.#counts.set(text, count + 1);
    else {
      if (this.#counts.size >= this.#kept) this.#forgetRarest();
      this.#counts.set(text, 1);
    }
  }

  #forgetRarest(): void {
    this.isExact = false;
    const counts = [...this.#counts.values()].sort((a, b) => a - b);
    const least = counts[Math.floor(counts.length / 2)] ?? 0;
    for (const [text, count] of this.#counts) if (count <= least) this.#counts.delete(text);
  }

  top(limit: number): { value: string; count: number }[] {
    return [...this.#counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, limit);
  }
}
