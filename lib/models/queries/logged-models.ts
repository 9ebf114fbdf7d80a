import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import type { LoggedModelDto } from "../dto";
import { hydrateLoggedModels, LOGGED_INCLUDE } from "../sql/logged-models";
import { loggedModelNotFound } from "../sql/refs";

/** One logged model with its params, tags and metrics; a deleted one only when asked. Throws NOT_FOUND. */
export async function getLoggedModel(
  actor: Actor,
  { uuid, allowsDeleted = false }: { uuid: string; allowsDeleted?: boolean | undefined },
): Promise<LoggedModelDto> {
  assertCan(actor, "run:read");
  const row = await db().loggedModel.findFirst({
    where: { uuid, workspaceId: actor.workspaceId, ...(allowsDeleted ? {} : { deletedAt: null }) },
    include: LOGGED_INCLUDE,
  });
  const [model] = row ? await hydrateLoggedModels([row]) : [];
  if (!model) throw loggedModelNotFound(uuid);
  return model;
}
