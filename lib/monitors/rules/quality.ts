import type {
  ColumnCounts,
  NumberCounts,
  WatchedColumn,
  WindowProfile,
} from "@/lib/datasets/schema/window-profiles";
import type { ColumnQuality, Quality, QualityFinding, QualityInput } from "../schema/quality";
import { checkRepeated } from "./repeated";
import { deviationOf, spreadOf } from "./sums";

/** From fewer windows the usual number of rows is not known. */
const FEWEST_WINDOWS = 6;
const DEVIATIONS = 3;
/** Of the standard normal distribution: exceeded once in a thousand times. */
const RARE = 3.09;

const share = (count: number, all: number): number => (all > 0 ? count / all : 0);
const least = (limit: number): number => Math.min(1, limit);

/** Of another type, NaN or infinite. */
const invalidOf = (counts: ColumnCounts): number =>
  counts.mistyped + (counts.kind === "number" ? counts.nans + counts.infinities : 0);

function learnColumn(
  column: WatchedColumn,
  counts: ColumnCounts,
  rows: number,
  tolerance: number,
): Omit<ColumnQuality, "repeated"> {
  const unseen = share(counts.bins.at(-1) ?? 0, counts.n);
  const isNumber = counts.kind === "number";
  return {
    name: column.name,
    missing: least(share(counts.nulls + counts.absent, rows) + tolerance),
    invalid: least(share(invalidOf(counts), counts.n + invalidOf(counts)) + tolerance),
    unseen: isNumber ? null : least(unseen + tolerance),
    outside: isNumber ? tolerance : null,
    min: isNumber ? counts.min : null,
    max: isNumber ? counts.max : null,
  };
}

function usualRows(windows: readonly number[]): Quality["rows"] {
  if (windows.length < FEWEST_WINDOWS) return null;
  const spread = spreadOf(Float64Array.from(windows));
  const width = DEVIATIONS * deviationOf(spread);
  return { min: Math.max(0, spread.mean - width), max: spread.mean + width };
}

/** What is known of the reference beside the counts of its columns. */
export interface ReferenceRepeats {
  /** What part of its values came before, of each column that identifies rows. */
  keys: ReadonlyMap<string, number>;
  /** What part of the rows are like one before; null when it was not counted. */
  rows: number | null;
}
const UNKNOWN_REPEATS: ReferenceRepeats = { keys: new Map(), rows: null };

/** Columns that are not watched and whose values are held to repeat as little as they do, or as somebody says. */
function holdUnwatched(
  { columns: wishes, tolerance }: QualityInput,
  leftOut: readonly string[],
  { keys }: ReferenceRepeats,
): ColumnQuality[] {
  return leftOut.flatMap((name) => {
    const known = keys.get(name);
    const said = wishes.find((one) => one.name === name)?.repeated;
    const repeated =
      said ?? (said === null || known === undefined ? null : least(known + tolerance));
    const none = {
      missing: null,
      invalid: null,
      unseen: null,
      outside: null,
      min: null,
      max: null,
    };
    return repeated === null ? [] : [{ name, ...none, repeated }];
  });
}

/** What the quality is judged by: what somebody says, else as it is in the reference, with a tolerance. */
export function learnQuality(
  input: QualityInput,
  {
    columns,
    reference,
    leftOut,
  }: {
    columns: readonly WatchedColumn[];
    reference: WindowProfile;
    leftOut: readonly { name: string }[];
  },
  /** Rows of the windows so far. */
  windows: readonly number[],
  repeats: ReferenceRepeats = UNKNOWN_REPEATS,
): Quality {
  const learned = columns.flatMap((column, at) => {
    const counts = reference.columns[at];
    if (!counts) return [];
    const own = input.columns.find(({ name }) => name === column.name);
    const known = column.source === "input" ? repeats.keys.get(column.name) : undefined;
    const said = Object.entries(own ?? {}).filter(([, value]) => value !== undefined);
    return [
      {
        ...learnColumn(column, counts, reference.rows, input.tolerance),
        repeated: known === undefined ? null : least(known + input.tolerance),
        ...Object.fromEntries(said),
      },
    ];
  });
  const unwatched = leftOut.map(({ name }) => name);
  const { repeatedRows } = input;
  const ofRows = repeats.rows === null ? null : least(repeats.rows + input.tolerance);
  return {
    columns: [...learned, ...holdUnwatched(input, unwatched, repeats)],
    repeatedRows: repeatedRows === "learned" ? ofRows : repeatedRows,
    rows: input.rows === "learned" ? usualRows(windows) : input.rows,
    freshMinutes: input.freshMinutes,
  };
}

/** Values that surely lie outside; null where bins cannot tell. */
function outsideOf(
  edges: readonly number[],
  { bins, min: low, max: high }: NumberCounts,
  { min, max }: Pick<ColumnQuality, "min" | "max">,
): number | null {
  const isBelow = min !== null && low !== null && low < min;
  const isAbove = max !== null && high !== null && high > max;
  if (!isBelow && !isAbove) return 0;
  let [count, isKnown] = [0, false];
  for (const [bin, values] of bins.entries()) {
    // A bin reaches from the edge before it to its own; the outermost ones have no end.
    const [from, to] = [
      edges[bin - 1] ?? Number.NEGATIVE_INFINITY,
      edges[bin] ?? Number.POSITIVE_INFINITY,
    ];
    const below = isBelow && min !== null && to <= min;
    const above = isAbove && max !== null && from >= max;
    if (!below && !above) continue;
    isKnown = true;
    count += values;
  }
  return isKnown ? count : null;
}

/** More than the limit allows, and more than chance brings about where it is met. */
function isBeyond(count: number, all: number, limit: number): boolean {
  if (all === 0) return false;
  return count > all * limit + RARE * Math.sqrt(all * limit * (1 - limit));
}

interface Counted {
  check: QualityFinding["check"];
  count: number | null;
  all: number;
  limit: number | null;
}

function checkColumn(
  column: WatchedColumn,
  counts: ColumnCounts,
  rows: number,
  limits: ColumnQuality,
): QualityFinding[] {
  const isNumber = counts.kind === "number" && column.kind === "number";
  const invalid = invalidOf(counts);
  const checks: Counted[] = [
    { check: "missing", count: counts.nulls + counts.absent, all: rows, limit: limits.missing },
    { check: "invalid", count: invalid, all: counts.n + invalid, limit: limits.invalid },
    isNumber
      ? {
          check: "outside",
          count: outsideOf(column.edges, counts, limits),
          all: counts.n,
          limit: limits.outside,
        }
      : { check: "unseen", count: counts.bins.at(-1) ?? 0, all: counts.n, limit: limits.unseen },
  ];
  return checks.flatMap(({ check, count, all, limit }) =>
    count !== null && limit !== null && isBeyond(count, all, limit)
      ? [{ check, column: column.name, found: share(count, all), limit }]
      : [],
  );
}

function checkRows(rows: number, limits: Quality["rows"], isOver: boolean): QualityFinding[] {
  if (!limits) return [];
  const { min, max } = limits;
  // More may come until the window is over.
  if (isOver && min !== null && rows < min)
    return [{ check: "few_rows", column: null, found: rows, limit: min }];
  if (max !== null && rows > max)
    return [{ check: "many_rows", column: null, found: rows, limit: max }];
  return [];
}

/** What is wrong with the data of a window, whether or not it has drifted. */
export function checkQuality(
  columns: readonly WatchedColumn[],
  profile: WindowProfile,
  quality: Quality,
  isOver: boolean,
): QualityFinding[] {
  const found = columns.flatMap((column, at) => {
    const [counts, own] = [
      profile.columns[at],
      quality.columns.find(({ name }) => name === column.name),
    ];
    return counts && own ? checkColumn(column, counts, profile.rows, own) : [];
  });
  const repeated = checkRepeated(profile, quality);
  return [...checkRows(profile.rows, quality.rows, isOver), ...found, ...repeated];
}
