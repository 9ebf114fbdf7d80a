import "server-only";
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Row } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { sourceStore } from "@/lib/storage/artifact-store";
import { signGrant } from "@/lib/storage/signed-links";
import type { StoredFile } from "@/lib/storage/store";
import { writeNewFile } from "@/lib/storage/streams";
import { checkArchive } from "@/lib/storage/unpack/unpack";
import { type SnapshotDto, toSnapshotDto } from "../dto/snapshots";
import { MAX_SNAPSHOT_BYTES, SNAPSHOT_BOUNDS, type UploadSnapshotInput } from "../schema/snapshots";

export interface UploadedSnapshot {
  snapshot: SnapshotDto;
  /** False when the workspace had this content before. */
  isNew: boolean;
}

const GRANT_MS = 15 * 60_000;

const findSnapshot = ({ workspaceId }: Actor, sha256: string) =>
  db().sourceSnapshot.findUnique({ where: { workspaceId_sha256: { workspaceId, sha256 } } });

async function insertSnapshot(
  actor: Actor,
  file: StoredFile & { path: string; name: string },
  found: Awaited<ReturnType<typeof checkArchive>>,
): Promise<{ row: Row<"SourceSnapshot">; isNew: boolean }> {
  const { workspaceId } = actor;
  return db().$transaction(async (tx) => {
    const { count } = await tx.sourceSnapshot.createMany({
      data: {
        workspaceId,
        sha256: file.sha256,
        fileName: file.name,
        filePath: file.path,
        format: found.format,
        size: BigInt(file.size),
        unpackedSize: BigInt(found.bytes),
        files: found.files,
        createdBy: actor.email,
      },
      skipDuplicates: true,
    });
    const row = await tx.sourceSnapshot.findUniqueOrThrow({
      where: { workspaceId_sha256: { workspaceId, sha256: file.sha256 } },
    });
    if (count === 0) return { row, isNew: false };
    await recordAudit(tx, actor, {
      action: "source-snapshot.uploaded",
      subject: `source snapshot ${file.sha256}`,
      label: file.name,
      after: { size: file.size, files: found.files, format: found.format },
    });
    return { row, isNew: true };
  });
}

/** Stores a file that has been found to be an archive that can be unpacked. */
async function keep(
  actor: Actor,
  file: StoredFile & { name: string },
  local: string,
): Promise<UploadedSnapshot> {
  const found = await checkArchive(local, SNAPSHOT_BOUNDS);
  const store = sourceStore(actor.workspaceId);
  const path = `${file.sha256}/${randomUUID()}`;
  let isKept = false;
  try {
    await store.put(path, createReadStream(local), { size: file.size });
    const { row, isNew } = await insertSnapshot(actor, { ...file, path }, found);
    isKept = isNew;
    if (isNew) announce(actor.workspaceId, "jobs");
    return { snapshot: toSnapshotDto(row), isNew };
  } finally {
    if (!isKept) await store.remove(path);
  }
}

/**
 * Takes code as an archive, which is there only once all of it has been found readable and harmless to unpack. The same
 * content again is the same snapshot.
 */
export async function uploadSnapshot(
  actor: Actor,
  { fileName: name }: UploadSnapshotInput,
  body: Readable,
  size: number | undefined,
): Promise<UploadedSnapshot> {
  assertCan(actor, "job:launch");
  const folder = await mkdtemp(join(tmpdir(), "slipway-snapshot-"));
  try {
    const local = join(folder, "archive");
    const file = await writeNewFile(local, body, { size, maxSize: MAX_SNAPSHOT_BYTES });
    if (file.size === 0) throw new AppError("INVALID", "The file is empty.");
    const known = await findSnapshot(actor, file.sha256);
    if (known) return { snapshot: toSnapshotDto(known), isNew: false };
    return await keep(actor, { ...file, name }, local);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An address that takes one archive of this person for a quarter of an hour: a browser's cookie opens reads only. */
export async function allowSnapshotUpload(
  actor: Actor,
  { fileName }: UploadSnapshotInput,
): Promise<{ grant: string }> {
  assertCan(actor, "job:launch");
  const { userId, workspaceId } = actor;
  const until = Date.now() + GRANT_MS;
  return {
    grant: signGrant({ may: "write-source", userId, workspaceId, path: fileName, until }),
  };
}
