import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import type { EvidenceChangesDto, EvidenceRevisionDto } from "../dto/trail";
import { differencesBetween } from "../rules/evidence-changes";
import type { ChangesSinceInput } from "../schema/requests";
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

/** What is other in the evidence than somebody has seen it, whatever became of it between. */
export async function getChangesSince(
  actor: Actor,
  { number, since }: ChangesSinceInput,
): Promise<EvidenceChangesDto> {
  assertCan(actor, "approval:read");
  const { workspaceId } = actor;
  const request = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
    select: { id: true, revision: true },
  });
  if (!request) throw requestNotFound(number);
  const { id: requestId, revision } = request;
  const bundles = await db().approvalEvidence.findMany({
    where: { requestId, workspaceId, revision: { in: [since, revision] } },
    select: { revision: true, bundle: true },
  });
  const of = (wanted: number) => bundles.find((one) => one.revision === wanted);
  const [before, after] = [of(since), of(revision)];
  if (!before || !after)
    throw new AppError("NOT_FOUND", `Approval request ${number} has no revision ${since}.`);
  return { since, revision, differences: differencesBetween(before.bundle, after.bundle) };
}
