import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { type LoggedModelDto, toLoggedModelDto } from "../dto/logged-models";
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

/** A run names them one by one; a screen shows no more. */
const MAX_NAMED = 200;

/** Logged models by their ids, deleted ones too, without their metrics; those that are not here are left out. */
export async function listNamedModels(
  actor: Actor,
  uuids: readonly string[],
): Promise<LoggedModelDto[]> {
  assertCan(actor, "run:read");
  const rows = await db().loggedModel.findMany({
    where: { workspaceId: actor.workspaceId, uuid: { in: uuids.slice(0, MAX_NAMED) } },
    include: LOGGED_INCLUDE,
  });
  return rows.map((row) => toLoggedModelDto(row, []));
}
