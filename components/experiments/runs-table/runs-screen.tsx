"use client";
import { SearchX } from "lucide-react";
import { useState } from "react";
import { useConnectCode } from "@/components/experiments/connect-snippet";

import { problemOf } from "@/components/experiments/filter/filter-problem";
import { Button } from "@/components/ui/button";

import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { ResizeHandle } from "@/components/ui/resize-handle";
import { useStoredNumber } from "@/components/ui/use-stored-number";
import { ExperimentHeader } from "./experiment-header";
import { RunPeek } from "./run-peek";
import { RunSelectionBar } from "./run-selection-bar";
import { RunTagsDialog, type TaggedRuns } from "./run-tags-dialog";
import { RunsCharts } from "./runs-charts";
import { RunsGrid } from "./runs-grid";
import { RunsToolbar } from "./runs-toolbar";
import { useRunCommands } from "./use-run-commands";
import { type RunTable, type RunTableProps, useRunTable } from "./use-run-table";

/** Nothing was ever logged here: how to begin. */
function NoRuns({ name }: { name: string }) {
  const code = useConnectCode(name);
  return (
    <EmptyState title="No runs yet" snippet={{ code, language: "Shell" }}>
      Log one from your training code, and it appears here while it runs.
    </EmptyState>
  );
}

/** Why there are no rows, and the way out. */
function NoRows({ table }: { table: RunTable }) {
  const { state, setState, order } = table;
  const problem = problemOf(state.filter);
  if (problem)
    return (
      <ErrorState
        title="This filter cannot be read"
        action={<Button onClick={() => void setState({ filter: null })}>Clear the filter</Button>}
      >
        The box above says where it cannot be understood. Correct it there, or clear it.
      </ErrorState>
    );
  if (order.error)
    return (
      <ErrorState
        title="The runs could not be read"
        action={<Button onClick={() => void order.refetch()}>Try again</Button>}
      >
        {order.error.message}
      </ErrorState>
    );
  const isFiltered = state.filter !== "" || state.isMine || state.isRunning || state.hidesFailed;
  if (!isFiltered)
    return (
      <EmptyState icon={<SearchX />} title="No deleted runs">
        Deleted runs are kept here and can be restored until they are purged.
      </EmptyState>
    );
  const clear = () =>
    void setState({ filter: null, isMine: null, isRunning: null, hidesFailed: null });
  return (
    <EmptyState
      icon={<SearchX />}
      title="No run matches"
      action={<Button onClick={clear}>Clear filters</Button>}
    >
      Every run of this experiment is left out by the filter.
    </EmptyState>
  );
}

const LIST = { min: 280, start: 440, max: 960 } as const;

/** The table alone, or narrow with charts beside it; on a small window charts take its place. */
function Panes({ table }: { table: RunTable }) {
  const hasCharts = table.state.pane === "charts";
  const [width, setWidth] = useStoredNumber("runs-list", LIST.start);
  const commands = useRunCommands(table);
  const [tagged, setTagged] = useState<TaggedRuns | null>(null);
  const isListed = table.rowCount > 0;
  return (
    <div className="relative flex min-h-0 min-w-0 grow">
      <div
        className={cn("flex min-w-0 flex-col", hasCharts ? "shrink-0 max-lg:hidden" : "grow")}
        style={hasCharts ? { width } : undefined}
      >
        {isListed ? (
          <RunsGrid table={table} commands={commands} onTag={setTagged} />
        ) : (
          <NoRows table={table} />
        )}
      </div>
      {hasCharts ? (
        <>
          <ResizeHandle
            label="list of runs"
            panel="left"
            width={width}
            min={LIST.min}
            max={LIST.max}
            onResize={setWidth}
            onReset={() => setWidth(null)}
            className="max-lg:hidden"
          />
          <RunsCharts table={table} />
        </>
      ) : null}
      <RunSelectionBar table={table} commands={commands} onTag={setTagged} />
      <RunTagsDialog
        table={table}
        commands={commands}
        runs={tagged}
        onClose={() => setTagged(null)}
      />
    </div>
  );
}

export function RunsScreen(props: RunTableProps) {
  const table = useRunTable(props);
  const { state, counts } = table;
  const isEmpty = counts.total.count === 0 && state.view === "active" && table.rowCount === 0;
  return (
    <>
      <ExperimentHeader table={table} />
      {isEmpty ? (
        <NoRuns name={props.experiment.name} />
      ) : (
        <>
          <RunsToolbar table={table} />
          <div className="flex min-h-0 grow">
            <Panes table={table} />
            {state.peek ? <RunPeek table={table} uuid={state.peek} /> : null}
          </div>
        </>
      )}
    </>
  );
}
