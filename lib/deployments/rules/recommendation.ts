import {
  type Difference,
  effectOf,
  fixedInterval,
  type Interval,
  isUndefined,
  type Moments,
  meanOf,
  type OutcomeKind,
  sequentialInterval,
} from "./effects";
import { type SampleRatio, sampleRatio, sequentialSampleRatio, undefinedFor } from "./sample-ratio";
import { DEFAULT_ALPHA, DEFAULT_TUNING } from "./sequences";

export type Recommendation = "ship" | "keep_running" | "roll_back";
type Nothing = { [Key in keyof Interval]: null } & { reason: string };

export interface Comparison {
  sequential: Interval | Nothing;
  fixed: Interval | Nothing;
  sampleRatio: SampleRatio;
  recommendation: Recommendation;
  reason: string;
}

export interface ComparisonInput {
  control: Moments;
  treatment: Moments;
  kind: OutcomeKind;
  difference: Difference;
  alpha?: number | undefined;
  tuning?: number | undefined;
  /** What is wanted of the outcome; more of it, when absent. */
  better?: "higher" | "lower" | undefined;
  /** Planned shares; equal ones when absent. */
  weights?: readonly [number, number] | undefined;
  /** How many units each arm was given, where that is not how many have an outcome. */
  assigned?: readonly [number, number] | undefined;
  /** Why the split cannot be checked; it is checked when absent. */
  uncheckedSplit?: string | undefined;
  /** Whether units still come and the split is looked at again and again; one look, when absent. */
  isWatched?: boolean | undefined;
}

const nothing = (reason: string): Nothing => ({
  estimate: null,
  standardError: null,
  lower: null,
  upper: null,
  pValue: null,
  reason,
});

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

function recommend(
  { lower, upper }: Interval,
  sign: number,
  alpha: number,
): { recommendation: Recommendation; reason: string } {
  const [worst, best] = sign > 0 ? [lower, upper] : [-upper, -lower];
  const level = percent(1 - alpha);
  if (worst > 0)
    return {
      recommendation: "ship",
      reason: `The treatment is better: the whole ${level} sequence lies on its side.`,
    };
  if (best < 0)
    return {
      recommendation: "roll_back",
      reason: `The treatment is worse: the whole ${level} sequence lies on the control's side.`,
    };
  return {
    recommendation: "keep_running",
    reason: `No difference is shown yet: the ${level} sequence still holds zero.`,
  };
}

/** Two arms compared, with what to do about it and why. A split that is not as planned recommends nothing but waiting. */
export function compareArms(input: ComparisonInput): Comparison {
  const { control, treatment, alpha = DEFAULT_ALPHA, tuning = DEFAULT_TUNING } = input;
  const counts = input.assigned ?? [control.n, treatment.n];
  const checkSplit = input.isWatched ? sequentialSampleRatio : sampleRatio;
  const split =
    input.uncheckedSplit === undefined
      ? checkSplit(counts, input.weights ?? [1, 1])
      : undefinedFor(input.uncheckedSplit);
  const effect = effectOf(control, treatment, input);
  if (isUndefined(effect)) {
    const none = nothing(effect.reason);
    return {
      sequential: none,
      fixed: none,
      sampleRatio: split,
      recommendation: "keep_running",
      reason: effect.reason,
    };
  }
  const sequential = sequentialInterval(effect, { alpha, tuning });
  // A relative effect has the sign of the baseline it is divided by.
  const baseline = input.difference === "relative" && meanOf(control) < 0 ? -1 : 1;
  const sign = baseline * (input.better === "lower" ? -1 : 1);
  const advice = split.flagged
    ? {
        recommendation: "keep_running" as const,
        reason:
          "The arms did not get the units they should have: find out why before trusting any of this.",
      }
    : recommend(sequential, sign, alpha);
  return { sequential, fixed: fixedInterval(effect, alpha), sampleRatio: split, ...advice };
}
