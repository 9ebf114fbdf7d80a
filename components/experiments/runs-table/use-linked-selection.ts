"use client";
import { useCallback, useState } from "react";
import { NOTHING_SELECTED, type RowSelection } from "@/components/tables/row-selection";
import { encodeSelection, type LinkedSelection } from "@/lib/runs/search-params/selection";
import type { TableState } from "./use-table-state";

function toRows(linked: LinkedSelection | null): RowSelection {
  if (!linked) return NOTHING_SELECTED;
  return linked.mode === "some"
    ? { mode: "some", ids: new Set(linked.ids) }
    : { mode: "all", except: new Set(linked.except) };
}

function toLink(selection: RowSelection): LinkedSelection | null {
  const linked: LinkedSelection =
    selection.mode === "some"
      ? { mode: "some", ids: [...selection.ids] }
      : { mode: "all", except: [...selection.except] };
  return encodeSelection(linked) === null ? null : linked;
}

/** The selected runs, written into the address as long as they fit. */
export function useLinkedSelection({ state, setState }: TableState) {
  const [selection, setSelection] = useState(() => toRows(state.selected));
  const select = useCallback(
    (next: RowSelection) => {
      setSelection(next);
      void setState({ selected: toLink(next) });
    },
    [setState],
  );
  return { selection, select };
}
