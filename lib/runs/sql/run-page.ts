import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import type { ConditionTree, MetricCondition } from "@/lib/core/search/condition";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { runVocabulary } from "@/lib/core/search/vocabulary";
import { compareFloat, SqlParameters } from "@/lib/db/conditions";
import { checkKeyValues, type Range, rangesAfter } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";
import { findKeys } from "@/lib/experiments/sql";
import type { RunRow } from "../dto";
import type { Aggregate, RunSelection } from "../schema";
import { RUN_COLUMNS } from "./hydrate";
import { compileFilter, inExperiments, keysOf } from "./search-filter";
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

const VIEWS: Readonly<Record<RunSelection["view"], string>> = {
  active: "r.deleted_at IS NULL",
  deleted: "r.deleted_at IS NOT NULL",
  all: "true",
};

const NOT_BELOW_ANOTHER = `(r.parent_uuid IS NULL OR NOT EXISTS (SELECT 1 FROM runs above WHERE above.uuid = r.parent_uuid
  AND above.experiment_id = r.experiment_id AND above.deleted_at IS NULL))`;

function readFilter(filter: string | undefined): ConditionTree | null {
  const node = parseSearch(filter ?? "");
  return node && resolveSearch(node, runVocabulary);
}

function conjuncts(tree: ConditionTree | null): ConditionTree[] {
  if (!tree) return [];
  return tree.kind === "and" ? tree.children.flatMap(conjuncts) : [tree];
}

interface Selected {
  parameters: SqlParameters;
  /** Conditions on `r`. */
  where: string[];
}

function select(
  actor: Actor,
  selection: RunSelection,
  conditions: readonly ConditionTree[],
  keys: ReadonlyMap<string, number>,
): Selected {
  const parameters = new SqlParameters();
  const scope = { keys, experimentIds: selection.experimentIds, parameters };
  const where = [
    `r.workspace_id = ${parameters.add(actor.workspaceId)}`,
    inExperiments("r", selection.experimentIds),
    VIEWS[selection.view],
  ];
  if (selection.runUuids !== undefined)
    where.push(`r.uuid = ANY (${parameters.add(selection.runUuids)}::text[])`);
  if (selection.createdBy !== undefined)
    where.push(`r.created_by = ${parameters.add(selection.createdBy)}`);
  if (selection.parentUuid !== undefined)
    where.push(`r.parent_uuid = ${parameters.add(selection.parentUuid)}`);
  if (selection.isTopLevelOnly) where.push(NOT_BELOW_ANOTHER);
  where.push(...conditions.map((condition) => compileFilter(condition, scope)));
  return { parameters, where };
}

/** SQL conditions on `runs r` for a selection. */
export async function selectRuns(actor: Actor, selection: RunSelection): Promise<Selected> {
  const tree = readFilter(selection.filter);
  const keys = await findKeys(actor.workspaceId, keysOf(tree));
  return select(actor, selection, conjuncts(tree), keys);
}

interface Plan extends Selected {
  segments: Segment[];
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
function splitOffLeading(tree: ConditionTree | null, leading: RequestedOrder | undefined) {
  const onLeading: MetricCondition[] = [];
  const others: ConditionTree[] = [];
  for (const condition of conjuncts(tree))
    if (
      leading?.kind === "metric" &&
      leading.aggregate === "last" &&
      condition.kind === "metric" &&
      condition.key === leading.key
    )
      onLeading.push(condition);
    else others.push(condition);
  return { onLeading, others };
}

async function plan(actor: Actor, request: PageRequest): Promise<Plan> {
  const tree = readFilter(request.filter);
  const names = request.order.flatMap((term) => ("key" in term ? [term.key] : []));
  const keys = await findKeys(actor.workspaceId, [...keysOf(tree), ...names]);
  const [first] = request.order;
  const leads = first && "key" in first && keys.has(first.key) ? first : undefined;
  const { onLeading, others } = splitOffLeading(tree, leads);
  const { parameters, where } = select(actor, request, others, keys);
  const { experimentIds, ties } = request;
  const segments = planOrder(resolveOrder(request.order, keys), { experimentIds, ties });
  if (onLeading.length === 0) return { parameters, where, segments };
  const holds = onLeading.map((leaf) => compareFloat("o.last_value", leaf, parameters));
  // The last segment holds the runs without the metric, of which no condition on it holds.
  const present = segments.slice(0, -1);
  return {
    parameters,
    where,
    segments: present.map((segment) => ({
      ...segment,
      where: [segment.where, ...holds].join(" AND "),
    })),
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

export interface PagedRunRow extends RunRow {
  parent_uuid: string | null;
  created_by: string;
}
type KeyedRow = PagedRunRow & Record<`key_${number}`, string>;

async function fetchRange(
  { parameters, where }: Plan,
  segment: Segment,
  range: Range | null,
  limit: number,
): Promise<KeyedRow[]> {
  const own = new SqlParameters(parameters.values);
  const keys = segment.keys.map(({ expression }, index) => `(${expression})::text AS key_${index}`);
  const order = segment.keys.map(
    ({ expression, ascending }) => `${expression} ${ascending ? "ASC" : "DESC"}`,
  );
  const conditions = [...where, segment.where, ...(range ? [range(own)] : [])];
  const { rows } = await pool().query<KeyedRow>(
    `SELECT ${RUN_COLUMNS}, r.parent_uuid, r.created_by, ${keys.join(", ")} FROM runs r ${segment.joins}
     WHERE ${conditions.join(" AND ")} ORDER BY ${order.join(", ")} LIMIT ${own.add(limit)}`,
    own.values,
  );
  return rows;
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
  const found: { row: KeyedRow; stretch: Stretch }[] = [];
  for (const stretch of stretchesAfter(planned.segments, cursor)) {
    const missing = request.limit + 1 - found.length;
    if (missing <= 0) break;
    const rows = await fetchRange(planned, stretch.segment, stretch.range, missing);
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
