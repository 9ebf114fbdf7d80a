import "server-only";
import type { NewItem } from "@/lib/queue/enqueue";

export const REVIEW_KIND = "approvals.review";

/** Work that looks at an open request once more; one that waits already is enough. */
export function reviewItem(request: { id: string; workspaceId: string; number: number }): NewItem {
  const { id, workspaceId, number } = request;
  return { kind: REVIEW_KIND, payload: { workspaceId, number }, dedupeKey: `${REVIEW_KIND}:${id}` };
}
