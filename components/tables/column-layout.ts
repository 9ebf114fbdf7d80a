/** Pure arithmetic of columns: their order, which stay at the left, how wide they are. */

export const MIN_COLUMN_WIDTH = 56;
export const MAX_COLUMN_WIDTH = 720;

/** Of the width there is, how much may be taken by columns that do not scroll. */
const PINNED_SHARE = 0.62;

export interface ColumnArrangement {
  /** Ids of the visible columns from left to right; unknown ones are ignored, absent ones follow in their own order. */
  order: readonly string[];
  pinned: readonly string[];
  widths: Readonly<Record<string, number>>;
}

export interface SizedColumn {
  id: string;
  width: number;
  minWidth?: number | undefined;
  /** Always first and always pinned: the checkbox, the name. */
  isFixed?: boolean | undefined;
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

function ordered<Column extends SizedColumn>(
  columns: readonly Column[],
  order: readonly string[],
): Column[] {
  const rank = new Map(order.map((id, index) => [id, index]));
  const rankOf = ({ id, isFixed }: Column) => (isFixed ? -1 : (rank.get(id) ?? order.length));
  return columns.toSorted((left, right) => rankOf(left) - rankOf(right));
}

/**
 * Where every column stands. Pinned ones come first; those that would leave too little room to read the rest scroll
 * like any other, so that a phone can still use the table.
 */
export function layOutColumns(
  columns: readonly SizedColumn[],
  { order, pinned, widths }: ColumnArrangement,
  viewportWidth: number,
): ColumnLayout {
  const isPinned = new Set(pinned);
  const sorted = ordered(columns, order);
  const stays = sorted.filter((column) => column.isFixed || isPinned.has(column.id));
  const flows = sorted.filter((column) => !column.isFixed && !isPinned.has(column.id));
  const room = viewportWidth * PINNED_SHARE;
  const layout: ColumnLayout = { pinned: [], scrolling: [], pinnedWidth: 0, totalWidth: 0 };
  let hasOverflown = false;
  for (const column of [...stays, ...flows]) {
    const width = clampWidth(widths[column.id] ?? column.width, column.minWidth);
    const span = { id: column.id, width, start: layout.totalWidth };
    layout.totalWidth += width;
    const mayStay = layout.scrolling.length === 0 && !hasOverflown && stays.includes(column);
    if (mayStay && (layout.totalWidth <= room || viewportWidth === 0)) {
      layout.pinned.push(span);
      layout.pinnedWidth = layout.totalWidth;
    } else {
      hasOverflown = true;
      layout.scrolling.push(span);
    }
  }
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
