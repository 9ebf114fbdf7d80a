import {
  type Estimate,
  halfWidth,
  type SequenceOptions,
  sequencePValue,
  tCritical,
  tTail,
} from "./sequences";

/** What is known of the units of an arm: enough for its mean and variance, and it adds up. */
export interface Moments {
  n: number;
  sum: number;
  sumSquares: number;
}

export type OutcomeKind = "proportion" | "mean";
export type Difference = "relative" | "absolute";

export interface Effect extends Estimate {
  /** Degrees of freedom by Welch and Satterthwaite. */
  df: number;
}

export interface Undefined {
  reason: string;
}

export const isUndefined = (value: object): value is Undefined => "reason" in value;

export const meanOf = ({ n, sum }: Moments): number => sum / n;

export function varianceOf(arm: Moments, kind: OutcomeKind): number {
  const mean = meanOf(arm);
  if (kind === "proportion") return mean * (1 - mean);
  return (arm.sumSquares - arm.sum * mean) / (arm.n - 1);
}

function problemOf(arm: Moments, kind: OutcomeKind, name: string): string | null {
  const numbers = kind === "mean" ? [arm.n, arm.sum, arm.sumSquares] : [arm.n, arm.sum];
  if (!numbers.every(Number.isFinite)) return `The ${name} has a number that is not finite.`;
  if (arm.n < 2) return `The ${name} has fewer than two units.`;
  if (kind === "proportion" && (arm.sum < 0 || arm.sum > arm.n))
    return `The ${name} has a proportion outside of 0 to 1.`;
  // A hair below zero is rounding; more is not the sum of anybody's squares.
  if (varianceOf(arm, kind) < -1e-9 * Math.max(1, Math.abs(arm.sumSquares)))
    return `The ${name} has a sum of squares that is too small for its sum.`;
  return null;
}

/** How the treatment differs from the control, relative to the control's mean (by the delta method) or as it is. */
export function effectOf(
  control: Moments,
  treatment: Moments,
  { kind, difference }: { kind: OutcomeKind; difference: Difference },
): Effect | Undefined {
  const reason = problemOf(control, kind, "control") ?? problemOf(treatment, kind, "treatment");
  if (reason) return { reason };
  const [a, b] = [meanOf(control), meanOf(treatment)];
  const va = Math.max(0, varianceOf(control, kind)) / control.n;
  const vb = Math.max(0, varianceOf(treatment, kind)) / treatment.n;
  if (difference === "relative" && a === 0)
    return { reason: "The control's mean is 0: nothing can be said relative to it." };
  if (va + vb === 0) return { reason: "No arm varies: the spread of the difference is unknown." };
  const df = (va + vb) ** 2 / (va ** 2 / (control.n - 1) + vb ** 2 / (treatment.n - 1));
  const n = control.n + treatment.n;
  if (difference === "absolute") return { estimate: b - a, variance: va + vb, n, df };
  const variance = vb / a ** 2 + (va * b ** 2) / a ** 4;
  if (variance === 0) return { reason: "No arm varies: the spread of the difference is unknown." };
  return { estimate: (b - a) / a, variance, n, df };
}

export interface Interval {
  estimate: number;
  standardError: number;
  lower: number;
  upper: number;
  pValue: number;
}

/** Holds at every look at once. */
export function sequentialInterval(effect: Effect, options: SequenceOptions): Interval {
  const width = halfWidth(effect, options);
  return {
    estimate: effect.estimate,
    standardError: Math.sqrt(effect.variance),
    lower: effect.estimate - width,
    upper: effect.estimate + width,
    pValue: sequencePValue(effect, options),
  };
}

/** Holds at one look that was planned before: Welch's t-test. */
export function fixedInterval({ estimate, variance, df }: Effect, alpha: number): Interval {
  const standardError = Math.sqrt(variance);
  const width = tCritical(alpha, df) * standardError;
  return {
    estimate,
    standardError,
    lower: estimate - width,
    upper: estimate + width,
    pValue: tTail(estimate / standardError, df),
  };
}
