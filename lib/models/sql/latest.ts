import "server-only";
import type { Tx } from "@/lib/db/client";
import { type RegisteredModelDto, toRegisteredModelDto } from "../dto/models";
import { VERSION_INCLUDE } from "./refs";

/** The number of the newest version of a model called `m`; null while there is none. */
export const LATEST_VERSION = `(SELECT max(v.version) FROM model_versions v
  WHERE v.model_id = m.id AND v.deleted_at IS NULL) AS "latestVersion"`;

/** The newest version of each stage, for each of some models. */
export async function latestVersions(client: Tx, workspaceId: string, modelIds: readonly bigint[]) {
  if (modelIds.length === 0) return [];
  const rows = await client.$queryRaw<{ id: bigint }[]>`
    SELECT DISTINCT ON (model_id, stage) id FROM model_versions
    WHERE model_id = ANY(${[...modelIds]}::bigint[]) AND workspace_id = ${workspaceId}::uuid AND deleted_at IS NULL
    ORDER BY model_id, stage, version DESC`;
  return client.modelVersion.findMany({
    where: { id: { in: rows.map(({ id }) => id) }, workspaceId },
    include: VERSION_INCLUDE,
    orderBy: [{ modelId: "asc" }, { version: "asc" }],
  });
}

type ModelRow = Parameters<typeof toRegisteredModelDto>[0] & { id: bigint };

/** Models with their newest versions, in the order given; two queries, whatever their number. */
export async function hydrateModels(
  client: Tx,
  workspaceId: string,
  models: readonly ModelRow[],
): Promise<RegisteredModelDto[]> {
  const ids = models.map(({ id }) => id);
  const byModel = new Map<bigint, Awaited<ReturnType<typeof latestVersions>>>();
  for (const version of await latestVersions(client, workspaceId, ids))
    byModel.set(version.modelId, [...(byModel.get(version.modelId) ?? []), version]);
  return models.map((model) => toRegisteredModelDto(model, byModel.get(model.id) ?? []));
}

export async function hydrateModel(
  client: Tx,
  workspaceId: string,
  model: ModelRow,
): Promise<RegisteredModelDto> {
  return toRegisteredModelDto(model, await latestVersions(client, workspaceId, [model.id]));
}
