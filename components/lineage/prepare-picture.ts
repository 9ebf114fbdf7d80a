import type { LineageClusterDto, LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import { DIRECTIONS, type Direction } from "@/lib/lineage/rules/nodes";
import { clusterId } from "@/lib/lineage/search-params";

/** Neighbours that are not drawn: said on the node itself when none of that side is, else as a box of their own. */
export interface SideCount {
  hidden: number;
  isExact: boolean;
  clusters: readonly LineageClusterDto[];
}

export interface PictureNode {
  type: "node";
  id: string;
  node: LineageNodeDto;
  isFocus: boolean;
  /** A side that is collapsed, with how much lies there. */
  collapsed: Readonly<Record<Direction, SideCount | null>>;
  /** Sides that were asked to show more. */
  opened: Readonly<Record<Direction, boolean>>;
}

export interface PictureCluster {
  type: "cluster";
  id: string;
  cluster: LineageClusterDto;
  /** Whether its node shows as many of them as it can already. */
  isOpened: boolean;
}

export type PictureItem = PictureNode | PictureCluster;

export interface PictureLink {
  id: string;
  source: string;
  target: string;
  /** Null for the line to a cluster. */
  edge: LineageGraphDto["edges"][number] | null;
}

export interface Picture {
  focus: string;
  items: readonly PictureItem[];
  links: readonly PictureLink[];
}

const otherEnd = (direction: Direction) =>
  direction === "upstream" ? ("source" as const) : ("target" as const);
const nearEnd = (direction: Direction) =>
  direction === "upstream" ? ("target" as const) : ("source" as const);

function sideOf(
  graph: LineageGraphDto,
  shown: Readonly<Record<Direction, ReadonlySet<string>>>,
  id: string,
  direction: Direction,
): SideCount | null {
  if (shown[direction].has(id)) return null;
  const clusters = graph.clusters.filter((one) => one.node === id && one.direction === direction);
  if (clusters.length === 0) return null;
  return {
    hidden: clusters.reduce((sum, { hidden }) => sum + hidden, 0),
    isExact: clusters.every(({ isExact }) => isExact),
    clusters,
  };
}

/** The graph as it is drawn: its nodes, a box for what a node hides beside what it shows, and the lines. */
export function preparePicture(graph: LineageGraphDto, opened: readonly string[]): Picture {
  const isOpen = new Set(opened);
  const shown = {
    upstream: new Set(graph.edges.map(({ target }) => target)),
    downstream: new Set(graph.edges.map(({ source }) => source)),
  };
  const nodes = graph.nodes.map((node): PictureNode => {
    const { id } = node;
    return {
      type: "node",
      id,
      node,
      isFocus: id === graph.focus,
      collapsed: {
        upstream: sideOf(graph, shown, id, "upstream"),
        downstream: sideOf(graph, shown, id, "downstream"),
      },
      opened: {
        upstream: isOpen.has(`${id}~upstream`),
        downstream: isOpen.has(`${id}~downstream`),
      },
    };
  });
  const boxes = graph.clusters.filter(({ node, direction }) => shown[direction].has(node));
  const links = graph.edges.map(
    (edge): PictureLink => ({
      id: `${edge.source} ${edge.target} ${edge.role}`,
      source: edge.source,
      target: edge.target,
      edge,
    }),
  );
  const toBoxes = boxes.map((cluster): PictureLink => {
    const id = clusterId(cluster);
    const ends = { [nearEnd(cluster.direction)]: cluster.node, [otherEnd(cluster.direction)]: id };
    return { id: `${id} line`, source: "", target: "", edge: null, ...ends };
  });
  return {
    focus: graph.focus,
    items: [
      ...nodes,
      ...boxes.map(
        (cluster): PictureCluster => ({
          type: "cluster",
          id: clusterId(cluster),
          cluster,
          isOpened: isOpen.has(`${cluster.node}~${cluster.direction}`),
        }),
      ),
    ],
    links: [...links, ...toBoxes],
  };
}

/** How far from the focus each node lies, upstream counted below zero; absent for what lies beside it. */
export function distancesOf({
  focus,
  edges,
}: Pick<LineageGraphDto, "focus" | "edges">): Map<string, number> {
  const distances = new Map([[focus, 0]]);
  for (const direction of DIRECTIONS) {
    const step = direction === "upstream" ? -1 : 1;
    let level = [focus];
    for (let distance = step; level.length > 0; distance += step) {
      const here = new Set(level);
      level = edges.flatMap((edge) => {
        const next = edge[otherEnd(direction)];
        return here.has(edge[nearEnd(direction)]) && !distances.has(next) ? [next] : [];
      });
      for (const id of level) distances.set(id, distance);
    }
  }
  return distances;
}

/** Everything that led to a node and everything that came of it, with the lines between. */
export function relatedTo(links: readonly PictureLink[], id: string) {
  const nodes = new Set([id]);
  const lines = new Set<string>();
  for (const direction of DIRECTIONS) {
    const reached = new Set([id]);
    for (const from of reached)
      for (const link of links) {
        if (link[nearEnd(direction)] !== from) continue;
        lines.add(link.id);
        reached.add(link[otherEnd(direction)]);
      }
    for (const one of reached) nodes.add(one);
  }
  return { nodes, lines };
}
