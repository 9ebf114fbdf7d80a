import type { Measure, Metric, PerformanceDefinition, Slice } from "../../schema/performance";
import type { PerformanceSums } from "../../schema/performance-sums";
import { isLessBetter } from "./judge";
import { countOf, measureErrors, measureMatrix } from "./metrics";

export interface SliceGroup {
  column: string;
  group: string;
  rows: number;
  labelled: number;
  measure: Measure | null;
}

export interface SliceTable {
  /** What groups are told apart by: the metric that windows are judged by, unless it needs the scores of rows. */
  metric: Metric;
  /** The worst first; those without a measure last. */
  groups: SliceGroup[];
}

const NEEDS_SCORES: readonly Metric[] = ["roc_auc", "log_loss", "brier"];

function labelOf(slice: Slice, group: number): string {
  if (slice.kind === "category") return slice.values[group] ?? "other values";
  const [from, to] = [slice.edges[group - 1], slice.edges[group]];
  if (from === undefined) return to === undefined ? "all" : `below ${to}`;
  return to === undefined ? `${from} and more` : `${from} to ${to}`;
}

function measuresOf(sums: PerformanceSums, slice: number) {
  if (sums.kind === "numbers")
    return (sums.slices[slice] ?? []).map(({ rows, errors }) => ({
      ...{ rows, labelled: errors.n, measures: measureErrors(errors) },
    }));
  return (sums.slices[slice] ?? []).map(({ rows, confusion }) => ({
    ...{ rows, labelled: countOf(confusion), measures: measureMatrix(confusion) },
  }));
}

/** The metric of each group of rows, the worst first. */
export function sliceTable(
  sums: PerformanceSums,
  { slices, metric: wanted }: PerformanceDefinition,
): SliceTable {
  const metric = NEEDS_SCORES.includes(wanted) ? "accuracy" : wanted;
  const groups = slices.flatMap((slice, at) =>
    measuresOf(sums, at).flatMap(({ rows, labelled, measures }, group): SliceGroup[] => {
      if (rows === 0) return [];
      const label = labelOf(slice, group);
      const measure = measures[metric] ?? null;
      return [{ column: slice.column, group: label, rows, labelled, measure }];
    }),
  );
  const sign = isLessBetter(metric) ? -1 : 1;
  const badness = ({ measure }: SliceGroup) =>
    measure === null ? Number.POSITIVE_INFINITY : sign * measure.value;
  return {
    metric,
    groups: groups.toSorted((one, other) => {
      const [a, b] = [badness(one), badness(other)];
      return a === b ? 0 : a - b;
    }),
  };
}
