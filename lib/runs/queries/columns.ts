import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import type { ColumnDto } from "../dto/table";

const KINDS = ["metric", "param", "tag"] as const;
/** An experiment with more columns shows the first of them; searching the catalogue finds the others by name. */
const MAX_COLUMNS = 20_000;
const MAX_COMPARED = 100;

interface ColumnRow {
  kind: number;
  key: string;
}

function toColumns(rows: readonly ColumnRow[]): ColumnDto[] {
  return rows.flatMap(({ kind, key }) => {
    const name = KINDS[kind];
    return name ? [{ kind: name, key }] : [];
  });
}

/** Every column that runs of an experiment have ever had: from the catalogue, never from the values. */
export async function listColumns(actor: Actor, experimentId: number): Promise<ColumnDto[]> {
  assertCan(actor, "run:read");
  const { rows } = await pool().query<ColumnRow>(
    `SELECT c.kind, k.name AS key FROM experiment_columns c
     JOIN attribute_keys k ON k.id = c.key_id
     WHERE c.experiment_id = $1 AND k.workspace_id = $2
     ORDER BY c.kind, k.name LIMIT $3`,
    [experimentId, actor.workspaceId, MAX_COLUMNS],
  );
  return toColumns(rows);
}

/** Throws INVALID for more runs than can be compared at once. */
function comparable(runUuids: readonly string[]): string[] {
  const uuids = [...new Set(runUuids)];
  if (uuids.length > MAX_COMPARED)
    throw new AppError("INVALID", `At most ${MAX_COMPARED} runs can be compared at a time.`);
  return uuids;
}

/** The columns in which any of some runs has a value. */
export async function listFilledColumns(
  actor: Actor,
  runUuids: readonly string[],
): Promise<ColumnDto[]> {
  assertCan(actor, "run:read");
  const { rows } = await pool().query<ColumnRow>(
    `WITH compared AS (SELECT id FROM runs WHERE uuid = ANY ($1) AND workspace_id = $2),
     filled AS (
       SELECT 0 AS kind, key_id FROM metric_series WHERE run_id IN (SELECT id FROM compared)
       UNION SELECT 1, key_id FROM run_params WHERE run_id IN (SELECT id FROM compared)
       UNION SELECT 2, key_id FROM run_tags WHERE run_id IN (SELECT id FROM compared))
     SELECT f.kind, k.name AS key FROM filled f JOIN attribute_keys k ON k.id = f.key_id
     ORDER BY f.kind, k.name LIMIT $3`,
    [comparable(runUuids), actor.workspaceId, MAX_COLUMNS],
  );
  return toColumns(rows);
}

/** The columns in which some runs differ, presence included; for metrics the last values count. */
export async function listDifferingColumns(
  actor: Actor,
  runUuids: readonly string[],
): Promise<ColumnDto[]> {
  assertCan(actor, "run:read");
  const { rows } = await pool().query<ColumnRow>(
    `WITH compared AS (SELECT id FROM runs WHERE uuid = ANY ($1) AND workspace_id = $2),
     differing AS (
       SELECT 0 AS kind, key_id FROM metric_series WHERE run_id IN (SELECT id FROM compared) GROUP BY key_id
       HAVING count(*) < (SELECT count(*) FROM compared) OR min(last_value) <> max(last_value)
       UNION ALL
       SELECT 1, key_id FROM run_params WHERE run_id IN (SELECT id FROM compared) GROUP BY key_id
       HAVING count(*) < (SELECT count(*) FROM compared) OR min(value) <> max(value)
       UNION ALL
       SELECT 2, key_id FROM run_tags WHERE run_id IN (SELECT id FROM compared) GROUP BY key_id
       HAVING count(*) < (SELECT count(*) FROM compared) OR min(value) <> max(value))
     SELECT d.kind, k.name AS key FROM differing d JOIN attribute_keys k ON k.id = d.key_id
     ORDER BY d.kind, k.name LIMIT $3`,
    [comparable(runUuids), actor.workspaceId, MAX_COLUMNS],
  );
  return toColumns(rows);
}
