import { ALL_TRAFFIC, type TrafficPlan } from "../schema/traffic";

/** Weights of the two arms from a moment on. */
export interface SplitChange {
  /** Milliseconds since the epoch. */
  at: number;
  control: number;
  treatment: number;
}

/** The time in which units that were counted belong to one split for certain. */
export interface SplitSpan {
  /** Null for the start of the test. */
  from: number | null;
  /** Null for its end. */
  until: number | null;
  weights: [number, number];
}

const isSplit = ({ control, treatment }: SplitChange): boolean => control > 0 && treatment > 0;
const isSameRatio = (one: SplitChange, other: SplitChange): boolean =>
  one.control * other.treatment === other.control * one.treatment;

/**
 * From the first plan that splits the traffic between the arms to the first one that splits it otherwise. A unit is
 * counted when its outcome is known, which may be long after it was given an arm: only those counted before the second
 * plan are certainly of the first. `changes` begins with what was in force at the start.
 */
export function checkedSpan(changes: readonly SplitChange[]): SplitSpan {
  const at = changes.findIndex(isSplit);
  const first = changes[at];
  if (!first) return { from: null, until: null, weights: [0, 0] };
  const next = changes.slice(at + 1).find((change) => !isSameRatio(first, change));
  return {
    from: at === 0 ? null : first.at,
    until: next?.at ?? null,
    weights: [first.control, first.treatment],
  };
}

/** Why the split of a test cannot be checked, if it cannot. */
export function uncheckedReason(
  span: SplitSpan,
  { checked, early }: { checked: number; early: number },
): string | undefined {
  if (span.weights[0] === 0) return "The traffic was not split between the two revisions.";
  if (early > 0)
    return "Not checked: units were counted before the traffic was split between the two, and later ones may belong to that time too.";
  if (span.until !== null && checked === 0)
    return "Not checked: the weights were changed before any unit was counted, and each may belong to either split.";
  return undefined;
}

/** What else is to be known of a split that was checked in a part of the test's time. */
export function splitNote({ until }: SplitSpan): string | undefined {
  return until === null
    ? undefined
    : "The weights were changed meanwhile: only units that were counted before are checked, and both means may mix times of different shares.";
}

type Weights = TrafficPlan["weights"];

/**
 * The same weights with what two revisions have together split anew between them; null where that is too little.
 */
export function splitWeights(
  { weights }: Pick<TrafficPlan, "weights">,
  { control, treatment }: { control: number; treatment: number },
  treatmentShare: number,
): Weights | null {
  const isArm = ({ revision }: { revision: number }) =>
    revision === control || revision === treatment;
  const together = weights.filter(isArm).reduce((sum, { weight }) => sum + weight, 0);
  const share = Math.round((together * treatmentShare) / ALL_TRAFFIC);
  if (share < 1 || share >= together) return null;
  return [
    ...weights.filter((one) => !isArm(one)),
    { revision: control, weight: together - share },
    { revision: treatment, weight: share },
  ];
}
