"use client";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import type { LineChartOptions } from "@/components/charts/line-chart";
import type { Zoom } from "@/components/charts/prepare-frame";
import type { Extent } from "@/components/charts/prepare-scale";
import { AXES, type ChartRun, plottedText } from "./prepare-run-lines";
import type { ChartViewControls } from "./use-chart-view";
import { useInView } from "./use-in-view";
import { type MetricLines, useMetricLines } from "./use-metric-lines";
import { useTimeZone } from "./use-time-zone";

export interface MetricPanelProps extends Pick<ChartViewControls, "view" | "change"> {
  workspace: string;
  metric: string;
  /** The runs that are plotted, hidden ones included. */
  runs: readonly ChartRun[];
  /** How many runs there are in all. */
  total: number;
  /** Alone and large. */
  isLarge?: boolean | undefined;
  className?: string | undefined;
}

const BUCKETS = { small: 500, large: 1500 };
/** Panels this near to the screen are read, so that scrolling finds them drawn. */
const AHEAD = "240px";

/** One metric of the plotted runs. Reads nothing until it is about to be seen. */
export function MetricPanel(props: MetricPanelProps) {
  const { workspace, metric, runs, total, view, change, isLarge = false, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const isInView = useInView(box, AHEAD);
  const [ownZoom, setOwnZoom] = useState<Zoom>({});
  const x = view.isSynced ? extent(view.zoom?.from, view.zoom?.to) : ownZoom.x;
  const metricLines = useMetricLines({
    workspace,
    metric,
    runs,
    axis: view.axis,
    zoom: x ? { from: x.min, to: x.max } : null,
    buckets: isLarge ? BUCKETS.large : BUCKETS.small,
    isEnabled: isInView,
  });
  const state = usePanelState(metricLines, props, { x, y: ownZoom.y });
  const zoomTo = (zoom: Zoom | null) => {
    setOwnZoom(view.isSynced ? { y: zoom?.y } : (zoom ?? {}));
    if (view.isSynced && (zoom === null || zoom.x))
      change({ zoom: zoom?.x ? { from: zoom.x.min, to: zoom.x.max } : null });
  };
  const shown = runs.filter(({ uuid }) => !view.hidden.has(uuid)).length;
  const drawn = state.kind === "ready" ? state.options.lines.length : shown;
  return (
    <div ref={box} className={className}>
      <ChartPanel
        title={metric}
        xName={AXES[view.axis].name}
        state={state}
        onZoom={zoomTo}
        onExpand={isLarge ? undefined : () => change({ panel: metric })}
        status={total > 1 ? plottedText(drawn, shown, total) : ""}
        isRefining={metricLines.isRefining}
        isBare={isLarge}
        emptyText={shown === 0 ? "Every run is hidden." : "None of these runs has logged it."}
        className="h-full"
      />
    </div>
  );
}

function usePanelState(
  { lines, xExtent, error, retry }: MetricLines,
  { view }: MetricPanelProps,
  zoom: Zoom,
): PanelState {
  const timeZone = useTimeZone();
  // Dragging the slider must stay smooth however many charts follow it.
  const smoothing = useDeferredValue(view.smoothing);
  const { axis, hidden, isLogX, isLogY, hasBand, ignoresOutliers } = view;
  // The same zoom may come as a new object; only its numbers count.
  const [fromX, toX, fromY, toY] = [zoom.x?.min, zoom.x?.max, zoom.y?.min, zoom.y?.max];
  const options = useMemo<LineChartOptions | null>(
    () =>
      lines && {
        lines: lines.filter(({ id }) => !hidden.has(id)),
        xUnit: AXES[axis].unit,
        xScale: isLogX && axis !== "time" ? "log" : "linear",
        yScale: isLogY ? "log" : "linear",
        smoothing,
        band: hasBand ? "range" : "none",
        ignoreOutliers: ignoresOutliers,
        zoom: { x: extent(fromX, toX), y: extent(fromY, toY) },
        xExtent,
        timeZone,
      },
    [
      lines,
      xExtent,
      smoothing,
      timeZone,
      fromX,
      toX,
      fromY,
      toY,
      axis,
      hidden,
      isLogX,
      isLogY,
      hasBand,
      ignoresOutliers,
    ],
  );
  if (options) return { kind: "ready", options };
  return error ? { kind: "error", message: error.message, retry } : { kind: "loading" };
}

function extent(min: number | undefined, max: number | undefined): Extent | undefined {
  return min === undefined || max === undefined ? undefined : { min, max };
}
