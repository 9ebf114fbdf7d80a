import "server-only";
import { type Actor, isAllowed } from "@/lib/access/actor";
import type { NodeKind } from "../rules/nodes";
import type { LineageView } from "../sql/neighbours";

/** What the graph shows to those only who may read it at its own place. */
const READABLE = { monitor: "monitor:read", incident: "incident:read" } as const;

const hiddenFrom = (actor: Actor): NodeKind[] =>
  (["monitor", "incident"] as const).filter((kind) => !isAllowed(actor, READABLE[kind]));

/** The graph as somebody may see it: of now when no moment is given. */
export const viewFor = (
  actor: Actor,
  { asOf, isLatestOnly = false }: { asOf?: number | undefined; isLatestOnly?: boolean } = {},
): LineageView => ({
  workspaceId: actor.workspaceId,
  asOf: asOf ?? null,
  isLatestOnly,
  hidden: hiddenFrom(actor),
});
