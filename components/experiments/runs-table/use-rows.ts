"use client";
import { useCallback, useSyncExternalStore } from "react";
import type { TableRun } from "./run-store";
import type { RunTable } from "./use-run-table";

/** How to read a run; another function when any has changed. Only what shows runs follows them, not the whole screen. */
export function useRowOf({ store }: Pick<RunTable, "store">) {
  return useSyncExternalStore(store.subscribe, store.readRows, store.readRows);
}

/** The same by the place in the table. */
export function useRowAt({ store, rows }: Pick<RunTable, "store" | "rows">) {
  const rowOf = useRowOf({ store });
  return useCallback(
    (index: number): TableRun | undefined => {
      const place = rows.at(index);
      return place && rowOf(place.uuid);
    },
    [rows, rowOf],
  );
}
