import type { LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";

export const NODE_WIDTH = 148;
export const NODE_HEIGHT = 40;
const GAP_X = 26;
const GAP_Y = 10;
/** Nodes of one column; what is beyond is counted. */
const MOST = 5;

export interface PlacedNode {
  node: LineageNodeDto;
  x: number;
  y: number;
}

export interface MiniGraph {
  width: number;
  height: number;
  nodes: PlacedNode[];
  /** SVG paths, from the right side of a node to the left side of another. */
  paths: { id: string; d: string }[];
  /** Nodes that there was no room for, and those that are left out of the graph itself. */
  hidden: number;
}

/** Columns by the longest way from a node that nothing leads to. A cycle, which nothing should write, ends the search. */
function columnsOf({ nodes, edges }: LineageGraphDto): Map<string, number> {
  const column = new Map(nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < nodes.length; round += 1) {
    let hasMoved = false;
    for (const { source, target } of edges) {
      const wanted = (column.get(source) ?? 0) + 1;
      if (source === target || (column.get(target) ?? 0) >= wanted) continue;
      column.set(target, wanted);
      hasMoved = true;
    }
    if (!hasMoved) break;
  }
  return column;
}

/** A curve that leaves and arrives flat. */
function curve(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + NODE_HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/** Places a small graph in columns, from what a version was made of to where it stands. */
export function toMiniGraph(graph: LineageGraphDto): MiniGraph {
  const column = columnsOf(graph);
  const columns = new Map<number, LineageNodeDto[]>();
  // The node that the graph is about stands first in its column, so that it is never left out.
  const ordered = graph.nodes.toSorted(
    (a, b) =>
      Number(b.id === graph.focus) - Number(a.id === graph.focus) || (b.at ?? 0) - (a.at ?? 0),
  );
  for (const node of ordered) {
    const at = column.get(node.id) ?? 0;
    columns.set(at, [...(columns.get(at) ?? []), node]);
  }
  const used = [...columns.keys()].toSorted((a, b) => a - b);
  const nodes = used.flatMap((key, place) =>
    (columns.get(key) ?? []).slice(0, MOST).map((node, index) => ({
      node,
      x: place * (NODE_WIDTH + GAP_X),
      y: index * (NODE_HEIGHT + GAP_Y),
    })),
  );
  const byId = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const paths = graph.edges.flatMap(({ source, target, role }) => {
    const [from, to] = [byId.get(source), byId.get(target)];
    return from && to ? [{ id: `${source} ${role} ${target}`, d: curve(from, to) }] : [];
  });
  const clustered = graph.clusters.reduce((sum, { hidden }) => sum + hidden, 0);
  return {
    width: Math.max(0, ...nodes.map(({ x }) => x + NODE_WIDTH)),
    height: Math.max(0, ...nodes.map(({ y }) => y + NODE_HEIGHT)),
    nodes,
    paths,
    hidden: graph.nodes.length - nodes.length + clustered,
  };
}
