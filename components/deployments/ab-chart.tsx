"use client";
import { useMemo, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import { LineLegend } from "@/components/charts/line-legend";
import type { Zoom } from "@/components/charts/prepare-frame";
import { useTimeZone } from "@/components/runs/use-time-zone";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import { effectChart } from "./prepare-ab";

/** How sure the effect has become over time. */
export function AbChart({ test }: { test: AbTestDto }) {
  const timeZone = useTimeZone();
  const [zoom, setZoom] = useState<Zoom>({});
  const { lines, title, hidden } = useMemo(() => effectChart(test), [test]);
  const state: PanelState = {
    kind: "ready",
    options: {
      ...{ lines, zoom, timeZone, band: "range" },
      ...{ xUnit: "time", xScale: "linear", yScale: "linear" },
      ...{ smoothing: 0, ignoreOutliers: false },
    },
  };
  return (
    <ChartSyncProvider>
      <div className="grid content-start gap-2">
        <ChartPanel
          title={title}
          xName="Time"
          state={state}
          onZoom={(next) => setZoom(next ?? {})}
          status={hidden > 0 ? "Earlier looks, with a far wider band, are left out." : ""}
          emptyText="Nothing is counted for both arms yet."
          isBare
          className="h-64"
        />
        <LineLegend lines={lines}>
          Band: where the true difference is, at every look at once
        </LineLegend>
      </div>
    </ChartSyncProvider>
  );
}
