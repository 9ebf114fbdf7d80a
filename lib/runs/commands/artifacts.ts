import "server-only";
import type { Readable } from "node:stream";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type AuditValues, recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { workspaceStore } from "@/lib/storage/artifact-store";
import type { PutOptions, StoredFile, UploadedPart } from "@/lib/storage/store";
import { artifactUriOf, ownArtifactPath, ownPathBelow } from "../sql/artifact-paths";
import { assertFilesNotHeld } from "../sql/held-files";
import { runRef } from "../sql/refs";

const RUN_PATH = /^\d+\/([\da-f]{32})\/artifacts\//;

/** Tells the screens of a run that it has another file; a path that belongs to no run is no news. */
async function announceFile(actor: Actor, path: string): Promise<void> {
  const uuid = RUN_PATH.exec(path)?.[1];
  if (uuid === undefined) return;
  const run = await runRef(actor, uuid).catch(() => null);
  if (run) announceRun(run, uuid);
}

/** Notes a file that is in place. The store knows no transactions: a crash between the two leaves a file without its line. */
async function recordFile(actor: Actor, path: string, after: AuditValues): Promise<void> {
  await inTransaction((tx) =>
    recordAuditSql(tx, actor, { action: "artifact.stored", subject: `artifact ${path}`, after }),
  );
}

/** Replacing a file destroys what was in it, as deleting it does; a new file destroys nothing. */
async function assertReplaceable(actor: Actor, path: string): Promise<void> {
  const found = await workspaceStore(actor.workspaceId).stat(path);
  if (found) await inTransaction((tx) => assertFilesNotHeld(tx, actor.workspaceId, path));
}

async function store(
  actor: Actor,
  path: string,
  body: Readable,
  options: PutOptions,
): Promise<StoredFile> {
  if (path === "")
    throw new AppError("INVALID", "Artifact path must include a filename (cannot end with '/').");
  await assertReplaceable(actor, path);
  const stored = await workspaceStore(actor.workspaceId).put(path, body, options);
  await recordFile(actor, path, { size: stored.size });
  await announceFile(actor, path);
  return stored;
}

/** Writes a file at a path in the workspace's artifacts, in place of one that is there. */
export async function putArtifact(
  actor: Actor,
  path: string,
  body: Readable,
  options: PutOptions = {},
): Promise<StoredFile> {
  assertCan(actor, "artifact:write");
  if (path.endsWith("/"))
    throw new AppError("INVALID", "Artifact path must include a filename (cannot end with '/').");
  return store(actor, await ownArtifactPath(actor, path), body, options);
}

/** Writes a file among the artifacts of a run. */
export async function putRunArtifact(
  actor: Actor,
  target: { runUuid: string; path: string },
  body: Readable,
  options: PutOptions = {},
): Promise<StoredFile> {
  assertCan(actor, "artifact:write");
  const uri = await artifactUriOf(actor, target.runUuid);
  return store(actor, await ownPathBelow(actor, uri, target.path), body, options);
}

/** Removes a file, or a directory with all that is in it, unless a legal hold covers some of it. Nothing there is fine. */
export async function deleteArtifact(actor: Actor, path: string): Promise<void> {
  assertCan(actor, "artifact:write");
  const own = await ownArtifactPath(actor, path);
  const artifacts = workspaceStore(actor.workspaceId);
  const found = own === "" ? null : await artifacts.stat(own);
  if (!found) return artifacts.remove(own);
  await inTransaction(async (tx) => {
    await assertFilesNotHeld(tx, actor.workspaceId, own);
    await artifacts.remove(own);
    await recordAuditSql(tx, actor, {
      action: "artifact.deleted",
      subject: `artifact ${own}`,
      before: { isDirectory: found.isDirectory, size: found.size },
    });
  });
  await announceFile(actor, own);
}

export interface UploadTarget {
  path: string;
  uploadId: string;
}

/** Begins a file that arrives in parts; answers the upload's id. */
export async function createArtifactUpload(actor: Actor, path: string): Promise<string> {
  assertCan(actor, "artifact:write");
  return workspaceStore(actor.workspaceId).createUpload(await ownArtifactPath(actor, path));
}

/** Stores one part of an upload; answers its etag. */
export async function putArtifactPart(
  actor: Actor,
  { path, uploadId, number }: UploadTarget & { number: number },
  body: Readable,
  options: PutOptions = {},
): Promise<string> {
  assertCan(actor, "artifact:write");
  const own = await ownArtifactPath(actor, path);
  return workspaceStore(actor.workspaceId).putPart(own, uploadId, number, body, options);
}

/** Joins the parts of an upload into its file. */
export async function completeArtifactUpload(
  actor: Actor,
  { path, uploadId, parts }: UploadTarget & { parts: readonly UploadedPart[] },
): Promise<void> {
  assertCan(actor, "artifact:write");
  const own = await ownArtifactPath(actor, path);
  await assertReplaceable(actor, own);
  await workspaceStore(actor.workspaceId).completeUpload(own, uploadId, parts);
  await recordFile(actor, own, { parts: parts.length });
  await announceFile(actor, own);
}

export async function abortArtifactUpload(
  actor: Actor,
  { path, uploadId }: UploadTarget,
): Promise<void> {
  assertCan(actor, "artifact:write");
  const own = await ownArtifactPath(actor, path);
  await workspaceStore(actor.workspaceId).abortUpload(own, uploadId);
}
