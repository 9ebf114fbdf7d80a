import { fillEmpty, jensenShannonOf, psiOf } from "@/lib/deployments/rules/distances";
import { numpySum } from "./sums";

/** Shares of both sides in the same bins. */
export interface SharePair {
  p: readonly number[];
  q: readonly number[];
}

const renormalised = (shares: readonly number[]): number[] => {
  const total = numpySum(shares);
  return shares.map((share) => share / total);
};

const at = (shares: readonly number[], bin: number): number => shares[bin] ?? 0;

/** Population stability index; a share of nothing is filled on each side by itself. */
export const stabilityIndex = ({ p, q }: SharePair): number => psiOf(fillEmpty(p), fillEmpty(q));

/** Kullback–Leibler divergence of the current side from the reference, natural logarithm, filled like PSI. */
export function kullbackLeibler({ p, q }: SharePair): number {
  const [ours, theirs] = [renormalised(fillEmpty(p)), renormalised(fillEmpty(q))];
  return numpySum(ours.map((share, bin) => share * Math.log(share / at(theirs, bin))));
}

/** Jensen–Shannon divergence, natural logarithm. */
export const jensenShannonDivergence = ({ p, q }: SharePair): number =>
  jensenShannonOf(renormalised(p), renormalised(q));

export const jensenShannonDistance = (pair: SharePair): number =>
  Math.sqrt(jensenShannonDivergence(pair));

export const jensenShannonDistance2 = (pair: SharePair): number =>
  Math.sqrt(jensenShannonDivergence(pair) / Math.LN2);

/** √(1 − Σ√(p·q)). */
export function hellingerByOverlap({ p, q }: SharePair): number {
  const overlap = p.reduce((sum, share, bin) => sum + Math.sqrt(share * at(q, bin)), 0);
  return Math.sqrt(1 - Math.min(1, Math.max(0, overlap)));
}

/** (1/√2)·√(Σ(√p − √q)²), which keeps its digits near 0. */
export const hellingerByRoots = ({ p, q }: SharePair): number =>
  Math.sqrt(numpySum(p.map((share, bin) => (Math.sqrt(share) - Math.sqrt(at(q, bin))) ** 2))) /
  Math.SQRT2;

export const greatestDifference = ({ p, q }: SharePair): number =>
  p.reduce((most, share, bin) => Math.max(most, Math.abs(share - at(q, bin))), 0);

/** ½ Σ|p − q|. */
export const totalVariation = ({ p, q }: SharePair): number =>
  p.reduce((sum, share, bin) => sum + Math.abs(share - at(q, bin)) / 2, 0);

/** What a difference between samples of these sizes exceeds by chance in about three of a thousand cases. */
const CHANCE = 1.8;

/** As far apart samples of these sizes are by chance (awslabs/deequ, analyzers/Distance.scala). */
export const differenceByChance = (n: number, m: number): number =>
  CHANCE * Math.sqrt((n + m) / (n * m));

/** A greatest difference less what chance explains (Deequ's "robust" distance). */
export const beyondChance = (difference: number, n: number, m: number): number =>
  Math.max(0, difference - differenceByChance(n, m));
