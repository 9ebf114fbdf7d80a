"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { comparedColumnsOptions } from "@/lib/runs/query-options/table";
import { type ColumnId, parseColumnId } from "@/lib/runs/search-params/columns";
import type { RunTableState } from "@/lib/runs/search-params/table";

/** Runs whose values decide which columns differ or are empty. */
const COMPARED = 100;

interface ComparedInput {
  workspace: string;
  state: RunTableState;
  columns: readonly ColumnId[];
  /** The selected runs; when there are none, the first that are listed. */
  uuids: readonly string[];
}

/** Without the aggregate: whether a metric differs does not depend on it. */
function keyOf(id: ColumnId): string {
  const column = parseColumnId(id);
  return column ? `${column.kind}:${column.key}` : id;
}

/** The columns that are left when those that are all alike, or empty, are hidden. */
export function useComparedColumns({ workspace, state, columns, uuids }: ComparedInput) {
  const compared = uuids.slice(0, COMPARED);
  const isEnabled = compared.length > 0;
  const differing = useQuery({
    ...comparedColumnsOptions(workspace, "differing", compared),
    enabled: state.isDifferent && isEnabled,
    placeholderData: keepPreviousData,
  });
  const filled = useQuery({
    ...comparedColumnsOptions(workspace, "filled", compared),
    enabled: state.isFilled && isEnabled,
    placeholderData: keepPreviousData,
  });
  const kept = useMemo(() => {
    const sets = [
      state.isDifferent ? differing.data : undefined,
      state.isFilled ? filled.data : undefined,
    ].flatMap((found) => (found ? new Set(found.map(({ kind, key }) => `${kind}:${key}`)) : []));
    return columns.filter(
      (id) => id.startsWith("a:") || sets.every((known) => known.has(keyOf(id))),
    );
  }, [columns, state.isDifferent, state.isFilled, differing.data, filled.data]);
  return { kept, hiddenCount: columns.length - kept.length };
}
