import type { Counted } from "../samples";
import type { SharePair } from "../shares";
import { numpySum } from "../sums";

export type TextColumn = readonly (string | null)[];

/** How often each category occurs on a side. */
export interface Categories extends Counted {
  counts: ReadonlyMap<string, number>;
  /** Values that are not missing. */
  size: number;
}

export function categoriesOf(values: TextColumn): Categories {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const value of values)
    if (value === null) missing += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  return { counts, size: values.length - missing, rows: values.length, missing, nonFinite: 0 };
}

/** Order by code points: by UTF-16 units, what needs two of them would come too early. */
export function byCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const place = left.findIndex((character, at) => character !== right[at]);
  if (place < 0) return left.length - right.length;
  return (left[place]?.codePointAt(0) ?? 0) - (right[place]?.codePointAt(0) ?? -1);
}

/** Categories of both sides in one order, with how often each occurs there. */
export class CategoryPair {
  readonly reference: Categories;
  readonly current: Categories;
  readonly keys: readonly string[];

  constructor(
    reference: Categories,
    current: Categories,
    order: (a: string, b: string) => number = byCodePoints,
  ) {
    this.reference = reference;
    this.current = current;
    this.keys = [...new Set([...reference.counts.keys(), ...current.counts.keys()])].sort(order);
  }

  get n(): number {
    return this.reference.size;
  }

  get m(): number {
    return this.current.size;
  }

  get observed(): readonly (readonly [number, number])[] {
    const { reference, current } = this;
    return this.keys.map((key) => [reference.counts.get(key) ?? 0, current.counts.get(key) ?? 0]);
  }

  /** A bin for each category of either side. */
  get shares(): SharePair {
    const { observed, n, m } = this;
    return { p: observed.map(([count]) => count / n), q: observed.map(([, count]) => count / m) };
  }

  /** A bin for each category of the reference, and one for all others where shares leave something over. */
  get referenceShares(): SharePair {
    const known = this.observed.filter(([count]) => count > 0);
    const p = known.map(([count]) => count / this.n);
    const q = known.map(([, count]) => count / this.m);
    const leftover = 1 - numpySum(q);
    return leftover > 0 ? { p: [...p, 0], q: [...q, leftover] } : { p, q };
  }
}
