"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { ChartAxis } from "@/lib/runs/schema";
import { type ChartRange, chartSearchParams } from "@/lib/runs/search-params/charts";

/** How the charts of a screen are shown. Lives in the address, so a link shows a colleague the same. */
export interface ChartView {
  axis: ChartAxis;
  smoothing: number;
  isLogX: boolean;
  isLogY: boolean;
  hasBand: boolean;
  ignoresOutliers: boolean;
  isSynced: boolean;
  zoom: ChartRange | null;
  hidden: ReadonlySet<string>;
  search: string;
  panel: string | null;
}

export interface ChartViewControls {
  view: ChartView;
  change: (next: Partial<Omit<ChartView, "hidden">>) => void;
  toggleRun: (uuid: string) => void;
  showOnly: (uuid: string, all: readonly string[]) => void;
  showAll: () => void;
}

function logOf(isLogX: boolean, isLogY: boolean) {
  if (isLogX) return isLogY ? "xy" : "x";
  return isLogY ? "y" : "none";
}

export function useChartView(): ChartViewControls {
  const [params, setParams] = useQueryStates(chartSearchParams);
  const view = useMemo<ChartView>(
    () => ({
      axis: params.x,
      smoothing: params.smooth,
      isLogX: params.log.includes("x"),
      isLogY: params.log.includes("y"),
      hasBand: params.band === "range",
      ignoresOutliers: params.robust,
      isSynced: params.sync,
      zoom: params.zoom,
      hidden: new Set(params.hide),
      search: params.charts,
      panel: params.panel,
    }),
    [params],
  );
  const write = (hide: readonly string[]) =>
    void setParams({ hide: hide.length > 0 ? [...hide] : null });
  return {
    view,
    change: (next) => {
      const merged = { ...view, ...next };
      void setParams({
        x: merged.axis,
        smooth: merged.smoothing,
        log: logOf(merged.isLogX, merged.isLogY),
        band: merged.hasBand ? "range" : "none",
        robust: merged.ignoresOutliers,
        sync: merged.isSynced,
        // A stretch of one axis means nothing on another.
        zoom: merged.axis === view.axis ? merged.zoom : null,
        charts: merged.search,
        panel: merged.panel,
      });
    },
    toggleRun: (uuid) => {
      const hide = params.hide.includes(uuid)
        ? params.hide.filter((other) => other !== uuid)
        : [...params.hide, uuid];
      write(hide);
    },
    showOnly: (uuid, all) => write(all.filter((other) => other !== uuid)),
    showAll: () => write([]),
  };
}
