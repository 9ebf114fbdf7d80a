"use client";
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { ChartLayers } from "./chart-layers";
import { ChartMarks } from "./chart-marks";
import { ChartReadout } from "./chart-readout";
import { useChartSync } from "./chart-sync";
import { zoomAbout } from "./prepare-brush";
import type { ChartMark } from "./prepare-chart-marks";
import { type Frame, type FrameRequest, prepareFrame, type Zoom } from "./prepare-frame";
import { prepareReading, snap, stepFrom } from "./prepare-reading";
import { pointOf, useBrush } from "./use-brush";
import { useElementSize } from "./use-element-size";

export type LineChartOptions = Omit<FrameRequest, "width" | "height">;

interface LineChartProps {
  /** What the chart shows; its accessible name. */
  title: string;
  /** Name of the x axis: "Step". */
  xName: string;
  options: LineChartOptions;
  /** null resets both axes. */
  onZoom: (zoom: Zoom | null) => void;
  /** What happened along the x axis; said in words beside the chart. */
  marks?: readonly ChartMark[] | undefined;
  className?: string | undefined;
}

/** Its keys move the marker and zoom, so it takes focus. */
const focusable = { tabIndex: 0 } as const;

/**
 * Lines on canvas. Measured in Chromium without a GPU on two cores: twenty lines of a thousand buckets with bands are on
 * screen 30 to 45 ms after they change. As SVG in recharts it took 220 to 750 ms, and each move of the pointer 35 to 60.
 */
export function LineChart({ title, xName, options, onZoom, marks, className }: LineChartProps) {
  const id = useId();
  const surface = useRef<HTMLDivElement>(null);
  const size = useElementSize(surface);
  const sync = useChartSync();
  const width = size?.width ?? 0;
  const height = size?.height ?? 0;
  const frame = useMemo(
    () => (width > 0 && height > 0 ? prepareFrame({ ...options, width, height }) : null),
    [options, width, height],
  );
  const brush = useBrush(frame, onZoom);

  const point = (event: PointerEvent<HTMLElement>) => {
    brush.move(event);
    if (!frame) return;
    const at = pointOf(event);
    const x = snap(frame, at.x);
    if (x === null) return;
    sync.setMarker({ x, unit: frame.xUnit, source: id, pixelY: at.y });
    sync.setFocus(prepareReading(frame, x, at.y)?.nearestId ?? null);
  };
  const leave = () => {
    if (sync.get().marker?.source === id) sync.setMarker(null);
    sync.setFocus(null);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (!frame || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = chartKeys[event.key];
    if (!act) return;
    // An arrow that found nothing to do here may still mean something to the dialog around the chart.
    if (act({ frame, id, sync, onZoom, leave, cancel: brush.cancel })) event.preventDefault();
  };

  return (
    <div className={cn("relative h-full min-h-0 w-full min-w-0", className)}>
      <div
        ref={surface}
        role="application"
        aria-roledescription="line chart"
        aria-label={`${title} by ${xName.toLowerCase()}, ${options.lines.length} lines`}
        aria-describedby={`${id}-help`}
        {...focusable}
        onKeyDown={press}
        onBlur={leave}
        onPointerDown={brush.start}
        onPointerMove={point}
        onPointerUp={brush.end}
        onPointerCancel={brush.cancel}
        onPointerLeave={leave}
        onDoubleClick={() => onZoom(null)}
        className="absolute inset-0 touch-pan-y cursor-crosshair select-none rounded-sm outline-offset-0"
      >
        {frame ? <ChartLayers frame={frame} box={brush.box} sync={sync} /> : null}
        {frame && marks ? <ChartMarks frame={frame} marks={marks} /> : null}
      </div>
      <p id={`${id}-help`} className="sr-only">
        Arrow keys left and right move along the samples, plus and minus zoom, 0 shows everything.
      </p>
      {frame ? (
        <ChartReadout
          frame={frame}
          chartId={id}
          sync={sync}
          surface={surface}
          xName={xName}
          timeZone={options.timeZone}
          isHidden={brush.isDragging}
        />
      ) : null}
    </div>
  );
}

interface KeyContext {
  frame: Frame;
  id: string;
  sync: ReturnType<typeof useChartSync>;
  onZoom: (zoom: Zoom | null) => void;
  leave: () => void;
  cancel: () => void;
}

/** Answers whether it did anything. */
type KeyAction = (context: KeyContext) => boolean;

const step =
  (delta: 1 | -1): KeyAction =>
  ({ frame, id, sync }) => {
    const { marker } = sync.get();
    const next = stepFrom(frame, marker?.source === id ? marker.x : null, delta);
    if (next === null) return true;
    sync.setMarker({ x: next, unit: frame.xUnit, source: id, pixelY: null });
    return true;
  };

const zoomBy =
  (factor: number): KeyAction =>
  ({ frame, id, sync, onZoom }) => {
    const { marker } = sync.get();
    onZoom({ x: zoomAbout(frame.x, factor, marker?.source === id ? marker.x : undefined) });
    return true;
  };

const showAll: KeyAction = ({ onZoom }) => {
  onZoom(null);
  return true;
};

const chartKeys: Readonly<Record<string, KeyAction>> = {
  ArrowLeft: step(-1),
  ArrowRight: step(1),
  "+": zoomBy(2),
  "=": zoomBy(2),
  "-": zoomBy(0.5),
  "0": showAll,
  Escape: ({ leave, cancel, sync, id }) => {
    const hadMarker = sync.get().marker?.source === id;
    cancel();
    leave();
    return hadMarker;
  },
};
