import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { orNull } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { getModelCard } from "@/lib/models/queries/cards";
import type { CardDocument } from "@/lib/models/schema/cards";
import { readCardDocument, readNewestCard } from "@/lib/models/sql/cards";
import type { RequestCardDto } from "../dto/request-card";
import { type CardBase, cardBaseOf, changesSinceBase } from "../rules/card-base";
import type { RequestRow } from "../sql/elections";
import { versionBefore } from "../sql/evidence";
import { requestNotFound } from "../sql/requests";

const signedCard = z
  .object({ card: z.object({ number: z.number().int(), hash: z.string() }) })
  .transform(({ card }) => card);

/** The last request before this one that people approved for the same place; an emergency is not one. */
function findApproved(row: RequestRow) {
  const { workspaceId, modelId, targetKind, targetValue } = row;
  return db().approvalRequest.findFirst({
    where: {
      ...{ workspaceId, modelId, targetKind, action: "set", isEmergency: false },
      targetValue: { equals: targetValue, mode: "insensitive" },
      status: { in: ["approved", "promoted", "expired"] },
      id: { not: row.id },
      decidedAt: row.decidedAt ? { lt: row.decidedAt } : { not: null },
    },
    orderBy: { decidedAt: "desc" },
  });
}

/** The card that was part of what they signed, whatever became of its version; null when it had none. */
async function readSigned({ id, workspaceId, versionId, revision }: RequestRow) {
  const evidence = await db().approvalEvidence.findUnique({
    where: { requestId_revision: { requestId: id, revision } },
    select: { bundle: true },
  });
  const signed = signedCard.safeParse(evidence?.bundle);
  if (!signed.success) return null;
  const { number, hash } = signed.data;
  return db().modelCardVersion.findFirst({
    where: { workspaceId, versionId, number, documentHash: hash },
  });
}

async function readAtTarget(row: RequestRow) {
  const version = await versionBefore(db(), row);
  if (version === null) return null;
  const { workspaceId, modelId } = row;
  const found = await db().modelVersion.findFirst({
    where: { workspaceId, modelId, version },
    select: { id: true },
  });
  const card = found && (await readNewestCard(db(), workspaceId, found.id));
  return { base: { version, card: card?.number ?? null }, document: card?.document ?? null };
}

interface Base {
  base: CardBase;
  document: CardDocument | null;
}

async function findBase(row: RequestRow): Promise<Base> {
  const approved = await findApproved(row);
  if (!approved) {
    const there = await readAtTarget(row);
    return { base: cardBaseOf(null, there?.base ?? null), document: there?.document ?? null };
  }
  const card = await readSigned(approved);
  const base = cardBaseOf(
    {
      version: approved.version,
      card: card?.number ?? null,
      request: approved.number,
      at: (approved.decidedAt ?? approved.createdAt).toISOString(),
    },
    null,
  );
  return { base, document: card ? readCardDocument(card.document) : null };
}

/** The newest card of what is wanted; of what is decided, the one that was part of the evidence. */
async function findOwn(actor: Actor, row: RequestRow) {
  const wanted = { name: row.modelName, version: String(row.version) };
  if (row.status === "pending" || row.status === "approved")
    return orNull(getModelCard(actor, wanted));
  const signed = await readSigned(row);
  return signed && orNull(getModelCard(actor, { ...wanted, card: signed.number }));
}

/** The card of a request, held against the one that was approved last for its place. */
export async function getRequestCard(
  actor: Actor,
  { number }: { number: number },
): Promise<RequestCardDto> {
  assertCan(actor, "approval:read");
  const row = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
  });
  if (!row) throw requestNotFound(number);
  const [own, { base, document }] = await Promise.all([findOwn(actor, row), findBase(row)]);
  const card = own?.card ?? null;
  return { card, base, changes: card ? changesSinceBase(document, card.document) : [] };
}
