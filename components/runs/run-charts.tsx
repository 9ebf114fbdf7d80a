import type { MetricSummaryDto } from "@/lib/runs/dto/metrics";
import type { RunDto } from "@/lib/runs/dto/runs";
import { ChartsPane } from "./charts-pane";

interface RunChartsProps {
  workspace: string;
  run: RunDto;
  metrics: readonly MetricSummaryDto[];
}

/** The charts of one run. */
export function RunCharts({ workspace, run, metrics }: RunChartsProps) {
  const { uuid, name, color } = run;
  return (
    <ChartsPane
      workspace={workspace}
      runs={[{ uuid, name, color, isLive: run.status === "RUNNING" }]}
      metricKeys={metrics.map(({ key }) => key)}
      searchHotkey="/"
    />
  );
}
