import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import type { ConditionTree, MetricCondition } from "@/lib/core/search/condition";
import { compareFloat, SqlParameters } from "@/lib/db/conditions";
import { checkKeyValues, type Range, rangesAfter } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";
import { findKeys } from "@/lib/experiments/sql";
import type { RunRow } from "../dto/runs";
import type { Aggregate, RunSelection } from "../schema";
import { findFewMatches, isOneOf } from "./few-matches";
import { RUN_COLUMNS } from "./hydrate";
import { conditionsFor, conjuncts, type RunConditions, readFilter } from "./run-selection";
import { keysOf } from "./search-filter";
import { type OrderScope, type OrderTerm, planOrder, type Segment } from "./search-order";

/** A field to order by, still by name. */
export type RequestedOrder =
  | { kind: "attribute"; field: string; ascending: boolean }
  | { kind: "metric"; key: string; aggregate: Aggregate; ascending: boolean }
  | { kind: "param" | "tag"; key: string; isNumeric: boolean; ascending: boolean };

export interface PageRequest extends RunSelection {
  order: readonly RequestedOrder[];
  ties: OrderScope["ties"];
  limit: number;
  pageToken?: string | undefined;
}

/** Runs that lack a name are all equal under it, so an order by a name that nobody has is none. */
function resolveOrder(
  order: readonly RequestedOrder[],
  keys: ReadonlyMap<string, number>,
): OrderTerm[] {
  return order.flatMap((term): OrderTerm[] => {
    if (term.kind === "attribute") return [term];
    const { key, ...rest } = term;
    const keyId = keys.get(key);
    return keyId === undefined ? [] : [{ ...rest, keyId }];
  });
}

/** Conditions on the metric that leads the order hold of the row that is walked; the others are left. */
function splitOffLeading(trees: readonly ConditionTree[], leading: RequestedOrder | undefined) {
  const onLeading: MetricCondition[] = [];
  const others: ConditionTree[] = [];
  for (const tree of trees)
    if (
      leading?.kind === "metric" &&
      leading.aggregate === "last" &&
      tree.kind === "metric" &&
      tree.key === leading.key
    )
      onLeading.push(tree);
    else others.push(tree);
  return { onLeading, others };
}

interface Plan {
  /** All that must hold. */
  whole: RunConditions;
  /** All but those on the value that leads the order. */
  conditions: RunConditions;
  segments: Segment[];
  /** Conditions on the value that leads the order. */
  onLeading: readonly MetricCondition[];
}

async function plan(actor: Actor, request: PageRequest): Promise<Plan> {
  const tree = readFilter(request.filter);
  const names = request.order.flatMap((term) => ("key" in term ? [term.key] : []));
  const keys = await findKeys(actor.workspaceId, [...keysOf(tree), ...names]);
  const [first] = request.order;
  const leads = first && "key" in first && keys.has(first.key) ? first : undefined;
  const trees = conjuncts(tree);
  const { onLeading, others } = splitOffLeading(trees, leads);
  const segments = planOrder(resolveOrder(request.order, keys), request);
  return {
    whole: conditionsFor(actor, request, trees, keys),
    conditions: conditionsFor(actor, request, others, keys),
    // The last segment holds the runs without the metric, of which no condition on it holds.
    segments: onLeading.length > 0 ? segments.slice(0, -1) : segments,
    onLeading,
  };
}

const tokenSchema = z.object({ s: z.number().int().min(0), k: z.array(z.string()) });

interface Cursor {
  segment: number;
  values: readonly string[];
}

/** Where the page before ended. Throws INVALID for a token that this order did not make. */
function readToken(token: string | undefined, segments: readonly Segment[]): Cursor | null {
  if (!token) return null;
  const parsed = tokenSchema.safeParse(decodePageToken(token));
  const segment = parsed.success ? segments[parsed.data.s] : undefined;
  if (!parsed.success || !segment)
    throw new AppError("INVALID", "Invalid page token: it belongs to another search.");
  checkKeyValues(segment.keys, parsed.data.k);
  return { segment: parsed.data.s, values: parsed.data.k };
}

interface Stretch {
  segment: Segment;
  index: number;
  range: Range | null;
}

/** What is left to be read after the cursor, in order. */
function stretchesAfter(segments: readonly Segment[], cursor: Cursor | null): Stretch[] {
  return segments.flatMap((segment, index): Stretch[] => {
    if (!cursor || index > cursor.segment) return [{ segment, index, range: null }];
    if (index < cursor.segment) return [];
    return rangesAfter(segment.keys, cursor.values).map((range) => ({ segment, index, range }));
  });
}

export interface PagedRunRow extends RunRow {
  parent_uuid: string | null;
  created_by: string;
}
type KeyedRow = PagedRunRow & Record<`key_${number}`, string>;

/** The statement that reads a stretch in order, up to a limit; `more` are further conditions. */
function stretchSql(
  { conditions, onLeading }: Plan,
  { segment, range }: Stretch,
  columns: string,
  parameters: SqlParameters,
  more: readonly string[],
  limit: number,
): string {
  const keys = segment.keys.map(({ expression }, index) => `(${expression})::text AS key_${index}`);
  const order = segment.keys.map(
    ({ expression, ascending }) => `${expression} ${ascending ? "ASC" : "DESC"}`,
  );
  const where = [
    ...conditions.own(parameters, segment.isScoped),
    ...onLeading.map((leaf) => compareFloat("o.last_value", leaf, parameters)),
    segment.where,
    ...(range ? [range(parameters)] : []),
    ...more,
  ];
  return `SELECT ${columns}, ${keys.join(", ")} FROM runs r ${segment.joins}
    WHERE ${where.join(" AND ")} ORDER BY ${order.join(", ")} LIMIT ${parameters.add(limit)}`;
}

const COLUMNS = `${RUN_COLUMNS}, r.parent_uuid, r.created_by`;

async function readFreely(planned: Plan, stretch: Stretch, limit: number): Promise<KeyedRow[]> {
  const parameters = new SqlParameters();
  const lookups = planned.conditions.lookups(parameters, false);
  const text = stretchSql(planned, stretch, COLUMNS, parameters, lookups, limit);
  const { rows } = await pool().query<KeyedRow>(text, parameters.values);
  return rows;
}

/** Runs that are tried for each one wanted before a walk is given up. */
const TRIED_PER_ROW = 20;
const MAX_TRIED = 50_000;

/**
 * Walks the leading index and tries each run, as long as one in twenty passes. That is what a filter of middling
 * selectivity needs, and what the planner, which multiplies the shares of conditions that depend on each other, seldom
 * chooses. Null when too few pass.
 */
async function walk(planned: Plan, stretch: Stretch, limit: number): Promise<KeyedRow[] | null> {
  const tried = Math.min(limit * TRIED_PER_ROW, MAX_TRIED);
  const parameters = new SqlParameters();
  const inner = stretchSql(planned, stretch, "r.*", parameters, [], tried);
  const lookups = planned.conditions.lookups(parameters, true);
  const keys = stretch.segment.keys.map((_, index) => `r.key_${index}`);
  const { rows } = await pool().query<KeyedRow>(
    `SELECT ${COLUMNS}, ${keys.join(", ")} FROM (${inner}) AS r
     WHERE ${lookups.join(" AND ")} LIMIT ${parameters.add(limit)}`,
    parameters.values,
  );
  if (rows.length === limit) return rows;
  const counting = new SqlParameters();
  const counted = stretchSql(planned, stretch, "r.id", counting, [], tried);
  const { rows: counts } = await pool().query<{ count: number }>(
    `SELECT count(*) AS count FROM (${counted}) AS tried`,
    counting.values,
  );
  return (counts[0]?.count ?? 0) < tried ? rows : null;
}

/** Of runs that are known to match, those of a stretch. */
async function readAmong(
  planned: Plan,
  stretch: Stretch,
  limit: number,
  ids: readonly number[],
): Promise<KeyedRow[]> {
  const parameters = new SqlParameters();
  const among = [isOneOf(ids, parameters)];
  const text = stretchSql(planned, stretch, COLUMNS, parameters, among, limit);
  const { rows } = await pool().query<KeyedRow>(text, parameters.values);
  return rows;
}

async function readStretch(
  planned: Plan,
  stretch: Stretch,
  limit: number,
  few: readonly number[] | null,
): Promise<KeyedRow[]> {
  if (few) return readAmong(planned, stretch, limit, few);
  const walked =
    planned.conditions.hasLookups && stretch.segment.isIndexed
      ? await walk(planned, stretch, limit)
      : null;
  return walked ?? readFreely(planned, stretch, limit);
}

function tokenAfter(row: KeyedRow, { segment, index }: Stretch): string {
  return encodePageToken({ s: index, k: segment.keys.map((_, key) => row[`key_${key}`]) });
}

/** The rows of one page and the token of the next. A deep page costs what the first one costs. */
export async function fetchRunPage(
  actor: Actor,
  request: PageRequest,
): Promise<{ rows: PagedRunRow[]; nextPageToken?: string }> {
  const planned = await plan(actor, request);
  const cursor = readToken(request.pageToken, planned.segments);
  if (request.experimentIds.length === 0) return { rows: [] };
  const few = await findFewMatches(planned.whole);
  if (few?.length === 0) return { rows: [] };
  const found: { row: KeyedRow; stretch: Stretch }[] = [];
  for (const stretch of stretchesAfter(planned.segments, cursor)) {
    const missing = request.limit + 1 - found.length;
    if (missing <= 0) break;
    const rows = await readStretch(planned, stretch, missing, few);
    found.push(...rows.map((row) => ({ row, stretch })));
  }
  const page = found.slice(0, request.limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ row }) => row),
    ...(last && found.length > page.length
      ? { nextPageToken: tokenAfter(last.row, last.stretch) }
      : {}),
  };
}
