import "server-only";
import { randomUUID } from "node:crypto";
import type { JsonObject, Tx } from "@/lib/db/client";
import type { SqlClient } from "@/lib/db/pool";
import { eventName } from "./rules/catalog";

/** What happened, for those who are told of it: webhooks and the systems behind them. */
export interface DomainEvent {
  workspaceId: string;
  /** "registered_model", "model_version", "run", "approval_request", …: one of `rules/catalog`. */
  entity: string;
  /** What happened to it, in the past tense: "created", "approved". */
  action: string;
  data: JsonObject;
}

/** Queued only where somebody asked for it, so that a command costs nothing more where nobody did. */
const PUBLISH = `INSERT INTO queue_items (kind, payload)
  SELECT 'event.fan-out', $1::jsonb WHERE EXISTS (
    SELECT 1 FROM webhooks WHERE workspace_id = $2::uuid AND is_active AND events @> ARRAY[$3::text])`;

const valuesOf = (event: DomainEvent): [payload: string, workspaceId: string, name: string] => [
  JSON.stringify({ ...event, id: randomUUID(), at: new Date().toISOString() }),
  event.workspaceId,
  eventName(event),
];

/** Hands an event to everybody who asked for such, once the caller's transaction has committed. */
export async function publishEvent(tx: Tx, event: DomainEvent): Promise<void> {
  await tx.$executeRawUnsafe(PUBLISH, ...valuesOf(event));
}

/** The same for commands that write with SQL. */
export async function publishEventSql(tx: SqlClient, event: DomainEvent): Promise<void> {
  await tx.query(PUBLISH, valuesOf(event));
}
