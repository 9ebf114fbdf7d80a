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

/** What people agreed on, in which request. */
export interface Agreed {
  number: number;
  plan: AgreedPlan;
  /** The deployment that it was agreed on for, where that is another one. */
  elsewhere: string | null;
}

/** Said where a plan was agreed on for another deployment: there is none for this one. */
export const notMeant = ({ number, elsewhere }: Agreed): string | null =>
  elsewhere === null
    ? null
    : `Approval request ${number} was agreed on for deployment "${elsewhere}" only, not for this one.`;

function stagesOf({ plan }: Agreed, strategy: RolloutStrategy) {
  const agreed = partly(
    plan.steps.map(({ weight, bakeMinutes }) => ({
      weight: Math.round(weight * 100),
      seconds: bakeMinutes * 60,
    })),
  );
  const declared = partly(
    stepsOf(strategy).map(({ weight, bakeSeconds }) => ({ weight, seconds: bakeSeconds })),
  );
  const length = Math.max(agreed.length, declared.length);
  const places = Array.from({ length }, (_, place) => place);
  const differing = places.find((place) => {
    const [one, other] = [agreed[place], declared[place]];
    return !one || other?.weight !== one.weight || other.seconds < one.seconds;
  });
  return { agreed, declared, differing: plan.steps.length === 0 ? undefined : differing };
}

/**
 * In what a rollout is not what people agreed on in an approval request; null when it is, or when no steps were agreed on for
 * this deployment or all of them.
 * Looking longer at a step than agreed is no difference.
 */
export function deviationFrom(from: Agreed, strategy: RolloutStrategy): string | null {
  if (from.elsewhere !== null) return notMeant(from);
  const { agreed, declared, differing } = stagesOf(from, strategy);
  if (differing === undefined) return null;
  return `Not as agreed in approval request ${from.number}: ${words(agreed)} was agreed, ${words(declared)} is declared.`;
}

/** The first step that is not as agreed; null where `deviationFrom` says nothing. */
export function firstDifference(from: Agreed, strategy: RolloutStrategy): string | null {
  if (from.elsewhere !== null) return notMeant(from);
  const { agreed, declared, differing } = stagesOf(from, strategy);
  if (differing === undefined) return null;
  const said = (stage: Stage | undefined) => (stage ? words([stage]) : "all of the traffic");
  return `Step ${differing + 1} is not as agreed in approval request ${from.number}: ${said(agreed[differing])} was agreed, ${said(declared[differing])} is declared.`;
}
