const FNV_PRIME = 0x01000193;
const FNV_OFFSET = 0x811c9dc5;
const OTHER_OFFSET = 0x9dc5811c;

/** Spreads 32 bits evenly: the finalizer of MurmurHash3 (A. Appleby). */
export function spread(bits: number): number {
  const half = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return (whole ^ (whole >>> 16)) >>> 0;
}

/** 53 bits of a text: FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) over its code units from two offsets, each spread. */
export function hash53(text: string): number {
  let high = FNV_OFFSET;
  let low = OTHER_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, FNV_PRIME);
    low = Math.imul(low ^ code, FNV_PRIME);
  }
  return (spread(high) >>> 11) * 2 ** 32 + spread(low);
}

export const HASH_RANGE = 2 ** 53;

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

  /** Below 1, evenly: xorshift on 32 bits (G. Marsaglia, 2003). */
  #random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
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
