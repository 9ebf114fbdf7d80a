import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import type { RiskTierChangeDto } from "../dto/risk-tiers";
import { tierOf } from "../rules/risk-tiers";
import { type ListRiskChangesInput, RISK_CHANGE_STATUSES } from "../schema/risk-tiers";

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
  return toPage(
    rows,
    limit,
    ({ id }) => id,
    (row) => ({
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
    }),
  );
}
