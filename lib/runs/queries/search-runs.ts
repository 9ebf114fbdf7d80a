import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import type { ConditionTree } from "@/lib/core/search/condition";
import { parseOrderBy } from "@/lib/core/search/order-by";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { runVocabulary } from "@/lib/core/search/vocabulary";
import { SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import type { Page } from "@/lib/experiments/dto";
import type { LifecycleView } from "@/lib/experiments/queries";
import { findKeys } from "@/lib/experiments/sql";
import type { RunDto, RunRow } from "../dto";
import { hydrateRuns, RUN_COLUMNS } from "../sql/hydrate";
import { compileFilter, keysOf } from "../sql/search-filter";
import {
  type Aggregate,
  afterKeys,
  type OrderTerm,
  planOrder,
  type Segment,
} from "../sql/search-order";

export interface SearchRunsInput {
  experimentIds: readonly number[];
  filter?: string | undefined;
  /** MLflow's clauses, such as "metrics.loss ASC". */
  orderBy: readonly string[];
  /** Which value of a metric the clauses mean; last when absent. */
  aggregates?: Readonly<Record<string, Aggregate>>;
  view: LifecycleView;
  limit: number;
  pageToken?: string | undefined;
}

const VIEWS: Readonly<Record<LifecycleView, string>> = {
  active: "r.deleted_at IS NULL",
  deleted: "r.deleted_at IS NOT NULL",
  all: "true",
};

const tokenSchema = z.object({ s: z.number().int().min(0), k: z.array(z.string()) });

function parseToken(token: string | undefined) {
  if (!token) return null;
  const parsed = tokenSchema.safeParse(decodePageToken(token));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  return parsed.data;
}

interface Plan {
  parameters: SqlParameters;
  from: string;
  where: string;
  segments: Segment[];
}

function orderTerms(
  clauses: ReturnType<typeof parseOrderBy>,
  keys: ReadonlyMap<string, number>,
  aggregates: Readonly<Record<string, Aggregate>>,
): OrderTerm[] {
  return clauses.map((clause): OrderTerm => {
    const { ascending } = clause;
    if (clause.kind === "attribute") return { kind: "attribute", field: clause.field, ascending };
    const keyId = keys.get(clause.key);
    if (clause.kind === "metric")
      return { kind: "metric", keyId, aggregate: aggregates[clause.key] ?? "last", ascending };
    return { kind: clause.kind, keyId, ascending };
  });
}

async function plan(actor: Actor, input: SearchRunsInput): Promise<Plan> {
  const node = parseSearch(input.filter ?? "");
  const tree: ConditionTree | null = node ? resolveSearch(node, runVocabulary) : null;
  const clauses = parseOrderBy(input.orderBy, runVocabulary);
  const names = clauses.flatMap((clause) => (clause.kind === "attribute" ? [] : [clause.key]));
  const keys = await findKeys(actor.workspaceId, [...keysOf(tree), ...names]);
  const parameters = new SqlParameters();
  const [only, ...others] = input.experimentIds;
  const experimentId = only !== undefined && others.length === 0 ? only : null;
  const workspace = `r.workspace_id = ${parameters.add(actor.workspaceId)}`;
  const experiments =
    experimentId === null
      ? `r.experiment_id = ANY(${parameters.add(input.experimentIds)}::bigint[])`
      : `r.experiment_id = ${parameters.add(experimentId)}`;
  const filter = compileFilter(tree, { keys, experimentId, parameters });
  const terms = orderTerms(clauses, keys, input.aggregates ?? {});
  return {
    parameters,
    from: "FROM runs r",
    where: `${workspace} AND ${experiments} AND ${VIEWS[input.view]} AND ${filter}`,
    segments: planOrder(terms, { experimentId, parameters }),
  };
}

type KeyedRow = RunRow & Record<`key_${number}`, string>;

async function fetchSegment(
  { parameters, from, where }: Plan,
  segment: Segment,
  limit: number,
  after: readonly string[] | null,
): Promise<KeyedRow[]> {
  const own = new SqlParameters();
  own.values.push(...parameters.values);
  const keys = segment.keys.map(({ expression }, index) => `(${expression})::text AS key_${index}`);
  const order = segment.keys.map(
    ({ expression, ascending }) => `${expression} ${ascending ? "ASC" : "DESC"}`,
  );
  const conditions = [where, segment.where];
  if (after) conditions.push(afterKeys(segment.keys, after, own));
  const { rows } = await pool().query<KeyedRow>(
    `SELECT ${RUN_COLUMNS}, ${keys.join(", ")} ${from} ${segment.joins}
     WHERE ${conditions.join(" AND ")} ORDER BY ${order.join(", ")} LIMIT ${own.add(limit)}`,
    own.values,
  );
  return rows;
}

function tokenAfter(last: { row: KeyedRow; segment: number }, planned: Plan): string {
  const count = planned.segments[last.segment]?.keys.length ?? 0;
  const k = Array.from({ length: count }, (_, index) => last.row[`key_${index}`]);
  return encodePageToken({ s: last.segment, k });
}

/** The rows of one page and the token of the next. */
async function fetchPage(input: SearchRunsInput, planned: Plan) {
  const token = parseToken(input.pageToken);
  const start = token?.s ?? 0;
  const rows: { row: KeyedRow; segment: number }[] = [];
  for (const [index, segment] of planned.segments.entries()) {
    const missing = input.limit + 1 - rows.length;
    if (index < start || missing <= 0) continue;
    const after = index === start ? (token?.k ?? null) : null;
    if (after && after.length !== segment.keys.length)
      throw new AppError("INVALID", "Invalid page token: it belongs to another order.");
    for (const row of await fetchSegment(planned, segment, missing, after))
      rows.push({ row, segment: index });
  }
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ row }) => row),
    ...(last && rows.length > page.length ? { nextPageToken: tokenAfter(last, planned) } : {}),
  };
}

/** Runs of some experiments, filtered and ordered in MLflow's grammar; a deep page costs what the first one costs. */
export async function searchRuns(actor: Actor, input: SearchRunsInput): Promise<Page<RunDto>> {
  assertCan(actor, "run:read");
  const planned = await plan(actor, input);
  if (input.experimentIds.length === 0) return { items: [] };
  const { rows, nextPageToken } = await fetchPage(input, planned);
  return {
    items: await hydrateRuns(rows),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  };
}
