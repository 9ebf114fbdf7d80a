import { mergeSorted, quantileOf, type Sample } from "../samples";
import { type Spread, spreadOf } from "../sums";
import { sturgesEdges } from "./bins";
import { outlineOf } from "./outline";
import { type Ranks, rankBoth } from "./ranks";
import { type Walk, walkBoth } from "./walk";

/** From this number of values on, distances are found without sorting all of them. */
const LONG = 100_000;

/** Distances, and how many values of each side are in each bin by Sturges over both. */
interface Sketch {
  distance: number;
  area: number;
  pooled?: { edges: number[]; a: number[]; b: number[] };
}

/** Two samples, with what several methods need of both computed once. */
export class NumericPair {
  readonly #reference: Sample;
  readonly #current: Sample;
  #walk?: Walk;
  #ranks?: Ranks;
  #spreads?: readonly [Spread, Spread];
  #sketch?: Sketch;

  constructor(reference: Sample, current: Sample) {
    this.#reference = reference;
    this.#current = current;
  }

  get reference(): Float64Array {
    return this.#reference.sorted;
  }

  get current(): Float64Array {
    return this.#current.sorted;
  }

  /** The reference in any order. */
  get referenceValues(): Float64Array {
    return this.#reference.values;
  }

  get n(): number {
    return this.#reference.values.length;
  }

  get m(): number {
    return this.#current.values.length;
  }

  /** Distance and area by whatever way is the shortest for these samples. */
  get sketch(): Sketch {
    this.#sketch ??= this.#isUnsorted ? (this.#outline() ?? this.walk) : this.walk;
    return this.#sketch;
  }

  get #isUnsorted(): boolean {
    return this.n + this.m >= LONG && !(this.#reference.isSorted && this.#current.isSorted);
  }

  #outline(): Sketch | null {
    const low = Math.min(this.#reference.low, this.#current.low);
    const high = Math.max(this.#reference.high, this.#current.high);
    const edges = sturgesEdges(low, high, this.n + this.m);
    const found = outlineOf(this.#reference.values, this.#current.values, low, edges);
    if (!found) return null;
    // The last bin is closed: nothing lies beyond it.
    const ends = [...found.below.slice(0, -1), { a: this.n, b: this.m }];
    const counts = (side: "a" | "b") =>
      ends.slice(1).map((end, at) => end[side] - (ends[at]?.[side] ?? 0));
    const { distance, area } = found;
    return { distance, area, pooled: { edges, a: counts("a"), b: counts("b") } };
  }

  get walk(): Walk {
    this.#walk ??= walkBoth(this.reference, this.current);
    return this.#walk;
  }

  get ranks(): Ranks {
    this.#ranks ??= rankBoth(this.reference, this.current);
    return this.#ranks;
  }

  get spreads(): readonly [Spread, Spread] {
    this.#spreads ??= this.#isUnsorted
      ? [spreadOf(this.#reference.values), spreadOf(this.#current.values)]
      : [spreadOf(this.reference), spreadOf(this.current)];
    return this.#spreads;
  }

  /** Whether all values of both sides are one. */
  get isConstant(): boolean {
    const [first, last] = [this.reference[0], this.reference[this.n - 1]];
    return first === last && first === this.current[0] && first === this.current[this.m - 1];
  }

  /** Distance between the quartiles of both sides together. */
  get quartileRange(): number {
    const pooled = mergeSorted(this.reference, this.current);
    return quantileOf(pooled, 0.75) - quantileOf(pooled, 0.25);
  }
}
