import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { routes } from "@/lib/core/routes";
import type { LineageImpactDto, LineageImpactPageDto } from "../dto";
import { nodeId, parseNodeId } from "../rules/nodes";
import type { ImpactInput } from "../schema";
import { describeNodes } from "../sql/describe";
import { readImpact } from "../sql/impact";

/**
 * Every model version that was made of a node, at whatever distance: those in use first. Complete, page by page,
 * however large the graph.
 */
export async function listImpact(actor: Actor, input: ImpactInput): Promise<LineageImpactPageDto> {
  assertCan(actor, "lineage:read");
  const { workspaceId, workspaceSlug } = actor;
  const view = { workspaceId, asOf: input.asOf ?? null, isLatestOnly: false };
  const ref = parseNodeId(input.node);
  const [found] = await describeNodes(view, workspaceSlug, [input.node]);
  if (!ref || !found)
    throw new AppError("NOT_FOUND", `There is no ${input.node} in this workspace.`);
  const offset = pageOffset(input.pageToken);
  const { rows, total, inUse } = await readImpact(view, ref, {
    isInUse: input.inUse,
    limit: input.limit,
    offset,
  });
  const end = offset + rows.length;
  const all = input.inUse ? inUse : total;
  return {
    items: rows.map(
      (row): LineageImpactDto => ({
        ...row,
        id: nodeId({ kind: "model-version", key: row.id }),
        page: routes.modelVersion(workspaceSlug, row.model, row.version),
      }),
    ),
    ...(end < all && rows.length > 0 ? { nextPageToken: encodePageToken({ offset: end }) } : {}),
    total,
    inUse,
  };
}
