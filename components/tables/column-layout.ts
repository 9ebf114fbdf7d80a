/** Pure arithmetic of columns: their order, which stay at the left, how wide they are. */

export const MIN_COLUMN_WIDTH = 56;
export const MAX_COLUMN_WIDTH = 720;

/** Of the width there is, how much may be taken by columns that do not scroll. */
const PINNED_SHARE = 0.62;
/** The same for those that can be made narrower on a phone, so that a whole column is seen beside them. */
const PHONE_SHARE = 0.46;
const PHONE_WIDTH = 430;

export interface ColumnArrangement {
  /** Ids of the visible columns from left to right; unknown ones are ignored. */
  order: readonly string[];
  pinned: readonly string[];
  widths: Readonly<Record<string, number>>;
}

export interface SizedColumn {
  id: string;
  width: number;
  minWidth?: number | undefined;
}

export interface ColumnSpan {
  id: string;
  width: number;
  /** Distance from the left edge of the table. */
  start: number;
}

export interface ColumnLayout {
  pinned: ColumnSpan[];
  scrolling: ColumnSpan[];
  pinnedWidth: number;
  totalWidth: number;
}

export function clampWidth(width: number, minWidth = MIN_COLUMN_WIDTH): number {
  return Math.round(Math.min(MAX_COLUMN_WIDTH, Math.max(minWidth, width)));
}

/**
 * Where every column stands: those that stay at the left, then those that scroll. Pinned ones that would leave too
 * little room to read the rest are made narrower, as far as they say they may be, or else scroll like any other: a phone
 * can still use the table.
 */
export function layOutColumns(
  pinned: readonly SizedColumn[],
  scrolling: readonly SizedColumn[],
  viewportWidth: number,
): ColumnLayout {
  const room = viewportWidth * PINNED_SHARE;
  const comfort = viewportWidth < PHONE_WIDTH ? viewportWidth * PHONE_SHARE : room;
  const layout: ColumnLayout = { pinned: [], scrolling: [], pinnedWidth: 0, totalWidth: 0 };
  const place = (column: SizedColumn, mayStay: boolean) => {
    const wanted = clampWidth(column.width, column.minWidth);
    const least = column.minWidth ?? wanted;
    const left = Math.floor(comfort - layout.pinnedWidth);
    const mayShrink = mayStay && wanted > left && layout.pinnedWidth + least <= room;
    const width = mayShrink ? Math.max(left, least) : wanted;
    const span = { id: column.id, width, start: layout.totalWidth };
    layout.totalWidth += width;
    if (mayStay && layout.scrolling.length === 0 && layout.totalWidth <= room) {
      layout.pinned.push(span);
      layout.pinnedWidth = layout.totalWidth;
    } else layout.scrolling.push(span);
  };
  for (const column of pinned) place(column, true);
  for (const column of scrolling) place(column, false);
  return layout;
}

/** The order after dragging `id` onto `target`, to its left or its right. */
export function moveColumn(
  order: readonly string[],
  id: string,
  target: string,
  side: "before" | "after",
): string[] {
  if (id === target) return [...order];
  const rest = order.filter((other) => other !== id);
  const at = rest.indexOf(target);
  if (at < 0) return [...order];
  rest.splice(side === "before" ? at : at + 1, 0, id);
  return rest;
}

/** The order after moving `id` by some places, stopping at the ends. */
export function shiftColumn(order: readonly string[], id: string, by: number): string[] {
  const from = order.indexOf(id);
  if (from < 0) return [...order];
  const rest = order.filter((other) => other !== id);
  rest.splice(Math.min(rest.length, Math.max(0, from + by)), 0, id);
  return rest;
}

/** Where a scroll must go for a column to be seen whole beside the pinned ones; null when it is already. */
export function scrollToShow(
  { start, width }: ColumnSpan,
  { pinnedWidth }: Pick<ColumnLayout, "pinnedWidth">,
  viewport: { scrollLeft: number; width: number },
): number | null {
  const left = start - pinnedWidth;
  const right = start + width - viewport.width;
  if (viewport.scrollLeft > left) return Math.max(0, left);
  if (viewport.scrollLeft < right) return Math.min(left, right);
  return null;
}
