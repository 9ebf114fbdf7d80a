import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Page } from "@/lib/core/page";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { SqlParameters } from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";
import { fetchIds, keysAfter } from "@/lib/models/sql/page";
import type { DeploymentDto } from "../dto/deployments";
import type { DeploymentRow } from "../dto/rows";
import type { TrafficFiguresDto } from "../dto/traffic";
import type { DeploymentSort, ListDeploymentsInput } from "../schema/deployments";
import { DEPLOYMENT_SELECT, describeDeployments } from "../sql/read";
import { readLiveTraffic } from "../sql/traffic";

const NAME: Omit<SortKey, "ascending"> = { expression: "d.name", type: "text" };

const UPDATED: Omit<SortKey, "ascending"> = {
  expression: "floor(extract(epoch FROM d.updated_at) * 1000)::bigint",
  type: "bigint",
};

/** What is sorted by is measured, and not in any column. */
const MEASURED: Partial<Record<DeploymentSort, (traffic: TrafficFiguresDto) => number | null>> = {
  requests: ({ requestsPerSecond }) => requestsPerSecond,
  errors: ({ errorRate }) => errorRate,
  p50: ({ p50Ms }) => p50Ms,
  p99: ({ p99Ms }) => p99Ms,
};

function matching(
  { workspaceId }: Actor,
  { environment, status, search, model }: ListDeploymentsInput,
  parameters: SqlParameters,
): string {
  const conditions = [`d.workspace_id = ${parameters.add(workspaceId)}`, "d.deleted_at IS NULL"];
  if (environment) conditions.push(`e.name = ${parameters.add(environment)}`);
  if (status) conditions.push(`d.status = ${parameters.add(status)}`);
  if (search) conditions.push(`strpos(d.name, lower(${parameters.add(search)})) > 0`);
  if (model)
    conditions.push(`EXISTS (SELECT 1 FROM deployment_revisions o
      LEFT JOIN model_versions ov ON ov.id = o.model_version_id LEFT JOIN registered_models om ON om.id = ov.model_id
      WHERE o.deployment_id = d.id AND coalesce(om.name, o.model_name) = ${parameters.add(model)}
        AND o.number IN (SELECT number FROM revisions_of_plan(p.plan)))`);
  return conditions.join(" AND ");
}

const FROM = `deployments d JOIN deployment_environments e ON e.id = d.environment_id
  JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version`;

interface Found {
  ids: readonly (bigint | number)[];
  next: string | undefined;
  /** By name, where that is what was sorted by: what is shown is then what was compared. */
  traffic?: ReadonlyMap<string, TrafficFiguresDto>;
}

/** By place, not by value: figures move while somebody turns the pages. What has none comes last either way. */
async function findMeasured(
  actor: Actor,
  input: ListDeploymentsInput,
  measure: (traffic: TrafficFiguresDto) => number | null,
): Promise<Found> {
  const parameters = new SqlParameters();
  const where = matching(actor, input, parameters);
  const offset = pageOffset(input.pageToken);
  const traffic = await readLiveTraffic(actor.workspaceId, null);
  const live = [...traffic];
  const names = parameters.add(live.map(([name]) => name));
  const values = parameters.add(live.map(([, figures]) => measure(figures)));
  const { rows } = await pool().query<{ id: number }>(
    `SELECT d.id FROM ${FROM}
     LEFT JOIN unnest(${names}::text[], ${values}::float8[]) AS t(name, value) ON t.name = d.name
     WHERE ${where} ORDER BY t.value ${input.isAscending ? "ASC" : "DESC"} NULLS LAST, d.name
     LIMIT ${parameters.add(input.limit + 1)} OFFSET ${parameters.add(offset)}`,
    parameters.values,
  );
  return {
    ids: rows.slice(0, input.limit).map(({ id }) => id),
    next: rows.length > input.limit ? encodePageToken({ offset: offset + input.limit }) : undefined,
    traffic,
  };
}

async function findSorted(
  actor: Actor,
  input: ListDeploymentsInput,
  keys: readonly SortKey[],
): Promise<Found> {
  const parameters = new SqlParameters();
  const { ids, last } = await fetchIds({
    id: "d.id",
    from: FROM,
    where: matching(actor, input, parameters),
    keys,
    parameters,
    limit: input.limit,
    after: keysAfter(input.pageToken),
  });
  return { ids, next: last ? encodePageToken({ k: last }) : undefined };
}

function find(actor: Actor, input: ListDeploymentsInput): Promise<Found> {
  const { sort, isAscending = sort === "name" } = input;
  const measure = MEASURED[sort];
  if (measure) return findMeasured(actor, input, measure);
  if (sort === "name") return findSorted(actor, input, [{ ...NAME, ascending: isAscending }]);
  return findSorted(actor, input, [
    { ...UPDATED, ascending: isAscending },
    { ...NAME, ascending: true },
  ]);
}

/** Deployments of the workspace, with what each serves and what it was asked in the last minutes. */
export async function listDeployments(
  actor: Actor,
  input: ListDeploymentsInput,
): Promise<Page<DeploymentDto>> {
  assertCan(actor, "deployment:read");
  const { ids, next, traffic } = await find(actor, input);
  const { rows } = await pool().query<DeploymentRow>(
    `${DEPLOYMENT_SELECT} JOIN unnest($2::bigint[]) WITH ORDINALITY AS wanted(id, place) ON wanted.id = d.id
     WHERE d.workspace_id = $1 ORDER BY wanted.place`,
    [actor.workspaceId, ids.map(String)],
  );
  return {
    items: await describeDeployments(actor.workspaceId, rows, traffic),
    ...(next === undefined ? {} : { nextPageToken: next }),
  };
}
