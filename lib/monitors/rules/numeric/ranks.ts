/** What tests by rank need to know of two sorted samples. */
export interface Ranks {
  /** Pairs in which the first sample is greater, and half of those that tie. */
  pairs: number;
  /** Sum of t³ − t over groups of t equal values. */
  ties: number;
  /** U of Cramér and von Mises: n·Σ(r − i)² + m·Σ(s − j)² over midranks. */
  cramer: number;
  /** A² of Anderson and Darling for two samples with midranks. */
  anderson: number;
  distinct: number;
}

/** Sum of (centre − k)² for k from 1 to `count`. */
const squaresTo = (count: number, centre: number): number =>
  count * centre * centre -
  centre * count * (count + 1) +
  (count * (count + 1) * (2 * count + 1)) / 6;

export function rankBoth(a: Float64Array, b: Float64Array): Ranks {
  const [n, m] = [a.length, b.length];
  const all = n + m;
  const found: Ranks = { pairs: 0, ties: 0, cramer: 0, anderson: 0, distinct: 0 };
  let [i, j, squaresA, squaresB] = [0, 0, 0, 0];
  while (i < n || j < m) {
    const [left, right] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    const here = Math.min(left, right);
    const [fromA, fromB] = [i, j];
    while (i < n && a[i] === here) i += 1;
    while (j < m && b[j] === here) j += 1;
    const [ours, theirs] = [i - fromA, j - fromB];
    const tied = ours + theirs;
    const before = fromA + fromB;
    found.distinct += 1;
    found.pairs += ours * (fromB + theirs / 2);
    found.ties += tied * (tied * tied - 1);
    const centre = (tied + 1) / 2;
    squaresA += squaresTo(ours, fromB + centre);
    squaresB += squaresTo(theirs, fromA + centre);
    const middle = before + tied / 2;
    const difference = m * (fromA + ours / 2) - n * (fromB + theirs / 2);
    const weight = middle * (all - middle) - (all * tied) / 4;
    if (weight > 0) found.anderson += (tied / all) * ((difference * difference) / weight);
  }
  found.cramer = n * squaresA + m * squaresB;
  found.anderson *= ((1 / n + 1 / m) * (all - 1)) / all;
  return found;
}
