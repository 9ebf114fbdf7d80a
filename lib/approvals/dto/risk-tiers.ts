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

/** How much depends on a model, and what is proposed instead. */
export interface ModelRiskDto {
  riskTier: RiskTier;
  riskReason: string;
  /** A change that waits for somebody else, and why the asker does not confirm it; null when they may. */
  proposal: (RiskTierChangeDto & { confirmRefusal: string | null }) | null;
  /** What was decided last, newest first. */
  history: RiskTierChangeDto[];
}
