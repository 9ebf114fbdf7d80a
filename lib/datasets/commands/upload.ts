import "server-only";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { datasetStore } from "@/lib/storage/artifact-store";
import type { StoredFile } from "@/lib/storage/store";
import { type DatasetVersionDto, toDatasetVersionDto } from "../dto/versions";
import { scanTable } from "../jobs/scan-table";
import { formatOf, targetOf, UPLOAD_SOURCE } from "../rules/uploads";
import type { FileFormat, TableFindings } from "../schema/table-scan";
import type { UploadInput } from "../schema/upload";
import { identityOf } from "../sql/content-names";
import {
  type ActiveCheck,
  activeChecks,
  frozenEdges,
  saveOutcomes,
  saveProfile,
} from "../sql/inspections";

export interface UploadedVersion {
  version: DatasetVersionDto;
  /** False when the dataset had this content before. */
  isNew: boolean;
}

type Target = ReturnType<typeof targetOf>;
const include = { dataset: { select: { name: true } } } as const;

/** Throws NOT_FOUND for an id that is none of the workspace; null for a name that is not there yet. */
async function findDataset(tx: Tx, { workspaceId }: Actor, target: Target) {
  if ("datasetId" in target) {
    const row = await tx.dataset.findFirst({
      where: { id: BigInt(target.datasetId), workspaceId },
    });
    if (!row) throw new AppError("NOT_FOUND", `There is no dataset ${target.datasetId}.`);
    return row;
  }
  const identity = identityOf(target.name, UPLOAD_SOURCE, "");
  return tx.dataset.findUnique({ where: { workspaceId_identity: { workspaceId, identity } } });
}

async function lockedDataset(tx: Tx, actor: Actor, target: Target, now: number) {
  const { workspaceId } = actor;
  if ("name" in target) {
    const data = { name: target.name, sourceType: UPLOAD_SOURCE, place: "" };
    const identity = identityOf(target.name, UPLOAD_SOURCE, "");
    await tx.dataset.createMany({
      data: { workspaceId, identity, ...data, createdAt: BigInt(now), lastUsedAt: BigInt(now) },
      skipDuplicates: true,
    });
  }
  const found = await findDataset(tx, actor, target);
  if (!found) throw new AppError("CONFLICT", "The dataset was removed meanwhile. Upload it again.");
  await tx.$queryRaw`SELECT 1 FROM datasets WHERE id = ${found.id} FOR NO KEY UPDATE`;
  return tx.dataset.findUniqueOrThrow({ where: { id: found.id, workspaceId } });
}

async function knownVersion(tx: Tx, actor: Actor, target: Target, contentKey: string) {
  const dataset = await findDataset(tx, actor, target);
  if (!dataset) return null;
  return tx.datasetVersion.findUnique({
    where: { datasetId_contentKey: { datasetId: dataset.id, contentKey } },
    include,
  });
}

interface NewFile extends StoredFile {
  path: string;
  name: string;
  format: FileFormat;
}

interface Inspected {
  checks: readonly ActiveCheck[];
  findings: TableFindings;
  now: number;
}

async function inspect(actor: Actor, target: Target, file: NewFile): Promise<Inspected> {
  const dataset = await findDataset(db(), actor, target);
  const checks = dataset ? await activeChecks(db(), actor.workspaceId, dataset.id) : [];
  const now = Date.now();
  const findings = await scanTable(datasetStore(actor.workspaceId), file.path, {
    format: file.format,
    size: file.size,
    edges: dataset ? await frozenEdges(db(), actor.workspaceId, dataset.id) : {},
    checks: checks.map(({ definition }) => definition),
    createdAt: now,
    now,
  });
  return { checks, findings, now };
}

/** The version, its profile, its checks' results and the audit line: all or nothing. */
async function insertVersion(
  actor: Actor,
  target: Target,
  file: NewFile,
  { checks, findings, now }: Inspected,
): Promise<UploadedVersion> {
  const { workspaceId } = actor;
  const contentKey = `sha256:${file.sha256}`;
  return db().$transaction(async (tx) => {
    const dataset = await lockedDataset(tx, actor, target, now);
    const known = await knownVersion(tx, actor, target, contentKey);
    if (known) return { version: toDatasetVersionDto(known), isNew: false };
    const row = await tx.datasetVersion.create({
      data: {
        workspaceId,
        datasetId: dataset.id,
        number: dataset.nextVersion,
        contentKey,
        sourceType: UPLOAD_SOURCE,
        filePath: file.path,
        fileName: file.name,
        fileFormat: file.format,
        fileSize: BigInt(file.size),
        createdAt: BigInt(now),
        createdBy: actor.email,
      },
      include,
    });
    await tx.dataset.update({
      where: { id: dataset.id, workspaceId },
      data: { nextVersion: { increment: 1 }, lastUsedAt: BigInt(now) },
    });
    await saveProfile(tx, row, findings);
    await saveOutcomes(tx, row, checks, findings.outcomes);
    await recordAudit(tx, actor, {
      action: "dataset.version-uploaded",
      subject: `dataset ${dataset.id}`,
      label: dataset.name,
      after: { version: row.number, contentKey, file: file.name, size: file.size },
    });
    return { version: toDatasetVersionDto(row), isNew: true };
  });
}

/**
 * Takes a CSV or Parquet file as a version: streamed to the store, read in a thread, and there only once all of it has
 * been found readable. The same content again is the same version.
 */
export async function uploadVersion(
  actor: Actor,
  input: UploadInput,
  body: Readable,
  size: number | undefined,
): Promise<UploadedVersion> {
  assertCan(actor, "dataset:write");
  const target = targetOf(input);
  const format = formatOf(input.fileName);
  if (!format) throw new AppError("INVALID", "Send a .csv or .parquet file.");
  if ("datasetId" in target) await findDataset(db(), actor, target);
  const store = datasetStore(actor.workspaceId);
  const path = `${randomUUID()}/data.${format}`;
  let isKept = false;
  try {
    const maxSize = env().MAX_DATASET_MB * 2 ** 20;
    const stored = await store.put(path, body, { size, maxSize });
    if (stored.size === 0) throw new AppError("INVALID", "The file is empty.");
    const known = await knownVersion(db(), actor, target, `sha256:${stored.sha256}`);
    if (known) return { version: toDatasetVersionDto(known), isNew: false };
    const file = { ...stored, path, name: input.fileName, format };
    const answer = await insertVersion(actor, target, file, await inspect(actor, target, file));
    isKept = answer.isNew;
    if (isKept) announce(actor.workspaceId, "datasets", `dataset:${answer.version.datasetId}`);
    return answer;
  } finally {
    if (!isKept) await store.remove(path);
  }
}
