import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { type ConditionValue, conditionsOf } from "@/lib/core/search/condition";
import { parseOrderBy } from "@/lib/core/search/order-by";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { experimentVocabulary } from "@/lib/core/search/vocabulary";
import { db } from "@/lib/db/client";
import { compare, compileTree, SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import { type ExperimentDto, type Page, toExperimentDto } from "../dto";
import type { LifecycleView } from "../rules";
import { defaultExperimentId, LIFECYCLE_VIEWS } from "../sql";

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
  const offset = pageOffset(input.pageToken);
  const filter = await compileFilter(actor, input.filter, parameters);
  const { rows } = await pool().query<{ id: number }>(
    `SELECT e.id FROM experiments e
     WHERE e.workspace_id = ${parameters.add(actor.workspaceId)} AND ${LIFECYCLE_VIEWS[input.view]}
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
