"use client";
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { ColumnLayout } from "./column-layout";
import { columnPlacer } from "./column-placer";
import type { ColumnWindow, GridColumn } from "./grid-column";

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
  const placePinned = useMemo(() => columnPlacer(pinned, byId, 0), [pinned, byId]);
  const placeScrolling = useMemo(
    () => columnPlacer(scrolling, byId, pinned.length),
    [scrolling, byId, pinned.length],
  );
  return useMemo(() => {
    const indexes = drawn === "" ? [] : drawn.split(" ").map(Number);
    return {
      pinned: placePinned(pinned.keys()),
      scrolling: placeScrolling(indexes),
      totalWidth,
    };
  }, [pinned, placePinned, placeScrolling, totalWidth, drawn]);
}
