"use client";
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { ColumnLayout } from "./column-layout";
import { scrollToShow } from "./column-layout";
import { type ActiveCell, type GridIntent, intentOfKey, moveActiveCell } from "./grid-keys";

/** Marks what a press or a click inside a cell belongs to, so that the grid leaves it alone. */
const CONTROLS = "a, button, input, select, textarea, [role='menuitem']";

interface NavigationInput {
  scroller: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  rowCount: number;
  pageRows: number;
  scrollToRow: (index: number) => void;
  /** Everything but moving. */
  onIntent: (intent: GridIntent, cell: ActiveCell) => void;
  onMove: (to: ActiveCell, from: ActiveCell, isExtending: boolean) => void;
}

export interface ActivePlace extends ActiveCell {
  columnId: string | null;
}

function cellAt(target: EventTarget, columnIds: readonly string[]): ActiveCell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  const row = cell?.closest<HTMLElement>("[data-row]");
  if (!cell || !row) return null;
  const column = columnIds.indexOf(cell.dataset.column ?? "");
  return column < 0 ? null : { row: Number(row.dataset.row), column };
}

/** A link or a button keeps its own Enter and Space. */
function isOwnKey(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  const control = event.target.closest(CONTROLS);
  if (!control) return false;
  const isText = control.matches("textarea, select, input:not([type='checkbox'])");
  return isText || event.key === "Enter" || event.key === " ";
}

function useFocusFollower(scroller: RefObject<HTMLDivElement | null>, place: ActivePlace) {
  const shouldFocus = useRef(false);
  useLayoutEffect(() => {
    if (!shouldFocus.current || place.columnId === null) return;
    shouldFocus.current = false;
    const row = scroller.current?.querySelector(`[data-row="${place.row}"]`);
    const cell = row?.querySelector<HTMLElement>(`[data-column="${CSS.escape(place.columnId)}"]`);
    cell?.focus({ preventScroll: true });
  }, [scroller, place.row, place.columnId]);
  return shouldFocus;
}

/** The one cell that the Tab key reaches, and how keys move it. */
export function useGridNavigation({
  scroller,
  layout,
  rowCount,
  pageRows,
  scrollToRow,
  onIntent,
  onMove,
}: NavigationInput) {
  const spans = [...layout.pinned, ...layout.scrolling];
  const columnIds = spans.map(({ id }) => id);
  const [wanted, setWanted] = useState<{ row: number; columnId: string | null }>({
    row: 0,
    columnId: null,
  });
  const firstData = Math.min(1, columnIds.length - 1);
  const found = wanted.columnId === null ? firstData : columnIds.indexOf(wanted.columnId);
  const cell: ActiveCell = {
    row: Math.min(wanted.row, rowCount - 1),
    column: found < 0 ? firstData : found,
  };
  const place: ActivePlace = { ...cell, columnId: columnIds[cell.column] ?? null };
  const shouldFocus = useFocusFollower(scroller, place);

  const goTo = useCallback(
    (to: ActiveCell) => {
      const element = scroller.current;
      const span = spans[to.column];
      if (!element || !span) return;
      shouldFocus.current = true;
      setWanted({ row: to.row, columnId: span.id });
      if (to.row >= 0) scrollToRow(to.row);
      if (to.column < layout.pinned.length) return;
      const view = { scrollLeft: element.scrollLeft, width: element.clientWidth };
      const left = scrollToShow(span, layout, view);
      if (left !== null) element.scrollLeft = left;
    },
    [scroller, spans, layout, scrollToRow, shouldFocus],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isOwnKey(event)) return;
    const intent = intentOfKey(event);
    if (!intent) return;
    event.preventDefault();
    const to = moveActiveCell(cell, intent, { rows: rowCount, columns: spans.length, pageRows });
    if (to === cell) onIntent(intent, cell);
    else {
      goTo(to);
      onMove(to, cell, "isExtending" in intent && intent.isExtending);
    }
  };

  const onFocus = (event: FocusEvent) => {
    const to = cellAt(event.target, columnIds);
    if (!to || (to.row === cell.row && to.column === cell.column)) return;
    setWanted({ row: to.row, columnId: columnIds[to.column] ?? null });
  };

  return { place, goTo, onKeyDown, onFocus };
}
