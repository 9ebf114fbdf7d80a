import "server-only";
import { pool } from "@/lib/db/pool";

export const COLUMN_KIND = { metric: 0, param: 1, tag: 2 } as const;
export type ColumnKind = keyof typeof COLUMN_KIND;

const KEY_CACHE_LIMIT = 200_000;
const shared = globalThis as typeof globalThis & {
  slipwayKeys?: Map<string, number>;
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

/** Forgets what is interned: for tests, which change databases under one process. */
export function forgetKeys(): void {
  delete shared.slipwayKeys;
  delete shared.slipwayColumns;
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

/** Notes that runs of an experiment have these columns; free when this process has noted them before. */
export async function rememberColumns(
  experimentId: number,
  kind: ColumnKind,
  keyIds: Iterable<number>,
): Promise<void> {
  const cache = columnCache();
  const fresh = [...new Set(keyIds)]
    .filter((keyId) => !cache.has(`${experimentId} ${kind} ${keyId}`))
    .sort((a, b) => a - b);
  if (fresh.length === 0) return;
  await pool().query(
    `INSERT INTO experiment_columns (experiment_id, kind, key_id)
     SELECT $1, $2, key_id FROM unnest($3::int[]) AS key_id ON CONFLICT DO NOTHING`,
    [experimentId, COLUMN_KIND[kind], fresh],
  );
  for (const keyId of fresh) cache.add(`${experimentId} ${kind} ${keyId}`);
}

/** The experiment that wire id "0" means in a workspace. */
export async function defaultExperimentId(workspaceId: string): Promise<number> {
  const { rows } = await pool().query<{ id: number | null }>(
    "SELECT default_experiment_id AS id FROM workspaces WHERE id = $1",
    [workspaceId],
  );
  return rows[0]?.id ?? 0;
}
