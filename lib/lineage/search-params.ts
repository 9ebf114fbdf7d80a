import {
  createLoader,
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { DIRECTIONS, type Direction, isNodeKind, type NodeKind, parseNodeId } from "./rules/nodes";
import { WALK_LIMITS } from "./rules/walk";
import { LINEAGE_MODES } from "./schema";

export const LINEAGE_VIEWS = ["graph", "table", "impact", "difference"] as const;
export type LineageView = (typeof LINEAGE_VIEWS)[number];

export const LINEAGE_SORTS = ["distance", "title", "kind", "at"] as const;
export type LineageSort = (typeof LINEAGE_SORTS)[number];

const isDirection = (value: string): value is Direction =>
  DIRECTIONS.some((direction) => direction === value);

const nodeParser = createParser<string>({
  parse: (text) => (parseNodeId(text) ? text : null),
  serialize: (id) => id,
});

/** "run:0123…~upstream": a node of which more is shown in one direction. */
const openParser = createParser<string>({
  parse: (text) => {
    const cut = text.lastIndexOf("~");
    return parseNodeId(text.slice(0, cut)) && isDirection(text.slice(cut + 1)) ? text : null;
  },
  serialize: (key) => key,
});

/** Neighbours of one kind that a node has in one direction. */
export interface ClusterRef {
  node: string;
  direction: Direction;
  kind: NodeKind;
}

export const clusterId = ({ node, direction, kind }: ClusterRef): string =>
  `${node}~${direction}~${kind}`;

function parseCluster(text: string): ClusterRef | null {
  const [kind = "", direction = "", ...rest] = text.split("~").reverse();
  const node = rest.reverse().join("~");
  return parseNodeId(node) && isDirection(direction) && isNodeKind(kind)
    ? { node, direction, kind }
    : null;
}

const clusterParser = createParser<ClusterRef>({ parse: parseCluster, serialize: clusterId });

const momentParser = createParser<string>({
  parse: (text) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (moment) => moment,
});

const depthParser = createParser<number>({
  parse: (text) => {
    const depth = parseAsInteger.parse(text);
    return depth === null ? null : Math.min(Math.max(depth, 1), WALK_LIMITS.depth);
  },
  serialize: String,
});

/** Everything that the lineage screen shows is in its address, so that a link shows a colleague the same. */
export const lineageParams = {
  /** The node in the middle. */
  focus: nodeParser,
  /** Absent: the graph where there is room for it, else the table. */
  view: parseAsStringLiteral(LINEAGE_VIEWS),
  depth: depthParser.withDefault(2),
  /** Absent: both. */
  direction: parseAsStringLiteral(DIRECTIONS),
  mode: parseAsStringLiteral(LINEAGE_MODES).withDefault("versions"),
  /** The graph as it was then; absent for now. */
  asOf: momentParser,
  opened: parseAsArrayOf(openParser).withDefault([]),
  /** Taken out of a cluster. */
  pinned: parseAsArrayOf(nodeParser).withDefault([]),
  /** The node whose facts are shown beside. */
  selected: nodeParser,
  /** The cluster that is listed beside. */
  listed: clusterParser,
  sort: parseAsStringLiteral(LINEAGE_SORTS).withDefault("distance"),
  isDescending: parseAsBoolean.withDefault(false),
  search: parseAsString.withDefault(""),
  /** Of the impact, only what stands at an alias or a stage. */
  isInUse: parseAsBoolean.withDefault(false),
  /** The node that the focus is compared with. */
  other: nodeParser,
};

export const lineageUrlKeys = {
  focus: "node",
  direction: "dir",
  asOf: "at",
  opened: "open",
  pinned: "pin",
  selected: "sel",
  listed: "list",
  isDescending: "desc",
  search: "q",
  isInUse: "inuse",
  other: "with",
} as const;

export const loadLineageParams = createLoader(lineageParams, { urlKeys: lineageUrlKeys });

/** A model version as its page names it: what a link from there knows. */
export const loadLineageLink = createLoader({ model: parseAsString, version: parseAsInteger });

/** What of the address decides which graph is read. */
export interface LineageAsked {
  focus: string;
  depth: number;
  direction: Direction | null;
  mode: (typeof LINEAGE_MODES)[number];
  asOf: string | null;
  opened: readonly string[];
  pinned: readonly string[];
}

/** The same as the query of a graph. */
export const toGraphQuery = (asked: LineageAsked) => ({
  node: asked.focus,
  depth: asked.depth,
  directions: asked.direction ?? undefined,
  mode: asked.mode,
  asOf: asked.asOf ?? undefined,
  open: asked.opened,
  pin: asked.pinned,
});
