import type { RolloutPlan, RolloutStrategy } from "../schema/rollouts";
import { ALL_TRAFFIC } from "../schema/traffic";

/** One step of a rollout: who gets what, for how long, and who lets it go on. */
export interface RolloutStep {
  /** Of the candidate, in hundredths of a percent. */
  weight: number;
  /** Share of requests of which the candidate gets a copy. */
  shadow: number;
  bakeSeconds: number;
  needsApproval: boolean;
}

const step = (
  weight: number,
  bakeSeconds: number,
  more: Partial<RolloutStep> = {},
): RolloutStep => ({
  weight,
  bakeSeconds,
  shadow: 0,
  needsApproval: false,
  ...more,
});

function linear(stepWeight: number, bakeSeconds: number): RolloutStep[] {
  const count = Math.ceil(ALL_TRAFFIC / stepWeight);
  return Array.from({ length: count }, (_, index) =>
    step(Math.min(ALL_TRAFFIC, stepWeight * (index + 1)), bakeSeconds),
  );
}

/** Every kind of rollout is a list of steps. */
export function stepsOf(strategy: RolloutStrategy): RolloutStep[] {
  switch (strategy.kind) {
    case "canary":
      return strategy.steps.map(({ weight, bakeSeconds, needsApproval }) =>
        step(weight, bakeSeconds, { needsApproval }),
      );
    case "linear":
      return linear(strategy.stepWeight, strategy.bakeSeconds);
    case "blue_green":
      return [step(ALL_TRAFFIC, strategy.bakeSeconds)];
    case "shadow_first":
      return [
        step(0, strategy.shadowSeconds, { shadow: strategy.share }),
        ...strategy.steps.map(({ weight, bakeSeconds, needsApproval }) =>
          step(weight, bakeSeconds, { needsApproval }),
        ),
      ];
    case "manual":
      return strategy.weights.map((weight) => step(weight, 0, { needsApproval: true }));
  }
}

/**
 * What a single look sequence may be wrong at: each check looks anew in each step, so the declared rate is shared among
 * them all.
 */
export function alphaOf(plan: Pick<RolloutPlan, "falseAlarmRate" | "checks" | "strategy">): number {
  return plan.falseAlarmRate / (plan.checks.length * stepsOf(plan.strategy).length);
}
