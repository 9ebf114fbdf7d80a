import "server-only";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import type { ArtifactDto } from "@/lib/runs/dto";
import {
  getArtifactUri,
  listArtifactsAt,
  openArtifact,
  resolveArtifact,
} from "@/lib/runs/queries/artifacts";
import { storePath } from "@/lib/storage/artifact-uri";
import type { ModelVersionDto } from "../dto";
import { type ModelCard, readModelCard } from "../rules/model-card";
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

const isMissing = (error: unknown) =>
  error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "INVALID");

/** Where a version's files are, when they are in our own store. */
async function ownLocation(actor: Actor, version: ModelVersionDto): Promise<string | null> {
  try {
    const location = await locate(actor, version.storageLocation);
    return storePath(location) === null ? null : location;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What is directly below a path among a version's files; null when they are kept elsewhere, or gone. */
export async function findVersionFiles(
  actor: Actor,
  version: ModelVersionDto,
  path: string,
): Promise<Page<ArtifactDto> | null> {
  assertCan(actor, "artifact:read");
  const location = await ownLocation(actor, version);
  if (location === null) return null;
  try {
    return await listArtifactsAt(actor, location, path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const CARD = "MLmodel";
const MAX_CARD_BYTES = 2 ** 20;

/** What a version's MLmodel file says, when there is one that can be read. */
export async function findModelCard(
  actor: Actor,
  version: ModelVersionDto,
): Promise<ModelCard | null> {
  assertCan(actor, "artifact:read");
  const location = await ownLocation(actor, version);
  if (location === null) return null;
  try {
    const opened = await openArtifact(actor, await resolveArtifact(actor, location, CARD));
    if (opened.size > MAX_CARD_BYTES) {
      opened.body.destroy();
      return null;
    }
    return readModelCard(parseYaml(await text(opened.body)));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** YAML of anybody's making: what is not YAML, or would unfold without end, is nothing. */
function parseYaml(source: string): unknown {
  try {
    return parse(source, { maxAliasCount: 20, logLevel: "silent" });
  } catch {
    return null;
  }
}
