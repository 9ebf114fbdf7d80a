"use client";
import { memo, useEffect } from "react";
import type { ColumnLayout } from "./column-layout";
import type { GridColumn } from "./grid-column";
import type { DataGridProps } from "./grid-props";
import { GRID_ROLES } from "./grid-roles";
import { GridRow } from "./grid-row";
import type { GridViewport } from "./grid-viewport";
import { isRowSelected } from "./row-selection";
import { useColumnWindow, useRowWindow } from "./use-grid-windows";

type Taken =
  | "rowCount"
  | "rowAt"
  | "idOf"
  | "nameOf"
  | "levelOf"
  | "isExpandedOf"
  | "selection"
  | "peekedId"
  | "onRange";

export interface GridBodyProps<Row> extends Pick<DataGridProps<Row>, Taken> {
  viewport: GridViewport;
  columns: readonly GridColumn<Row>[];
  layout: ColumnLayout;
  rowHeight: number;
  headerHeight: number;
  active: { row: number; columnId: string | null };
  onToggle: (index: number, isRange: boolean) => void;
}

/** The rows in sight. Apart from the grid, so that a scroll draws nothing else again. */
function GridBodyBase<Row>(props: GridBodyProps<Row>) {
  const { viewport, active, rowAt, selection, onRange } = props;
  const cells = useColumnWindow(viewport, props.columns, props.layout, active.columnId);
  const { indexes, firstRow, lastRow } = useRowWindow(viewport, {
    count: props.rowCount,
    rowHeight: props.rowHeight,
    headerHeight: props.headerHeight,
    activeRow: active.row,
  });
  useEffect(() => {
    const drawn = [...cells.pinned, ...cells.scrolling];
    onRange?.({ firstRow, lastRow, columnIds: drawn.map(({ id }) => id) });
  }, [onRange, firstRow, lastRow, cells]);
  return (
    <tbody
      role={GRID_ROLES.rows}
      className="relative block min-w-full"
      style={{ height: `calc(${props.rowCount} * var(--row))`, width: cells.totalWidth }}
    >
      {indexes.map((index) => {
        const row = rowAt(index);
        const id = row === undefined ? `pending-${index}` : props.idOf(row);
        return (
          <GridRow
            key={id}
            row={row}
            index={index}
            cells={cells}
            activeColumn={active.row === index ? active.columnId : null}
            isSelected={row !== undefined && isRowSelected(selection, id)}
            isPeeked={row !== undefined && id === props.peekedId}
            level={row === undefined ? undefined : props.levelOf?.(row)}
            isExpanded={row === undefined ? undefined : props.isExpandedOf?.(row)}
            name={row === undefined ? "" : props.nameOf(row)}
            onToggle={props.onToggle}
          />
        );
      })}
    </tbody>
  );
}

// `memo` loses the type parameter; the component it answers takes the same props.
export const GridBody = memo(GridBodyBase) as typeof GridBodyBase;
