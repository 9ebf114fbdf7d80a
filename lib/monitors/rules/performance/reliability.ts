import type { PerformanceSums } from "../../schema/performance-sums";
import { wilson } from "./intervals";
import { binsOf } from "./sums";

const RELIABILITY_BINS = 10;

/** Labelled rows whose score lies in a tenth of what it may be. */
export interface ReliabilityBin {
  from: number;
  to: number;
  rows: number;
  /** The mean of their scores, and the share of them that is of the class, with its interval of 95 %. */
  score: number;
  share: number;
  lower: number;
  upper: number;
}

export interface Reliability {
  bins: ReliabilityBin[];
  /** Expected calibration error: the mean distance between score and share, each bin by its rows. */
  error: number;
}

/** Whether scores are the chances that they say; of several classes, of all of them together. Null without scores and labels. */
export function reliabilityOf(sums: PerformanceSums): Reliability | null {
  if (sums.kind === "numbers") return null;
  const fine = binsOf(sums.bins.length === 1 ? "binary" : "multiclass");
  const tenths = Array.from({ length: RELIABILITY_BINS }, () => ({ rows: 0, scores: 0, hits: 0 }));
  for (const [place, , rows, scores, hits] of sums.bins.flat()) {
    const found = tenths[Math.floor((place * RELIABILITY_BINS) / fine)];
    if (!found) continue;
    found.rows += rows;
    found.scores += scores;
    found.hits += hits;
  }
  const all = tenths.reduce((sum, { rows }) => sum + rows, 0);
  if (all === 0) return null;
  const bins = tenths.flatMap(({ rows, scores, hits }, at): ReliabilityBin[] => {
    const interval = wilson(hits, rows);
    if (!interval) return [];
    const [from, to] = [at / RELIABILITY_BINS, (at + 1) / RELIABILITY_BINS];
    return [{ from, to, rows, score: scores / rows, share: hits / rows, ...interval }];
  });
  const error = bins.reduce(
    (sum, { rows, score, share }) => sum + (rows / all) * Math.abs(score - share),
    0,
  );
  return { bins, error };
}
