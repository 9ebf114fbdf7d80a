import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { type ModelVersionDto, type RegisteredModelDto, toModelVersionDto } from "../dto/models";
import { checkAlias, checkModelName, isLatest } from "../rules/names";
import { parseVersion, stageOf } from "../rules/versions";
import { STAGES, type VersionRef } from "../schema";
import { hydrateModel, latestVersions } from "../sql/latest";
import {
  isStorable,
  MODEL_INCLUDE,
  modelNotFound,
  VERSION_INCLUDE,
  versionNotFound,
} from "../sql/refs";

async function findModel(client: Tx, actor: Actor, name: string) {
  checkModelName(name);
  const row = await client.registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: MODEL_INCLUDE,
  });
  if (!row) throw modelNotFound(name);
  return row;
}

export async function getRegisteredModel(actor: Actor, name: string): Promise<RegisteredModelDto> {
  assertCan(actor, "model:read");
  return hydrateModel(db(), actor.workspaceId, await findModel(db(), actor, name));
}

/** The newest version of each of some stages; of every stage when none is named. */
export async function listLatestVersions(
  actor: Actor,
  { name, stages }: { name: string; stages: readonly string[] },
): Promise<ModelVersionDto[]> {
  assertCan(actor, "model:read");
  const model = await findModel(db(), actor, name);
  const wanted = new Set<string>(stages.length > 0 ? stages.map(stageOf) : STAGES);
  const versions = await latestVersions(db(), actor.workspaceId, [model.id]);
  return versions
    .filter(({ stage }) => wanted.has(stage))
    .map((version) => toModelVersionDto(version, model));
}

/** One version that is not deleted. Throws NOT_FOUND. */
export async function getModelVersion(actor: Actor, ref: VersionRef): Promise<ModelVersionDto> {
  assertCan(actor, "model:read");
  checkModelName(ref.name);
  const version = parseVersion(ref.version);
  const row = isStorable(version)
    ? await db().modelVersion.findFirst({
        where: {
          workspaceId: actor.workspaceId,
          version,
          deletedAt: null,
          model: { name: ref.name },
        },
        include: { ...VERSION_INCLUDE, model: { include: MODEL_INCLUDE } },
      })
    : null;
  if (!row) throw versionNotFound(ref);
  return toModelVersionDto(row, row.model);
}

/** The version that an alias points to; "latest" is the newest one, whatever its stage. */
export async function getVersionByAlias(
  actor: Actor,
  { name, alias }: { name: string; alias: string },
): Promise<ModelVersionDto> {
  assertCan(actor, "model:read");
  checkModelName(name);
  checkAlias(alias);
  const model = await findModel(db(), actor, name);
  if (isLatest(alias)) {
    const newest = await db().modelVersion.findFirst({
      where: { modelId: model.id, workspaceId: actor.workspaceId, deletedAt: null },
      orderBy: { version: "desc" },
      include: VERSION_INCLUDE,
    });
    if (!newest) throw new AppError("NOT_FOUND", `Latest version not found for model ${name}.`);
    return toModelVersionDto(newest, model);
  }
  const version = model.aliases.find((item) => item.alias === alias)?.version;
  if (version === undefined)
    throw new AppError("INVALID", `Registered model alias ${alias} not found.`);
  return getModelVersion(actor, { name, version: String(version) });
}

/** Where clients fetch a version's files from. */
export async function getDownloadUri(actor: Actor, ref: VersionRef): Promise<string> {
  assertCan(actor, "model:read");
  const { storageLocation } = await getModelVersion(actor, ref);
  return storageLocation;
}
