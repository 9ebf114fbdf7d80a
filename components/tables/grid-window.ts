import type { ColumnLayout } from "./column-layout";

/** Rows and columns drawn beyond those in sight, so that a scroll meets no gap. */
const ROW_OVERSCAN = 8;
const COLUMN_OVERSCAN = 2;

/** The indexes of a range; the one that has the focus too, wherever it is: out of the document, its focus would be lost. */
export function indexesOf(first: number, last: number, active: number, count: number): number[] {
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  if (active < 0 || active >= count || (active >= first && active <= last)) return indexes;
  return active < first ? [active, ...indexes] : [...indexes, active];
}

/** How many rows fit, those cut in half included. */
export function rowsInSight(height: number, rowHeight: number): number {
  return Math.max(0, Math.ceil(height / rowHeight));
}

/** The rows to draw, by the first one in sight. */
export function rowsToDraw(
  first: number,
  inSight: number,
  count: number,
): { first: number; last: number } {
  const top = Math.max(0, Math.min(first, count - inSight));
  return {
    first: Math.max(0, top - ROW_OVERSCAN),
    last: Math.min(count - 1, top + inSight + ROW_OVERSCAN),
  };
}

/** Where a scroll must go for a row to be seen whole below the header; null when it is already. */
export function scrollToRow(
  row: number,
  rowHeight: number,
  view: { top: number; height: number },
): number | null {
  const top = row * rowHeight;
  if (top < view.top) return top;
  const bottom = top + rowHeight - view.height;
  return bottom > view.top ? bottom : null;
}

/** The first of some sorted spans that ends beyond a point; as many as there are when none does. */
function firstBeyond(spans: ColumnLayout["scrolling"], point: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (span && span.start + span.width <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The scrolling columns to draw, by their places among themselves. */
export function columnsToDraw(
  { scrolling, pinnedWidth }: Pick<ColumnLayout, "scrolling" | "pinnedWidth">,
  view: { left: number; width: number },
): { first: number; last: number } {
  const first = firstBeyond(scrolling, view.left + pinnedWidth);
  const last = firstBeyond(scrolling, view.left + view.width);
  return {
    first: Math.max(0, first - COLUMN_OVERSCAN),
    last: Math.min(scrolling.length - 1, last + COLUMN_OVERSCAN),
  };
}
