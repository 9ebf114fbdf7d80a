import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { LineageDifferenceDto } from "../dto";
import { differenceOf, type Origin } from "../rules/difference";
import { parseNodeId } from "../rules/nodes";
import { type CutOff, WALK_LIMITS } from "../rules/walk";
import type { DifferenceInput } from "../schema";
import { type DescribedNode, describeFamilies } from "../sql/describe";
import type { LineageView } from "../sql/neighbours";
import { readOrigins } from "../sql/origins";
import { TimeIsUp } from "../sql/within";
import { viewFor } from "./view";

interface Origins {
  found: (Origin & DescribedNode)[];
  cutOff: CutOff | null;
}

async function originsOf(view: LineageView, slug: string, id: string): Promise<Origins> {
  const ref = parseNodeId(id);
  if (!ref) return { found: [], cutOff: null };
  try {
    const ids = (await readOrigins(view, ref, WALK_LIMITS.nodes)).map((row) => row.id);
    const nodes = await describeFamilies(view, slug, ids.slice(0, WALK_LIMITS.nodes));
    return {
      found: nodes.map((one) => ({ ...one, id: one.node.id, at: one.node.at })),
      cutOff: ids.length > WALK_LIMITS.nodes ? "nodes" : null,
    };
  } catch (error) {
    if (error instanceof TimeIsUp) return { found: [], cutOff: "time" };
    throw error;
  }
}

/** What one node was made of and another was not: two versions of a model, of a dataset, two runs. Throws NOT_FOUND. */
export async function getLineageDifference(
  actor: Actor,
  input: DifferenceInput,
): Promise<LineageDifferenceDto> {
  assertCan(actor, "lineage:read");
  const { workspaceSlug: slug } = actor;
  const view = viewFor(actor, { asOf: input.asOf });
  const ends = await describeFamilies(view, slug, [input.before, input.after]);
  const [before, after] = [input.before, input.after].map((id) => {
    const end = ends.find(({ node }) => node.id === id);
    if (!end) throw new AppError("NOT_FOUND", `There is no ${id} in this workspace.`);
    return end.node;
  });
  if (!before || !after) throw new AppError("INVALID", "Name two nodes.");
  if (before.kind !== after.kind)
    throw new AppError("INVALID", "Compare two nodes of one kind, such as two model versions.");
  const [old, fresh] = [
    await originsOf(view, slug, input.before),
    await originsOf(view, slug, input.after),
  ];
  const { changes, same } = differenceOf(old.found, fresh.found);
  return {
    before,
    after,
    changes: changes.flatMap((one) => {
      const kind = (one.after ?? one.before)?.node.kind;
      if (!kind) return [];
      const [was, is] = [one.before?.node ?? null, one.after?.node ?? null];
      return [{ change: one.change, kind, before: was, after: is }];
    }),
    same,
    cutOff: old.cutOff ?? fresh.cutOff,
  };
}
