import { ALL_TRAFFIC, type TrafficPlan, type TrafficPlanInput } from "../schema/traffic";
import { freshSlots, nextSlots } from "./assignment";

/** Everybody gets one revision. */
export function planOfOne(revision: number, seed: string): TrafficPlan {
  const weights = [{ revision, weight: ALL_TRAFFIC }];
  return {
    weights,
    slots: freshSlots(weights),
    shadows: [],
    seed,
    stickyHeader: null,
    overrides: [],
  };
}

/** What is asked for, with what is not said as it is in force. As few units as possible get another revision. */
export function completePlan(asked: TrafficPlanInput, inForce: TrafficPlan): TrafficPlan {
  const { weights, seed = inForce.seed } = asked;
  return {
    weights,
    slots: seed === inForce.seed ? nextSlots(inForce.slots, weights) : freshSlots(weights),
    shadows: asked.shadows ?? inForce.shadows,
    seed,
    stickyHeader: asked.stickyHeader === undefined ? inForce.stickyHeader : asked.stickyHeader,
    overrides: asked.overrides ?? inForce.overrides,
  };
}

/** The revisions that a plan names, each once. */
export function revisionsOf({ weights, shadows, overrides }: TrafficPlan): number[] {
  return [...new Set([...weights, ...shadows, ...overrides].map(({ revision }) => revision))];
}

/** The same plan with another revision wherever one stood. */
export function withReplaced(plan: TrafficPlan, from: number, to: number): TrafficPlan {
  const replaced = <Part extends { revision: number }>(parts: readonly Part[]): Part[] =>
    parts.map((part) => (part.revision === from ? { ...part, revision: to } : part));
  return {
    ...plan,
    weights: replaced(plan.weights),
    slots: replaced(plan.slots),
    shadows: replaced(plan.shadows),
    overrides: replaced(plan.overrides),
  };
}

/** All of the traffic to one revision, with nobody sent elsewhere: where a rollback to a named revision leads. */
export function planBackTo(revision: number, inForce: TrafficPlan): TrafficPlan {
  const weights = [{ revision, weight: ALL_TRAFFIC }];
  return { ...inForce, weights, slots: freshSlots(weights), shadows: [], overrides: [] };
}

/** Basis points as people read them: "12.5 %". */
export function formatShare(share: number): string {
  return `${(share * 100) / ALL_TRAFFIC} %`;
}

/** "revision 3 90 %, revision 4 10 %". */
export function describeWeights({ weights }: Pick<TrafficPlan, "weights">): string {
  return weights
    .filter(({ weight }) => weight > 0)
    .map(({ revision, weight }) => `revision ${revision} ${formatShare(weight)}`)
    .join(", ");
}
