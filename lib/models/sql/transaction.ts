import "server-only";
import type { Actor } from "@/lib/access/actor";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";

/** Changes a registered model in one transaction and, once it is committed, tells the screens that show it. */
export async function modelTransaction<T>(
  actor: Actor,
  name: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const result = await db().$transaction(work);
  announce(actor.workspaceId, "models", `model:${name}`);
  return result;
}
