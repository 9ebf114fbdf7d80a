import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { type RunViewDto, toRunViewDto } from "../dto/views";

const MOST = 400;

/** The views of an experiment's runs table that the actor sees: the shared ones and those of their own, by name. */
export async function listRunViews(actor: Actor, experimentId: number): Promise<RunViewDto[]> {
  assertCan(actor, "run:read");
  const rows = await db().runView.findMany({
    where: {
      experimentId,
      workspaceId: actor.workspaceId,
      OR: [{ isShared: true }, { userId: actor.userId }],
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST,
  });
  return rows.map((row) => toRunViewDto(row, actor));
}
