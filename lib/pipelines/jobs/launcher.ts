import "server-only";
import type { Actor } from "@/lib/access/actor";
import { resolveActor } from "@/lib/access/memberships";

interface Saved {
  savedById: string;
  workspaceId: string;
  workspaceSlug: string;
}

/** Whoever saved what launches by itself, with what its jobs need and nothing else. */
export const launcherOf = (
  { savedById, workspaceId, workspaceSlug }: Saved,
  credential: string,
): Promise<Actor> =>
  resolveActor({
    userId: savedById,
    slug: workspaceSlug,
    boundTo: workspaceId,
    tokenName: null,
    credential,
    scopes: new Set(["compute:read", "compute:launch", "tracking:read", "tracking:write"]),
    expiresAt: null,
  });
