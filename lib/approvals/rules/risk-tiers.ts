import { RISK_TIERS, type RiskTier } from "../schema/policies";
import { allTargets, type PublishedPolicy, policyInForce, weakerThan } from "./policies";
import { describeTarget } from "./targets";

/** Stored by us; what is not known counts as the gravest. */
export function tierOf(stored: string): RiskTier {
  return RISK_TIERS.find((tier) => tier === stored) ?? "critical";
}

const rank = (tier: RiskTier) => RISK_TIERS.indexOf(tier);

export interface TierChange {
  from: RiskTier;
  to: RiskTier;
}

export const isLowerTier = ({ from, to }: TierChange): boolean => rank(to) < rank(from);

/**
 * What a change of a model's tier would weaken: that it is lower, and every respect in which the policies that would
 * decide then ask for less than those that decide now. With none of it one person changes the tier.
 */
export function tierWeakenings(
  policies: readonly PublishedPolicy[],
  { from, to }: TierChange,
): string[] {
  const sentences = new Set<string>();
  if (isLowerTier({ from, to }))
    sentences.add(`The risk tier would be lower: ${to} instead of ${from}.`);
  for (const target of allTargets(policies)) {
    const was = policyInForce(policies, target, from);
    if (!was) continue;
    const will = policyInForce(policies, target, to);
    const where = describeTarget(target);
    if (!will) sentences.add(`The ${where} would no longer be protected.`);
    else
      for (const less of weakerThan(was.document, will.document))
        sentences.add(`For the ${where}, ${less}.`);
  }
  return [...sentences];
}

/** Whether a change that was made still makes a model be decided on more easily. */
export function stillLowers({ from, to }: TierChange, now: RiskTier): boolean {
  return rank(from) > rank(now) || to === now;
}
