import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import { parseOrderBy } from "@/lib/core/search/order-by";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { experimentVocabulary } from "@/lib/core/search/vocabulary";
import { db } from "@/lib/db/client";
import { compare, compileTree, SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import { type ExperimentDto, type Page, toExperimentDto } from "./dto";

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

function compileFilter(filter: string | undefined, parameters: SqlParameters): string {
  const node = parseSearch(filter ?? "");
  if (!node) return "true";
  return compileTree(resolveSearch(node, experimentVocabulary), (leaf) => {
    if (leaf.kind === "attribute") return compare(columnOf(leaf.field), leaf, parameters);
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
  const { rows } = await pool().query<{ id: number }>(
    `SELECT e.id FROM experiments e
     WHERE e.workspace_id = ${parameters.add(actor.workspaceId)} AND ${VIEWS[input.view]}
       AND ${compileFilter(input.filter, parameters)}
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
