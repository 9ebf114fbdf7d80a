"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { FilterRule } from "@/components/experiments/filter/filter-tree";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import type { GridRange } from "@/components/tables/grid-column";
import type { RowSelection } from "@/components/tables/row-selection";
import type { TagDto } from "@/lib/experiments/dto";
import type { ColumnDto } from "@/lib/runs/dto/table";
import type { RunViewDto } from "@/lib/runs/dto/views";
import { runColumnsOptions, runTableKeys } from "@/lib/runs/query-options/table";
import { listingOf, type RunListing, visibleColumns } from "@/lib/runs/search-params/listing";
import { catalogueIds } from "@/lib/runs/search-params/table";
import type { RowOrder } from "./row-order";
import { RunStore } from "./run-store";
import { useCellLoader } from "./use-cell-loader";
import { useComparedColumns } from "./use-compared-columns";
import { useLinkedSelection } from "./use-linked-selection";
import { useRememberedView } from "./use-remembered-view";
import { type RunCounts, useRunCounts } from "./use-run-counts";
import { type RunSeed, useRunOrder } from "./use-run-order";
import { useTableArrangement, useTableState } from "./use-table-state";
import { useThrottled } from "./use-throttled";

/** Closer than this to the last row that is known, the next ones are asked for. */
const AHEAD = 100;
/** Rows drawn as coming while there are more than are known. */
const PENDING_ROWS = 12;
const LIVE_MS = 2_000;

export interface RunTableProps {
  experiment: {
    id: number;
    name: string;
    note: string;
    tags: readonly TagDto[];
    isDeleted: boolean;
  };
  catalogue: ColumnDto[];
  views: readonly RunViewDto[];
  seed: RunSeed & { counts: RunCounts };
}

function seededStore({ page, columns }: RunSeed): RunStore {
  const store = new RunStore();
  store.merge(page.items, columns);
  return store;
}

interface TableDataInput {
  workspace: string;
  listing: RunListing;
  columns: readonly string[];
  seed: RunTableProps["seed"];
  store: RunStore;
  baseline: string | null;
}

/** The rows: their order, their cells as they come into sight, their number; kept true while runs are written. */
function useTableData({ workspace, listing, columns, seed, store, baseline }: TableDataInput) {
  const queries = useQueryClient();
  const list = useRunOrder({ workspace, listing, columns, seed, store });
  const { rows, order } = list;
  const loader = useCellLoader({ workspace, listing, store, rows, columns, baseline });
  const counts = useRunCounts({ workspace, listing, seed, listedAt: list.listedAt });
  const recount = useCallback(
    () => queries.invalidateQueries({ queryKey: [...runTableKeys.all(workspace), "count"] }),
    [queries, workspace],
  );
  const follow = useThrottled(() => {
    void loader.refresh();
    void recount();
  }, LIVE_MS);
  useLive([`experiment:${listing.experiment}`], follow);
  const { hasNextPage, isFetching, fetchNextPage } = order;
  const onRange = useCallback(
    (range: GridRange) => {
      loader.setRange(range);
      if (hasNextPage && !isFetching && range.lastRow > rows.length - AHEAD) void fetchNextPage();
    },
    [loader, hasNextPage, isFetching, fetchNextPage, rows.length],
  );
  const rowCount = rows.length + (hasNextPage || order.isPending ? PENDING_ROWS : 0);
  return { ...list, counts, loader, recount, store, rowCount, onRange };
}

/** What is selected, or else the first runs that are listed: those that charts plot and comparisons compare. */
function chooseRuns(selection: RowSelection, uuids: readonly string[]): readonly string[] {
  if (selection.mode === "all") return uuids.filter((uuid) => !selection.except.has(uuid));
  return selection.ids.size > 0 ? [...selection.ids] : uuids;
}

function indexOf(rows: RowOrder, uuid: string | null): number | null {
  for (let index = 0; uuid !== null && index < rows.length; index += 1)
    if (rows.at(index)?.uuid === uuid) return index;
  return null;
}

/** The runs table of an experiment: what it shows, where that comes from, and what can be done with it. */
export function useRunTable({ experiment, catalogue: known, views, seed }: RunTableProps) {
  const { slug: workspace } = useWorkspace();
  const table = useTableState();
  const { state } = table;
  const [store] = useState(() => seededStore(seed));
  const { data: columnList } = useQuery({
    ...runColumnsOptions(workspace, experiment.id),
    initialData: known,
  });
  const catalogue = useMemo(() => catalogueIds(columnList), [columnList]);
  const wanted = useMemo(
    () => visibleColumns(state.columns, catalogue),
    [state.columns, catalogue],
  );
  const listing = listingOf(experiment.id, state);
  useRememberedView(table, workspace, experiment.id);
  const { selection, select } = useLinkedSelection(table);
  const { baseline } = state;
  const data = useTableData({ workspace, listing, columns: wanted, seed, store, baseline });
  const peekedIndex = useMemo(() => indexOf(data.rows, state.peek), [data.rows, state.peek]);
  const chosenRuns = useMemo(() => chooseRuns(selection, data.uuids), [selection, data.uuids]);
  const { kept, hiddenCount } = useComparedColumns({
    workspace,
    state,
    columns: wanted,
    uuids: chosenRuns,
  });
  const [building, setBuilding] = useState<{ draft: FilterRule | null } | null>(null);
  const buildFilter = useCallback((draft: FilterRule | null) => setBuilding({ draft }), []);
  const arranging = useTableArrangement({ table, columns: wanted, kept, catalogue });
  return {
    workspace,
    experiment,
    views,
    ...table,
    ...data,
    ...arranging,
    listing,
    catalogue,
    columnList,
    /** The columns that are shown, and of those wanted how many are not, because they do not differ or are empty. */
    columns: kept,
    hiddenCount,
    wanted,
    /** The filter builder, when it is open, and a condition that it opens with. */
    building,
    setBuilding,
    buildFilter,
    /** Null: the runs are compared with none. */
    setBaseline: (uuid: string | null) => void table.setState({ baseline: uuid }),
    selection,
    select,
    chosenRuns,
    peekedIndex,
  };
}

export type RunTable = ReturnType<typeof useRunTable>;
