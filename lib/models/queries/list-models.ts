import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { encodePageToken } from "@/lib/core/page-token";
import { beginningOf, equalsIndexed, SqlParameters } from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";
import { isOwnTag, type ModelItemDto, type ModelListDto } from "../dto";
import { PROMPT_TAG } from "../rules/tags";
import type { ListModelsInput, ModelSort } from "../schema";
import { fetchIds, keysAfter } from "../sql/page";

const SORTS: Readonly<Record<ModelSort, Omit<SortKey, "ascending">>> = {
  updated: { expression: "m.last_update_time", type: "bigint" },
  name: { expression: "lower(m.name)", type: "text" },
  created: { expression: "m.creation_time", type: "bigint" },
};

function matchText(input: ListModelsInput, parameters: SqlParameters): string {
  const conditions = ["true"];
  for (const word of input.search.split(/\s+/).filter(Boolean))
    conditions.push(`strpos(lower(m.name), lower(${parameters.add(word)})) > 0`);
  if (input.owner) conditions.push(`m.owner = ${parameters.add(input.owner)}`);
  const [key = "", ...value] = input.tag.split("=");
  if (key)
    conditions.push(`EXISTS (SELECT 1 FROM registered_model_tags t WHERE t.model_id = m.id
      AND t.key = ${parameters.add(key)} ${value.length > 0 ? `AND ${equalsIndexed("t.value", value.join("="), parameters)}` : ""})`);
  return conditions.join(" AND ");
}

const DESCRIPTION_CHARS = 280;

/** Rows of this query are the DTO but for tags that are not a person's. */
async function readItems(actor: Actor, ids: readonly bigint[]): Promise<ModelItemDto[]> {
  const { rows } = await pool().query<ModelItemDto>(
    `SELECT m.name, left(coalesce(m.description, ''), ${DESCRIPTION_CHARS}) AS description, m.owner,
       m.creation_time AS "creationTime", m.last_update_time AS "lastUpdateTime",
       coalesce(v.count, 0)::int AS "versionCount", v.latest AS "latestVersion",
       coalesce((SELECT json_agg(json_build_object('alias', a.alias, 'version', a.version) ORDER BY a.version DESC, a.alias)
         FROM model_aliases a WHERE a.model_id = m.id), '[]') AS aliases,
       coalesce((SELECT json_agg(json_build_object('key', t.key, 'value', left(t.value, 200)) ORDER BY t.key)
         FROM registered_model_tags t WHERE t.model_id = m.id), '[]') AS tags
     FROM registered_models m
     LEFT JOIN LATERAL (SELECT count(*) AS count, max(v.version) AS latest FROM model_versions v
       WHERE v.model_id = m.id AND v.deleted_at IS NULL) v ON true
     JOIN unnest($2::bigint[]) WITH ORDINALITY AS wanted(id, place) ON wanted.id = m.id
     WHERE m.workspace_id = $1 ORDER BY wanted.place`,
    [actor.workspaceId, ids.map(String)],
  );
  return rows.map((row) => ({ ...row, tags: row.tags.filter(isOwnTag) }));
}

async function countModels(where: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await pool().query<{ total: number }>(
    `SELECT count(*)::int AS total FROM registered_models m WHERE ${where}`,
    [...values],
  );
  return rows[0]?.total ?? 0;
}

/** The models list of a screen. Prompts are none of it. */
export async function listModels(actor: Actor, input: ListModelsInput): Promise<ModelListDto> {
  assertCan(actor, "model:read");
  const parameters = new SqlParameters();
  const where = `m.workspace_id = ${parameters.add(actor.workspaceId)}
    AND NOT EXISTS (SELECT 1 FROM registered_model_tags t
      WHERE t.model_id = m.id AND t.key = '${PROMPT_TAG}' AND ${beginningOf("t.value")} = 'true')
    AND ${matchText(input, parameters)}`;
  const shared = [...parameters.values];
  const after = keysAfter(input.pageToken);
  const { ids, last, ...found } = await fetchIds({
    id: "m.id",
    from: "registered_models m",
    where,
    keys: [
      { ...SORTS[input.sort], ascending: input.isAscending },
      { expression: "m.name", type: "text", ascending: true },
    ],
    parameters,
    limit: input.limit,
    after,
    // Names are searched for words one by one.
    counts: input.search !== "",
  });
  const [items, total] = await Promise.all([
    readItems(actor, ids),
    found.total ?? countModels(where, shared),
  ]);
  return { items, total, ...(last ? { nextPageToken: encodePageToken({ k: last }) } : {}) };
}
