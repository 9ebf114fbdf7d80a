import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { checkModelName } from "../rules/names";
import { parseVersion } from "../rules/versions";
import type { VersionRef } from "../schema";

export function modelNotFound(name: string): AppError {
  return new AppError("NOT_FOUND", `Registered Model with name=${name} not found`);
}

export function versionNotFound({ name, version }: VersionRef): AppError {
  return new AppError("NOT_FOUND", `Model Version (name=${name}, version=${version}) not found`);
}

export function loggedModelNotFound(uuid: string): AppError {
  return new AppError("NOT_FOUND", `Logged model with ID '${uuid.slice(0, 200)}' not found.`);
}

const BY_KEY = { orderBy: { key: "asc" } } as const;

/** What a version's DTO is made of. */
export const VERSION_INCLUDE = { tags: BY_KEY } as const;

/** What a model's DTO is made of, but for its newest versions. */
export const MODEL_INCLUDE = { tags: BY_KEY, aliases: { orderBy: { alias: "asc" } } } as const;

/**
 * A registered model, locked for the rest of the transaction: everything that changes a model or its versions holds
 * this lock, so that none of them sees another half done. Throws NOT_FOUND.
 */
export async function lockModel(tx: Tx, actor: Pick<Actor, "workspaceId">, name: string) {
  checkModelName(name);
  await tx.$queryRaw`SELECT 1 FROM registered_models
    WHERE workspace_id = ${actor.workspaceId}::uuid AND name = ${name} FOR UPDATE`;
  const row = await tx.registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: MODEL_INCLUDE,
  });
  if (!row) throw modelNotFound(name);
  return row;
}

/** A version that is not deleted, with its model locked. Throws NOT_FOUND for either. */
export async function lockVersion(tx: Tx, actor: Actor, ref: VersionRef) {
  checkModelName(ref.name);
  const version = parseVersion(ref.version);
  const model = await lockModel(tx, actor, ref.name).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "NOT_FOUND") throw versionNotFound(ref);
    throw error;
  });
  const row = isStorable(version)
    ? await tx.modelVersion.findFirst({
        where: { modelId: model.id, workspaceId: actor.workspaceId, version, deletedAt: null },
        include: VERSION_INCLUDE,
      })
    : null;
  if (!row) throw versionNotFound(ref);
  return { model, version: row };
}

/** Whether a version number fits its column; beyond it there is no such version. */
export function isStorable(version: number): boolean {
  return version >= 0 && version <= 2_147_483_647;
}

/** A logged model, deleted or not, locked for the rest of the transaction. Throws NOT_FOUND. */
export async function lockLoggedModel(tx: Tx, actor: Actor, uuid: string) {
  await tx.$queryRaw`SELECT 1 FROM logged_models WHERE uuid = ${uuid} FOR UPDATE`;
  const row = await tx.loggedModel.findFirst({ where: { uuid, workspaceId: actor.workspaceId } });
  if (!row) throw loggedModelNotFound(uuid);
  return row;
}
