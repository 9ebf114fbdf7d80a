import betainc from "@stdlib/math-base-special-betainc";
import gammainc from "@stdlib/math-base-special-gammainc";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";

/**
 * Confidence sequences: intervals that hold at every look at once, so that somebody may look as often as they like and
 * stop when they like (Waudby-Smith et al., arXiv 2103.06476v7; the normal mixture of its equation 9).
 */
export const DEFAULT_TUNING = 5_000;
export const DEFAULT_ALPHA = 0.05;

/** An estimate from `n` units in all, with the variance of the estimate itself. */
export interface Estimate {
  estimate: number;
  variance: number;
  n: number;
}

export interface SequenceOptions {
  alpha: number;
  /** The number of units at which the sequence is narrowest. */
  tuning: number;
}

/** The mixture's width (equation 161). */
function rhoSquared(alpha: number, tuning: number): number {
  const log = -2 * Math.log(alpha);
  return (log + Math.log(log + 1)) / tuning;
}

const growth = (n: number, rho2: number): number => (2 * (n * rho2 + 1)) / (n * rho2);

/** Half of the width of the two-sided sequence. */
export function halfWidth({ variance, n }: Estimate, { alpha, tuning }: SequenceOptions): number {
  const rho2 = rhoSquared(alpha, tuning);
  const log = Math.log(Math.sqrt(n * rho2 + 1) / alpha);
  return Math.sqrt(variance * growth(n, rho2) * log);
}

/** Smallest error rate at which the sequence leaves `against` out, at this look. */
export function sequencePValue(
  { estimate, variance, n }: Estimate,
  { alpha, tuning }: SequenceOptions,
  against = 0,
): number {
  const rho2 = rhoSquared(alpha, tuning);
  const z2 = (estimate - against) ** 2 / variance;
  return Math.min(1, Math.sqrt(n * rho2 + 1) * Math.exp((-n * rho2 * z2) / (2 * (n * rho2 + 1))));
}

/** How far the true value may lie on one side (equation 134): narrower than the two-sided one. */
export function oneSidedWidth(
  { variance, n }: Estimate,
  { alpha, tuning }: SequenceOptions,
): number {
  const rho2 = rhoSquared(Math.min(2 * alpha, 0.999), tuning);
  const log = Math.log(1 + Math.sqrt(n * rho2 + 1) / (2 * alpha));
  return Math.sqrt(variance * growth(n, rho2) * log);
}

/** Smallest error rate at which the estimate lies above what the one-sided sequence allows, at this look. */
export function oneSidedPValue(
  { estimate, variance, n }: Estimate,
  { alpha, tuning }: SequenceOptions,
): number {
  if (!(estimate > 0)) return 1;
  if (variance === 0) return 0;
  const rho2 = rhoSquared(Math.min(2 * alpha, 0.999), tuning);
  const exponent = (n * rho2 * estimate ** 2) / (2 * variance * (n * rho2 + 1));
  return Math.min(1, Math.sqrt(n * rho2 + 1) / (2 * Math.expm1(exponent)));
}

/** Two-sided tail of Student's t, exact far out too. */
export const tTail = (t: number, df: number): number =>
  betainc(df / (df + t * t), df / 2, 0.5, true, false);

export const tCritical = (alpha: number, df: number): number => tQuantile(1 - alpha / 2, df);

/** Upper tail of the chi-squared distribution. */
export const chiSquaredTail = (x: number, df: number): number =>
  x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true);
