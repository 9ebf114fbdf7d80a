import "server-only";
import { z } from "zod";
import { type Actor, assertCan, onlyWorkspaceOf } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { type TokenDto, toTokenDto } from "../dto";
import type { ListTokensInput } from "../schema";

/** API tokens that were not revoked, newest first: the caller's own, or all that are bound to the workspace. */
export async function listTokens(
  actor: Actor,
  { of, limit, pageToken }: ListTokensInput,
): Promise<Page<TokenDto>> {
  assertCan(actor, of === "mine" ? "token:read" : "token:manage");
  const after = lastKey(pageToken, z.uuid());
  const only = of === "mine" ? onlyWorkspaceOf(actor) : actor.workspaceId;
  const rows = await db().apiToken.findMany({
    where: {
      revokedAt: null,
      ...(of === "mine" ? { userId: actor.userId } : {}),
      ...(only === null ? {} : { workspaceId: only }),
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    include: { user: true, workspace: true },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => id, toTokenDto);
}
