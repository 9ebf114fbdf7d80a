import "server-only";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { LifecycleView } from "./rules";

export const COLUMN_KIND = { metric: 0, param: 1, tag: 2 } as const;
export type ColumnKind = keyof typeof COLUMN_KIND;

const KEY_CACHE_LIMIT = 200_000;
const shared = globalThis as typeof globalThis & {
  slipwayKeys?: Map<string, number>;
  slipwayKeyNames?: Map<number, string>;
  slipwayColumns?: Set<string>;
};

function keyCache(): Map<string, number> {
  shared.slipwayKeys ??= new Map();
  if (shared.slipwayKeys.size > KEY_CACHE_LIMIT) shared.slipwayKeys.clear();
  return shared.slipwayKeys;
}

function columnCache(): Set<string> {
  shared.slipwayColumns ??= new Set();
  if (shared.slipwayColumns.size > KEY_CACHE_LIMIT) shared.slipwayColumns.clear();
  return shared.slipwayColumns;
}

/** Ids of names that exist already; the others are absent from the answer. */
export async function findKeys(
  workspaceId: string,
  names: readonly string[],
): Promise<Map<string, number>> {
  const cache = keyCache();
  const found = new Map<string, number>();
  const missing: string[] = [];
  for (const name of new Set(names)) {
    const id = cache.get(`${workspaceId}\n${name}`);
    if (id === undefined) missing.push(name);
    else found.set(name, id);
  }
  if (missing.length > 0) {
    const { rows } = await pool().query<{ id: number; name: string }>(
      "SELECT id, name FROM attribute_keys WHERE workspace_id = $1 AND name = ANY($2)",
      [workspaceId, missing],
    );
    for (const { id, name } of rows) {
      found.set(name, id);
      cache.set(`${workspaceId}\n${name}`, id);
    }
  }
  return found;
}

function keyNameCache(): Map<number, string> {
  shared.slipwayKeyNames ??= new Map();
  if (shared.slipwayKeyNames.size > KEY_CACHE_LIMIT) shared.slipwayKeyNames.clear();
  return shared.slipwayKeyNames;
}

/** The names behind ids that rows of the workspace hold: a name never changes. */
export async function findKeyNames(ids: Iterable<number>): Promise<Map<number, string>> {
  const cache = keyNameCache();
  const found = new Map<number, string>();
  const missing: number[] = [];
  for (const id of new Set(ids)) {
    const name = cache.get(id);
    if (name === undefined) missing.push(id);
    else found.set(id, name);
  }
  if (missing.length > 0) {
    const { rows } = await pool().query<{ id: number; name: string }>(
      "SELECT id, name FROM attribute_keys WHERE id = ANY ($1::int[])",
      [missing],
    );
    for (const { id, name } of rows) {
      found.set(id, name);
      cache.set(id, name);
    }
  }
  return found;
}

/**
 * Ids of names, made where they are new. Committed on its own, before the rows that use them, so that a cached id
 * always exists; sorted, so that concurrent callers cannot deadlock.
 */
export async function internKeys(
  workspaceId: string,
  names: readonly string[],
): Promise<Map<string, number>> {
  const found = await findKeys(workspaceId, names);
  const missing = [...new Set(names)].filter((name) => !found.has(name)).sort();
  if (missing.length === 0) return found;
  await pool().query(
    `INSERT INTO attribute_keys (workspace_id, name)
     SELECT $1, name FROM unnest($2::text[]) AS name ON CONFLICT DO NOTHING`,
    [workspaceId, missing],
  );
  return findKeys(workspaceId, names);
}

export interface Columns {
  experimentId: number;
  kind: ColumnKind;
  keyIds: Iterable<number>;
}

const columnName = ({ experimentId, kind }: Columns, keyId: number) =>
  `${experimentId} ${kind} ${keyId}`;

/** Those of the columns that this process has not seen stored, in the order in which all writers insert them. */
function freshKeys(columns: Columns): number[] {
  const cache = columnCache();
  return [...new Set(columns.keyIds)]
    .filter((keyId) => !cache.has(columnName(columns, keyId)))
    .sort((a, b) => a - b);
}

export function hasFreshColumns(columns: Columns): boolean {
  return freshKeys(columns).length > 0;
}

/**
 * Notes that runs of an experiment have these columns; free when this process knows that they are stored. Call what it
 * answers once the transaction is committed.
 */
export async function insertColumns(tx: SqlClient, lists: readonly Columns[]): Promise<() => void> {
  const stored: string[] = [];
  for (const columns of lists) {
    const fresh = freshKeys(columns);
    if (fresh.length === 0) continue;
    await tx.query(
      `INSERT INTO experiment_columns (experiment_id, kind, key_id)
       SELECT $1, $2, key_id FROM unnest($3::int[]) AS key_id ON CONFLICT DO NOTHING`,
      [columns.experimentId, COLUMN_KIND[columns.kind], fresh],
    );
    stored.push(...fresh.map((keyId) => columnName(columns, keyId)));
  }
  return () => {
    const cache = columnCache();
    for (const name of stored) cache.add(name);
  };
}

/** Notes columns by themselves, for writers that have no transaction of their own. */
export async function rememberColumns(
  experimentId: number,
  kind: ColumnKind,
  keyIds: Iterable<number>,
): Promise<void> {
  const remember = await insertColumns(pool(), [{ experimentId, kind, keyIds }]);
  remember();
}

/** The experiment that wire id "0" means in a workspace. */
export async function defaultExperimentId(workspaceId: string): Promise<number> {
  const { rows } = await pool().query<{ id: number | null }>(
    "SELECT default_experiment_id AS id FROM workspaces WHERE id = $1",
    [workspaceId],
  );
  return rows[0]?.id ?? 0;
}

/** What each view asks of an experiment, as SQL. */
export const LIFECYCLE_VIEWS: Readonly<Record<LifecycleView, string>> = {
  active: "e.deleted_at IS NULL",
  deleted: "e.deleted_at IS NOT NULL",
  all: "true",
};
