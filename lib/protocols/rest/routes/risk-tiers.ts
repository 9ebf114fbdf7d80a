import { z } from "zod";
import { confirmRiskTier, discardRiskTier, setRiskTier } from "@/lib/approvals/commands/risk-tiers";
import type { RiskTierChangeDto } from "@/lib/approvals/dto/risk-tiers";
import { listRiskTierChanges } from "@/lib/approvals/queries/risk-tiers";
import { RISK_TIERS } from "@/lib/approvals/schema/policies";
import {
  listRiskChangesInput,
  RISK_CHANGE_STATUSES,
  riskChangeInput,
  setRiskTierInput,
} from "@/lib/approvals/schema/risk-tiers";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";

const tag = "Risk tiers";
const path = "/risk-tier-changes";
const one = `${path}/{changeId}`;
const tier = z.enum(RISK_TIERS);
const time = z.iso.datetime();

const change: z.ZodType<RiskTierChangeDto> = z
  .object({
    id: z.string(),
    model: z.string(),
    from: tier,
    to: tier,
    reason: z.string(),
    status: z.enum(RISK_CHANGE_STATUSES),
    weakens: z.array(z.string()),
    proposedBy: z.string(),
    createdAt: time,
    decidedBy: z.string().nullable(),
    decidedAt: time.nullable(),
  })
  .meta({ id: "RiskTierChange" });

const outcome = z.object({
  changeId: z.string(),
  riskTier: z.string(),
  isApplied: z.boolean(),
  weakens: z.array(z.string()).meta({ description: "Why somebody else must confirm it" }),
});

export const riskTierOperations = [
  defineOperation({
    id: "listRiskTierChanges",
    method: "GET",
    path,
    access: "policy:read",
    tag,
    summary: "Changes of risk tiers, newest first, with those that wait to be confirmed",
    query: listRiskChangesInput,
    answer: pageOf(change),
    run: listRiskTierChanges,
  }),
  defineOperation({
    id: "setRiskTier",
    method: "POST",
    path,
    access: "risk:propose",
    tag,
    summary: "Set the risk tier of a model; what asks for less than before waits for somebody else",
    body: setRiskTierInput,
    answer: outcome,
    status: 201,
    run: setRiskTier,
  }),
  defineOperation({
    id: "confirmRiskTier",
    method: "POST",
    path: `${one}/confirm`,
    access: "risk:confirm",
    tag,
    summary: "Put a proposed tier in force, as somebody without a part in the model",
    params: riskChangeInput,
    answer: outcome,
    run: confirmRiskTier,
  }),
  defineOperation({
    id: "discardRiskTier",
    method: "POST",
    path: `${one}/discard`,
    access: "risk:propose",
    tag,
    summary: "Throw a proposed tier away",
    params: riskChangeInput,
    answer: z.object({ changeId: z.string() }),
    run: discardRiskTier,
  }),
];
