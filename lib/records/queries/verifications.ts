import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Verification } from "@/lib/audit/dto";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db, type Row } from "@/lib/db/client";
import type { VerificationRunDto } from "../dto";

type VerificationRow = Row<"AuditVerification">;
const STATES = ["waiting", "running", "done", "failed"] as const;

async function namesOf(rows: readonly VerificationRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map(({ requestedById }) => requestedById))];
  const users = await db().user.findMany({ where: { id: { in: ids } } });
  return new Map(users.map(({ id, name, email }) => [id, name || email]));
}

const toDto =
  (names: ReadonlyMap<string, string>) =>
  (row: VerificationRow): VerificationRunDto => ({
    id: Number(row.id),
    state: STATES.find((state) => state === row.state) ?? "failed",
    requestedBy: names.get(row.requestedById) ?? null,
    compared: Array.isArray(row.checkpoints) ? row.checkpoints.length : 0,
    verified: row.verified,
    total: row.total,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    // Written by the job that verifies and by nobody else.
    result: row.result as unknown as Verification | null,
  });

/** Verifications that were asked for in the workspace, newest first. */
export async function listVerifications(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<VerificationRunDto>> {
  assertCan(actor, "audit:read");
  const after = lastKey(pageToken, z.string().regex(/^\d{1,18}$/));
  const rows = await db().auditVerification.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(after === undefined ? {} : { id: { lt: BigInt(after) } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => String(row.id), toDto(await namesOf(rows)));
}

export async function getVerification(
  actor: Actor,
  { verificationId }: { verificationId: number },
): Promise<VerificationRunDto> {
  assertCan(actor, "audit:read");
  const row = await db().auditVerification.findFirst({
    where: { id: BigInt(verificationId), workspaceId: actor.workspaceId },
  });
  if (!row) throw new AppError("NOT_FOUND", `There is no verification ${verificationId} here.`);
  return toDto(await namesOf([row]))(row);
}
