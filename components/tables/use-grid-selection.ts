"use client";
import { useCallback, useRef } from "react";
import {
  countSelected,
  EVERYTHING_SELECTED,
  isRowSelected,
  NOTHING_SELECTED,
  type RowSelection,
  rowsBetween,
  setRowsSelected,
} from "./row-selection";
import { useLatest } from "./use-latest";

interface SelectionInput<Row> {
  selection: RowSelection;
  onSelect: ((next: RowSelection) => void) | undefined;
  rowCount: number;
  totalRows: number;
  rowAt: (index: number) => Row | undefined;
  idOf: (row: Row) => string;
}

/** Selecting by click, by Shift and a click, and by key. The functions stay the same, so that rows need no redraw. */
export function useGridSelection<Row>(input: SelectionInput<Row>) {
  const latest = useLatest(input);
  const anchor = useRef<string | null>(null);

  const idAt = useCallback(
    (index: number) => {
      const row = latest.current.rowAt(index);
      return row === undefined ? null : latest.current.idOf(row);
    },
    [latest],
  );

  const toggle = useCallback(
    (index: number, isRange: boolean) => {
      const { selection, onSelect, rowCount } = latest.current;
      const id = idAt(index);
      if (id === null || !onSelect) return;
      const isSelected = !isRowSelected(selection, id);
      const drawn = Array.from({ length: isRange ? rowCount : 0 }, (_, at) => idAt(at) ?? "");
      const ids = isRange ? rowsBetween(drawn, anchor.current, id).filter(Boolean) : [id];
      anchor.current = id;
      onSelect(setRowsSelected(selection, ids, isSelected));
    },
    [latest, idAt],
  );

  const extend = useCallback(
    (from: number, to: number) => {
      const { selection, onSelect } = latest.current;
      const ids = [idAt(from), idAt(to)].filter((id) => id !== null);
      anchor.current = idAt(to);
      onSelect?.(setRowsSelected(selection, ids, true));
    },
    [latest, idAt],
  );

  const selectAll = useCallback(() => latest.current.onSelect?.(EVERYTHING_SELECTED), [latest]);
  const clear = useCallback(() => latest.current.onSelect?.(NOTHING_SELECTED), [latest]);
  const toggleAll = useCallback(() => {
    const { selection, totalRows } = latest.current;
    if (countSelected(selection, totalRows) > 0) clear();
    else selectAll();
  }, [latest, clear, selectAll]);

  return { toggle, extend, selectAll, clear, toggleAll };
}
