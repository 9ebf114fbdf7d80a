import "server-only";
import type { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type JsonObject, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { enqueue } from "@/lib/queue/enqueue";
import { signGrant } from "@/lib/storage/signed-links";
import { inspectionOf } from "../rules/inspections";
import { targetOf } from "../rules/uploads";
import type { addCheckInput, removeCheckInput, versionInput } from "../schema/checks";
import type { UploadInput } from "../schema/upload";

const MAX_CHECKS = 100;
const GRANT_MS = 15 * 60_000;

async function datasetOf(tx: Tx, { workspaceId }: Actor, datasetId: number) {
  const row = await tx.dataset.findFirst({ where: { id: BigInt(datasetId), workspaceId } });
  if (!row) throw new AppError("NOT_FOUND", `There is no dataset ${datasetId}.`);
  return row;
}

/** Adds a rule, and holds the newest version against it. */
export async function addCheck(
  actor: Actor,
  { datasetId, definition, severity }: z.output<typeof addCheckInput>,
): Promise<{ checkId: number }> {
  assertCan(actor, "dataset:write");
  const { workspaceId } = actor;
  const { id } = await db().$transaction(async (tx) => {
    const dataset = await datasetOf(tx, actor, datasetId);
    const where = { workspaceId, datasetId: dataset.id };
    if ((await tx.datasetCheck.count({ where: { ...where, removedAt: null } })) >= MAX_CHECKS)
      throw new AppError("CONFLICT", `A dataset has at most ${MAX_CHECKS} checks.`);
    const row = await tx.datasetCheck.create({
      data: {
        ...where,
        // Parsed from JSON, it is JSON.
        definition: definition as unknown as JsonObject,
        severity,
        createdBy: actor.email,
        createdAt: BigInt(Date.now()),
      },
    });
    const newest = await tx.datasetVersion.findFirst({ where, orderBy: { number: "desc" } });
    if (newest) await enqueue(tx, inspectionOf(workspaceId, newest.id));
    await recordAudit(tx, actor, {
      action: "dataset.check-added",
      subject: `dataset ${datasetId}`,
      label: dataset.name,
      after: { check: Number(row.id), severity, definition: JSON.stringify(definition) },
    });
    return row;
  });
  announce(workspaceId, `dataset:${datasetId}`);
  return { checkId: Number(id) };
}

/** Ends a rule; what it found stays on record. */
export async function removeCheck(
  actor: Actor,
  { datasetId, checkId }: z.output<typeof removeCheckInput>,
): Promise<{ checkId: number }> {
  assertCan(actor, "dataset:write");
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const dataset = await datasetOf(tx, actor, datasetId);
    const where = { id: BigInt(checkId), workspaceId, datasetId: dataset.id, removedAt: null };
    const { count } = await tx.datasetCheck.updateMany({
      where,
      data: { removedAt: BigInt(Date.now()) },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "This check is not there any more.");
    await recordAudit(tx, actor, {
      action: "dataset.check-removed",
      subject: `dataset ${datasetId}`,
      label: dataset.name,
      before: { check: checkId },
    });
  });
  announce(workspaceId, `dataset:${datasetId}`);
  return { checkId };
}

/** Has a version read: its profile computed, its checks evaluated. */
export async function inspectVersion(
  actor: Actor,
  { datasetId, number }: z.output<typeof versionInput>,
): Promise<{ number: number }> {
  assertCan(actor, "dataset:write");
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const dataset = await datasetOf(tx, actor, datasetId);
    const version = await tx.datasetVersion.findFirst({
      where: { workspaceId, datasetId: dataset.id, number },
    });
    if (!version) throw new AppError("NOT_FOUND", `${dataset.name} has no version ${number}.`);
    await enqueue(tx, inspectionOf(workspaceId, version.id));
    await recordAudit(tx, actor, {
      action: "dataset.inspection-requested",
      subject: `dataset ${datasetId}`,
      label: dataset.name,
      after: { version: number },
    });
  });
  return { number };
}

/** An address that takes this one file of this person for a quarter of an hour: a browser's cookie opens reads only. */
export async function allowUpload(actor: Actor, input: UploadInput): Promise<{ grant: string }> {
  assertCan(actor, "dataset:write");
  const target = targetOf(input);
  if ("datasetId" in target) await datasetOf(db(), actor, target.datasetId);
  return {
    grant: signGrant({
      may: "write-dataset",
      userId: actor.userId,
      workspaceId: actor.workspaceId,
      path: input.fileName,
      about: target,
      until: Date.now() + GRANT_MS,
    }),
  };
}
