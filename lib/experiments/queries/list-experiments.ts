import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { db } from "@/lib/db/client";
import { SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import {
  type ExperimentActivityRow,
  type ExperimentListDto,
  toExperimentDto,
  toExperimentItemDto,
} from "../dto";
import type { ExperimentSort, ListExperimentsInput } from "../schema";
import { LIFECYCLE_VIEWS } from "../sql";

/** Runs of one experiment that are counted one by one; of larger ones the list says "more than". */
const COUNTED_RUNS = 10_000;

/**
 * The newest run stands for the activity of its experiment: one step down an index, which is what makes a list of
 * thousands of experiments sortable by it.
 */
const ACTIVITY = `greatest(e.last_update_time, (
  SELECT r.last_activity_at FROM runs r WHERE r.experiment_id = e.id
  ORDER BY r.start_time DESC, r.uuid LIMIT 1))`;

const SORTS: Readonly<Record<ExperimentSort, string>> = {
  activity: ACTIVITY,
  name: "lower(e.name)",
  created: "e.creation_time",
};

function matchText(input: ListExperimentsInput, parameters: SqlParameters): string {
  const conditions = ["true"];
  for (const word of input.search.split(/\s+/).filter(Boolean))
    conditions.push(`strpos(lower(e.name), lower(${parameters.add(word)})) > 0`);
  if (input.owner) conditions.push(`e.owner = ${parameters.add(input.owner)}`);
  const [key = "", ...value] = input.tag.split("=");
  if (key)
    conditions.push(`EXISTS (SELECT 1 FROM experiment_tags t WHERE t.experiment_id = e.id
      AND t.key = ${parameters.add(key)}
      ${value.length > 0 ? `AND t.value = ${parameters.add(value.join("="))}` : ""})`);
  return conditions.join(" AND ");
}

/** How much goes on in each experiment. */
async function readActivity(
  actor: Actor,
  ids: readonly number[],
  aliveSince: number,
): Promise<Map<number, ExperimentActivityRow>> {
  const { rows } = await pool().query<ExperimentActivityRow>(
    `SELECT e.id, ${ACTIVITY} AS activity, least(c.runs, $4)::int AS run_count,
       c.running::int AS running_count, c.runs <= $4 AS is_exact
     FROM experiments e, LATERAL (
       SELECT count(*) AS runs, count(*) FILTER (WHERE status = 1 AND last_activity_at >= $3) AS running
       FROM (SELECT r.status, r.last_activity_at FROM runs r
             WHERE r.experiment_id = e.id AND (r.deleted_at IS NULL) = (e.deleted_at IS NULL)
             ORDER BY r.start_time DESC, r.uuid LIMIT $4 + 1) newest) c
     WHERE e.workspace_id = $1 AND e.id = ANY($2::bigint[])`,
    [actor.workspaceId, ids, aliveSince, COUNTED_RUNS],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The experiments list of a screen. A run counts as running when it has written since `aliveSince` (milliseconds since
 * the epoch).
 */
export async function listExperiments(
  actor: Actor,
  input: ListExperimentsInput,
  aliveSince: number,
): Promise<ExperimentListDto> {
  assertCan(actor, "experiment:read");
  const parameters = new SqlParameters();
  const where = `e.workspace_id = ${parameters.add(actor.workspaceId)} AND ${LIFECYCLE_VIEWS[input.view]}
    AND ${matchText(input, parameters)}`;
  const offset = pageOffset(input.pageToken);
  const direction = input.isAscending ? "ASC" : "DESC";
  const shared = [...parameters.values];
  const [{ rows }, counted] = await Promise.all([
    pool().query<{ id: number }>(
      `SELECT e.id FROM experiments e WHERE ${where}
       ORDER BY ${SORTS[input.sort]} ${direction} NULLS LAST, e.id DESC
       LIMIT ${parameters.add(input.limit + 1)} OFFSET ${parameters.add(offset)}`,
      parameters.values,
    ),
    pool().query<{ total: number }>(
      `SELECT count(*)::int AS total FROM experiments e WHERE ${where}`,
      shared,
    ),
  ]);
  const ids = rows.slice(0, input.limit).map(({ id }) => id);
  const [found, activity] = await Promise.all([
    db().experiment.findMany({
      where: { id: { in: ids.map(BigInt) }, workspaceId: actor.workspaceId },
      include: { tags: { orderBy: { key: "asc" } } },
    }),
    readActivity(actor, ids, aliveSince),
  ]);
  const byId = new Map(found.map((row) => [Number(row.id), toExperimentDto(row)]));
  return {
    items: ids.flatMap((id) => {
      const [experiment, its] = [byId.get(id), activity.get(id)];
      return experiment && its ? toExperimentItemDto(experiment, its) : [];
    }),
    total: counted.rows[0]?.total ?? 0,
    ...(rows.length > input.limit
      ? { nextPageToken: encodePageToken({ offset: offset + input.limit }) }
      : {}),
  };
}
