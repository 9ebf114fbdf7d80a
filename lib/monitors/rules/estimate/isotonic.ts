import { orderOf } from "./order";

/** A rising line through points, level beyond its ends. */
export type Calibration = (score: number) => number;

interface Block {
  mean: number;
  weight: number;
  /** Places of its first and last different score. */
  from: number;
  to: number;
}

/** Means of the labels by different score, rising. */
function meansByScore(scores: Float64Array, labels: Uint8Array): { xs: number[]; blocks: Block[] } {
  const xs: number[] = [];
  const blocks: Block[] = [];
  for (const row of orderOf(scores)) {
    const [score, label] = [scores[row] ?? 0, labels[row] ?? 0];
    const last = blocks.at(-1);
    if (last && xs.at(-1) === score) {
      last.mean = (last.mean * last.weight + label) / (last.weight + 1);
      last.weight += 1;
    } else {
      blocks.push({ mean: label, weight: 1, from: xs.length, to: xs.length });
      xs.push(score);
    }
  }
  return { xs, blocks };
}

/** Joins neighbours that fall until all rise (the pool-adjacent-violators algorithm). */
function pooled(blocks: readonly Block[]): Block[] {
  const result: Block[] = [];
  for (const block of blocks) {
    let joined = block;
    for (let last = result.at(-1); last && last.mean >= joined.mean; last = result.at(-1)) {
      result.pop();
      const weight = last.weight + joined.weight;
      const mean = (last.mean * last.weight + joined.mean * joined.weight) / weight;
      joined = { mean, weight, from: last.from, to: joined.to };
    }
    result.push(joined);
  }
  return result;
}

/** The line between the points around x, which lies between the first and the last of them. */
function lineThrough(xs: readonly number[], ys: readonly number[], x: number): number {
  let [low, high] = [0, xs.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [left = 0, right = 0] = [xs[low], xs[high]];
  const [from = 0, to = 0] = [ys[low], ys[high]];
  if (x >= right) return to;
  return ((to - from) / (right - left)) * (x - left) + from;
}

/** A rising line: through these points, level beyond them. */
export interface RisingLine {
  xs: readonly number[];
  ys: readonly number[];
}

export const lineThroughPoints = ({ xs, ys }: RisingLine, score: number): number =>
  lineThrough(xs, ys, Math.min(xs.at(-1) ?? 0, Math.max(xs[0] ?? 0, score)));

/** The rising line nearest to labels of 0 and 1 by squares, with straight lines between different scores. */
export function fitIsotonicLine(scores: Float64Array, labels: Uint8Array): RisingLine {
  const { xs, blocks } = meansByScore(scores, labels);
  const ys = pooled(blocks).flatMap(({ mean, from, to }) =>
    new Array<number>(to - from + 1).fill(mean),
  );
  return { xs, ys };
}

export function fitIsotonic(scores: Float64Array, labels: Uint8Array): Calibration {
  const line = fitIsotonicLine(scores, labels);
  return (score) => lineThroughPoints(line, score);
}

/** The same line without the points between others of their height. */
export function withoutLevelPoints({ xs, ys }: RisingLine): { xs: number[]; ys: number[] } {
  const kept = [...xs.keys()].filter((at) => ys[at - 1] !== ys[at] || ys[at + 1] !== ys[at]);
  return { xs: kept.map((at) => xs[at] ?? 0), ys: kept.map((at) => ys[at] ?? 0) };
}
