import type { Direction, EdgeRole, NodeKind } from "./nodes";

/** Bounds of one picture of the graph. */
export const WALK_LIMITS = {
  nodes: 500,
  edges: 2_000,
  depth: 20,
  /** Milliseconds that reading may take. */
  time: 5_000,
  /** Neighbours of one kind that a node shows at once; the rest are summed up. */
  fanOut: 8,
  /** The same for a node that was asked to show more. */
  openFanOut: 100,
  /** How far what is summed up is counted. */
  counted: 1_000,
} as const;

/** Bounds of the search for everything that a node touches. */
export const IMPACT_LIMITS = {
  nodes: 50_000,
  /** Nodes of the second try, when the first took too long. */
  nodesInHaste: 2_000,
  /** Milliseconds that one try may take. */
  time: 10_000,
} as const;

/** Which bound ended a picture before the graph did. */
export const CUT_OFFS = ["nodes", "edges", "time"] as const;
export type CutOff = (typeof CUT_OFFS)[number];

export interface Neighbour {
  /** Node it was found from. */
  from: string;
  id: string;
  kind: NodeKind;
  role: EdgeRole;
  /** What the edge says besides, such as "training". */
  detail: string;
  at: number | null;
}

export interface WalkEdge {
  source: string;
  target: string;
  role: EdgeRole;
  details: string[];
  at: number | null;
}

/** Neighbours of one kind that are left out of the picture. */
export interface WalkCluster {
  node: string;
  direction: Direction;
  kind: NodeKind;
  hidden: number;
  /** False when there are more than were counted. */
  isExact: boolean;
}

/** One node whose neighbours are to be read. */
export interface Expansion {
  node: string;
  direction: Direction;
  limit: number;
  /** Only to say how much lies beyond: nothing is added to the picture. */
  isBorder: boolean;
}

export interface WalkOptions {
  focus: string;
  depth: number;
  /** "node~direction" of nodes that are to show more. */
  opened: ReadonlySet<string>;
  /** Nodes taken out of a cluster. */
  pinned: readonly string[];
}

export const openKey = (node: string, direction: Direction): string => `${node}~${direction}`;
const clusterKey = ({ node, direction, kind }: Pick<WalkCluster, "node" | "direction" | "kind">) =>
  `${node}~${direction}~${kind}`;

/**
 * A breadth-first walk, level by level, upstream and downstream apart: what to read next, and what came of it. Each node
 * is read once a direction, so that a dense graph costs what is shown of it and no more.
 */
export class Walk {
  readonly nodes = new Set<string>();
  readonly edges = new Map<string, WalkEdge>();
  readonly clusters = new Map<string, WalkCluster>();
  /** The first bound that was met; null when the whole neighbourhood that was asked for is there. */
  cutOff: CutOff | null = null;
  /** How far from the focus each node lies, by direction. */
  private readonly levels = {
    upstream: new Map<string, number>(),
    downstream: new Map<string, number>(),
  };
  private readonly read = new Set<string>();

  constructor(private readonly options: WalkOptions) {
    this.nodes.add(options.focus);
    this.levels.upstream.set(options.focus, 0);
    this.levels.downstream.set(options.focus, 0);
    for (const id of options.pinned) this.nodes.add(id);
  }

  /** The next level of a direction; none when it is done. */
  next(direction: Direction): Expansion[] {
    const level = this.levels[direction];
    return [...this.nodes].flatMap((node) => {
      if (this.read.has(openKey(node, direction))) return [];
      const isOpened = this.options.opened.has(openKey(node, direction));
      const isNear = (level.get(node) ?? Number.POSITIVE_INFINITY) < this.options.depth;
      if (!isOpened && !isNear) return [];
      const limit = isOpened ? WALK_LIMITS.openFanOut : WALK_LIMITS.fanOut;
      return [{ node, direction, limit, isBorder: false }];
    });
  }

  /** Nodes at the edge of the picture, to learn how much lies beyond; those taken out of a cluster, to learn their edges. */
  border(direction: Direction): Expansion[] {
    const known = this.levels[direction];
    return [...this.nodes]
      .filter((node) => !this.read.has(openKey(node, direction)))
      .filter((node) => known.has(node) || this.options.pinned.includes(node))
      .map((node) => ({ node, direction, limit: WALK_LIMITS.fanOut, isBorder: true }));
  }

  /** Takes what was read: for each expansion its neighbours, with one more of a kind than its limit when there are more. */
  take(expansions: readonly Expansion[], neighbours: readonly Neighbour[]): void {
    const found = grouped(neighbours, ({ from }) => from);
    for (const expansion of expansions) {
      this.read.add(openKey(expansion.node, expansion.direction));
      const groups = grouped(found.get(expansion.node) ?? [], ({ kind }) => kind);
      for (const group of groups.values()) this.takeKind(expansion, group);
    }
  }

  private takeKind(expansion: Expansion, group: readonly Neighbour[]): void {
    const { node, direction, limit, isBorder } = expansion;
    const ids = [...new Set(group.map(({ id }) => id))];
    let room = isBorder ? 0 : limit;
    let hidden = 0;
    for (const id of ids) {
      const isNew = !this.nodes.has(id);
      if (isNew && (room <= 0 || !this.hasRoom(isBorder))) {
        hidden++;
        continue;
      }
      room--;
      if (isNew) this.nodes.add(id);
      this.reach(expansion, id);
      for (const one of group) if (one.id === id) this.link(direction, one);
    }
    const [first] = group;
    if (hidden === 0 || !first) return;
    const cluster = { node, direction, kind: first.kind, hidden, isExact: ids.length <= limit };
    this.clusters.set(clusterKey(cluster), cluster);
  }

  private hasRoom(isBorder: boolean): boolean {
    if (this.nodes.size < WALK_LIMITS.nodes) return true;
    if (!isBorder) this.cut("nodes");
    return false;
  }

  /** Notes that there is more than the picture holds. */
  cut(by: CutOff): void {
    this.cutOff ??= by;
  }

  private reach({ node, direction, isBorder }: Expansion, id: string): void {
    const levels = this.levels[direction];
    if (isBorder || levels.has(id)) return;
    // What is opened on demand, wherever it lies, shows one level and no more.
    const level = levels.get(node) ?? this.options.depth;
    levels.set(id, level + 1);
  }

  private link(direction: Direction, { from, id, role, detail, at }: Neighbour): void {
    const [source, target] = direction === "downstream" ? [from, id] : [id, from];
    const key = `${source} ${target} ${role}`;
    const known = this.edges.get(key);
    if (!known && this.edges.size >= WALK_LIMITS.edges) {
      this.cut("edges");
      return;
    }
    const edge = known ?? { source, target, role, details: [], at };
    if (detail !== "" && !edge.details.includes(detail)) edge.details.push(detail);
    this.edges.set(key, edge);
  }

  /** Clusters of which only a part was seen. */
  uncounted(): WalkCluster[] {
    return [...this.clusters.values()].filter(({ isExact }) => !isExact);
  }

  /** Tells how many neighbours of a kind a node has in all. */
  count(cluster: WalkCluster, total: number): void {
    const shown = new Set(
      [...this.edges.values()].flatMap(({ source, target }) => {
        const [from, to] = cluster.direction === "downstream" ? [source, target] : [target, source];
        return from === cluster.node && to.startsWith(`${cluster.kind}:`) ? [to] : [];
      }),
    );
    const isExact = total <= WALK_LIMITS.counted;
    const hidden = Math.max(1, Math.min(total, WALK_LIMITS.counted) - shown.size);
    this.clusters.set(clusterKey(cluster), { ...cluster, hidden, isExact });
  }
}

function grouped<Key>(
  neighbours: readonly Neighbour[],
  keyOf: (neighbour: Neighbour) => Key,
): Map<Key, Neighbour[]> {
  const groups = new Map<Key, Neighbour[]>();
  for (const one of neighbours) {
    const group = groups.get(keyOf(one)) ?? [];
    group.push(one);
    groups.set(keyOf(one), group);
  }
  return groups;
}
