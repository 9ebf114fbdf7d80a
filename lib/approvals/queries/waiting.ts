import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { db } from "@/lib/db/client";
import type { WaitingDto } from "../dto/shapes";
import { countMyRequests } from "./requests";

/** Follow-ups of emergencies that the asker may close: those of everybody but themselves. */
function countFollowUps(actor: Actor): Promise<number> {
  return db().approvalFollowUp.count({
    where: {
      workspaceId: actor.workspaceId,
      closedAt: null,
      request: { requestedById: { not: actor.userId } },
    },
    take: 100,
  });
}

/** What waits for the asker, each up to a hundred: for a mark in the navigation. */
export async function getWaiting(actor: Actor): Promise<WaitingDto> {
  assertCan(actor, "approval:read");
  if (!can(actor.role, "approval:vote")) return { requests: 0, followUps: 0 };
  const [requests, followUps] = await Promise.all([countMyRequests(actor), countFollowUps(actor)]);
  return { requests, followUps };
}
