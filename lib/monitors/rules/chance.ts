import { EMPTY_SHARE } from "@/lib/deployments/rules/distances";
import { tCritical } from "@/lib/deployments/rules/sequences";
import type { MonitorMethod } from "../schema/methods";
import { differenceByChance } from "./shares";
import { outlineOf, spreadArea } from "./window-outline";
import { binsOf, type Sides, unitOf } from "./window-score";

/** As rarely as chance is left to explain a distance that nobody said anything else of. */
export const RARE = 0.001;
/** Student's distribution of so many degrees of freedom is the normal one to seven digits. */
const MANY_DEGREES = 1e8;
/** Of so many values in a bin on, their share varies as a normal variable does. */
const MANY = 100;

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Exceeded at `rate` by a standard normal variable. */
const rareNormal = (rate: number): number => tCritical(2 * rate, MANY_DEGREES);

/** The quantile of a chi-squared distribution that is exceeded at `rate` (Wilson and Hilferty 1931). */
function rareChiSquared(df: number, rate: number): number {
  const part = 2 / (9 * df);
  return df * (1 - part + rareNormal(rate) * Math.sqrt(part)) ** 3;
}

/** What a bin adds to a distance. */
type Added = (expected: number, found: number) => number;

interface Moments {
  mean: number;
  variance: number;
}

/** Mean and variance of what a bin adds to a distance of `rows` values, of which it holds `share`. */
function momentsOfBin(share: number, rows: number, added: Added, many: () => Moments): Moments {
  const expected = share * rows;
  if (expected > MANY) return many();
  const last = Math.ceil(expected + 8 * Math.sqrt(expected) + 12);
  let weight = Math.exp(-expected);
  let [mean, square] = [0, 0];
  for (let count = 0; count <= last; count += 1) {
    const value = added(share, count / rows);
    mean += weight * value;
    square += weight * value * value;
    weight *= expected / (count + 1);
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

const filled = (share: number): number => (share === 0 ? EMPTY_SHARE : share);

/** Distances that are sums over bins, each near `scale`·(p − q)²/p where bins are full. */
const SUMS = {
  psi: {
    scale: 1,
    added: (p: number, q: number) => (p - filled(q)) * Math.log(p / filled(q)),
  },
  // Less what sums up to nothing over all bins, so that none adds less than 0.
  kl: {
    scale: 1 / 2,
    added: (p: number, q: number) => p * Math.log(p / filled(q)) - p + filled(q),
  },
  jensen_shannon: {
    scale: 1 / 8,
    added: (p: number, q: number) =>
      (p * Math.log((2 * p) / (p + q)) + (q === 0 ? 0 : q * Math.log((2 * q) / (p + q)))) / 2,
  },
  hellinger: {
    scale: 1 / 8,
    added: (p: number, q: number) => (Math.sqrt(p) - Math.sqrt(q)) ** 2 / 2,
  },
} as const;

/** Differences themselves, not their squares: their spread goes with the root of the sizes. */
const DIFFERENCES: Added = (p, q) => Math.abs(p - q) / 2;

/** The sum taken for a gamma variable of the same mean and variance. */
function rareSum(bins: readonly Moments[], factor: number, rate: number): number {
  const mean = factor * sum(bins.map((bin) => bin.mean));
  const variance = factor ** 2 * sum(bins.map((bin) => bin.variance));
  return (variance / (2 * mean)) * rareChiSquared((2 * mean ** 2) / variance, rate);
}

interface Sizes {
  /** Of both sides together, without those of bins in which nothing is. */
  shares: readonly number[];
  n: number;
  m: number;
}

/**
 * What fills empty bins is no chi-squared variable in small samples, which have many of them: what each bin adds is summed up over
 * the counts it may have.
 */
function rareQuadratic(name: keyof typeof SUMS, { shares, n, m }: Sizes, rate: number): number {
  const { scale, added } = SUMS[name];
  const many = () => ({ mean: scale / m, variance: 2 * (scale / m) ** 2 });
  const bins = shares.map((share) => momentsOfBin(share, m, added, many));
  return rareSum(bins, 1 + m / n, rate);
}

function rareDifferences({ shares, n, m }: Sizes, rate: number): number {
  const bins = shares.map((share) => {
    const many = () => ({
      mean: Math.sqrt(share / (2 * Math.PI * m)),
      variance: ((1 - 2 / Math.PI) * share) / (4 * m),
    });
    return momentsOfBin(share, m, DIFFERENCES, many);
  });
  return rareSum(bins, Math.sqrt(1 + m / n), rate);
}

/** Hoeffding's bound for the difference of two shares, and Smirnov's limit for that of two distribution functions. */
const rareDifference = (n: number, m: number, rate: number): number =>
  Math.sqrt((Math.log(2 / rate) / 2) * (1 / n + 1 / m));

function rareArea({ column, reference, current }: Sides, rate: number): number | null {
  if (column.kind !== "number" || reference.kind !== "number" || current.kind !== "number")
    return null;
  const outline = outlineOf(column.edges, reference, current);
  const sizes = { reference: reference.n, current: current.n };
  // No sum of differences varies by more than if all of them came together.
  const spread = spreadArea(outline, sizes) * Math.sqrt(1 / reference.n + 1 / current.n);
  return rareNormal(rate / 2) * spread;
}

function sizesOf({ reference, current }: Sides): Sizes {
  const [ours, theirs] = [binsOf(reference), binsOf(current)];
  const [n, m] = [sum(ours), sum(theirs)];
  const pooled = ours.map((count, bin) => count + (theirs[bin] ?? 0));
  return { n, m, shares: pooled.filter((count) => count > 0).map((count) => count / (n + m)) };
}

const robust = (n: number, m: number, rate: number): number =>
  Math.max(0, rareDifference(n, m, rate) - differenceByChance(n, m));

function rareOnBins(method: MonitorMethod, sizes: Sizes, rate: number): number | null {
  if (sizes.shares.length < 2) return 0;
  switch (method) {
    case "psi":
    case "kl":
      return rareQuadratic(method, sizes, rate);
    case "hellinger":
    case "jensen_shannon":
      return Math.sqrt(rareQuadratic(method, sizes, rate));
    case "total_variation":
      return rareDifferences(sizes, rate);
    case "jensen_shannon_2":
      return Math.sqrt(rareQuadratic("jensen_shannon", sizes, rate) / Math.LN2);
    case "jensen_shannon_divergence":
      return rareQuadratic("jensen_shannon", sizes, rate) / Math.LN2;
    default:
      return null;
  }
}

/**
 * How far apart samples of the same values are by chance at `rate`: once in a thousand windows where nothing else is said. Null for
 * tests, whose p-value says that itself.
 */
export function chanceOf(method: MonitorMethod, sides: Sides, rate = RARE): number | null {
  const { reference, current } = sides;
  switch (method) {
    case "l_infinity": {
      const { n, m } = sizesOf(sides);
      return rareDifference(n, m, rate);
    }
    case "l_infinity_robust": {
      const { n, m } = sizesOf(sides);
      return robust(n, m, rate);
    }
    case "ks":
      return rareDifference(reference.n, current.n, rate);
    case "wasserstein":
      return rareArea(sides, rate);
    case "wasserstein_sigma": {
      const area = rareArea(sides, rate);
      return area === null || reference.kind !== "number" ? null : area / unitOf(reference);
    }
    default:
      return rareOnBins(method, sizesOf(sides), rate);
  }
}
