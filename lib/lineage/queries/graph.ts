import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { LineageGraphDto } from "../dto";
import { DIRECTIONS, type Direction } from "../rules/nodes";
import { WALK_LIMITS, Walk } from "../rules/walk";
import type { LineageInput } from "../schema";
import { describeNodes } from "../sql/describe";
import { countNeighbours, type LineageView, readNeighbours } from "../sql/neighbours";
import { TimeIsUp } from "../sql/within";
import { viewFor } from "./view";

async function walkAll(walk: Walk, view: LineageView, directions: readonly Direction[]) {
  for (const direction of directions) {
    for (let level = 0; level <= WALK_LIMITS.depth; level++) {
      const expansions = walk.next(direction);
      if (expansions.length === 0) break;
      walk.take(expansions, await readNeighbours(view, expansions));
    }
  }
  for (const direction of directions) {
    const border = walk.border(direction);
    if (border.length > 0) walk.take(border, await readNeighbours(view, border));
    const uncounted = walk.uncounted().filter((cluster) => cluster.direction === direction);
    for (const [cluster, total] of await countNeighbours(view, direction, uncounted))
      walk.count(cluster, total);
  }
}

/** Walks until the graph or a bound ends it. */
async function walkUntil(
  walk: Walk,
  view: LineageView,
  directions: readonly Direction[],
): Promise<void> {
  const deadline = performance.now() + WALK_LIMITS.time;
  try {
    await walkAll(walk, { ...view, deadline }, directions);
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error;
    walk.cut("time");
  }
}

/** What a node was made of and what was made of it, level by level, with what is left out counted. Throws NOT_FOUND. */
export async function getLineage(actor: Actor, input: LineageInput): Promise<LineageGraphDto> {
  assertCan(actor, "lineage:read");
  const { workspaceSlug } = actor;
  const view = viewFor(actor, { asOf: input.asOf, isLatestOnly: input.mode === "latest" });
  const pinned = await describeNodes(view, workspaceSlug, [input.node, ...input.pin]);
  if (!pinned.some(({ id }) => id === input.node))
    throw new AppError(
      "NOT_FOUND",
      `There is no ${input.node} in this workspace${view.asOf === null ? "" : " at that moment"}.`,
    );
  const walk = new Walk({
    focus: input.node,
    depth: input.depth,
    opened: new Set(input.open),
    pinned: pinned.map(({ id }) => id),
  });
  await walkUntil(walk, view, input.directions.length > 0 ? input.directions : DIRECTIONS);
  const nodes = await describeNodes(view, workspaceSlug, [...walk.nodes]);
  const known = new Set(nodes.map(({ id }) => id));
  return {
    focus: input.node,
    nodes,
    edges: [...walk.edges.values()]
      .filter(({ source, target }) => known.has(source) && known.has(target))
      .map(({ source, target, role, details }) => ({ source, target, role, details })),
    clusters: [...walk.clusters.values()].filter(({ node }) => known.has(node)),
    isTruncated: walk.cutOff !== null,
    cutOff: walk.cutOff,
  };
}
