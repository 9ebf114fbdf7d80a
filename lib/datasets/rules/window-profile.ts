import type {
  CategoryCounts,
  ColumnCounts,
  NumberCounts,
  WatchedColumn,
  WindowProfile,
} from "../schema/window-profiles";
import { added, NamedCounts, shortened } from "./named-counts";
import { mergeAllRepeats, RepeatsOfRows, type Row } from "./row-repeats";

/** Of `edges.length + 1` bins: 0 is below the first edge, the last one above the last. */
export function binOf(edges: readonly number[], value: number): number {
  const last = edges.length - 1;
  if (value < (edges[0] ?? 0)) return 0;
  if (value > (edges[last] ?? 0)) return edges.length;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= (edges[middle] ?? 0)) low = middle;
    else high = middle;
  }
  return low + 1;
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

function emptyCounts(column: WatchedColumn): ColumnCounts {
  const none = { n: 0, nulls: 0, absent: 0, mistyped: 0 };
  if (column.kind === "category")
    return { kind: "category", ...none, bins: zeros(column.categories.length + 1), others: {} };
  return {
    kind: "number",
    ...none,
    bins: zeros(column.edges.length + 1),
    nans: 0,
    infinities: 0,
    mean: null,
    m2: null,
    min: null,
    max: null,
  };
}

export const emptyProfile = (columns: readonly WatchedColumn[]): WindowProfile => ({
  rows: 0,
  columns: columns.map(emptyCounts),
  extra: {},
});

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const raise = (counts: number[], bin: number): void => {
  counts[bin] = (counts[bin] ?? 0) + 1;
};

const least = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);
const most = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** Mean and sum of squares of both together (Chan, Golub and LeVeque 1979). */
function mergeMoments(one: NumberCounts, other: NumberCounts) {
  const [n, m] = [one.n, other.n];
  if (m === 0) return { mean: one.mean, m2: one.m2 };
  if (n === 0) return { mean: other.mean, m2: other.m2 };
  if (one.mean === null || other.mean === null) return { mean: null, m2: null };
  const apart = other.mean - one.mean;
  const mean = finite(one.mean + apart * (m / (n + m)));
  if (one.m2 === null || other.m2 === null) return { mean, m2: null };
  return { mean, m2: finite(one.m2 + other.m2 + apart * apart * ((n * m) / (n + m))) };
}

function mergeCounts(one: ColumnCounts, other: ColumnCounts): ColumnCounts {
  const common = {
    n: one.n + other.n,
    nulls: one.nulls + other.nulls,
    absent: one.absent + other.absent,
    mistyped: one.mistyped + other.mistyped,
    bins: one.bins.map((count, bin) => count + (other.bins[bin] ?? 0)),
  };
  if (one.kind === "category" && other.kind === "category")
    return { kind: "category", ...common, others: added(one.others, other.others) };
  if (one.kind !== "number" || other.kind !== "number" || one.bins.length !== other.bins.length)
    throw new Error("Profiles of different columns were put together.");
  return {
    kind: "number",
    ...common,
    nans: one.nans + other.nans,
    infinities: one.infinities + other.infinities,
    ...mergeMoments(one, other),
    min: least(one.min, other.min),
    max: most(one.max, other.max),
  };
}

/** Both together, whichever comes first. Throws when they are not of the same columns. */
export function mergeProfiles(one: WindowProfile, other: WindowProfile): WindowProfile {
  if (one.columns.length !== other.columns.length)
    throw new Error("Profiles of different columns were put together.");
  return {
    rows: one.rows + other.rows,
    columns: one.columns.map((counts, at) => {
      const same = other.columns[at];
      if (!same) throw new Error("Profiles of different columns were put together.");
      return mergeCounts(counts, same);
    }),
    extra: added(one.extra, other.extra),
    ...mergeAllRepeats(one, other),
  };
}

/** Sums of a column of numbers, which become `NumberCounts` when all rows are in: plain numbers are added to fastest. */
class NumberSums {
  private readonly bins: number[];
  private n = 0;
  private nulls = 0;
  private absent = 0;
  private mistyped = 0;
  private nans = 0;
  private infinities = 0;
  private mean = 0;
  private m2 = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  constructor(private readonly edges: readonly number[]) {
    this.bins = zeros(edges.length + 1);
  }

  add(value: unknown): void {
    if (typeof value === "number") this.addNumber(value);
    else if (value === undefined) this.absent += 1;
    else if (value === null) this.nulls += 1;
    else if (typeof value === "bigint") this.addNumber(Number(value));
    // As they stand where JSON has to hold them.
    else if (value === "NaN" || value === "Infinity" || value === "-Infinity")
      this.addNumber(Number(value));
    else this.mistyped += 1;
  }

  private addNumber(value: number): void {
    if (Number.isFinite(value)) {
      this.n += 1;
      raise(this.bins, binOf(this.edges, value));
      const step = value - this.mean;
      this.mean += step / this.n;
      this.m2 += step * (value - this.mean);
      if (value < this.min) this.min = value;
      if (value > this.max) this.max = value;
    } else if (Number.isNaN(value)) this.nans += 1;
    else this.infinities += 1;
  }

  finish(): NumberCounts {
    const { n, nulls, absent, mistyped, bins, nans, infinities } = this;
    const told = (value: number) => (n === 0 ? null : finite(value));
    return {
      ...{ kind: "number", n, nulls, absent, mistyped, bins, nans, infinities },
      mean: told(this.mean),
      m2: told(this.m2),
      min: told(this.min),
      max: told(this.max),
    };
  }
}

/** Counts of a column of categories. */
class CategorySums {
  private readonly counts: CategoryCounts;
  private readonly places: ReadonlyMap<string, number>;
  private readonly others = new NamedCounts();

  constructor(categories: readonly string[]) {
    this.places = new Map(categories.map((name, place) => [name, place]));
    const none = { n: 0, nulls: 0, absent: 0, mistyped: 0 };
    this.counts = { kind: "category", ...none, bins: zeros(categories.length + 1), others: {} };
  }

  add(value: unknown): void {
    const { counts } = this;
    if (value === undefined) counts.absent += 1;
    else if (value === null) counts.nulls += 1;
    else if (typeof value === "object" || Number.isNaN(value)) counts.mistyped += 1;
    else this.addText(shortened(String(value)));
  }

  private addText(text: string): void {
    const { counts, places } = this;
    const bin = places.get(text);
    counts.n += 1;
    raise(counts.bins, bin ?? places.size);
    if (bin === undefined) this.others.add(text);
  }

  finish(): CategoryCounts {
    return { ...this.counts, others: this.others.finish() };
  }
}

type Sums = NumberSums | CategorySums;

const sumsOf = (column: WatchedColumn): Sums =>
  column.kind === "number" ? new NumberSums(column.edges) : new CategorySums(column.categories);

interface Input {
  name: string;
  /** Whether every object has a property of this name, which is no value of a row. */
  isInherited: boolean;
  sums: Sums;
}

/** Gathers rows of one window; memory is bounded by the columns, whatever the rows hold. */
export class WindowProfiler {
  private rows = 0;
  private readonly columns: readonly Sums[];
  private readonly inputs: readonly Input[];
  private readonly answers: readonly Sums[];
  private readonly known: ReadonlySet<string>;
  private readonly extra = new NamedCounts();
  private readonly repeats: RepeatsOfRows | null;

  /**
   * `leftOut` are columns that come and are not watched on purpose. What equals `mask` counts as absent. Of what `repeats` names it is
   * counted how often values repeat.
   */
  constructor(
    columns: readonly WatchedColumn[],
    leftOut: readonly string[],
    private readonly mask?: string,
    repeats: readonly string[] = [],
  ) {
    const pairs = columns.map((column) => ({ ...column, sums: sumsOf(column) }));
    this.columns = pairs.map(({ sums }) => sums);
    const inputs = pairs.filter(({ source }) => source === "input");
    this.inputs = inputs.map(({ name, sums }) => ({ name, sums, isInherited: name in {} }));
    this.answers = pairs.filter(({ source }) => source === "answer").map(({ sums }) => sums);
    const names = inputs.map(({ name }) => name);
    this.known = new Set([...names, ...leftOut]);
    this.repeats = repeats.length > 0 ? new RepeatsOfRows(repeats, names, mask) : null;
  }

  /** A row as it was sent, and what was answered to it. */
  add(row: Row, answer: unknown): void {
    this.rows += 1;
    let found = 0;
    for (const { name, isInherited, sums } of this.inputs) {
      const value = isInherited && !Object.hasOwn(row, name) ? undefined : row[name];
      if (value !== undefined) found += 1;
      sums.add(value === this.mask ? undefined : value);
    }
    for (const sums of this.answers) sums.add(answer);
    this.repeats?.add(row);
    const names = Object.keys(row);
    if (names.length > found)
      for (const name of names) if (!this.known.has(name)) this.extra.add(shortened(name));
  }

  finish(): WindowProfile {
    return {
      rows: this.rows,
      columns: this.columns.map((sums) => sums.finish()),
      extra: this.extra.finish(),
      ...(this.repeats && { repeats: this.repeats.finish() }),
    };
  }
}
