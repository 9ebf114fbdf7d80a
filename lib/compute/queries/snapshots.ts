import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ExportedBytes } from "@/lib/core/exported-file";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { sourceStore } from "@/lib/storage/artifact-store";
import { type SnapshotDto, toSnapshotDto } from "../dto/snapshots";
import type { SnapshotInput } from "../schema/snapshots";

const idKey = z.string().regex(/^\d{1,16}$/);

/** Uploaded snapshots of the workspace, newest first. */
export async function listSnapshots(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<SnapshotDto>> {
  assertCan(actor, "job:read");
  const before = lastKey(pageToken, idKey);
  const rows = await db().sourceSnapshot.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(before ? { id: { lt: BigInt(before) } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => String(id), toSnapshotDto);
}

/** The archive itself, byte for byte as it was uploaded: jobs fetch it with their own token. */
export async function exportSnapshot(
  actor: Actor,
  { sha256 }: SnapshotInput,
): Promise<ExportedBytes> {
  assertCan(actor, "artifact:read");
  const { workspaceId } = actor;
  const row = await db().sourceSnapshot.findUnique({
    where: { workspaceId_sha256: { workspaceId, sha256 } },
  });
  if (!row) throw new AppError("NOT_FOUND", `There is no source snapshot ${sha256}.`);
  const { body, size } = await sourceStore(workspaceId).get(row.filePath);
  const isZip = row.format === "zip";
  return {
    name: `${sha256.slice(0, 12)}.${isZip ? "zip" : "tar.gz"}`,
    type: isZip ? "application/zip" : "application/gzip",
    size,
    chunks: body,
  };
}
