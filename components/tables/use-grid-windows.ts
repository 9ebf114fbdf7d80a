"use client";
import { type RefObject, useCallback, useMemo, useSyncExternalStore } from "react";
import type { ColumnLayout } from "./column-layout";
import { columnPlacer } from "./column-placer";
import type { ColumnWindow, GridColumn } from "./grid-column";
import { FIRST_SIZE, type GridViewport } from "./grid-viewport";
import { columnsToDraw, indexesOf, rowsInSight, rowsToDraw, scrollToRow } from "./grid-window";

export function useViewportWidth(viewport: GridViewport): number {
  return useSyncExternalStore(
    viewport.subscribe,
    () => viewport.width,
    () => FIRST_SIZE.width,
  );
}

interface RowWindowInput {
  count: number;
  rowHeight: number;
  headerHeight: number;
  activeRow: number;
}

export interface RowWindow {
  indexes: readonly number[];
  /** The rows in sight. The one that has the focus is drawn wherever it is, so the drawn rows do not tell. */
  firstRow: number;
  lastRow: number;
}

/** The rows to draw: another answer only when a row has come into sight. */
export function useRowWindow(viewport: GridViewport, input: RowWindowInput): RowWindow {
  const { count, rowHeight, headerHeight, activeRow } = input;
  const top = useSyncExternalStore(
    viewport.subscribe,
    () => Math.floor(viewport.top / rowHeight),
    () => 0,
  );
  const inSight = useSyncExternalStore(
    viewport.subscribe,
    () => rowsInSight(viewport.height - headerHeight, rowHeight),
    () => rowsInSight(FIRST_SIZE.height, rowHeight),
  );
  return useMemo(() => {
    const { first, last } = rowsToDraw(top, inSight, count);
    return {
      indexes: indexesOf(first, last, activeRow, count),
      firstRow: top,
      lastRow: Math.min(count - 1, top + inSight),
    };
  }, [top, inSight, count, activeRow]);
}

/** Brings a row into sight. */
export function useScrollToRow(
  scroller: RefObject<HTMLDivElement | null>,
  rowHeight: number,
  headerHeight: number,
): (row: number) => void {
  return useCallback(
    (row) => {
      const element = scroller.current;
      if (!element) return;
      const height = element.clientHeight - headerHeight;
      const to = scrollToRow(row, rowHeight, { top: element.scrollTop, height });
      if (to !== null) element.scrollTop = to;
    },
    [scroller, rowHeight, headerHeight],
  );
}

/** The columns to draw. The answer stays the same object while the same columns are in sight, so rows can be kept. */
export function useColumnWindow<Row>(
  viewport: GridViewport,
  columns: readonly GridColumn<Row>[],
  layout: ColumnLayout,
  activeColumn: string | null,
): ColumnWindow<Row> {
  const { pinned, scrolling, totalWidth } = layout;
  const active = scrolling.findIndex(({ id }) => id === activeColumn);
  const spell = (view: { left: number; width: number }) => {
    const { first, last } = columnsToDraw(layout, view);
    return `${first} ${last}`;
  };
  const drawn = useSyncExternalStore(
    viewport.subscribe,
    () => spell(viewport),
    () => spell({ left: 0, width: FIRST_SIZE.width }),
  );
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const placePinned = useMemo(() => columnPlacer(pinned, byId, 0), [pinned, byId]);
  const placeScrolling = useMemo(
    () => columnPlacer(scrolling, byId, pinned.length),
    [scrolling, byId, pinned.length],
  );
  return useMemo(() => {
    const [first = 0, last = -1] = drawn.split(" ").map(Number);
    return {
      pinned: placePinned(pinned.keys()),
      scrolling: placeScrolling(indexesOf(first, last, active, scrolling.length)),
      totalWidth,
    };
  }, [pinned, scrolling.length, placePinned, placeScrolling, totalWidth, drawn, active]);
}
