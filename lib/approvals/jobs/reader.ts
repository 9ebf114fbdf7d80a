import "server-only";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";

/** Slipway itself, as somebody who may read a workspace and change nothing in it; null when the workspace is gone. */
export async function readerOf(workspaceId: string): Promise<Actor | null> {
  const workspace = await db().workspace.findUnique({ where: { id: workspaceId } });
  return workspace
    ? {
        userId: workspaceId,
        email: "Slipway",
        name: "Slipway",
        tokenName: null,
        scopes: null,
        isOperator: false,
        isBound: true,
        expiresAt: null,
        signedInAt: null,
        workspaceId,
        workspaceSlug: workspace.slug,
        role: "viewer",
      }
    : null;
}
