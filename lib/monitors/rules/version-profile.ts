import { binOf } from "@/lib/datasets/rules/window-profile";
import type { ColumnProfile, ProfileDocument } from "@/lib/datasets/schema/profile";
import type {
  CategoryCounts,
  ColumnCounts,
  NumberCounts,
  WatchedColumn,
  WindowProfile,
} from "@/lib/datasets/schema/window-profiles";
import { repeatsOfFile } from "./repeated";

type Watched<Kind> = Extract<WatchedColumn, { kind: Kind }>;

/** Values without a bin of their own that are told by name. */
const MAX_OTHERS = 50;

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** How often values fall into bins: as they were counted where the bins are the same, else by the middles of theirs. */
function numberBins({ edges }: Watched<"number">, column: ColumnProfile, values: number) {
  const { histogram, min, max } = column;
  const bins = zeros(edges.length + 1);
  const add = (value: number, count: number) => {
    const bin = binOf(edges, value);
    bins[bin] = (bins[bin] ?? 0) + count;
  };
  if (!histogram) {
    if (min !== null) add(min, values);
    return bins;
  }
  if (JSON.stringify(histogram.edges) === JSON.stringify(edges))
    return [histogram.below, ...histogram.counts, histogram.above];
  for (const [at, count] of histogram.counts.entries())
    add(((histogram.edges[at] ?? 0) + (histogram.edges[at + 1] ?? 0)) / 2, count);
  if (min !== null) add(min, histogram.below);
  if (max !== null) add(max, histogram.above);
  return bins;
}

function numberCounts(
  watched: Watched<"number">,
  column: ColumnProfile,
  values: number,
): Omit<NumberCounts, "nulls"> {
  const isNumber = column.type === "number";
  const { mean, std, min, max } = column;
  return {
    kind: "number",
    ...{ n: isNumber ? values : 0, absent: 0, mistyped: isNumber ? 0 : values },
    bins: isNumber ? numberBins(watched, column, values) : zeros(watched.edges.length + 1),
    ...{ nans: 0, infinities: 0 },
    ...(isNumber
      ? { mean, m2: std === null ? null : std * std * values, min, max }
      : { mean: null, m2: null, min: null, max: null }),
  };
}

function categoryCounts(
  { categories }: Watched<"category">,
  { type, top }: ColumnProfile,
  values: number,
): Omit<CategoryCounts, "nulls"> {
  const bins = zeros(categories.length + 1);
  const others: Record<string, number> = {};
  let named = 0;
  for (const { value, count } of top) {
    const text = type === "number" ? String(Number(value)) : value;
    const bin = categories.indexOf(text);
    named += count;
    // The most frequent come first.
    if (bin < 0 && (text in others || Object.keys(others).length < MAX_OTHERS))
      others[text] = (others[text] ?? 0) + count;
    bins[bin < 0 ? categories.length : bin] =
      (bins[bin < 0 ? categories.length : bin] ?? 0) + count;
  }
  // Values that are too rare for the profile to name.
  bins[categories.length] = (bins[categories.length] ?? 0) + Math.max(0, values - named);
  return { kind: "category", n: values, absent: 0, mistyped: 0, bins, others };
}

function countsOf(watched: WatchedColumn, { rows, columns }: ProfileDocument): ColumnCounts {
  const column = columns.find(({ name }) => name === watched.name);
  const found = column ?? {
    ...{ name: watched.name, type: "number" as const, nulls: 0, distinct: 0 },
    ...{ isDistinctExact: true, min: null, max: null, mean: null, std: null },
    ...{ quantiles: [], histogram: null, top: [], isTopExact: true },
  };
  const values = column ? rows - column.nulls : 0;
  const counts =
    watched.kind === "number"
      ? numberCounts(watched, found, values)
      : categoryCounts(watched, found, values);
  return { ...counts, nulls: found.nulls, absent: column ? 0 : rows };
}

/** How often values repeat, of the columns that are asked after; of rows as a whole a profile does not tell it. */
function repeatsOf(names: readonly string[], { columns, rows }: ProfileDocument) {
  const asked = columns.filter(({ name }) => names.includes(name));
  if (asked.length === 0) return {};
  const repeats = asked.map((column) => [column.name, repeatsOfFile(column, rows)] as const);
  return { repeats: Object.fromEntries(repeats) };
}

/** What a version of a dataset holds, by the profile of its file, in the bins of a reference. */
export function profileOfVersion(
  {
    columns,
    leftOut,
    repeats,
  }: {
    columns: readonly WatchedColumn[];
    leftOut: readonly string[];
    repeats: readonly string[];
  },
  document: ProfileDocument,
): WindowProfile {
  const known = new Set([...columns.map(({ name }) => name), ...leftOut]);
  const extra = document.columns.filter(({ name }) => !known.has(name));
  return {
    rows: document.rows,
    columns: columns.map((column) => countsOf(column, document)),
    extra: Object.fromEntries(extra.slice(0, 50).map(({ name }) => [name, document.rows])),
    ...repeatsOf(repeats, document),
  };
}
