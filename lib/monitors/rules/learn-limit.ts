import { WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { ColumnCounts, WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { Limit, MonitorMethod } from "../schema/methods";
import { chunkRows, learnThresholds } from "./chunks";
import { deviationOf, spreadOf } from "./sums";
import { scoreOf } from "./window-score";

/** From fewer there is nothing to learn. */
export const FEWEST_LEARNED = 3;
const LEAST_THRESHOLD = 1e-9;

/** The reference in chunks of as many rows, counted as windows are; what is left over joins the last one. */
export function chunkCounts(
  column: WatchedColumn,
  values: ArrayLike<unknown>,
  size: number,
): ColumnCounts[] {
  const sent: WatchedColumn = { ...column, source: "input" };
  return chunkRows(values.length, size, "append").flatMap(({ start, end }) => {
    const profiler = new WindowProfiler([sent], []);
    for (let row = start; row < end; row += 1)
      profiler.add({ [column.name]: values[row] }, undefined);
    return profiler.finish().columns;
  });
}

export interface Learned {
  threshold: number;
  limit: Extract<Limit, { kind: "learned" }>;
}

/** Mean and three standard deviations of what is usual; null when too little is known. */
export function learnLimit(
  {
    column,
    reference,
    method,
  }: { column: WatchedColumn; reference: ColumnCounts; method: MonitorMethod },
  usual: readonly ColumnCounts[],
  source: Pick<Learned["limit"], "from" | "size" | "windows">,
): Learned | null {
  const scores = usual.flatMap(
    (current) => scoreOf(method, { column, reference, current }).score ?? [],
  );
  if (scores.length < FEWEST_LEARNED) return null;
  const { upper } = learnThresholds(scores, { lower: null, upper: null });
  const spread = spreadOf(Float64Array.from(scores));
  return {
    threshold: Math.max(upper ?? 0, LEAST_THRESHOLD),
    limit: {
      ...{ kind: "learned", ...source, count: scores.length },
      mean: spread.mean,
      deviation: deviationOf(spread),
    },
  };
}
