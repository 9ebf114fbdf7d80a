import { EMPTY_SHARE } from "@/lib/deployments/rules/distances";
import type { DistanceMeasure } from "@/lib/deployments/schema/rollouts";
import { differenceByChance } from "./shares";

/** Of the standard normal distribution: exceeded once in a thousand times. */
const ONCE_IN_A_THOUSAND = 3.090232306167813;
/** Of so many values in a bin on, their share varies as a normal variable does. */
const MANY = 100;

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** The quantile of a chi-squared distribution that is exceeded once in a thousand times (Wilson and Hilferty 1931). */
function rareChiSquared(df: number): number {
  const part = 2 / (9 * df);
  return df * (1 - part + ONCE_IN_A_THOUSAND * Math.sqrt(part)) ** 3;
}

/** Mean and variance of what a bin adds to the stability index of `rows` values, of which it holds `share`. */
function psiOfBin(share: number, rows: number): { mean: number; variance: number } {
  const expected = share * rows;
  if (expected > MANY) return { mean: 1 / rows, variance: 2 / rows ** 2 };
  const last = Math.ceil(expected + 8 * Math.sqrt(expected) + 12);
  let weight = Math.exp(-expected);
  let [mean, square] = [0, 0];
  for (let count = 0; count <= last; count += 1) {
    const found = count === 0 ? EMPTY_SHARE : count / rows;
    const added = (share - found) * Math.log(share / found);
    mean += weight * added;
    square += weight * added * added;
    weight *= expected / (count + 1);
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/**
 * The stability index fills empty bins, which small samples have many of, so that it is no chi-squared variable: what each bin adds
 * is summed up over the counts it may have, and the sum taken for a gamma variable of the same mean and variance.
 */
function rarePsi(shares: readonly number[], n: number, m: number): number {
  const bins = shares.map((share) => psiOfBin(share, m));
  const both = 1 + m / n;
  const mean = both * sum(bins.map((bin) => bin.mean));
  const variance = both ** 2 * sum(bins.map((bin) => bin.variance));
  return (variance / (2 * mean)) * rareChiSquared((2 * mean ** 2) / variance);
}

/**
 * How far apart samples of the same values are by chance once in a thousand times, from the counts of their bins. With equal
 * distributions 8·JSD·nm/(n + m), JSD with the natural logarithm, follows a chi-squared distribution of one degree less than there
 * are bins; the greatest difference of a share has deequ's bound.
 */
export function chanceDistance(
  { reference, current }: { reference: readonly number[]; current: readonly number[] },
  method: DistanceMeasure,
): number {
  const [n, m] = [sum(reference), sum(current)];
  if (method === "l_infinity") return differenceByChance(n, m);
  const pooled = reference.map((count, bin) => count + (current[bin] ?? 0));
  const shares = pooled.filter((count) => count > 0).map((count) => count / (n + m));
  if (shares.length < 2) return 0;
  if (method === "psi") return rarePsi(shares, n, m);
  return Math.sqrt((rareChiSquared(shares.length - 1) * (1 / n + 1 / m)) / 8);
}
