import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ExportedBytes } from "@/lib/core/exported-file";
import { db } from "@/lib/db/client";
import { archiveAt } from "@/lib/runs/queries/archive";
import { getArtifactPreviewAt, getEnvironmentAt } from "@/lib/runs/queries/artifact-previews";
import { getArtifactUri, measureArtifactsAt } from "@/lib/runs/queries/artifacts";
import { storePath } from "@/lib/storage/artifact-uri";
import { readSignature } from "@/lib/storage/preview/model-card";
import type { ModelCard } from "@/lib/storage/preview/preview";
import type { VersionFilesDto } from "../dto/comparison";
import type { ModelVersionDto } from "../dto/models";
import { readRunReference } from "../rules/sources";
import type { VersionRef } from "../schema";
import { getModelVersion } from "./registered-models";

/**
 * Where a version's files are, with `runs:/…` resolved as clients do: since 3.0 a run's model lies beside the run, under
 * its name, and before that among the run's own artifacts.
 */
async function locate(actor: Actor, storageLocation: string): Promise<string> {
  const reference = readRunReference(storageLocation);
  if (!reference) return storageLocation;
  const { runUuid, path } = reference;
  const logged = await db().loggedModel.findFirst({
    where: {
      sourceRunUuid: runUuid,
      name: path.replace(/\/+$/, ""),
      workspaceId: actor.workspaceId,
      deletedAt: null,
    },
    orderBy: { creationTime: "desc" },
    select: { artifactUri: true },
  });
  if (logged) return logged.artifactUri;
  const root = await getArtifactUri(actor, runUuid);
  return path === "" ? root : `${root}/${path}`;
}

/** Where the files of a version are. Throws NOT_FOUND. */
export async function getVersionLocation(actor: Actor, ref: VersionRef): Promise<string> {
  assertCan(actor, "model:read");
  const { storageLocation } = await getModelVersion(actor, ref);
  return locate(actor, storageLocation);
}

/** All files of a version in one, for a browser that follows a link and for curl. Throws NOT_FOUND. */
export async function exportVersionFiles(actor: Actor, ref: VersionRef): Promise<ExportedBytes> {
  assertCan(actor, "model:read");
  return archiveAt(actor, await getVersionLocation(actor, ref), `${ref.name}-${ref.version}`);
}

const isMissing = (error: unknown) =>
  error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "INVALID");

/** Where a version's files are, when they are in our own store; null when they are kept elsewhere, or nowhere. */
export async function findVersionLocation(
  actor: Actor,
  version: ModelVersionDto,
): Promise<string | null> {
  assertCan(actor, "model:read");
  try {
    const location = await locate(actor, version.storageLocation);
    return storePath(location) === null ? null : location;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function readModelFile(actor: Actor, location: string) {
  try {
    const preview = await getArtifactPreviewAt(actor, location, "MLmodel");
    return preview.kind === "model" ? preview : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Where the files of a version are, and its signature as MLflow wrote it: what it is served from. */
export async function readServingFiles(actor: Actor, version: ModelVersionDto) {
  assertCan(actor, "artifact:read");
  const location = await findVersionLocation(actor, version);
  const file = location === null ? null : await readModelFile(actor, location);
  return { location, signature: file && !file.isTruncated ? readSignature(file.text) : null };
}

/** The signature, the environment and the size of a version, as its files have them. */
export async function describeVersionFiles(
  actor: Actor,
  version: ModelVersionDto,
): Promise<VersionFilesDto> {
  assertCan(actor, "artifact:read");
  const location = await findVersionLocation(actor, version);
  if (location === null) return { location, model: null, environment: null, size: null };
  const [file, environment, size] = await Promise.all([
    readModelFile(actor, location),
    getEnvironmentAt(actor, location, ""),
    measureArtifactsAt(actor, location),
  ]);
  const model: ModelCard | null = file?.model ?? null;
  return { location, model, environment, size: size.files === 0 ? null : size };
}
