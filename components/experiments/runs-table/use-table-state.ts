"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { ColumnArrangement } from "@/components/tables/column-layout";
import type { GridSort } from "@/components/tables/grid-column";
import { compressColumns } from "@/lib/runs/search-params/columns";
import { runTableParams, runTableUrlKeys } from "@/lib/runs/search-params/table";

/** What the address says of the table, and how to change it. */
export function useTableState() {
  const [state, setState] = useQueryStates(runTableParams, {
    urlKeys: runTableUrlKeys,
    history: "replace",
  });
  const sort: GridSort = state.sort;
  const setSort = (next: GridSort | null) => void setState({ sort: next });
  return { state, setState, sort, setSort };
}

export type TableState = ReturnType<typeof useTableState>;

const sameList = (left: readonly string[], right: readonly string[]) =>
  left.length === right.length && left.every((item, index) => item === right[index]);

interface ArrangementInput {
  table: TableState;
  /** The columns that are wanted, in order. */
  columns: readonly string[];
  /** Those of them that are shown. */
  kept: readonly string[];
  catalogue: readonly string[];
}

/** Order, pinning and widths of the columns, kept in the address. */
export function useTableArrangement({ table, columns, kept, catalogue }: ArrangementInput) {
  const { state, setState } = table;
  const arrangement = useMemo<ColumnArrangement>(
    () => ({
      order: kept,
      pinned: state.pinned,
      widths: Object.fromEntries(state.widths.map(({ id, width }) => [id, width])),
    }),
    [kept, state.pinned, state.widths],
  );
  const setColumns = (next: readonly string[]) =>
    void setState({ columns: compressColumns(next, catalogue) });
  const onArrange = (next: ColumnArrangement) => {
    // Columns that are hidden for being alike or empty keep their place at the end.
    const hidden = columns.filter((id) => !kept.includes(id));
    const isMoved = !sameList(next.order, kept);
    void setState({
      ...(isMoved ? { columns: compressColumns([...next.order, ...hidden], catalogue) } : {}),
      pinned: next.pinned.length === 0 ? null : [...next.pinned],
      widths: Object.entries(next.widths).map(([id, width]) => ({ id, width })),
    });
  };
  const hide = (id: string) => setColumns(columns.filter((other) => other !== id));
  return { arrangement, onArrange, setColumns, hide };
}
