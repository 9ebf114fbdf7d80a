import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Page } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { AlertRouteDto } from "../dto/routes";
import { readRoutes } from "../sql/routes";

/** Routes in their order; there are so few that they are one page. */
export async function listRoutes(actor: Actor): Promise<Page<AlertRouteDto>> {
  assertCan(actor, "alert-route:read");
  return { items: await readRoutes(pool(), actor.workspaceId) };
}
