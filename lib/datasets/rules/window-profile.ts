import type {
  CategoryCounts,
  ColumnCounts,
  NumberCounts,
  WatchedColumn,
  WindowProfile,
} from "../schema/window-profiles";
import { MAX_TEXT } from "./cells";

/** Other values, and other columns, that are told by name. */
const MAX_NAMED = 50;

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

/** The most frequent; of equally frequent ones those that come first by their text. */
function named(counts: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(counts);
  if (entries.length <= MAX_NAMED) return { ...counts };
  const kept = entries
    .toSorted(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))
    .slice(0, MAX_NAMED);
  return Object.fromEntries(kept);
}

function added(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const sums = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sums.set(name, (sums.get(name) ?? 0) + count);
  return named(Object.fromEntries(sums));
}

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
  };
}

function addNumber(counts: NumberCounts, edges: readonly number[], value: unknown): void {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number") {
    counts.mistyped += 1;
    return;
  }
  if (Number.isNaN(number)) counts.nans += 1;
  else if (!Number.isFinite(number)) counts.infinities += 1;
  else {
    counts.n += 1;
    raise(counts.bins, binOf(edges, number));
    const mean = counts.mean ?? 0;
    const step = number - mean;
    const next = mean + step / counts.n;
    counts.mean = finite(next);
    counts.m2 = finite((counts.m2 ?? 0) + step * (number - next));
    if (counts.min === null || number < counts.min) counts.min = number;
    if (counts.max === null || number > counts.max) counts.max = number;
  }
}

/** Counts by name, of as many names as are told. */
class NamedCounts {
  private readonly counts = new Map<string, number>();

  add(name: string): void {
    const count = this.counts.get(name);
    if (count !== undefined || this.counts.size < MAX_NAMED)
      this.counts.set(name, (count ?? 0) + 1);
  }

  finish(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }
}

/** As profiles of datasets write texts, so that the same one has the same bin. */
const shortened = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;

interface Place {
  column: WatchedColumn;
  counts: ColumnCounts;
  bins: ReadonlyMap<string, number>;
  others: NamedCounts;
}

const placeOf = (column: WatchedColumn): Place => ({
  column,
  counts: emptyCounts(column),
  bins: new Map(
    column.kind === "category" ? column.categories.map((name, place) => [name, place]) : [],
  ),
  others: new NamedCounts(),
});

function addCategory({ bins, others }: Place, counts: CategoryCounts, value: unknown): void {
  if (typeof value === "object" || Number.isNaN(value)) {
    counts.mistyped += 1;
    return;
  }
  const text = shortened(String(value));
  const bin = bins.get(text);
  counts.n += 1;
  raise(counts.bins, bin ?? bins.size);
  if (bin === undefined) others.add(text);
}

function addValue(place: Place, value: unknown): void {
  const { column, counts } = place;
  if (value === undefined) counts.absent += 1;
  else if (value === null) counts.nulls += 1;
  else if (counts.kind === "category") addCategory(place, counts, value);
  else if (column.kind === "number") addNumber(counts, column.edges, value);
}

/** Gathers rows of one window; memory is bounded by the columns, whatever the rows hold. */
export class WindowProfiler {
  private rows = 0;
  private readonly places: readonly Place[];
  private readonly known: ReadonlySet<string>;
  private readonly extra = new NamedCounts();

  /** `leftOut` are columns that come and are not watched on purpose. */
  constructor(columns: readonly WatchedColumn[], leftOut: readonly string[]) {
    this.places = columns.map(placeOf);
    const inputs = columns.filter(({ source }) => source === "input");
    this.known = new Set([...inputs.map(({ name }) => name), ...leftOut]);
  }

  /** A row as it was sent, and what was answered to it. */
  add(row: Readonly<Record<string, unknown>>, answer: unknown): void {
    this.rows += 1;
    for (const place of this.places) {
      const { source, name } = place.column;
      if (source === "answer") addValue(place, answer);
      else addValue(place, Object.hasOwn(row, name) ? row[name] : undefined);
    }
    for (const name of Object.keys(row)) if (!this.known.has(name)) this.extra.add(shortened(name));
  }

  finish(): WindowProfile {
    return {
      rows: this.rows,
      columns: this.places.map(({ counts, others }) =>
        counts.kind === "category" ? { ...counts, others: others.finish() } : counts,
      ),
      extra: this.extra.finish(),
    };
  }
}
