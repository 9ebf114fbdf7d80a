import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { checkKey } from "@/lib/experiments/rules";
import { insertColumns, internKeys } from "@/lib/experiments/sql";
import { PARENT_TAG, truncate } from "../rules";
import type { RunTagChange } from "../schema";
import { applyTagMeaning, upsertTags } from "../sql/attributes";
import { type RunRef, runNotActive, runNotFound } from "../sql/refs";

/** How much of a value is repeated in the audit. */
const AUDITED_CHARS = 500;

/** The runs, which do not change before the transaction ends. Throws when one is not there or deleted. */
async function lockActiveRuns(
  tx: SqlClient,
  actor: Actor,
  uuids: readonly string[],
): Promise<Map<string, RunRef>> {
  const { rows } = await tx.query<RunRef & { uuid: string; isDeleted: boolean }>(
    `SELECT id, uuid, experiment_id AS "experimentId", workspace_id AS "workspaceId",
       deleted_at IS NOT NULL AS "isDeleted"
     FROM runs WHERE uuid = ANY($1) AND workspace_id = $2 ORDER BY id FOR NO KEY UPDATE`,
    [uuids, actor.workspaceId],
  );
  const runs = new Map<string, RunRef>();
  for (const { uuid, isDeleted, ...ref } of rows) {
    if (isDeleted) throw runNotActive(uuid);
    runs.set(uuid, ref);
  }
  for (const uuid of uuids) if (!runs.has(uuid)) throw runNotFound(uuid);
  return runs;
}

const nameOf = (runId: number, keyId: number) => `${runId} ${keyId}`;

async function readTags(
  tx: SqlClient,
  runIds: readonly number[],
  keyIds: readonly number[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ runId: number; keyId: number; value: string }>(
    `SELECT run_id AS "runId", key_id AS "keyId", value FROM run_tags
     WHERE run_id = ANY($1) AND key_id = ANY($2)`,
    [runIds, keyIds],
  );
  return new Map(rows.map(({ runId, keyId, value }) => [nameOf(runId, keyId), value]));
}

async function applyChange(
  tx: SqlClient,
  run: RunRef,
  keyId: number,
  { key, value }: RunTagChange,
): Promise<void> {
  if (value !== null) {
    await upsertTags(tx, run, [{ keyId, key, value }]);
    await applyTagMeaning(tx, run, [{ key, value }]);
    return;
  }
  await tx.query("DELETE FROM run_tags WHERE run_id = $1 AND key_id = $2", [run.id, keyId]);
  if (key === PARENT_TAG)
    await tx.query("UPDATE runs SET parent_uuid = NULL WHERE id = $1", [run.id]);
}

const shown = (key: string, value: string | null) =>
  value === null ? null : { [key]: truncate(value, AUDITED_CHARS) };

interface Edited {
  runs: ReadonlyMap<string, RunRef>;
  keys: ReadonlyMap<string, number>;
  /** The tags as they are, by run and key; kept true. */
  stored: Map<string, string>;
}

/** Makes one change and files it. Answers what takes it back; null when there was nothing to do. */
async function makeChange(
  tx: SqlClient,
  actor: Actor,
  { runs, keys, stored }: Edited,
  change: RunTagChange,
): Promise<RunTagChange | null> {
  const { runUuid, key, value } = change;
  const run = runs.get(runUuid);
  const keyId = keys.get(key);
  if (!run || keyId === undefined) return null;
  const name = nameOf(run.id, keyId);
  const before = stored.get(name) ?? null;
  if (before === value) return null;
  await applyChange(tx, run, keyId, change);
  if (value === null) stored.delete(name);
  else stored.set(name, value);
  await recordAuditSql(tx, actor, {
    action: value === null ? "run.untagged" : "run.tagged",
    subject: `run ${runUuid}`,
    before: shown(key, before),
    after: shown(key, value),
  });
  return { runUuid, key, value: before };
}

/**
 * Sets and removes tags of many active runs: all of it, or none. Answers the changes that take it back, which are none
 * where there was nothing to do.
 */
export async function editRunTags(
  actor: Actor,
  { changes }: { changes: readonly RunTagChange[] },
): Promise<RunTagChange[]> {
  assertCan(actor, "run:write");
  for (const { key } of changes) checkKey(key, "key");
  const names = changes.map(({ key }) => key);
  const keys = await internKeys(actor.workspaceId, names);
  const uuids = [...new Set(changes.map(({ runUuid }) => runUuid))];
  const { back, runs, remember } = await inTransaction(async (tx) => {
    const locked = await lockActiveRuns(tx, actor, uuids);
    const refs = [...locked.values()];
    const stored = await readTags(
      tx,
      refs.map(({ id }) => id),
      [...keys.values()],
    );
    const undone: RunTagChange[] = [];
    for (const change of changes) {
      const inverse = await makeChange(tx, actor, { runs: locked, keys, stored }, change);
      if (inverse) undone.unshift(inverse);
    }
    const columns = [...new Set(refs.map(({ experimentId }) => experimentId))].map(
      (experimentId) => ({ experimentId, kind: "tag", keyIds: keys.values() }) as const,
    );
    return { back: undone, runs: locked, remember: await insertColumns(tx, columns) };
  });
  remember();
  for (const [uuid, ref] of runs) announceRun(ref, uuid);
  return back;
}
