import type { PictureLink } from "./prepare-picture";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Arrow = "left" | "right" | "up" | "down";

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

/** Of some places the one nearest to where one stands: first by height, then by distance along the way. */
function nearest(
  ids: readonly string[],
  boxes: ReadonlyMap<string, Box>,
  from: Box,
): string | null {
  const start = middle(from);
  const found = ids.flatMap((id) => {
    const box = boxes.get(id);
    if (!box) return [];
    const end = middle(box);
    return [{ id, far: Math.abs(end.y - start.y) + Math.abs(end.x - start.x) / 1_000 }];
  });
  found.sort((a, b) => a.far - b.far);
  return found[0]?.id ?? null;
}

/** The ids above or below in the same column, in the order in which they stand. */
function inColumn(boxes: ReadonlyMap<string, Box>, from: Box): string[] {
  return [...boxes]
    .filter(([, box]) => box.x < from.x + from.width && box.x + box.width > from.x)
    .sort(([, a], [, b]) => a.y - b.y)
    .map(([id]) => id);
}

/**
 * Where an arrow key leads: left and right along the edges, against and with their direction; up and down within the
 * column. Null where there is nothing.
 */
export function walk(
  from: string,
  arrow: Arrow,
  { links, boxes }: { links: readonly PictureLink[]; boxes: ReadonlyMap<string, Box> },
): string | null {
  const here = boxes.get(from);
  if (!here) return null;
  if (arrow === "right")
    return nearest(
      links.filter(({ source }) => source === from).map(({ target }) => target),
      boxes,
      here,
    );
  if (arrow === "left")
    return nearest(
      links.filter(({ target }) => target === from).map(({ source }) => source),
      boxes,
      here,
    );
  const column = inColumn(boxes, here);
  return column[column.indexOf(from) + (arrow === "up" ? -1 : 1)] ?? null;
}
