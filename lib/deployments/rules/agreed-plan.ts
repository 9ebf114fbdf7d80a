import type { RolloutPlan as AgreedPlan } from "@/lib/approvals/schema/requests";
import { formatDuration } from "@/lib/core/format";
import type { RolloutStrategy } from "../schema/rollouts";
import { ALL_TRAFFIC } from "../schema/traffic";
import { formatShare } from "./plans";
import { stepsOf } from "./rollout-steps";

interface Stage {
  weight: number;
  seconds: number;
}

/** Every plan ends with all of the traffic, said or not, and copies for a shadow give nobody another answer. */
const partly = (stages: readonly Stage[]): Stage[] =>
  stages.filter(({ weight }) => weight > 0 && weight < ALL_TRAFFIC);

const words = (stages: readonly Stage[]): string =>
  stages.length === 0
    ? "everything at once"
    : stages
        .map(
          ({ weight, seconds }) =>
            `${formatShare(weight)}${seconds === 0 ? "" : ` for ${formatDuration(seconds * 1_000)}`}`,
        )
        .join(", ");

/**
 * In what a rollout is not what people agreed on in an approval request; null when it is, or when no steps were agreed on.
 * Looking longer at a step than agreed is no difference.
 */
export function deviationFrom(
  { number, plan }: { number: number; plan: AgreedPlan },
  strategy: RolloutStrategy,
): string | null {
  if (plan.steps.length === 0) return null;
  const agreed = partly(
    plan.steps.map(({ weight, bakeMinutes }) => ({
      weight: Math.round(weight * 100),
      seconds: bakeMinutes * 60,
    })),
  );
  const declared = partly(
    stepsOf(strategy).map(({ weight, bakeSeconds }) => ({ weight, seconds: bakeSeconds })),
  );
  const isKept =
    agreed.length === declared.length &&
    agreed.every(({ weight, seconds }, index) => {
      const step = declared[index];
      return step?.weight === weight && step.seconds >= seconds;
    });
  if (isKept) return null;
  return `Not as agreed in approval request ${number}: ${words(agreed)} was agreed, ${words(declared)} is declared.`;
}
