"use client";
import { ArchiveRestore, FlaskConical, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import type { ColumnArrangement } from "@/components/tables/column-layout";
import { DataGrid } from "@/components/tables/data-grid";
import type { GridSort } from "@/components/tables/grid-column";
import {
  countSelected,
  isRowSelected,
  NOTHING_SELECTED,
  type RowSelection,
} from "@/components/tables/row-selection";
import { SelectionBar } from "@/components/tables/selection-bar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { routes } from "@/lib/core/routes";
import type { ExperimentItemDto } from "@/lib/experiments/dto";
import { experimentSorts } from "@/lib/experiments/schema";
import { ConnectSnippet } from "./connect-snippet";
import { experimentColumns } from "./experiment-columns";
import { type ExperimentMenuActions, ExperimentMenuItems } from "./experiment-menu";
import { RenameExperimentDialog } from "./rename-experiment-dialog";
import { useExperimentCommands } from "./use-experiment-commands";
import { useExperimentFilters } from "./use-experiment-filters";
import type { ExperimentList } from "./use-experiment-list";

const idOf = ({ id }: ExperimentItemDto) => String(id);
const nameOf = ({ name }: ExperimentItemDto) => name;

/** Everything that is listed; of a list this short "all" needs no more than that. */
function spellOut(next: RowSelection, rows: readonly ExperimentItemDto[]): RowSelection {
  if (next.mode === "some") return next;
  return { mode: "some", ids: new Set(rows.map(idOf).filter((id) => !next.except.has(id))) };
}

function useSort() {
  const { filters, setFilters } = useExperimentFilters();
  const sort: GridSort = { columnId: filters.sort, isAscending: filters.isAscending };
  const setSort = (next: GridSort | null) => {
    const by = experimentSorts.find((known) => known === next?.columnId) ?? null;
    void setFilters({ sort: by, isAscending: by ? (next?.isAscending ?? null) : null });
  };
  return [sort, setSort] as const;
}

function Nothing({ list }: { list: ExperimentList }) {
  const { filters, isFiltered, clear } = useExperimentFilters();
  if (list.error)
    return (
      <ErrorState
        title="The experiments could not be read"
        action={<Button onClick={list.retry}>Try again</Button>}
      >
        {list.error.message}
      </ErrorState>
    );
  if (isFiltered)
    return (
      <EmptyState
        icon={<FlaskConical />}
        title="No experiment matches"
        action={<Button onClick={clear}>Clear filters</Button>}
      >
        Try fewer words, or look among the deleted ones.
      </EmptyState>
    );
  return (
    <EmptyState icon={<FlaskConical />} title="Nothing here">
      {filters.view === "deleted"
        ? "Deleted experiments are kept here until they are purged."
        : "Create an experiment, or log a run from your code."}
    </EmptyState>
  );
}

/** How to begin, for a workspace that has no runs yet. */
function FirstSteps({ list }: { list: ExperimentList }) {
  const { isFiltered } = useExperimentFilters();
  const isFresh = list.rows.length > 0 && list.rows.every(({ runCount }) => runCount === 0);
  if (!isFresh || isFiltered) return null;
  return (
    <section aria-label="Connect your code" className="mx-auto w-full max-w-180 px-4 py-6">
      <h2 className="font-semibold text-base">No runs yet</h2>
      <p className="mt-1 mb-3 text-muted text-sm">
        Make a token in Settings, then log from Python. An unmodified MLflow client is all it takes.
      </p>
      <ConnectSnippet experimentName={list.rows[0]?.name ?? "Default"} />
    </section>
  );
}

const PLAIN: ColumnArrangement = { order: [], pinned: [], widths: {} };

export function ExperimentsTable({ list }: { list: ExperimentList }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const canWrite = useCan("experiment:write");
  const { filters, setFilters } = useExperimentFilters();
  const [sort, setSort] = useSort();
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const [arrangement, setArrangement] = useState(PLAIN);
  const [renamed, setRenamed] = useState<ExperimentItemDto | null>(null);
  const commands = useExperimentCommands();
  const columns = useMemo(() => experimentColumns(slug), [slug]);
  const hrefOf = (experiment: ExperimentItemDto) => routes.experiment(slug, idOf(experiment));
  const menu: ExperimentMenuActions = {
    open: (experiment) => router.push(hrefOf(experiment)),
    rename: setRenamed,
    remove: (experiment) => void commands.remove([experiment]),
    restore: (experiment) => void commands.restore([experiment]),
    filterByOwner: (owner) => void setFilters({ owner }),
    filterByTag: (tag) => void setFilters({ tag }),
  };
  const chosen = list.rows.filter((row) => isRowSelected(selection, idOf(row)));
  const act = async (change: (experiments: readonly ExperimentItemDto[]) => Promise<void>) => {
    await change(chosen);
    setSelection(NOTHING_SELECTED);
  };
  if (list.rows.length === 0 && (list.isLoaded || list.error)) return <Nothing list={list} />;
  return (
    <div className="relative flex min-h-0 grow flex-col">
      <DataGrid
        label="Experiments"
        className="min-h-0 shrink"
        columns={columns}
        arrangement={arrangement}
        onArrange={setArrangement}
        sort={sort}
        onSort={setSort}
        rowCount={list.rowCount}
        totalRows={list.total}
        rowAt={list.rowAt}
        idOf={idOf}
        nameOf={nameOf}
        selection={selection}
        {...(canWrite ? { onSelect: (next) => setSelection(spellOut(next, list.rows)) } : {})}
        onOpen={(experiment, isNewTab) =>
          isNewTab ? window.open(hrefOf(experiment)) : router.push(hrefOf(experiment))
        }
        renderCellMenu={(experiment, columnId) => (
          <ExperimentMenuItems
            experiment={experiment}
            columnId={columnId}
            canWrite={canWrite}
            actions={menu}
          />
        )}
        onRange={list.onRange}
        isBusy={list.isSearching}
        resetKey={JSON.stringify(filters)}
      />
      <FirstSteps list={list} />
      <SelectionBar
        count={countSelected(selection, list.total)}
        noun="experiment"
        onClear={() => setSelection(NOTHING_SELECTED)}
      >
        {filters.view === "active" ? (
          <Button size="sm" onClick={() => void act(commands.remove)}>
            <Trash2 aria-hidden="true" />
            Delete
          </Button>
        ) : (
          <Button size="sm" onClick={() => void act(commands.restore)}>
            <ArchiveRestore aria-hidden="true" />
            Restore
          </Button>
        )}
      </SelectionBar>
      <RenameExperimentDialog
        experiment={renamed}
        onClose={() => setRenamed(null)}
        onRenamed={() => void commands.refresh()}
      />
    </div>
  );
}
