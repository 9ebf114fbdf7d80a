import "server-only";
import type { Actor } from "@/lib/access/actor";
import { resolveActor } from "@/lib/access/memberships";
import { can, type Scope } from "@/lib/access/permissions";
import { AppError, orNull } from "@/lib/core/errors";

interface Launching {
  /** Who wanted that jobs are launched without them. */
  userId: string;
  workspaceId: string;
  /** What launches for them: "schedule:7". */
  credential: string;
  /** What it needs beside jobs. */
  scopes?: readonly Scope[];
}

/** They as they may act now, with what their jobs need and nothing else; null when they may launch no more. */
export async function launcherOf(launching: Launching): Promise<Actor | null> {
  const { userId, workspaceId, credential, scopes = [] } = launching;
  try {
    const actor = await orNull(
      resolveActor({
        userId,
        slug: null,
        boundTo: workspaceId,
        tokenName: null,
        credential,
        scopes: new Set([
          ...(["compute:read", "compute:launch", "tracking:read", "tracking:write"] as const),
          ...scopes,
        ]),
        expiresAt: null,
      }),
    );
    return actor && can(actor.role, "job:launch") ? actor : null;
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") return null;
    throw error;
  }
}
