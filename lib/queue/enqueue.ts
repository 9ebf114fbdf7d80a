import "server-only";
import type { JsonObject, Tx } from "@/lib/db/client";
import type { SqlClient } from "@/lib/db/pool";

export interface NewItem {
  /** Which handler takes it: "noun.verb". */
  kind: string;
  payload: JsonObject;
  /** An item of this key that still waits makes a second one needless. */
  dedupeKey?: string;
  dueAt?: Date;
}

/** Queues work in the caller's own transaction: it is done if and only if that commits. */
export async function enqueue(tx: Tx, ...items: readonly NewItem[]): Promise<void> {
  await tx.queueItem.createMany({ data: [...items], skipDuplicates: true });
}

/** The same for commands that write with SQL. */
export async function enqueueSql(tx: SqlClient, ...items: readonly NewItem[]): Promise<void> {
  if (items.length === 0) return;
  await tx.query(
    `INSERT INTO queue_items (kind, payload, dedupe_key, due_at)
     SELECT kind, payload, "dedupeKey", coalesce("dueAt", now())
     FROM jsonb_to_recordset($1::jsonb) AS i(kind text, payload jsonb, "dedupeKey" text, "dueAt" timestamptz)
     ORDER BY "dedupeKey" ON CONFLICT (dedupe_key) DO NOTHING`,
    [JSON.stringify(items)],
  );
}
