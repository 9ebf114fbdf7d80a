import "server-only";
import {
  type Direction,
  isEdgeRole,
  isNodeRef,
  type NodeKind,
  nodeId,
  parseNodeId,
} from "../rules/nodes";
import { type Expansion, type Neighbour, WALK_LIMITS, type WalkCluster } from "../rules/walk";
import { neighboursSql } from "./kinds/all";
import { readWithin } from "./within";

/** Which graph is looked at. */
export interface LineageView {
  workspaceId: string;
  /** Milliseconds since the epoch; null for now. */
  asOf: number | null;
  isLatestOnly: boolean;
  /** Kinds that whoever looks may not see: none of them is found, described or counted. */
  hidden: readonly NodeKind[];
  /** Until when reads may take, as `performance.now()` tells the time; absent for as long as one picture may. */
  deadline?: number;
}

const deadlineOf = ({ deadline }: LineageView) => deadline ?? performance.now() + WALK_LIMITS.time;

interface Row {
  fromKind: NodeKind;
  fromKey: string;
  kind: NodeKind;
  key: string;
  role: string;
  detail: string;
  at: number | null;
}

function frontier(nodes: readonly string[]) {
  const refs = nodes.flatMap((id) => parseNodeId(id) ?? []);
  return {
    kinds: new Set<string>(refs.map(({ kind }) => kind)),
    values: [refs.map(({ kind }) => kind), refs.map(({ key }) => key)],
  };
}

/** Gives the view's parameters their types, whichever kinds are asked for. */
const TYPED = "CROSS JOIN (SELECT $1::uuid, $2::bigint, $3::boolean) AS view";

const viewValues = (view: LineageView) => [view.workspaceId, view.asOf, view.isLatestOnly];

/** One level: neighbours of every node in one statement, of each kind one more than the limit when there are more. */
async function readSome(
  view: LineageView,
  direction: Direction,
  nodes: readonly string[],
  limit: number,
): Promise<Neighbour[]> {
  const { kinds, values } = frontier(nodes);
  const arms = neighboursSql(direction, kinds, limit + 1);
  if (arms === "") return [];
  const rows = await readWithin<Row>(
    deadlineOf(view),
    `SELECT f.kind AS "fromKind", f.key AS "fromKey", n.kind, n.key, n.role, n.detail, n.at
     FROM unnest($4::text[], $5::text[]) AS f(kind, key) ${TYPED}
     CROSS JOIN LATERAL (${arms}) n WHERE n.kind <> ALL($6::text[])`,
    [...viewValues(view), ...values, view.hidden],
  );
  return rows.flatMap(({ fromKind, fromKey, kind, key, role, detail, at }) =>
    isEdgeRole(role) && isNodeRef({ kind, key })
      ? [
          {
            from: nodeId({ kind: fromKind, key: fromKey }),
            id: nodeId({ kind, key }),
            kind,
            role,
            detail,
            at,
          },
        ]
      : [],
  );
}

/** The neighbours that a level asks for: one statement for each limit in it, which are two at most. */
export async function readNeighbours(
  view: LineageView,
  expansions: readonly Expansion[],
): Promise<Neighbour[]> {
  const found: Neighbour[] = [];
  for (const limit of new Set(expansions.map((one) => one.limit))) {
    const some = expansions.filter((one) => one.limit === limit);
    const [first] = some;
    if (first)
      found.push(
        ...(await readSome(
          view,
          first.direction,
          some.map(({ node }) => node),
          limit,
        )),
      );
  }
  return found;
}

/** How many neighbours of its kind each of these clusters' nodes has, counted up to a bound. */
export async function countNeighbours(
  view: LineageView,
  direction: Direction,
  clusters: readonly WalkCluster[],
): Promise<Map<WalkCluster, number>> {
  const counts = new Map<WalkCluster, number>();
  if (clusters.length === 0) return counts;
  const { kinds, values } = frontier([...new Set(clusters.map(({ node }) => node))]);
  const rows = await readWithin<{ from: string; kind: string; count: number }>(
    deadlineOf(view),
    `SELECT f.kind || ':' || f.key AS from, n.kind, count(DISTINCT n.key)::int AS count
     FROM unnest($4::text[], $5::text[]) AS f(kind, key) ${TYPED}
     CROSS JOIN LATERAL (${neighboursSql(direction, kinds, WALK_LIMITS.counted + 1)}) n
     WHERE n.kind <> ALL($6::text[]) GROUP BY 1, 2`,
    [...viewValues(view), ...values, view.hidden],
  );
  for (const cluster of clusters) {
    const row = rows.find(({ from, kind }) => from === cluster.node && kind === cluster.kind);
    if (row) counts.set(cluster, row.count);
  }
  return counts;
}
