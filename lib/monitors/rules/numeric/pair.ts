import { mergeSorted, quantileOf } from "../samples";
import { type Spread, spreadOf } from "../sums";
import { type Ranks, rankBoth } from "./ranks";
import { type Walk, walkBoth } from "./walk";

/** Two sorted samples, with what several methods need of both computed once. */
export class NumericPair {
  readonly reference: Float64Array;
  readonly current: Float64Array;
  #walk?: Walk;
  #ranks?: Ranks;
  #spreads?: readonly [Spread, Spread];

  constructor(reference: Float64Array, current: Float64Array) {
    this.reference = reference;
    this.current = current;
  }

  get n(): number {
    return this.reference.length;
  }

  get m(): number {
    return this.current.length;
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
    this.#spreads ??= [spreadOf(this.reference), spreadOf(this.current)];
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
