import type { RiskTier } from "../schema/policies";
import type { RiskChangeStatus } from "../schema/risk-tiers";

/** A change of how much depends on a model, proposed or in force. */
export interface RiskTierChangeDto {
  id: string;
  model: string;
  from: RiskTier;
  to: RiskTier;
  reason: string;
  status: RiskChangeStatus;
  /** In which respects less would be asked for. */
  weakens: string[];
  proposedBy: string;
  createdAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
}
