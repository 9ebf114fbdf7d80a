import type { LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import { DIRECTIONS, type Direction, NODE_KINDS } from "@/lib/lineage/rules/nodes";
import type { LineageSort } from "@/lib/lineage/search-params";
import { distancesOf } from "./prepare-picture";

export interface TableNeighbour {
  node: LineageNodeDto;
  edge: LineageGraphDto["edges"][number];
}

export interface TableRow {
  node: LineageNodeDto;
  /** Below zero upstream of the focus; null for what lies beside it. */
  distance: number | null;
  neighbours: Readonly<Record<Direction, readonly TableNeighbour[]>>;
  clusters: LineageGraphDto["clusters"];
}

/** The graph as a table: a row a node, with what it was made of and what was made of it. */
export function prepareTable(graph: LineageGraphDto): TableRow[] {
  const distances = distancesOf(graph);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const neighboursOf = (id: string, direction: Direction) =>
    graph.edges.flatMap((edge): TableNeighbour[] => {
      const [near, far] =
        direction === "upstream" ? [edge.target, edge.source] : [edge.source, edge.target];
      const node = near === id ? byId.get(far) : undefined;
      return node ? [{ node, edge }] : [];
    });
  return graph.nodes.map((node) => ({
    node,
    distance: distances.get(node.id) ?? null,
    neighbours: {
      upstream: neighboursOf(node.id, "upstream"),
      downstream: neighboursOf(node.id, "downstream"),
    },
    clusters: graph.clusters.filter((cluster) => cluster.node === node.id),
  }));
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const COMPARE: Readonly<Record<LineageSort, (a: TableRow, b: TableRow) => number>> = {
  distance: (a, b) => (a.distance ?? 0) - (b.distance ?? 0),
  title: () => 0,
  kind: (a, b) => NODE_KINDS.indexOf(a.node.kind) - NODE_KINDS.indexOf(b.node.kind),
  at: (a, b) => (a.node.at ?? 0) - (b.node.at ?? 0),
};

/** In the order asked for, and by name where that says nothing; what lies beside the focus comes last by distance. */
export function sortRows(
  rows: readonly TableRow[],
  { sort, isDescending }: { sort: LineageSort; isDescending: boolean },
): TableRow[] {
  const sign = isDescending ? -1 : 1;
  const isAside = (row: TableRow) => Number(sort === "distance" && row.distance === null);
  return rows.toSorted(
    (a, b) =>
      isAside(a) - isAside(b) ||
      sign * COMPARE[sort](a, b) ||
      (sort === "title" ? sign : 1) * collator.compare(a.node.title, b.node.title),
  );
}

/** The rows that hold a text in their name, their kind's name or what stands beside. */
export function searchRows(
  rows: readonly TableRow[],
  text: string,
  kindOf: (row: TableRow) => string,
): TableRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [...rows];
  return rows.filter((row) =>
    [row.node.title, row.node.subtitle, kindOf(row), ...row.node.places]
      .join("\n")
      .toLowerCase()
      .includes(wanted),
  );
}

/** "the focus", "2 upstream", "1 downstream", "beside it". */
export function distanceText(distance: number | null): string {
  if (distance === null) return "beside it";
  if (distance === 0) return "the focus";
  const [upstream, downstream] = DIRECTIONS;
  return `${Math.abs(distance)} ${distance < 0 ? upstream : downstream}`;
}
