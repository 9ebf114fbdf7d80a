import { binomialMass } from "./binomial";
import { kolmogorovByMatrix } from "./kolmogorov-matrix";
import { kolmogorovSeries } from "./kolmogorov-series";

const clipped = (p: number): number => Math.min(1, Math.max(0, p));

/** Of so many terms or more, a smooth hill that is flat at both ends, as many evenly spaced ones have the same sum. */
const MOST_TERMS = 8_192;

/** Chance that D⁺ of n values is at least x (N. V. Smirnov; Z. W. Birnbaum and F. H. Tingey). */
function oneSidedTail(n: number, x: number): number {
  const last = Math.floor(n * (1 - x));
  const stride = Math.max(1, Math.floor(last / MOST_TERMS));
  let sum = 0;
  for (let j = 0; j <= last; j += stride) {
    const share = x + j / n;
    if (share < 1) sum += binomialMass(j, n, share) / share;
  }
  return x * sum * stride;
}

/** Where both sides' tails overlap nowhere, the two-sided one is twice the one-sided. */
const twiceOneSided = (n: number, x: number): number => clipped(2 * oneSidedTail(n, x));

/** For t = n·x ≤ 1 the chance to stay within is n!/nⁿ·(2t − 1)ⁿ (H. Ruben and J. Gambino). */
function smallestWithin(n: number, t: number): number {
  if (t <= 0.5) return 0;
  let log = n * Math.log(2 * t - 1);
  for (let k = 1; k <= n; k += 1) log += Math.log(k / n);
  return Math.exp(log);
}

/** Sizes and places where each way to compute is the most exact (R. Simard and P. L'Ecuyer, 2011). */
function withinSmall(n: number, x: number): number | null {
  const square = n * x * x;
  if (n <= 140) return square <= 4 ? kolmogorovByMatrix(n, x) : null;
  if (square >= 2.2) return null;
  return n <= 100_000 && n * x ** 1.5 <= 1.4 ? kolmogorovByMatrix(n, x) : kolmogorovSeries(n, x);
}

/** Chance that Kolmogorov's D of n values is at least x: its distribution for that n, not the limit. */
export function kolmogorovTail(n: number, x: number): number {
  const t = n * x;
  if (x >= 1) return 0;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - smallestWithin(n, t);
  if (t >= n - 1) return 2 * (1 - x) ** n;
  if (n > 140 && n * x * x >= 370) return 0;
  if (x >= 0.5) return twiceOneSided(n, x);
  const within = withinSmall(n, x);
  return within === null ? twiceOneSided(n, x) : clipped(1 - within);
}
