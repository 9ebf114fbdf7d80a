import type { ColumnFinding } from "../schema/monitors";

type Judged = Pick<ColumnFinding, "score" | "threshold" | "judgedBy" | "pValue">;

/** A p-value smaller than any that a computation can tell from 0. */
const LEAST = 1e-300;

/** How far a column is on the way to its threshold, which is 1: by its distance, or by the logarithm of its p-value. */
export function excessOf({ score, threshold, judgedBy, pValue }: Judged): number | null {
  if (judgedBy === "score") {
    if (score === null) return null;
    return threshold > 0 ? score / threshold : score > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  if (pValue === null) return null;
  return Math.log(Math.max(pValue, LEAST)) / Math.log(threshold);
}

/** The number that is laid beside the threshold. */
export const judgedValue = ({ judgedBy, score, pValue }: Judged): number | null =>
  judgedBy === "score" ? score : pValue;
