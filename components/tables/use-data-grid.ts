"use client";
import {
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import type { CellSpot } from "./grid-cell-actions";
import { type GridColumn, SELECT_COLUMN } from "./grid-column";
import { nextSort } from "./grid-header";
import type { ActiveCell, GridIntent } from "./grid-keys";
import type { DataGridProps } from "./grid-props";
import { type GridViewport, useGridViewport } from "./grid-viewport";
import { countSelected } from "./row-selection";
import { useColumnDrag, useColumnResize } from "./use-column-gestures";
import { useColumnLayout } from "./use-column-layout";
import { useGridCommands } from "./use-grid-commands";
import { cellAt, isControl, useGridNavigation } from "./use-grid-navigation";
import { useGridSelection } from "./use-grid-selection";
import { useScrollToRow, useViewportWidth } from "./use-grid-windows";
import { useLatest } from "./use-latest";
import { useRowHeight } from "./use-row-height";

export const HEADER_HEIGHT = 32;
const SELECT_WIDTH = 40;

function withSelectColumn<Row>(columns: readonly GridColumn<Row>[]): readonly GridColumn<Row>[] {
  const select: GridColumn<Row> = {
    id: SELECT_COLUMN,
    label: "Selection",
    width: SELECT_WIDTH,
    minWidth: SELECT_WIDTH,
    isFixed: true,
    render: () => null,
  };
  return [select, ...columns];
}

/** Columns as they stand: layout, resizing, dragging, and what can be done to them. */
export function useGridColumns<Row>(
  props: DataGridProps<Row>,
  scroller: RefObject<HTMLDivElement | null>,
  viewport: GridViewport,
) {
  const { arrangement, onArrange, onSort, onHide, onSelect } = props;
  const canSelect = onSelect !== undefined;
  const columns = useMemo(
    () => (canSelect ? withSelectColumn(props.columns) : props.columns),
    [canSelect, props.columns],
  );
  const [live, setLive] = useState<{ id: string; width: number } | null>(null);
  const arranged = useMemo(
    () =>
      live
        ? { ...arrangement, widths: { ...arrangement.widths, [live.id]: live.width } }
        : arrangement,
    [arrangement, live],
  );
  const layout = useColumnLayout(columns, arranged, useViewportWidth(viewport));
  const actions = useGridCommands({
    scroller,
    columns,
    layout,
    arrangement,
    onArrange,
    onSort,
    onHide,
  });
  const startResize = useColumnResize(setLive, actions.resize);
  const fixed = columns.filter(({ isFixed }) => isFixed).length;
  const dragging = useColumnDrag({ scroller, layout, fixed, onDrop: actions.drop });
  return { columns, layout, startResize, ...actions, ...dragging };
}

interface IntentInput<Row> {
  props: DataGridProps<Row>;
  columnIdAt: (column: number) => string | undefined;
  grid: Pick<ReturnType<typeof useGridColumns<Row>>, "columns" | "commands" | "resizeBy">;
  selecting: ReturnType<typeof useGridSelection<Row>>;
  openCellMenu: (spot: CellSpot) => void;
  openColumnMenu: (id: string) => void;
}

/** Carries out a key on a header cell. Answers whether it meant anything there. */
function onHeaderIntent<Row>(
  { props, grid, selecting, openColumnMenu }: IntentInput<Row>,
  intent: GridIntent,
  columnId: string,
): boolean {
  const column = grid.columns.find(({ id }) => id === columnId);
  if (!column) return false;
  const isSelect = columnId === SELECT_COLUMN;
  switch (intent.kind) {
    case "open":
      if (column.isSortable)
        grid.commands.sort(nextSort(columnId, props.sort, column.align !== "end"));
      return column.isSortable ?? false;
    case "peek":
    case "toggle-row":
      if (isSelect) selecting.toggleAll();
      else openColumnMenu(columnId);
      return true;
    case "menu":
      if (!isSelect) openColumnMenu(columnId);
      return !isSelect;
    default:
      return false;
  }
}

function onRowIntent<Row>(
  { props, selecting, openCellMenu }: IntentInput<Row>,
  intent: GridIntent,
  row: Row,
  spot: CellSpot,
): boolean {
  switch (intent.kind) {
    case "open":
    case "open-in-new-tab":
      props.onOpen(row, intent.kind === "open-in-new-tab");
      return true;
    case "peek":
      if (spot.columnId === SELECT_COLUMN) selecting.toggle(spot.row, false);
      else props.onPeek?.(row);
      return true;
    case "toggle-row":
      selecting.toggle(spot.row, false);
      return true;
    case "mark":
      props.onMark?.(row);
      return props.onMark !== undefined;
    case "menu":
      openCellMenu(spot);
      return true;
    default:
      return false;
  }
}

function onGridIntent<Row>(input: IntentInput<Row>, intent: GridIntent, cell: ActiveCell): boolean {
  const { props, grid, selecting } = input;
  const columnId = input.columnIdAt(cell.column);
  if (columnId === undefined) return false;
  switch (intent.kind) {
    case "select-all":
      selecting.selectAll();
      return props.onSelect !== undefined;
    case "clear": {
      const hasSelection = countSelected(props.selection, props.totalRows) > 0;
      if (hasSelection && !props.peekedId) selecting.clear();
      return hasSelection && !props.peekedId;
    }
    case "move-column":
      grid.commands.shift(columnId, intent.by);
      return true;
    case "resize-column":
      grid.resizeBy(columnId, intent.by);
      return true;
    default: {
      if (cell.row < 0) return onHeaderIntent(input, intent, columnId);
      const row = props.rowAt(cell.row);
      return row !== undefined && onRowIntent(input, intent, row, { row: cell.row, columnId });
    }
  }
}

/** Right and left open and close a nested row when its name has the focus, as trees do. */
function expandByArrow<Row>(props: DataGridProps<Row>, to: ActiveCell, from: ActiveCell): boolean {
  if (!props.onExpand || to.row !== from.row || from.row < 0) return false;
  const isName = from.column === (props.onSelect ? 1 : 0);
  const row = isName ? props.rowAt(from.row) : undefined;
  if (row === undefined) return false;
  const wanted = to.column > from.column;
  if (props.isExpandedOf?.(row) !== !wanted) return false;
  props.onExpand(row, wanted);
  return true;
}

/** Says of the cell under the pointer what it does not show whole. One handler, instead of an attribute in every cell. */
function useCellTitles<Row>(
  columns: readonly GridColumn<Row>[],
  rowAt: DataGridProps<Row>["rowAt"],
): (event: { target: EventTarget }) => void {
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  return ({ target }) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>("td[data-column]") : null;
    const titleOf = byId.get(cell?.dataset.column ?? "")?.titleOf;
    if (!cell || !titleOf) return;
    const row = rowAt(Number(cell.closest<HTMLElement>("[data-row]")?.dataset.row ?? -1));
    cell.title = (row === undefined ? undefined : titleOf(row)) ?? "";
  };
}

export function useDataGrid<Row>(
  props: DataGridProps<Row>,
  scroller: RefObject<HTMLDivElement | null>,
) {
  const { rowCount, totalRows, rowAt, idOf, selection, onSelect, resetKey } = props;
  const rowHeight = useRowHeight();
  const viewport = useGridViewport(scroller);
  const grid = useGridColumns(props, scroller, viewport);
  const selecting = useGridSelection({ selection, onSelect, rowCount, totalRows, rowAt, idOf });
  const [menuColumn, openColumnMenu] = useState<string | null>(null);
  const [cellMenu, openCellMenu] = useState<CellSpot | null>(null);
  const [active, setActive] = useState<{ row: number; columnId: string | null }>({
    row: 0,
    columnId: null,
  });
  const scrollToRow = useScrollToRow(scroller, rowHeight, HEADER_HEIGHT);
  const latest = useLatest(props);
  const onActivate = useCallback(
    (index: number) => {
      const row = latest.current.rowAt(index);
      if (row !== undefined) latest.current.onActivate?.(row);
    },
    [latest],
  );
  const navigation = useGridNavigation({
    scroller,
    layout: grid.layout,
    active,
    setActive,
    rowCount,
    pageRows: Math.max(1, Math.floor(viewport.height / rowHeight) - 2),
    scrollToRow,
    onIntent: (intent, cell, columnIdAt) =>
      onGridIntent(
        { props, columnIdAt, grid, selecting, openCellMenu, openColumnMenu },
        intent,
        cell,
      ),
    beforeMove: (to, from) => expandByArrow(props, to, from),
    onMove: (to, from, isExtending) => {
      if (isExtending) selecting.extend(from.row, to.row);
      if (to.row !== from.row) onActivate(to.row);
    },
  });
  useLayoutEffect(() => {
    if (resetKey === "") return;
    scroller.current?.scrollTo({ top: 0 });
    setActive((before) => ({ ...before, row: 0 }));
  }, [scroller, resetKey]);
  const peekedIndex = props.peekedIndex ?? null;
  useEffect(() => {
    if (peekedIndex === null) return;
    scrollToRow(peekedIndex);
    setActive((before) => ({ ...before, row: peekedIndex }));
  }, [scrollToRow, peekedIndex]);
  const onClick = (event: MouseEvent) => {
    const cell = isControl(event.target) ? null : cellAt(event.target, navigation.columnIds);
    if (!cell || cell.row < 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey)
      selecting.toggle(cell.row, event.shiftKey);
    else onActivate(cell.row);
  };
  const onPointerOver = useCellTitles(grid.columns, rowAt);
  return {
    grid,
    viewport,
    rowHeight,
    selecting,
    navigation,
    onClick,
    onPointerOver,
    menus: { menuColumn, openColumnMenu, cellMenu, openCellMenu },
  };
}
