import { RISK_TIERS, type RiskTier } from "../schema";

/** A tier as it is stored; one that nobody knows counts as the highest. */
export function riskTierOf(stored: string): RiskTier {
  return RISK_TIERS.find((tier) => tier === stored) ?? "critical";
}
