"use client";
import { type RefObject, useCallback, useMemo } from "react";
import {
  type ColumnArrangement,
  type ColumnLayout,
  clampWidth,
  moveColumn,
  shiftColumn,
} from "./column-layout";
import type { ColumnCommands } from "./column-menu";
import type { GridColumn, GridSort } from "./grid-column";
import type { ColumnDrag } from "./use-column-gestures";

const FIT_SLACK = 8;

/** The width that shows every drawn cell of a column whole. */
function naturalWidth(scroller: HTMLElement, id: string): number {
  const cells = [...scroller.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(id)}"]`)];
  const widths = cells.map((cell) => cell.style.width);
  for (const cell of cells) cell.style.width = "max-content";
  const natural = Math.max(0, ...cells.map((cell) => cell.offsetWidth));
  for (const [index, cell] of cells.entries()) cell.style.width = widths[index] ?? "";
  return natural + FIT_SLACK;
}

interface CommandsInput<Row> {
  scroller: RefObject<HTMLDivElement | null>;
  columns: readonly GridColumn<Row>[];
  layout: ColumnLayout;
  arrangement: ColumnArrangement;
  onArrange: (next: ColumnArrangement) => void;
  onSort: (sort: GridSort | null) => void;
  onHide: ((id: string) => void) | undefined;
}

function withPin(pinned: readonly string[], id: string, isPinned: boolean): string[] {
  const rest = pinned.filter((other) => other !== id);
  return isPinned ? [...rest, id] : rest;
}

/** What can be done to a column, whether by pointer, by menu or by key. */
export function useGridCommands<Row>({
  scroller,
  columns,
  layout,
  arrangement,
  onArrange,
  onSort,
  onHide,
}: CommandsInput<Row>) {
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const movable = useMemo(
    () =>
      [...layout.pinned, ...layout.scrolling]
        .map(({ id }) => id)
        .filter((id) => !byId.get(id)?.isFixed),
    [layout, byId],
  );
  const resize = useCallback(
    (id: string, width: number) => {
      const widths = { ...arrangement.widths, [id]: clampWidth(width, byId.get(id)?.minWidth) };
      onArrange({ ...arrangement, widths });
    },
    [arrangement, onArrange, byId],
  );
  const resizeBy = (id: string, by: number) => {
    const span = [...layout.pinned, ...layout.scrolling].find((placed) => placed.id === id);
    if (span) resize(id, span.width + by);
  };
  const drop = ({ id, target, side, isPinning }: ColumnDrag) =>
    onArrange({
      ...arrangement,
      order: moveColumn(movable, id, target, side),
      pinned: withPin(arrangement.pinned, id, isPinning),
    });
  const commands: ColumnCommands = {
    sort: onSort,
    pin: (id, isPinned) =>
      onArrange({
        ...arrangement,
        order: movable,
        pinned: withPin(arrangement.pinned, id, isPinned),
      }),
    shift: (id, by) => onArrange({ ...arrangement, order: shiftColumn(movable, id, by) }),
    autoFit: (id) => {
      if (scroller.current) resize(id, naturalWidth(scroller.current, id));
    },
    hide: onHide,
  };
  return { commands, resize, resizeBy, drop };
}
