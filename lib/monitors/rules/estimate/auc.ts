import { roundHalfEven } from "../rounding";
import { deviationOf, spreadOf } from "../sums";
import { orderOf } from "./order";

/** The share of pairs of a positive and a negative row that the scores order rightly; null where one class is all there is. */
export function rocAuc(scores: Float64Array, labels: Uint8Array): number | null {
  const order = orderOf(scores);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let [pairs, before] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let [to, tiedPositives] = [from, 0];
    const score = scores[order[from] ?? 0];
    for (; to < order.length && scores[order[to] ?? 0] === score; to += 1)
      tiedPositives += labels[order[to] ?? 0] ?? 0;
    const tiedNegatives = to - from - tiedPositives;
    pairs += tiedPositives * (before + tiedNegatives / 2);
    before += tiedNegatives;
    from = to;
  }
  return pairs / (positives * negatives);
}

const DIGITS = 1e5;
const rounded = (value: number): number => roundHalfEven(value * DIGITS) / DIGITS;

/** The AUC to be expected when each row is positive with its probability: trapezoids under cumulated expectations. */
export function estimateRocAuc(scores: Float64Array, probabilities: Float64Array): number | null {
  const order = orderOf(scores).reverse();
  let [sum, area, lastHits, lastMisses] = [0, 0, 0, 0];
  for (const [at, row] of order.entries()) {
    sum += probabilities[row] ?? 0;
    const [hits, misses] = [rounded(sum), rounded(at + 1 - sum)];
    area += ((hits + lastHits) / 2) * (misses - lastMisses);
    [lastHits, lastMisses] = [hits, misses];
  }
  return lastHits === 0 || lastMisses === 0 ? null : area / (lastHits * lastMisses);
}

/** A deviation, and the share of rows that it is about. */
export interface Component {
  deviation: number;
  share: number;
}

/** How much the AUC of a sample varies, through its form as U of Mann and Whitney, with the rarer class for the positive one. */
export function aucComponent(scores: Float64Array, labels: Uint8Array): Component {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const isFlipped = positives / labels.length > 0.5;
  const order = orderOf(isFlipped ? scores.map((score) => 1 - score) : scores);
  const wanted = isFlipped ? 0 : 1;
  const count = isFlipped ? labels.length - positives : positives;
  const below: number[] = [];
  // What stands at the very bottom is left out, as NannyML does.
  for (const [rank, row] of order.entries())
    if (rank > 0 && labels[row] === wanted) below.push(rank - below.length);
  const negatives = labels.length - count;
  const shares = Float64Array.from(below, (value) => value / negatives);
  return { deviation: deviationOf(spreadOf(shares)), share: count / labels.length };
}
