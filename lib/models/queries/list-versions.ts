import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { encodePageToken } from "@/lib/core/page-token";
import { db } from "@/lib/db/client";
import { SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import { runColor } from "@/lib/runs/rules";
import { toVersionItemDto, type VersionListDto } from "../dto/versions";
import type { ListVersionsInput } from "../schema";
import { fetchIds, keysAfter } from "../sql/page";
import { MODEL_INCLUDE, modelNotFound, VERSION_INCLUDE } from "../sql/refs";
import { readVersionMetrics } from "../sql/version-metrics";

async function findModel(actor: Actor, name: string) {
  const model = await db().registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: MODEL_INCLUDE,
  });
  if (!model) throw modelNotFound(name);
  return model;
}

async function readRuns(actor: Actor, uuids: readonly (string | null)[]) {
  const { rows } = await pool().query<{ id: number; uuid: string; name: string }>(
    "SELECT id, uuid, name FROM runs WHERE uuid = ANY($1) AND workspace_id = $2",
    [uuids.filter(Boolean), actor.workspaceId],
  );
  return new Map(
    rows.map(({ id, uuid, name }) => [uuid, { uuid, name, color: runColor(id) }] as const),
  );
}

/** The versions of a model, newest first, each with its run and the metrics asked for. */
export async function listVersions(
  actor: Actor,
  input: ListVersionsInput,
): Promise<VersionListDto> {
  assertCan(actor, "model:read");
  const model = await findModel(actor, input.name);
  const parameters = new SqlParameters();
  const { ids, last } = await fetchIds({
    id: "v.id",
    from: "model_versions v",
    where: `v.model_id = ${parameters.add(String(model.id))}::bigint
      AND v.workspace_id = ${parameters.add(actor.workspaceId)} AND v.deleted_at IS NULL`,
    keys: [{ expression: "v.version", type: "bigint", ascending: false }],
    parameters,
    limit: input.limit,
    after: keysAfter(input.pageToken),
  });
  const [rows, total] = await Promise.all([
    db().modelVersion.findMany({
      where: { id: { in: ids }, workspaceId: actor.workspaceId },
      include: VERSION_INCLUDE,
      orderBy: { version: "desc" },
    }),
    db().modelVersion.count({
      where: { modelId: model.id, workspaceId: actor.workspaceId, deletedAt: null },
    }),
  ]);
  const [runs, metrics] = await Promise.all([
    readRuns(
      actor,
      rows.map(({ runUuid }) => runUuid),
    ),
    readVersionMetrics(actor.workspaceId, ids, input.metrics),
  ]);
  return {
    items: rows.map((row) =>
      toVersionItemDto(row, model, {
        run: runs.get(row.runUuid ?? "") ?? null,
        metrics: metrics.get(row.version) ?? {},
      }),
    ),
    total,
    ...(last ? { nextPageToken: encodePageToken({ k: last }) } : {}),
  };
}

const RECENT = 50;

/** Names of the metrics that the newest versions of a model have. */
export async function listVersionMetricKeys(actor: Actor, name: string): Promise<string[]> {
  assertCan(actor, "model:read");
  const model = await findModel(actor, name);
  const rows = await db().modelVersion.findMany({
    where: { modelId: model.id, workspaceId: actor.workspaceId, deletedAt: null },
    orderBy: { version: "desc" },
    take: RECENT,
    select: { id: true },
  });
  const metrics = await readVersionMetrics(
    actor.workspaceId,
    rows.map(({ id }) => id),
  );
  const keys = new Set([...metrics.values()].flatMap((own) => Object.keys(own)));
  return [...keys].sort((a, b) => a.localeCompare(b, "en"));
}
