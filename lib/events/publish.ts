import "server-only";
import { randomUUID } from "node:crypto";
import type { JsonObject, Tx } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";

/** What happened, for those who are told of it: webhooks, notifications, other systems. */
export interface DomainEvent {
  workspaceId: string;
  /** "registered_model", "model_version", "run", "approval_request", … */
  entity: string;
  /** What happened to it, in the past tense: "created", "approved". */
  action: string;
  data: JsonObject;
}

/** Hands an event to everybody who asked for such, once the caller's transaction has committed. */
export async function publishEvent(tx: Tx, event: DomainEvent): Promise<void> {
  await enqueue(tx, {
    kind: "event.fan-out",
    payload: { ...event, id: randomUUID(), at: new Date().toISOString() },
  });
}
