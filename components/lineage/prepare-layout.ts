import type { ElkNode } from "elkjs/lib/elk-api";
import type { Picture, PictureItem, PictureLink } from "./prepare-picture";
import type { Box } from "./prepare-walk";

export interface Point {
  x: number;
  y: number;
}

export interface Layout {
  boxes: ReadonlyMap<string, Box>;
  /** The corners of each line, from its source to its target. */
  lines: ReadonlyMap<string, readonly Point[]>;
}

export const NO_LAYOUT: Layout = { boxes: new Map(), lines: new Map() };

const SIZES = {
  node: { width: 224, height: 60 },
  cluster: { width: 190, height: 34 },
} as const satisfies Record<PictureItem["type"], { width: number; height: number }>;

export const sizeOf = ({ type }: Pick<PictureItem, "type">) => SIZES[type];

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.mergeEdges": "true",
  "elk.layered.spacing.nodeNodeBetweenLayers": "98",
  "elk.layered.spacing.edgeNodeBetweenLayers": "20",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.componentComponent": "48",
  "elk.padding": "[left=0,top=0,right=0,bottom=0]",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
  // Chance would draw the same graph in two ways.
  "elk.randomSeed": "1",
} as const;

/** From here on keeping siblings in their order would take ELK ten seconds where arranging them freely takes a third of one. */
const MANY_ITEMS = 150;
const OPTIONS_FOR_MANY = {
  "elk.layered.considerModelOrder.strategy": "NONE",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
} as const;
/** What stood above something else keeps standing above it, as their positions say. */
const ORDER_OF_MANY = { "elk.layered.crossingMinimization.strategy": "INTERACTIVE" } as const;
const ORDER_OF_FEW = { "elk.layered.crossingMinimization.forceNodeModelOrder": "true" } as const;

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Newest first, as lists are; a cluster after what it belongs to. */
function inOrder(items: readonly PictureItem[]): PictureItem[] {
  const at = (item: PictureItem) => (item.type === "node" ? (item.node.at ?? 0) : -1);
  return items.toSorted((a, b) => at(b) - at(a) || byText(a.id, b.id));
}

/** How high each item stood, and what is new as high as what it hangs on. */
function heights({ items, links }: Picture, before: Layout): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { id } of items) {
    const box = before.boxes.get(id);
    if (box) found.set(id, box.y + box.height / 2);
  }
  for (let isGrowing = true; isGrowing; ) {
    const next = links.flatMap(({ source, target }) => {
      const [from, to] = [found.get(source), found.get(target)];
      if (from !== undefined && to === undefined) return [[target, from] as const];
      return to !== undefined && from === undefined ? [[source, to] as const] : [];
    });
    for (const [id, height] of next) found.set(id, height);
    isGrowing = next.length > 0;
  }
  return found;
}

/**
 * What ELK is asked to lay out. Where something stood before, what stood above what keeps standing above it, and what is
 * new goes beside what it hangs on; else ELK is free to cross as few lines as it can.
 */
export function toElkGraph(picture: Picture, before: Layout): ElkNode {
  const { items, links } = picture;
  const known = new Set(items.map(({ id }) => id));
  const height = heights(picture, before);
  const isMany = items.length > MANY_ITEMS;
  const high = ({ id }: PictureItem) => height.get(id) ?? 0;
  return {
    id: "lineage",
    layoutOptions: {
      ...OPTIONS,
      ...(isMany ? OPTIONS_FOR_MANY : {}),
      ...(height.size === 0 ? {} : isMany ? ORDER_OF_MANY : ORDER_OF_FEW),
    },
    children: inOrder(items)
      .toSorted((a, b) => high(a) - high(b))
      .map((item) => ({ id: item.id, ...sizeOf(item), x: 0, y: high(item) })),
    edges: links
      .filter(({ source, target }) => known.has(source) && known.has(target) && source !== target)
      .toSorted((a, b) => byText(a.id, b.id))
      .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  };
}

/** What ELK answered. */
export function toLayout(graph: ElkNode): Layout {
  const boxes = (graph.children ?? []).map(
    ({ id, x = 0, y = 0, width = 0, height = 0 }) => [id, { x, y, width, height }] as const,
  );
  const lines = (graph.edges ?? []).map(({ id, sections = [] }) => {
    const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
    return [id, points] as const;
  });
  return { boxes: new Map(boxes), lines: new Map(lines) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** By how much a layout is to be moved so that what one looks at stays where it was: the anchor, or else most of it. */
function shiftOf(layout: Layout, before: Layout, anchor: string | null): Point {
  const moved = (id: string) => {
    const [now, then] = [layout.boxes.get(id), before.boxes.get(id)];
    return now && then ? [{ x: then.x - now.x, y: then.y - now.y }] : [];
  };
  const [atAnchor] = anchor === null ? [] : moved(anchor);
  if (atAnchor) return atAnchor;
  const all = [...layout.boxes.keys()].flatMap(moved);
  return { x: median(all.map(({ x }) => x)), y: median(all.map(({ y }) => y)) };
}

/** The same layout where the eye expects it: what was acted on stands where it stood before. */
export function settle(layout: Layout, before: Layout, anchor: string | null): Layout {
  const by = shiftOf(layout, before, anchor);
  if (by.x === 0 && by.y === 0) return layout;
  const move = <At extends Point>(point: At): At => ({
    ...point,
    x: point.x + by.x,
    y: point.y + by.y,
  });
  return {
    boxes: new Map([...layout.boxes].map(([id, box]) => [id, move(box)])),
    lines: new Map([...layout.lines].map(([id, points]) => [id, points.map(move)])),
  };
}

const CORNER = 8;

/** A line with round corners, as an SVG path. */
export function pathOf(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (!start) return "";
  const parts = [`M${start.x} ${start.y}`];
  for (const [index, corner] of rest.entries()) {
    const next = rest[index + 1];
    const previous = index === 0 ? start : rest[index - 1];
    if (!next || !previous) {
      parts.push(`L${corner.x} ${corner.y}`);
      continue;
    }
    const before = Math.hypot(corner.x - previous.x, corner.y - previous.y);
    const after = Math.hypot(next.x - corner.x, next.y - corner.y);
    const round = Math.min(CORNER, before / 2, after / 2);
    const toward = (to: Point, length: number) =>
      length === 0
        ? corner
        : {
            x: corner.x + ((to.x - corner.x) * round) / length,
            y: corner.y + ((to.y - corner.y) * round) / length,
          };
    const [from, to] = [toward(previous, before), toward(next, after)];
    parts.push(`L${from.x} ${from.y} Q${corner.x} ${corner.y} ${to.x} ${to.y}`);
  }
  return parts.join(" ");
}

/** Where what a line says is written: on its last stretch, or on its first one when many lines end in one place. */
export function labelPlace(points: readonly Point[], sharesEnd: boolean): Point | null {
  const [from, to] = sharesEnd ? points.slice(0, 2) : points.slice(-2);
  return from && to ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } : null;
}

/** The links that share their end with others and not their beginning. */
export function sharedEnds(links: readonly PictureLink[]): ReadonlySet<string> {
  const count = (pick: (link: PictureLink) => string) => {
    const counts = new Map<string, number>();
    for (const link of links) counts.set(pick(link), (counts.get(pick(link)) ?? 0) + 1);
    return counts;
  };
  const [ends, starts] = [count(({ target }) => target), count(({ source }) => source)];
  return new Set(
    links
      .filter(({ source, target }) => (ends.get(target) ?? 0) > 1 && starts.get(source) === 1)
      .map(({ id }) => id),
  );
}
