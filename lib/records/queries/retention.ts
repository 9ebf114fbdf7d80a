import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db, type Row } from "@/lib/db/client";
import type { LegalHoldDto, RetentionDto } from "../dto";
import { retentionOf } from "../rules";

/** For how long names and values of events are kept, by tier. */
export async function getRetention(actor: Actor): Promise<{ items: RetentionDto[] }> {
  assertCan(actor, "audit:read");
  const rules = await db().retentionRule.findMany({ where: { workspaceId: actor.workspaceId } });
  return { items: retentionOf(rules) };
}

export const toHoldDto = (row: Row<"LegalHold">): LegalHoldDto => ({
  id: row.id,
  model: row.modelName,
  reason: row.reason,
  placedBy: row.placedBy,
  placedAt: row.placedAt.toISOString(),
  releasedBy: row.releasedBy,
  releasedAt: row.releasedAt?.toISOString() ?? null,
  releaseReason: row.releaseReason,
});

const KEY = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/;

/** Holds, the last placed first; those that were released stay readable. */
export async function listHolds(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<LegalHoldDto>> {
  assertCan(actor, "audit:read");
  const after = lastKey(pageToken, z.string().regex(KEY));
  const [, at, id] = KEY.exec(after ?? "") ?? [];
  const rows = await db().legalHold.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(at && id
        ? { OR: [{ placedAt: { lt: new Date(at) } }, { placedAt: new Date(at), id: { lt: id } }] }
        : {}),
    },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => `${row.placedAt.toISOString()} ${row.id}`, toHoldDto);
}
