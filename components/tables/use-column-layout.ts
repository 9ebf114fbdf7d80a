"use client";
import { getCoreRowModel, useReactTable } from "@tanstack/react-table";
import { useMemo } from "react";
import { type ColumnArrangement, type ColumnLayout, layOutColumns } from "./column-layout";
import type { GridColumn } from "./grid-column";

const NO_ROWS: never[] = [];

/**
 * Order, pinning and widths are TanStack Table's column state; rows are not given to it, because they are filtered,
 * sorted and paged by the server and only those on the screen exist here.
 */
export function useColumnLayout<Row>(
  columns: readonly GridColumn<Row>[],
  { order, pinned, widths }: ColumnArrangement,
  viewportWidth: number,
): ColumnLayout {
  const fixed = useMemo(() => columns.flatMap(({ id, isFixed }) => (isFixed ? id : [])), [columns]);
  const definitions = useMemo(
    () => columns.map(({ id, width }) => ({ id, size: width })),
    [columns],
  );
  const least = useMemo(
    () => new Map(columns.map(({ id, minWidth }) => [id, minWidth])),
    [columns],
  );
  const state = useMemo(() => {
    const isPinned = new Set(pinned);
    return {
      columnOrder: [...fixed, ...order],
      columnPinning: { left: [...fixed, ...order.filter((id) => isPinned.has(id))] },
      columnSizing: { ...widths },
    };
  }, [fixed, order, pinned, widths]);
  const table = useReactTable({
    data: NO_ROWS,
    columns: definitions,
    state,
    getCoreRowModel: getCoreRowModel(),
  });
  const left = table.getLeftLeafColumns();
  const center = table.getCenterLeafColumns();
  return useMemo(() => {
    const sized = (column: (typeof left)[number]) => ({
      id: column.id,
      width: state.columnSizing[column.id] ?? column.getSize(),
      minWidth: least.get(column.id),
    });
    return layOutColumns(left.map(sized), center.map(sized), viewportWidth);
  }, [left, center, state, least, viewportWidth]);
}
