import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { RISK_TIERS } from "./policies";

const model = z.string().min(1).max(256);

export const RISK_CHANGE_STATUSES = ["proposed", "applied", "discarded"] as const;
export type RiskChangeStatus = (typeof RISK_CHANGE_STATUSES)[number];

export const setRiskTierInput = z.object({
  model,
  riskTier: z.enum(RISK_TIERS),
  reason: z.string().trim().min(1, "Say why the model belongs there.").max(2_000),
});
export type SetRiskTierInput = z.output<typeof setRiskTierInput>;

export const riskChangeInput = z.object({ changeId: z.uuid() });
export const listRiskChangesInput = pageInput.extend({ model: model.optional() });
export type ListRiskChangesInput = z.output<typeof listRiskChangesInput>;
