import { normalUpper } from "./normal";

/** From this size of both samples on, the normal approximation is used. */
const MAX_EXACT = 8;

interface Pairs {
  n: number;
  m: number;
  /** U of the first sample. */
  u: number;
  /** Sum of t³ − t over groups of ties. */
  ties: number;
}

export type Alternative = "less" | "two-sided";

export const isExactRanks = ({ n, m, ties }: Pairs): boolean =>
  Math.min(n, m) <= MAX_EXACT && ties === 0;

/**
 * Chance that U is at most `upTo`. The numbers of orders are the coefficients of a Gaussian binomial, here divided at
 * each of its few factors by what they sum up to, so that they stay chances.
 */
function chanceUpTo(n: number, m: number, upTo: number): number {
  const [few, many] = [Math.min(n, m), Math.max(n, m)];
  const chances = new Float64Array(upTo + 1);
  chances[0] = 1;
  for (let factor = 1; factor <= few; factor += 1) {
    for (let at = upTo; at >= many + factor; at -= 1)
      chances[at] = (chances[at] ?? 0) - (chances[at - many - factor] ?? 0);
    for (let at = factor; at <= upTo; at += 1)
      chances[at] = (chances[at] ?? 0) + (chances[at - factor] ?? 0);
    const scale = factor / (many + factor);
    for (let at = 0; at <= upTo; at += 1) chances[at] = (chances[at] ?? 0) * scale;
  }
  return chances.reduce((sum, chance) => sum + chance, 0);
}

/** Chance that U is at least `from`, through the smaller of both tails. */
function exactFrom(n: number, m: number, from: number): number {
  const mirrored = n * m - from;
  if (mirrored < 0) return 0;
  return mirrored <= (n * m) / 2 ? chanceUpTo(n, m, mirrored) : 1 - chanceUpTo(n, m, from - 1);
}

/** Chance that U is at least `from`, by the normal distribution with corrections for ties and continuity. */
function normalFrom({ n, m, ties }: Pairs, from: number): number {
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  return normalUpper((from - (n * m) / 2 - 0.5) / Math.sqrt(variance));
}

/** The p-value of Mann and Whitney's U; null where all values tie. */
export function mannWhitneyTail(pairs: Pairs, alternative: Alternative): number | null {
  const { n, m, u, ties } = pairs;
  const all = n + m;
  if (ties >= all * (all * all - 1)) return null;
  const upper = alternative === "less" ? n * m - u : Math.max(u, n * m - u);
  const tail = isExactRanks(pairs) ? exactFrom(n, m, upper) : normalFrom(pairs, upper);
  return Math.min(1, alternative === "less" ? tail : 2 * tail);
}
