"use client";
import { useMemo, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import { LineLegend } from "@/components/charts/line-legend";
import type { Zoom } from "@/components/charts/prepare-frame";
import { marksOf } from "@/components/deployments/prepare-traffic";
import { TrafficEvents } from "@/components/deployments/traffic-events";
import type { AnnotationDto } from "@/lib/incidents/dto/annotations";
import type { HeatColumnDto, HeatWindowDto } from "@/lib/monitors/dto/screens";
import { placeOf, scoreLines } from "./prepare-scores";

interface ScoreChartProps {
  column: HeatColumnDto;
  windows: readonly HeatWindowDto[];
  /** What happened meanwhile, the newest first. */
  annotations: readonly AnnotationDto[];
}

/** How far a column was from its reference over time; windows begin where the points are. */
export function ScoreChart({ column, windows, annotations }: ScoreChartProps) {
  const [zoom, setZoom] = useState<Zoom>({});
  const lines = useMemo(() => scoreLines(column, windows), [column, windows]);
  const isByVersion = windows.some(({ datasetVersion }) => datasetVersion !== null);
  const marks = useMemo(
    () => (isByVersion ? [] : marksOf(annotations)),
    [annotations, isByVersion],
  );
  const [first, last] = [windows[0], windows.at(-1)];
  const state: PanelState = {
    kind: "ready",
    options: {
      ...{ lines, zoom, timeZone: "UTC", band: "none" },
      xUnit: isByVersion ? "integer" : "time",
      ...{ xScale: "linear", yScale: "linear" },
      ...{ smoothing: 0, ignoreOutliers: false, fromZero: true },
      xExtent: first &&
        last && { min: placeOf(first), max: isByVersion ? placeOf(last) : last.closesAt },
    },
  };
  return (
    <ChartSyncProvider>
      <div className="grid content-start gap-2">
        <ChartPanel
          title={`${lines[0]?.label ?? "Score"} of ${column.name}`}
          xName={isByVersion ? "Version" : "Time"}
          state={state}
          marks={marks}
          onZoom={(next) => setZoom(next ?? {})}
          status=""
          emptyText="No window could be judged yet."
          isBare
          className="h-60"
        />
        <LineLegend lines={lines} className="px-4 pb-3" />
        <TrafficEvents events={annotations} />
      </div>
    </ChartSyncProvider>
  );
}
