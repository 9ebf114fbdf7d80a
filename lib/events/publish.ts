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
  /** Webhooks that are told of it whatever they asked for. */
  webhookIds?: readonly string[];
  /** True when nobody else is told. */
  isForThem?: boolean;
}

/** Queued only where somebody is told of it, so that a command costs nothing more where nobody did. */
const PUBLISH = `INSERT INTO queue_items (kind, payload)
  SELECT 'event.fan-out', $1::jsonb WHERE EXISTS (
    SELECT 1 FROM webhooks WHERE workspace_id = $2::uuid AND is_active
      AND (id = ANY($4::uuid[]) OR (NOT $5::bool AND events @> ARRAY[$3::text])))`;

const valuesOf = (event: DomainEvent) => {
  const payload = JSON.stringify({ ...event, id: randomUUID(), at: new Date().toISOString() });
  const { workspaceId, webhookIds = [], isForThem = false } = event;
  return [payload, workspaceId, eventName(event), [...webhookIds], isForThem];
};

/** Hands an event to everybody who asked for such, once the caller's transaction has committed. */
export async function publishEvent(tx: Tx, event: DomainEvent): Promise<void> {
  await tx.$executeRawUnsafe(PUBLISH, ...valuesOf(event));
}

/** The same for commands that write with SQL. */
export async function publishEventSql(tx: SqlClient, event: DomainEvent): Promise<void> {
  await tx.query(PUBLISH, valuesOf(event));
}
