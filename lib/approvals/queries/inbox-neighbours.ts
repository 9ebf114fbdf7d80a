import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import type { InboxNeighboursDto } from "../dto/trail";
import { findWaiting } from "./requests";

/** The requests before and after one among those that wait: for the asker, or for whoever may sign them. */
export async function getInboxNeighbours(
  actor: Actor,
  { number }: { number: number },
): Promise<InboxNeighboursDto> {
  assertCan(actor, "approval:read");
  const view = can(actor.role, "approval:vote") ? "mine" : "open";
  const [previous, next] = await Promise.all([
    findWaiting(actor, { view, before: number }),
    findWaiting(actor, { view, after: number }),
  ]);
  return { previous, next };
}
