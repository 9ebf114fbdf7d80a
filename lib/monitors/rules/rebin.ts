import { binOf } from "@/lib/datasets/rules/window-profile";
import {
  type ColumnCounts,
  MAX_EDGES,
  type WatchedColumn,
} from "@/lib/datasets/schema/window-profiles";
import type { Binning } from "../schema/monitors";
import { decileEdges, doaneEdges, equalEdges, sturgesEdges } from "./numeric/bins";
import { sortNumbers } from "./sort";

type NumberColumn = Extract<WatchedColumn, { kind: "number" }>;
type NumberCounts = Extract<ColumnCounts, { kind: "number" }>;

/** Of deciles the inner ones: below the first and above the last is a bin anyway. */
function innerDeciles(sorted: Float64Array): number[] {
  const inner = decileEdges(sorted).slice(1, -1);
  const last = inner.at(-1) ?? 0;
  // The last decile itself is above it; a bin otherwise holds its upper edge.
  const open = last - Math.max(Math.abs(last) * Number.EPSILON, Number.MIN_VALUE);
  const edges = [...inner.slice(0, -1), open];
  return edges.length > 1 ? edges : [open, open];
}

function edgesOf(sorted: Float64Array, bins: Exclude<Binning, "equal_width">): number[] {
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const edges =
    bins === "deciles"
      ? innerDeciles(sorted)
      : bins === "doane"
        ? doaneEdges(sorted)
        : sturgesEdges(low, high, sorted.length);
  return edges.length <= MAX_EDGES ? edges : equalEdges(low, high, MAX_EDGES - 1);
}

/** A column in other bins, cut by the reference's own values; null when it has none. */
export function rebinned(
  column: NumberColumn,
  counts: NumberCounts,
  { values, bins }: { values: Float64Array; bins: Exclude<Binning, "equal_width"> },
): { column: NumberColumn; counts: NumberCounts } | null {
  const sorted = sortNumbers(values.filter(Number.isFinite));
  if (sorted.length === 0) return null;
  const edges = edgesOf(sorted, bins);
  const found = new Array<number>(edges.length + 1).fill(0);
  for (const value of sorted) {
    const bin = binOf(edges, value);
    found[bin] = (found[bin] ?? 0) + 1;
  }
  return { column: { ...column, edges }, counts: { ...counts, bins: found } };
}
