import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import type { EvidenceRevisionDto } from "../dto/trail";
import { differencesBetween } from "../rules/evidence-changes";
import { requestNotFound } from "../sql/requests";

/** What was there to be signed at each of its changes, newest first. */
export async function listRevisions(
  actor: Actor,
  { number, limit, pageToken }: PageInput & { number: number },
): Promise<Page<EvidenceRevisionDto>> {
  assertCan(actor, "approval:read");
  const { workspaceId } = actor;
  const request = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
    select: { id: true },
  });
  if (!request) throw requestNotFound(number);
  const before = lastKey(pageToken, z.coerce.number().int());
  const rows = await db().approvalEvidence.findMany({
    where: {
      requestId: request.id,
      workspaceId,
      ...(before === undefined ? {} : { revision: { lt: before } }),
    },
    orderBy: { revision: "desc" },
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    ({ revision }) => String(revision),
    ({ revision, hash, bundle, changes, createdAt }) => {
      const earlier = rows.find((one) => one.revision === revision - 1);
      return {
        revision,
        hash,
        bundle: Object.fromEntries(Object.entries(bundle ?? {})),
        changes,
        differences: earlier ? differencesBetween(earlier.bundle, bundle) : [],
        createdAt: createdAt.toISOString(),
      };
    },
  );
}
