import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { encodePageToken } from "@/lib/core/page-token";
import { beginningOf, equalsIndexed, SqlParameters } from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";
import type { ModelItemDto, ModelListDto } from "../dto/overview";
import { isOwnTag } from "../dto/versions";
import { riskTierOf } from "../rules/risk";
import { PROMPT_TAG } from "../rules/tags";
import type { ListModelsInput, ModelHealth, ModelSort } from "../schema";
import { ATTENTION } from "../sql/attention";
import { LATEST_VERSION } from "../sql/latest";
import { fetchIds, keysAfter } from "../sql/page";

type Key = Omit<SortKey, "ascending">;

const NAME: Key = { expression: "m.name", type: "text" };
const ANY_CASE: Key = { expression: "lower(m.name)", type: "text" };
const OWNER: Key = { expression: "m.owner", type: "text" };
const VERSIONS: Key = { expression: "m.version_count", type: "bigint" };
const RISK: Key = { expression: "risk_rank(m.risk_tier)", type: "bigint" };

const one = (key: Key, ascending: boolean): SortKey[] => [
  { ...key, ascending },
  { ...NAME, ascending: true },
];
/** Many models share one value: all keys in one direction, so that an index gives them in order. */
const shared = (key: Key, ascending: boolean): SortKey[] =>
  [key, ANY_CASE, NAME].map((each) => ({ ...each, ascending }));

/** Each a total order. */
const SORTS: Readonly<Record<ModelSort, (ascending: boolean) => SortKey[]>> = {
  updated: (ascending) => one({ expression: "m.last_update_time", type: "bigint" }, ascending),
  created: (ascending) => one({ expression: "m.creation_time", type: "bigint" }, ascending),
  name: (ascending) => one(ANY_CASE, ascending),
  owner: (ascending) => shared(OWNER, ascending),
  risk: (ascending) => shared(RISK, ascending),
  versions: (ascending) => shared(VERSIONS, ascending),
};

const HEALTHS: Readonly<Record<ModelHealth, string>> = {
  attention: "true",
  waiting: "t.waiting > 0",
  failing: "t.failing > 0",
  renewals: "t.renewals > 0",
};

/** What is asked of a model beyond its own columns. */
function matchState({ health, isServing }: ListModelsInput, workspace: string): string[] {
  const conditions: string[] = [];
  if (health)
    conditions.push(`m.id IN (SELECT t.model_id FROM model_attention t
      WHERE t.workspace_id = ${workspace} AND ${HEALTHS[health]})`);
  if (isServing)
    conditions.push(`m.id IN (
      SELECT a.model_id FROM model_aliases a WHERE lower(a.alias) IN ('champion', 'production')
      UNION ALL SELECT v.model_id FROM model_versions v
        WHERE v.workspace_id = ${workspace} AND v.stage = 'Production' AND v.deleted_at IS NULL)`);
  return conditions;
}

function matchText(input: ListModelsInput, parameters: SqlParameters): string {
  const conditions = ["true"];
  for (const word of input.search.split(/\s+/).filter(Boolean))
    conditions.push(`strpos(lower(m.name), lower(${parameters.add(word)})) > 0`);
  if (input.owner) conditions.push(`m.owner = ${parameters.add(input.owner)}`);
  if (input.risk)
    conditions.push(`risk_rank(m.risk_tier) = risk_rank(${parameters.add(input.risk)}::text)`);
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
       m.risk_tier AS "riskTier", m.creation_time AS "creationTime", m.last_update_time AS "lastUpdateTime",
       m.version_count AS "versionCount", ${LATEST_VERSION}, ${ATTENTION},
       coalesce((SELECT json_agg(json_build_object('kind', p.kind, 'value', p.value, 'version', p.version)
           ORDER BY p.kind DESC, p.value, p.version DESC)
         FROM lineage_placements p WHERE p.model_id = m.id AND p.until IS NULL), '[]') AS places,
       coalesce((SELECT json_agg(json_build_object('key', t.key, 'value', left(t.value, 200)) ORDER BY t.key)
         FROM registered_model_tags t WHERE t.model_id = m.id), '[]') AS tags
     FROM registered_models m
     LEFT JOIN LATERAL (SELECT * FROM model_attention t
       WHERE t.workspace_id = m.workspace_id AND t.model_id = m.id) t ON true
     JOIN unnest($2::bigint[]) WITH ORDINALITY AS wanted(id, place) ON wanted.id = m.id
     WHERE m.workspace_id = $1 ORDER BY wanted.place`,
    [actor.workspaceId, ids.map(String)],
  );
  return rows.map((row) => ({
    ...row,
    riskTier: riskTierOf(row.riskTier),
    tags: row.tags.filter(isOwnTag),
  }));
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
  const workspace = parameters.add(actor.workspaceId);
  const where = `m.workspace_id = ${workspace}
    AND NOT EXISTS (SELECT 1 FROM registered_model_tags t
      WHERE t.model_id = m.id AND t.key = '${PROMPT_TAG}' AND ${beginningOf("t.value")} = 'true')
    AND ${[matchText(input, parameters), ...matchState(input, workspace)].join(" AND ")}`;
  const narrowing = [...parameters.values];
  const after = keysAfter(input.pageToken);
  const { ids, last, ...found } = await fetchIds({
    id: "m.id",
    from: "registered_models m",
    where,
    keys: SORTS[input.sort](input.isAscending),
    parameters,
    limit: input.limit,
    after,
    // Names are searched for words one by one.
    counts: input.search !== "",
  });
  const [items, total] = await Promise.all([
    readItems(actor, ids),
    found.total ?? countModels(where, narrowing),
  ]);
  return { items, total, ...(last ? { nextPageToken: encodePageToken({ k: last }) } : {}) };
}
