import type { ColumnProfile, Histogram } from "../schema/profile";
import { type Cell, MAX_TEXT } from "./cells";
import { DistinctCount, Sample, TopValues } from "./sketches";

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
const TOP = 20;
export const BINS = 20;

/** Counts of values between edges that are known before. */
export class HistogramCount {
  readonly #edges: readonly number[];
  readonly #counts: number[];
  #below = 0;
  #above = 0;

  constructor(edges: readonly number[]) {
    this.#edges = edges;
    this.#counts = new Array<number>(Math.max(edges.length - 1, 0)).fill(0);
  }

  /** The last bin holds its upper edge too. */
  add(value: number): void {
    const first = this.#edges[0] ?? 0;
    const last = this.#edges.at(-1) ?? 0;
    if (value < first) this.#below += 1;
    else if (value > last) this.#above += 1;
    else {
      const bins = this.#counts.length;
      let bin = Math.min(Math.floor(((value - first) / (last - first)) * bins), bins - 1);
      // Division may round across an edge.
      while (bin > 0 && value < (this.#edges[bin] ?? 0)) bin -= 1;
      while (bin < bins - 1 && value >= (this.#edges[bin + 1] ?? 0)) bin += 1;
      this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    }
  }

  finish(): Histogram {
    return {
      edges: [...this.#edges],
      counts: [...this.#counts],
      below: this.#below,
      above: this.#above,
    };
  }
}

/** Equal steps from the least to the greatest value; null when there is no room between them. */
export function edgesBetween(min: number | null, max: number | null): number[] | null {
  if (min === null || max === null || !(max > min) || !Number.isFinite(max - min)) return null;
  const edges = Array.from({ length: BINS + 1 }, (_, index) => min + ((max - min) * index) / BINS);
  edges[BINS] = max;
  return edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? edge))
    ? edges
    : null;
}

function quantilesOf(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  return SHARES.flatMap((share) => {
    const place = (sorted.length - 1) * share;
    const low = sorted[Math.floor(place)];
    const high = sorted[Math.ceil(place)];
    if (low === undefined || high === undefined) return [];
    return [{ share, value: low + (high - low) * (place - Math.floor(place)) }];
  });
}

/** What one column of a table holds, gathered row by row in bounded memory. */
export class ColumnStatistics {
  readonly name: string;
  #nulls = 0;
  readonly #kinds = { number: 0, time: 0, boolean: 0, text: 0 };
  readonly #distinct = new DistinctCount();
  readonly #top = new TopValues();
  readonly #sample = new Sample();
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;
  #numbers = 0;

  constructor(name: string) {
    this.name = name;
  }

  add(cell: Cell): void {
    if (cell.kind === "null") {
      this.#nulls += 1;
      return;
    }
    this.#kinds[cell.kind] += 1;
    const text = cell.text.length > MAX_TEXT ? `${cell.text.slice(0, MAX_TEXT)}…` : cell.text;
    this.#distinct.add(cell.text);
    this.#top.add(text);
    if ("value" in cell) this.#addNumber(cell.value);
  }

  #addNumber(value: number): void {
    this.#numbers += 1;
    const step = value - this.#mean;
    this.#mean += step / this.#numbers;
    this.#squares += step * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#sample.add(value);
  }

  /** The type that every value has; text when they differ. */
  get type(): ColumnProfile["type"] {
    const present = (["number", "time", "boolean", "text"] as const).filter(
      (kind) => this.#kinds[kind] > 0,
    );
    return present.length === 1 ? (present[0] ?? "text") : "text";
  }

  finish(): ColumnProfile {
    const { type } = this;
    const isOrdered = type === "number" || type === "time";
    const isNumber = type === "number";
    const variance = this.#numbers > 1 ? this.#squares / (this.#numbers - 1) : 0;
    const finite = (value: number) => (Number.isFinite(value) ? value : null);
    return {
      name: this.name,
      type,
      nulls: this.#nulls,
      distinct: this.#distinct.count,
      isDistinctExact: this.#distinct.isExact,
      min: isOrdered ? finite(this.#min) : null,
      max: isOrdered ? finite(this.#max) : null,
      mean: isNumber ? finite(this.#mean) : null,
      std: isNumber ? finite(Math.sqrt(variance)) : null,
      quantiles: isOrdered ? quantilesOf(this.#sample.values) : [],
      histogram: null,
      top: this.#top.top(TOP),
      isTopExact: this.#top.isExact,
    };
  }
}
