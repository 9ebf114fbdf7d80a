import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import type { InboxNeighboursDto } from "../dto/trail";
import { listRequests } from "./requests";

/** The requests before and after one among those that wait: for the asker, or for whoever may sign them. */
export async function getInboxNeighbours(
  actor: Actor,
  { number }: { number: number },
): Promise<InboxNeighboursDto> {
  assertCan(actor, "approval:read");
  const view = can(actor.role, "approval:vote") ? "mine" : "open";
  const { items } = await listRequests(actor, { view, limit: 100 });
  const numbers = items.map((one) => one.number);
  return {
    previous: numbers.findLast((one) => one < number) ?? null,
    next: numbers.find((one) => one > number) ?? null,
    waiting: numbers.length,
  };
}
