"use client";
import { ChartLine } from "lucide-react";
import { useMemo, useState } from "react";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import { groupKeys } from "@/components/charts/prepare-panels";
import { searchColumns } from "@/components/tables/column-search";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { ChartLegend } from "./chart-legend";
import { ChartsGroup } from "./charts-group";
import { ChartsToolbar } from "./charts-toolbar";
import { MetricPanelDialog } from "./metric-panel-dialog";
import type { ChartRun } from "./prepare-run-lines";
import { type ChartViewControls, useChartView } from "./use-chart-view";
import { useLiveLines } from "./use-live-lines";

interface ChartsPaneProps {
  workspace: string;
  /** The runs that may be plotted, most important first; the pane keeps to a bound and says so. */
  runs: readonly ChartRun[];
  /** How many runs there are in all, when `runs` are only some of them. */
  total?: number | undefined;
  metricKeys: readonly string[];
  /** Shows a legend; not needed beside a table that is one. */
  hasLegend?: boolean | undefined;
  searchHotkey?: string | undefined;
  className?: string | undefined;
}

/** More lines than this can neither be told apart nor drawn in time. */
export const MOST_PLOTTED = 50;

const SYSTEM = "system";

/** A panel for every metric of some runs: searched, grouped, zoomed together, read as they come into view. */
export function ChartsPane(props: ChartsPaneProps) {
  const { workspace, runs, total = runs.length, metricKeys, hasLegend = false, className } = props;
  const controls = useChartView();
  const { view, change } = controls;
  const plotted = useStableRuns(runs.slice(0, MOST_PLOTTED));
  useLiveLines(
    workspace,
    plotted.filter(({ isLive }) => isLive).map(({ uuid }) => uuid),
  );
  const { found, problem } = useMemo(
    () => searchColumns(metricKeys, view.search, (key) => key),
    [metricKeys, view.search],
  );
  const groups = useMemo(() => orderGroups(groupKeys(found)), [found]);
  const shared = { workspace, runs: plotted, total, view, change };
  return (
    <ChartSyncProvider>
      <div className={cn("@container flex min-w-0 flex-col gap-3", className)}>
        <ChartsToolbar
          view={view}
          change={change}
          problem={problem}
          searchHotkey={props.searchHotkey}
        />
        {hasLegend ? (
          <ChartLegend workspace={workspace} runs={plotted} controls={controls} />
        ) : null}
        {groups.length === 0 ? (
          <NoCharts hasMetrics={metricKeys.length > 0} view={view} />
        ) : (
          groups.map((group) => (
            <ChartsGroup
              key={group.name}
              {...shared}
              name={group.name}
              metrics={group.keys}
              isFirstOpen={group.name !== SYSTEM || groups.length === 1 || view.search !== ""}
            />
          ))
        )}
        {view.panel !== null && metricKeys.includes(view.panel) ? (
          <MetricPanelDialog
            {...shared}
            metric={view.panel}
            metrics={groups.flatMap(({ keys }) => keys)}
            controls={controls}
          />
        ) : null}
      </div>
    </ChartSyncProvider>
  );
}

/** The same array as long as it says the same, so that charts are not prepared anew for nothing. */
function useStableRuns(runs: readonly ChartRun[]): readonly ChartRun[] {
  const [stable, setStable] = useState(runs);
  if (stable === runs || JSON.stringify(stable) === JSON.stringify(runs)) return stable;
  setStable(runs);
  return runs;
}

/** What the machine did comes after what the model did. */
function orderGroups<Group extends { name: string }>(groups: readonly Group[]): Group[] {
  return [
    ...groups.filter(({ name }) => name !== SYSTEM),
    ...groups.filter(({ name }) => name === SYSTEM),
  ];
}

function NoCharts({ hasMetrics, view }: { hasMetrics: boolean; view: ChartViewControls["view"] }) {
  if (hasMetrics)
    return (
      <EmptyState icon={<ChartLine />} title="No chart matches">
        None of the metrics is called “{view.search}”. Shorten the search, or write /…/ around a
        regular expression.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<ChartLine />}
      title="No metrics yet"
      snippet={{
        language: "Python",
        code: 'for step in range(100):\n    mlflow.log_metric("loss", loss, step=step)',
      }}
    >
      Charts appear as soon as a run logs a metric.
    </EmptyState>
  );
}
