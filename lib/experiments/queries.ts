import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import { type ConditionValue, conditionsOf } from "@/lib/core/search/condition";
import { parseOrderBy } from "@/lib/core/search/order-by";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { experimentVocabulary } from "@/lib/core/search/vocabulary";
import { db } from "@/lib/db/client";
import { compare, compileTree, SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import {
  type ExperimentActivityRow,
  type ExperimentDto,
  type ExperimentListDto,
  type Page,
  toExperimentDto,
  toExperimentItemDto,
} from "./dto";
import type { ExperimentSort, ListExperimentsInput } from "./schema";
import { defaultExperimentId } from "./sql";

/** One experiment, deleted or not. Id 0 is the workspace's default one. Throws NOT_FOUND. */
export async function getExperiment(actor: Actor, id: number): Promise<ExperimentDto> {
  assertCan(actor, "experiment:read");
  const row = await db().experiment.findFirst({
    where: { id: BigInt(id), workspaceId: actor.workspaceId },
    include: { tags: { orderBy: { key: "asc" } } },
  });
  if (!row) throw new AppError("NOT_FOUND", `No Experiment with id=${id} exists`);
  return toExperimentDto(row);
}

export async function getExperimentByName(actor: Actor, name: string): Promise<ExperimentDto> {
  assertCan(actor, "experiment:read");
  const row = await db().experiment.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: { tags: { orderBy: { key: "asc" } } },
  });
  if (!row) throw new AppError("NOT_FOUND", `Could not find experiment with name '${name}'`);
  return toExperimentDto(row);
}

export type LifecycleView = "active" | "deleted" | "all";

export interface SearchExperimentsInput {
  filter?: string | undefined;
  orderBy: readonly string[];
  view: LifecycleView;
  limit: number;
  pageToken?: string | undefined;
}

const COLUMNS: Readonly<Record<string, string>> = {
  name: "e.name",
  experiment_id: "e.id",
  creation_time: "e.creation_time",
  last_update_time: "e.last_update_time",
};

function columnOf(field: string): string {
  const column = COLUMNS[field];
  if (!column) throw new Error(`The attribute "${field}" has no column.`);
  return column;
}

const VIEWS: Readonly<Record<LifecycleView, string>> = {
  active: "e.deleted_at IS NULL",
  deleted: "e.deleted_at IS NOT NULL",
  all: "true",
};

/** The id 0 of the protocol is the workspace's default experiment, whatever its number is here. */
function withDefault(value: ConditionValue, defaultId: number): ConditionValue {
  if (Array.isArray(value)) return value.map(Number).map((id) => (id === 0 ? defaultId : id));
  return value === 0 ? defaultId : value;
}

async function compileFilter(
  actor: Actor,
  filter: string | undefined,
  parameters: SqlParameters,
): Promise<string> {
  const node = parseSearch(filter ?? "");
  if (!node) return "true";
  const tree = resolveSearch(node, experimentVocabulary);
  const namesId = conditionsOf(tree).some(
    (leaf) => "field" in leaf && leaf.field === "experiment_id",
  );
  const defaultId = namesId ? await defaultExperimentId(actor.workspaceId) : 0;
  return compileTree(tree, (leaf) => {
    if (leaf.kind === "attribute") {
      const value =
        leaf.field === "experiment_id" ? withDefault(leaf.value, defaultId) : leaf.value;
      return compare(columnOf(leaf.field), { ...leaf, value }, parameters);
    }
    if (leaf.kind !== "tag") throw new Error(`Experiments have no ${leaf.kind}.`);
    const found = (where: string) =>
      `EXISTS (SELECT 1 FROM experiment_tags t WHERE t.experiment_id = e.id AND t.key = ${parameters.add(leaf.key)} AND ${where})`;
    if (leaf.operator === "IS NULL") return `NOT ${found("true")}`;
    if (leaf.operator === "IS NOT NULL") return found("true");
    return found(compare("t.value", leaf, parameters));
  });
}

const tokenSchema = z.object({ offset: z.number().int().positive() });

function offsetOf(token: string | undefined): number {
  if (!token) return 0;
  const parsed = tokenSchema.safeParse(decodePageToken(token));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  return parsed.data.offset;
}

function compileOrder(orderBy: readonly string[]): string {
  const clauses = parseOrderBy(orderBy, experimentVocabulary).flatMap((clause) =>
    clause.kind === "attribute"
      ? [`${columnOf(clause.field)} ${clause.ascending ? "ASC" : "DESC"}`]
      : [],
  );
  if (clauses.length === 0) return "e.creation_time DESC, e.id ASC";
  return [...clauses, "e.id DESC"].join(", ");
}

/** Experiments of the workspace, filtered and ordered in MLflow's grammar. */
export async function searchExperiments(
  actor: Actor,
  input: SearchExperimentsInput,
): Promise<Page<ExperimentDto>> {
  assertCan(actor, "experiment:read");
  const parameters = new SqlParameters();
  const offset = offsetOf(input.pageToken);
  const filter = await compileFilter(actor, input.filter, parameters);
  const { rows } = await pool().query<{ id: number }>(
    `SELECT e.id FROM experiments e
     WHERE e.workspace_id = ${parameters.add(actor.workspaceId)} AND ${VIEWS[input.view]}
       AND ${filter}
     ORDER BY ${compileOrder(input.orderBy)}
     LIMIT ${parameters.add(input.limit + 1)} OFFSET ${parameters.add(offset)}`,
    parameters.values,
  );
  const ids = rows.slice(0, input.limit).map(({ id }) => BigInt(id));
  const found = await db().experiment.findMany({
    where: { id: { in: ids }, workspaceId: actor.workspaceId },
    include: { tags: { orderBy: { key: "asc" } } },
  });
  const byId = new Map(found.map((row) => [row.id, toExperimentDto(row)]));
  return {
    items: ids.flatMap((id) => byId.get(id) ?? []),
    ...(rows.length > input.limit
      ? { nextPageToken: encodePageToken({ offset: offset + input.limit }) }
      : {}),
  };
}

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
  const where = `e.workspace_id = ${parameters.add(actor.workspaceId)} AND ${VIEWS[input.view]}
    AND ${matchText(input, parameters)}`;
  const offset = offsetOf(input.pageToken);
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
