"use client";
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { ColumnLayout } from "./column-layout";
import type { ColumnWindow, GridColumn, PlacedColumn } from "./grid-column";

const ROW_OVERSCAN = 8;
const COLUMN_OVERSCAN = 2;

/** What the server assumes of the window, so that the first HTML already holds the rows. */
const FIRST_SIZE = { width: 1280, height: 900 };

/** The range plus the item that has focus: scrolled out of sight it must stay in the document, or focus is lost. */
function withActive(range: Range, active: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (active < 0 || active >= range.count || indexes.includes(active)) return indexes;
  return [...indexes, active].sort((left, right) => left - right);
}

export function useViewportWidth(scroller: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(FIRST_SIZE.width);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return width;
}

interface RowWindowInput {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  rowHeight: number;
  headerHeight: number;
  activeRow: number;
}

export function useRowWindow({
  scroller,
  count,
  rowHeight,
  headerHeight,
  activeRow,
}: RowWindowInput) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: ROW_OVERSCAN,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    initialRect: FIRST_SIZE,
    rangeExtractor: (range) => withActive(range, activeRow),
  });
  useEffect(() => {
    if (rowHeight > 0) rows.measure();
  }, [rows, rowHeight]);
  return rows;
}

function place<Row>(
  spans: ColumnLayout["pinned"],
  indexes: Iterable<number>,
  byId: ReadonlyMap<string, GridColumn<Row>>,
  offset: number,
): PlacedColumn<Row>[] {
  const placed: PlacedColumn<Row>[] = [];
  for (const index of indexes) {
    const span = spans[index];
    const column = span && byId.get(span.id);
    if (span && column) placed.push({ ...span, column, position: offset + index + 1 });
  }
  return placed;
}

/** The columns to draw. The answer stays the same object while the same columns are in sight, so rows can be kept. */
export function useColumnWindow<Row>(
  scroller: RefObject<HTMLDivElement | null>,
  columns: readonly GridColumn<Row>[],
  layout: ColumnLayout,
  activeColumn: string | null,
): ColumnWindow<Row> {
  const { pinned, scrolling, pinnedWidth, totalWidth } = layout;
  const active = scrolling.findIndex(({ id }) => id === activeColumn);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: scrolling.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => scrolling[index]?.width ?? 0,
    paddingStart: pinnedWidth,
    overscan: COLUMN_OVERSCAN,
    initialRect: FIRST_SIZE,
    rangeExtractor: (range) => withActive(range, active),
  });
  useLayoutEffect(() => {
    if (scrolling.length > 0) virtualizer.measure();
  }, [virtualizer, scrolling]);
  const drawn = virtualizer
    .getVirtualItems()
    .map(({ index }) => index)
    .join(" ");
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  return useMemo(() => {
    const indexes = drawn === "" ? [] : drawn.split(" ").map(Number);
    return {
      pinned: place(pinned, pinned.keys(), byId, 0),
      scrolling: place(scrolling, indexes, byId, pinned.length),
      totalWidth,
    };
  }, [pinned, scrolling, totalWidth, byId, drawn]);
}
