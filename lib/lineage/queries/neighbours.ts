import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import type { LineageNeighbourDto, LineageNeighbourPageDto, LineageNodeDto } from "../dto";
import { type Neighbour, WALK_LIMITS } from "../rules/walk";
import type { NeighboursInput } from "../schema";
import { describeNodes } from "../sql/describe";
import { readNeighbours } from "../sql/neighbours";
import { viewFor } from "./view";

/** One entry a node, newest first, with everything that its edges say. */
function merge(neighbours: readonly Neighbour[]) {
  const byId = new Map<string, Neighbour & { details: string[] }>();
  for (const one of neighbours) {
    const entry = byId.get(one.id) ?? { ...one, details: [] };
    if (one.detail !== "" && !entry.details.includes(one.detail)) entry.details.push(one.detail);
    byId.set(one.id, entry);
  }
  return [...byId.values()].toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

const holds = ({ title, subtitle }: LineageNodeDto, text: string) =>
  `${title}\n${subtitle}`.toLowerCase().includes(text.toLowerCase());

/**
 * The neighbours of one kind that a node has in one direction, newest first, page by page; a search looks through the
 * newest of them, which are as many as a picture counts. Throws NOT_FOUND.
 */
export async function listNeighbours(
  actor: Actor,
  input: NeighboursInput,
): Promise<LineageNeighbourPageDto> {
  assertCan(actor, "lineage:read");
  const { workspaceSlug } = actor;
  const { node, direction, kind, search, limit } = input;
  const view = viewFor(actor, { asOf: input.asOf, isLatestOnly: input.mode === "latest" });
  const [found] = await describeNodes(view, workspaceSlug, [node]);
  if (!found) throw new AppError("NOT_FOUND", `There is no ${node} in this workspace.`);
  const expansion = { node, direction, limit: WALK_LIMITS.counted, isBorder: true };
  const all = merge(
    (await readNeighbours(view, [expansion])).filter((neighbour) => neighbour.kind === kind),
  );
  const looked = all.slice(0, WALK_LIMITS.counted);
  const tell = async (some: typeof looked): Promise<LineageNeighbourDto[]> => {
    const described = new Map(
      (
        await describeNodes(
          view,
          workspaceSlug,
          some.map(({ id }) => id),
        )
      ).map((one) => [one.id, one]),
    );
    return some.flatMap(({ id, role, details }) => {
      const one = described.get(id);
      return one ? [{ ...one, role, details }] : [];
    });
  };
  const offset = pageOffset(input.pageToken);
  const end = offset + limit;
  const matching = search === "" ? null : (await tell(looked)).filter((one) => holds(one, search));
  const items = matching ? matching.slice(offset, end) : await tell(looked.slice(offset, end));
  const total = matching?.length ?? looked.length;
  return {
    items,
    ...(end < total ? { nextPageToken: encodePageToken({ offset: end }) } : {}),
    total,
    isExact: all.length <= WALK_LIMITS.counted,
  };
}
