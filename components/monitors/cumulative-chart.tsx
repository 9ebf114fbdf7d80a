"use client";
import { useMemo, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import { LineLegend } from "@/components/charts/line-legend";
import type { Zoom } from "@/components/charts/prepare-frame";
import type { Cumulative } from "@/lib/monitors/rules/cumulative";
import { cumulativeLines } from "./prepare-cumulative";

interface CumulativeChartProps {
  title: string;
  xName: string;
  shares: Cumulative;
  sides: { before: string; after: string };
  emptyText: string;
}

/** Which share of each side's values is not greater than x. */
export function CumulativeChart({ title, xName, shares, sides, emptyText }: CumulativeChartProps) {
  const [zoom, setZoom] = useState<Zoom>({});
  const lines = useMemo(() => cumulativeLines(shares, sides), [shares, sides]);
  const state: PanelState = {
    kind: "ready",
    options: {
      ...{ lines, zoom, timeZone: "UTC", band: "none" },
      ...{ xUnit: "number", xScale: "linear", yScale: "linear" },
      ...{ smoothing: 0, ignoreOutliers: false, fromZero: true },
    },
  };
  return (
    <ChartSyncProvider>
      <ChartPanel
        title={title}
        xName={xName}
        state={state}
        onZoom={(next) => setZoom(next ?? {})}
        status=""
        emptyText={emptyText}
        isBare
        className="h-56"
      />
      <LineLegend lines={lines} className="px-3" />
    </ChartSyncProvider>
  );
}
