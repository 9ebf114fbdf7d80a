import type { PolicyDocument, RiskTier, Target } from "../schema/policies";
import { covers } from "./policies";

/** A version of a policy that was put in force, or that ended it. */
export interface Enactment {
  policyId: string;
  kind: string;
  document: Pick<PolicyDocument, "targets" | "riskTiers">;
  isWeaker: boolean;
  authorId: string | null;
  publishedById: string | null;
}

interface Place {
  /** The policy that decides there now. */
  policyId: string;
  target: Target;
  tier: RiskTier;
}

const makersOf = ({ authorId, publishedById }: Enactment) =>
  [authorId, publishedById].filter((id) => id !== null);

/**
 * Who made a place easier to reach, from the oldest change to the newest: by another version of the policy that decides
 * there, or by taking away one that did. They stay tied until people who had no part in it put the policy in force anew:
 * a harmless version of their own frees nobody.
 */
export function policyMakers(history: readonly Enactment[], place: Place): string[] {
  const covering = new Set<string>();
  const tied = new Set<string>();
  for (const change of history) {
    const { policyId, kind, document, isWeaker } = change;
    const covered = covering.has(policyId);
    const will = kind !== "retire" && covers(document, place.target, place.tier);
    if (will) covering.add(policyId);
    else covering.delete(policyId);
    const isDeciding = policyId === place.policyId;
    const makers = makersOf(change);
    if (isWeaker && (isDeciding || covered || will)) for (const maker of makers) tied.add(maker);
    if (!isWeaker && isDeciding && will && !makers.some((maker) => tied.has(maker))) tied.clear();
  }
  return [...tied];
}
