import "server-only";
import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { JsonObject, Tx } from "@/lib/db/client";
import { lockVersion } from "@/lib/models/sql/refs";
import type { ServedFiles, VersionRef } from "../queries/served-files";
import type { ServingBackend } from "../schema/backends";
import type { ServedRevision } from "../sql/served";

/** The version, with its model locked, as revision `number` serves it. Throws for one that is not ready or not what was read. */
export async function lockServedVersion(
  tx: Tx,
  actor: Actor,
  ref: VersionRef,
  { storageLocation }: ServedFiles,
  number: number,
): Promise<ServedRevision & { versionId: bigint }> {
  const { model, version } = await lockVersion(tx, actor, {
    name: ref.model,
    version: String(ref.version),
  });
  if (version.status !== 3)
    throw new AppError(
      "CONFLICT",
      `Version ${ref.version} of model "${ref.model}" is not ready: its registration was never finished.`,
    );
  if (version.storageLocation !== storageLocation)
    throw new AppError("CONFLICT", "The version was changed meanwhile. Try again.");
  const { riskTier } = model;
  return { number, versionId: version.id, model: model.name, version: version.version, riskTier };
}

interface NewRevision {
  deployment: { id: bigint; workspaceId: string; name: string };
  served: ServedRevision & { versionId: bigint };
  files: Pick<ServedFiles, "location" | "signature">;
  backend: ServingBackend;
  note: string;
  idempotencyKey?: string | undefined;
}

/** Writes a revision with its line in the audit. The deployment must be locked, and the version checked. */
export async function insertRevision(
  tx: Tx,
  actor: Actor,
  { deployment, served, files, backend, note, idempotencyKey }: NewRevision,
): Promise<void> {
  const { workspaceId } = deployment;
  const { id: revisionId } = await tx.deploymentRevision.create({
    data: {
      workspaceId,
      deploymentId: deployment.id,
      number: served.number,
      modelVersionId: served.versionId,
      modelName: served.model,
      modelVersion: served.version,
      backend: backend.kind,
      settings: backend,
      location: files.location,
      // Read from JSON, so it is some.
      ...(files.signature === null ? {} : { signature: files.signature as JsonObject }),
      note,
      idempotencyKey: idempotencyKey ?? null,
      createdById: actor.userId,
    },
  });
  await tx.revisionState.create({ data: { revisionId, workspaceId } });
  await tx.deployment.update({
    where: { id_workspaceId: { id: deployment.id, workspaceId } },
    data: { nextRevision: served.number + 1, updatedAt: new Date() },
  });
  await recordAudit(tx, actor, {
    action: "deployment.revision-added",
    subject: `deployment ${deployment.name}`,
    details: { id: String(deployment.id), note },
    after: {
      revision: served.number,
      model: served.model,
      version: served.version,
      backend: { ...backend },
    },
  });
}
