import { ALL_TRAFFIC, type TrafficPlan, type TrafficPlanInput } from "../schema/traffic";
import { originOf, type RolloutState, type Share } from "./rollout-state";

interface Pair {
  candidate: number;
  stable: number;
}

/** The only revision that gets traffic; null while several share it. */
export function soleRevision({ weights }: Pick<TrafficPlan, "weights">): number | null {
  return weights.find(({ weight }) => weight === ALL_TRAFFIC)?.revision ?? null;
}

/**
 * Who gets what in a state of a rollout. A revision that gets nothing stays named while it may be needed at once, so that
 * it stays loaded; a candidate that was rolled back is named nowhere.
 */
export function trafficOf(
  inForce: TrafficPlan,
  { candidate, stable }: Pair,
  state: RolloutState,
  { weight, shadow }: Share,
): TrafficPlanInput {
  const shadows = inForce.shadows.filter(({ revision }) => revision !== candidate);
  if (originOf(state) === "rollback")
    return {
      weights: [{ revision: stable, weight: ALL_TRAFFIC }],
      shadows,
      overrides: inForce.overrides.filter(({ revision }) => revision !== candidate),
    };
  return {
    weights: [
      { revision: stable, weight: ALL_TRAFFIC - weight },
      { revision: candidate, weight },
    ],
    shadows: shadow > 0 ? [...shadows, { revision: candidate, share: shadow }] : shadows,
  };
}
