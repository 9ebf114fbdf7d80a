import "server-only";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import { NAME_TAG, PARENT_TAG, parentUuid } from "../rules";
import type { RunRef } from "./refs";

interface KeyedValue {
  keyId: number;
  key: string;
  value: string;
}

const byKey = (a: KeyedValue, b: KeyedValue) => a.keyId - b.keyId;

/** Writes parameters once: the same value again is fine, another value is refused and nothing is written. */
export async function insertParams(
  tx: SqlClient,
  run: RunRef,
  uuid: string,
  params: readonly KeyedValue[],
): Promise<void> {
  const sorted = [...params].sort(byKey);
  const values = [run.id, sorted.map((p) => p.keyId), sorted.map((p) => p.value)];
  const { rowCount } = await tx.query(
    `INSERT INTO run_params (run_id, key_id, experiment_id, value)
     SELECT $1, key_id, $4, value FROM unnest($2::int[], $3::text[]) AS i(key_id, value)
     ORDER BY key_id ON CONFLICT DO NOTHING`,
    [...values, run.experimentId],
  );
  if (rowCount === params.length) return;
  // A statement of its own: the first one does not see what others committed while it waited for them.
  const { rows } = await tx.query<{ key_id: number; value: string; sent: string }>(
    `SELECT p.key_id, p.value, i.value AS sent
     FROM unnest($2::int[], $3::text[]) AS i(key_id, value)
     JOIN run_params p ON p.run_id = $1 AND p.key_id = i.key_id
     WHERE p.value <> i.value ORDER BY p.key_id LIMIT 1`,
    values,
  );
  const conflict = rows[0];
  if (!conflict) return;
  const key = params.find(({ keyId }) => keyId === conflict.key_id)?.key ?? "";
  throw new AppError(
    "INVALID",
    `Changing param values is not allowed. Param with key='${key}' was already logged with value='${conflict.value}' for run ID='${uuid}'. Attempted logging new value '${conflict.sent}'.`,
  );
}

export interface RunTagRow extends Omit<KeyedValue, "key"> {
  run: RunRef;
}

/** Sets tags of some runs, each once. */
export async function upsertRunTags(tx: SqlClient, tags: readonly RunTagRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO run_tags (run_id, key_id, experiment_id, value)
     SELECT run_id, key_id, experiment_id, value
     FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::text[]) AS i(run_id, key_id, experiment_id, value)
     ORDER BY run_id, key_id
     ON CONFLICT (run_id, key_id) DO UPDATE SET value = EXCLUDED.value
     WHERE run_tags.value <> EXCLUDED.value`,
    [
      tags.map(({ run }) => run.id),
      tags.map(({ keyId }) => keyId),
      tags.map(({ run }) => run.experimentId),
      tags.map(({ value }) => value),
    ],
  );
}

/** Removes tags of some runs. */
export async function deleteRunTags(
  tx: SqlClient,
  tags: readonly Omit<RunTagRow, "value">[],
): Promise<void> {
  await tx.query(
    `DELETE FROM run_tags USING unnest($1::bigint[], $2::int[]) AS i(run, key)
     WHERE run_id = i.run AND key_id = i.key`,
    [tags.map(({ run }) => run.id), tags.map(({ keyId }) => keyId)],
  );
}

/** Sets tags of one run; the last of equal keys wins. */
export async function upsertTags(
  tx: SqlClient,
  run: RunRef,
  tags: readonly KeyedValue[],
): Promise<void> {
  const last = new Map(tags.map(({ keyId, value }) => [keyId, { run, keyId, value }]));
  await upsertRunTags(tx, [...last.values()]);
}

/**
 * Whether the run is active; notes, to within ten seconds, that it is alive. `locks` is for writers that will change
 * the run's own row: all of them take it before any other row, so that no two can wait for each other.
 */
export async function touchActiveRun(
  tx: SqlClient,
  run: RunRef,
  now: number,
  locks = false,
): Promise<boolean> {
  const { rows } = await tx.query<{ deleted_at: number | null; last_activity_at: number }>(
    `SELECT deleted_at, last_activity_at FROM runs WHERE id = $1 ${locks ? "FOR NO KEY UPDATE" : ""}`,
    [run.id],
  );
  const row = rows[0];
  if (!row || row.deleted_at !== null) return false;
  if (row.last_activity_at < now - 10_000)
    await tx.query(
      `UPDATE runs SET last_activity_at = $2 WHERE id IN
         (SELECT id FROM runs WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED)`,
      [run.id, now],
    );
  return true;
}

/** Whether a tag says something about its run's own row. */
export const hasMeaning = ({ key }: { key: string }) => key === NAME_TAG || key === PARENT_TAG;

/** What a tag means beyond itself: the run's name, and its parent; null for one that was removed. */
export async function applyTagMeaning(
  tx: SqlClient,
  run: RunRef,
  tags: readonly { key: string; value: string | null }[],
): Promise<void> {
  for (const { key, value } of tags) {
    if (key === NAME_TAG && value !== null)
      await tx.query("UPDATE runs SET name = $2 WHERE id = $1", [run.id, value]);
    if (key === PARENT_TAG)
      await tx.query("UPDATE runs SET parent_uuid = $2 WHERE id = $1", [
        run.id,
        value === null ? null : parentUuid(value),
      ]);
  }
}
