import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { db, type Row } from "@/lib/db/client";
import { modelNotFound } from "@/lib/models/sql/refs";
import type { ModelRiskDto, RiskTierChangeDto } from "../dto/risk-tiers";
import { tierOf } from "../rules/risk-tiers";
import { type ListRiskChangesInput, RISK_CHANGE_STATUSES } from "../schema/risk-tiers";
import { whyNotConfirm } from "../sql/tier-changes";

function toChangeDto(row: Row<"RiskTierChange">): RiskTierChangeDto {
  return {
    id: row.id,
    model: row.modelName,
    from: tierOf(row.fromTier),
    to: tierOf(row.toTier),
    reason: row.reason,
    status: RISK_CHANGE_STATUSES.find((status) => status === row.status) ?? "discarded",
    weakens: row.weakens,
    proposedBy: row.proposedBy,
    createdAt: row.createdAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}

/** Changes of risk tiers, newest first: those that wait for somebody to confirm them among them. */
export async function listRiskTierChanges(
  actor: Actor,
  { model, limit, pageToken }: ListRiskChangesInput,
): Promise<Page<RiskTierChangeDto>> {
  assertCan(actor, "policy:read");
  const last = lastKey(pageToken, z.uuid());
  const rows = await db().riskTierChange.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(model === undefined ? {} : { modelName: model }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    ...(last === undefined ? {} : { cursor: { id: last }, skip: 1 }),
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => id, toChangeDto);
}

const HISTORY = 5;

async function proposalOf(actor: Actor, model: Row<"RegisteredModel">) {
  const { workspaceId } = actor;
  const change = await db().riskTierChange.findFirst({
    where: { workspaceId, modelId: model.id, status: "proposed" },
    orderBy: { createdAt: "desc" },
  });
  if (!change) return null;
  const confirmRefusal = can(actor.role, "risk:confirm")
    ? await whyNotConfirm(db(), actor, { change, model })
    : `Your role is ${actor.role}. Somebody who may sign confirms it.`;
  return { ...toChangeDto(change), confirmRefusal };
}

/** How much depends on a model and why, what is proposed instead, and what it was before. */
export async function getModelRisk(
  actor: Actor,
  { model: name }: { model: string },
): Promise<ModelRiskDto> {
  assertCan(actor, "policy:read");
  const { workspaceId } = actor;
  const model = await db().registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
  });
  if (!model) throw modelNotFound(name);
  const [proposal, history] = await Promise.all([
    proposalOf(actor, model),
    db().riskTierChange.findMany({
      where: { workspaceId, modelId: model.id, status: { not: "proposed" } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: HISTORY,
    }),
  ]);
  const { riskTier, riskReason } = model;
  return { riskTier: tierOf(riskTier), riskReason, proposal, history: history.map(toChangeDto) };
}
