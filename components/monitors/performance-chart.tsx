"use client";
import { useMemo, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import { LineLegend } from "@/components/charts/line-legend";
import type { Zoom } from "@/components/charts/prepare-frame";
import type { PerformanceWindowDto } from "@/lib/monitors/dto/performance";
import { METRIC_WORDS } from "@/lib/monitors/rules/performance/words";
import type { PerformanceDefinition } from "@/lib/monitors/schema/performance";
import { performanceLines } from "./prepare-performance";

interface PerformanceChartProps {
  windows: readonly PerformanceWindowDto[];
  definition: Pick<PerformanceDefinition, "metric" | "goal">;
}

/** The metric over time: what labels say as a solid line, what is estimated as a dashed one, each with what it may be off. */
export function PerformanceChart({ windows, definition }: PerformanceChartProps) {
  const [zoom, setZoom] = useState<Zoom>({});
  const lines = useMemo(() => performanceLines(windows, definition), [windows, definition]);
  const [newest, oldest] = [windows[0], windows.at(-1)];
  const state: PanelState = {
    kind: "ready",
    options: {
      ...{ lines, zoom, timeZone: "UTC", band: "range" },
      ...{ xUnit: "time", xScale: "linear", yScale: "linear" },
      ...{ smoothing: 0, ignoreOutliers: false, fromZero: false },
      xExtent: oldest && newest && { min: oldest.opensAt, max: newest.closesAt },
    },
  };
  return (
    <ChartSyncProvider>
      <div className="grid content-start gap-2">
        <ChartPanel
          title={`${METRIC_WORDS[definition.metric].label} over time`}
          xName="Time"
          state={state}
          onZoom={(next) => setZoom(next ?? {})}
          status=""
          emptyText="Nothing to draw yet: no window has labels or an estimate."
          isBare
          className="h-64"
        />
        <LineLegend lines={lines} className="px-4 pb-3" />
      </div>
    </ChartSyncProvider>
  );
}
