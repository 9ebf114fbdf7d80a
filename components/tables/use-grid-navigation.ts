"use client";
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from "react";
import { type ColumnLayout, scrollToShow } from "./column-layout";
import { type ActiveCell, type GridIntent, intentOfKey, moveActiveCell } from "./grid-keys";

const CONTROLS = "a, button, input, select, textarea, [role='menuitem'], [role='menu']";
const TEXT_CONTROLS = "textarea, select, input:not([type='checkbox'])";

/** A click or a press that belongs to something inside a cell. */
export function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest(CONTROLS) !== null;
}

/** A link or a button keeps its own Enter and Space. */
function isOwnKey(event: KeyboardEvent): boolean {
  const control = event.target instanceof Element ? event.target.closest(CONTROLS) : null;
  if (!control) return false;
  return control.matches(TEXT_CONTROLS) || event.key === "Enter" || event.key === " ";
}

export function cellAt(target: EventTarget, columnIds: readonly string[]): ActiveCell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  const row = cell?.closest<HTMLElement>("[data-row]");
  if (!cell || !row) return null;
  const column = columnIds.indexOf(cell.dataset.column ?? "");
  return column < 0 ? null : { row: Number(row.dataset.row), column };
}

interface NavigationInput {
  scroller: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  active: { row: number; columnId: string | null };
  setActive: (active: { row: number; columnId: string | null }) => void;
  rowCount: number;
  pageRows: number;
  scrollToRow: (index: number) => void;
  /** Everything but moving. Answers whether it meant anything; if not, the key is left to the page. */
  onIntent: (
    intent: GridIntent,
    cell: ActiveCell,
    columnIdAt: (column: number) => string | undefined,
  ) => boolean;
  /** Answers true when it did something else instead of moving. */
  beforeMove: (to: ActiveCell, from: ActiveCell) => boolean;
  onMove: (to: ActiveCell, from: ActiveCell, isExtending: boolean) => void;
}

function focusCell(scroller: HTMLElement | null, row: number, columnId: string): void {
  scroller
    ?.querySelector<HTMLElement>(`[data-row="${row}"] [data-column="${CSS.escape(columnId)}"]`)
    ?.focus({ preventScroll: true });
}

/** The one cell that the Tab key reaches, and how keys move it. */
export function useGridNavigation({
  scroller,
  layout,
  active,
  setActive,
  rowCount,
  pageRows,
  scrollToRow,
  onIntent,
  beforeMove,
  onMove,
}: NavigationInput) {
  const spans = [...layout.pinned, ...layout.scrolling];
  const columnIds = spans.map(({ id }) => id);
  const first = Math.min(1, columnIds.length - 1);
  const found = active.columnId === null ? first : columnIds.indexOf(active.columnId);
  const cell: ActiveCell = {
    row: Math.min(active.row, rowCount - 1),
    column: found < 0 ? first : found,
  };
  const columnId = columnIds[cell.column] ?? null;
  const shouldFocus = useRef(false);
  useLayoutEffect(() => {
    if (!shouldFocus.current || columnId === null) return;
    shouldFocus.current = false;
    focusCell(scroller.current, cell.row, columnId);
  });

  const goTo = (to: ActiveCell) => {
    const element = scroller.current;
    const span = spans[to.column];
    if (!element || !span) return;
    shouldFocus.current = true;
    setActive({ row: to.row, columnId: span.id });
    if (to.row >= 0) scrollToRow(to.row);
    if (to.column < layout.pinned.length) return;
    const view = { scrollLeft: element.scrollLeft, width: element.clientWidth };
    const left = scrollToShow(span, layout, view);
    if (left !== null) element.scrollLeft = left;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isOwnKey(event)) return;
    const intent = intentOfKey(event);
    if (!intent) return;
    const to = moveActiveCell(cell, intent, { rows: rowCount, columns: spans.length, pageRows });
    if (to === cell) {
      if (onIntent(intent, cell, (column) => columnIds[column])) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (beforeMove(to, cell)) return;
    goTo(to);
    onMove(to, cell, "isExtending" in intent && intent.isExtending);
  };

  const onFocus = (event: FocusEvent) => {
    const to = cellAt(event.target, columnIds);
    if (!to || (to.row === cell.row && to.column === cell.column)) return;
    setActive({ row: to.row, columnId: columnIds[to.column] ?? null });
  };

  return { cell, columnId, columnIds, goTo, onKeyDown, onFocus };
}
