import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type AuditEntry, recordAuditsSql } from "@/lib/audit/record";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { checkKey } from "@/lib/experiments/rules";
import { insertColumns, internKeys } from "@/lib/experiments/sql";
import { truncate } from "../rules";
import type { RunTagChange } from "../schema";
import {
  applyTagMeaning,
  deleteRunTags,
  hasMeaning,
  type RunTagRow,
  upsertRunTags,
} from "../sql/attributes";
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

const shown = (key: string, value: string | null) =>
  value === null ? null : { [key]: truncate(value, AUDITED_CHARS) };

interface Edited {
  runs: ReadonlyMap<string, RunRef>;
  keys: ReadonlyMap<string, number>;
  /** The tags as they are, by run and key. */
  stored: ReadonlyMap<string, string>;
}

interface EditedTag extends Omit<RunTagRow, "value"> {
  key: string;
  value: string | null;
}

interface Edits {
  /** How each tag that changes ends. */
  tags: EditedTag[];
  audits: AuditEntry[];
  /** What takes the changes back, the last one first. */
  back: RunTagChange[];
}

/** What the changes come to, one after the other; those that change nothing are left out. */
function foldChanges({ runs, keys, stored }: Edited, changes: readonly RunTagChange[]): Edits {
  const tags = new Map<string, EditedTag>();
  const edits: Pick<Edits, "audits" | "back"> = { audits: [], back: [] };
  for (const { runUuid, key, value } of changes) {
    const run = runs.get(runUuid);
    const keyId = keys.get(key);
    if (!run || keyId === undefined) continue;
    const name = nameOf(run.id, keyId);
    const before = tags.has(name) ? (tags.get(name)?.value ?? null) : (stored.get(name) ?? null);
    if (before === value) continue;
    tags.set(name, { run, keyId, key, value });
    edits.back.unshift({ runUuid, key, value: before });
    edits.audits.push({
      action: value === null ? "run.untagged" : "run.tagged",
      subject: `run ${runUuid}`,
      before: shown(key, before),
      after: shown(key, value),
    });
  }
  return { ...edits, tags: [...tags.values()] };
}

async function writeTags(tx: SqlClient, tags: readonly EditedTag[]): Promise<void> {
  const removed = tags.filter(({ value }) => value === null);
  const set = tags.flatMap(({ value, ...tag }) => (value === null ? [] : [{ ...tag, value }]));
  if (removed.length > 0) await deleteRunTags(tx, removed);
  if (set.length > 0) await upsertRunTags(tx, set);
  for (const { run, key, value } of tags.filter(hasMeaning))
    await applyTagMeaning(tx, run, [{ key, value }]);
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
    const edits = foldChanges({ runs: locked, keys, stored }, changes);
    await writeTags(tx, edits.tags);
    await recordAuditsSql(tx, actor, edits.audits);
    const columns = [...new Set(refs.map(({ experimentId }) => experimentId))].map(
      (experimentId) => ({ experimentId, kind: "tag", keyIds: keys.values() }) as const,
    );
    return { back: edits.back, runs: locked, remember: await insertColumns(tx, columns) };
  });
  remember();
  for (const [uuid, ref] of runs) announceRun(ref, uuid);
  return back;
}
