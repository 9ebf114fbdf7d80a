"use client";
import { useConnectCode } from "@/components/experiments/connect-snippet";
import { ExperimentNotes } from "@/components/experiments/experiment-notes";
import { PageHeader } from "@/components/shell/page-header";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import { RunSelectionBar } from "./run-selection-bar";
import { RunsCharts } from "./runs-charts";
import { RunsGrid } from "./runs-grid";
import { RunsToolbar } from "./runs-toolbar";
import { type RunTable, type RunTableProps, useRunTable } from "./use-run-table";

const PANES = [
  { value: "table", label: "Table" },
  { value: "charts", label: "Charts" },
] as const;

function PaneSwitch({ table }: { table: RunTable }) {
  const { state, setState } = table;
  const show = (pane: "table" | "charts") => void setState({ pane });
  useHotkeys("Runs", [
    { keys: "1", label: "Table", run: () => show("table") },
    { keys: "2", label: "Table with charts", run: () => show("charts") },
  ]);
  return <ToggleGroup label="What is shown" options={PANES} value={state.pane} onChange={show} />;
}

/** Nothing was ever logged here: how to begin. */
function NoRuns({ name }: { name: string }) {
  const code = useConnectCode(name);
  return (
    <EmptyState title="No runs yet" snippet={{ code, language: "Shell" }}>
      Log one from your training code, and it appears here while it runs.
    </EmptyState>
  );
}

export function RunsScreen(props: RunTableProps) {
  const table = useRunTable(props);
  const { state, counts } = table;
  const isEmpty = counts.total.count === 0 && state.view === "active";
  const hasCharts = state.pane === "charts";
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: routes.experiments(table.workspace) }]}
        title={props.experiment.name}
        actions={
          <>
            <ExperimentNotes experiment={props.experiment} />
            <PaneSwitch table={table} />
          </>
        }
      />
      {isEmpty ? (
        <NoRuns name={props.experiment.name} />
      ) : (
        <>
          <RunsToolbar table={table} />
          <div
            className={cn(
              "relative flex min-h-0 grow flex-col",
              hasCharts && "xl:grid xl:grid-cols-[minmax(22rem,2fr)_3fr]",
            )}
          >
            <div
              className={cn(
                "flex min-h-0 min-w-0 grow flex-col",
                hasCharts && "border-b xl:border-r xl:border-b-0",
              )}
            >
              <RunsGrid table={table} />
            </div>
            {hasCharts ? <RunsCharts table={table} /> : null}
            <RunSelectionBar table={table} />
          </div>
        </>
      )}
    </>
  );
}
