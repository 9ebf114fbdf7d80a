import {
  type Band,
  countUnplaceable,
  type DrawnLine,
  type LineSeries,
  prepareLine,
  smoothAll,
  valueExtent,
} from "./prepare-lines";
import {
  type Extent,
  extentOf,
  makeScale,
  pad,
  type Scale,
  type ScaleKind,
  widen,
} from "./prepare-scale";
import { type AxisUnit, prepareTicks, type Tick, type ValueUnit } from "./prepare-ticks";

/** What part of the axes is shown; an absent part is fitted to the data. */
export interface Zoom {
  x?: Extent | undefined;
  y?: Extent | undefined;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface FrameRequest {
  lines: readonly LineSeries[];
  width: number;
  height: number;
  xUnit: AxisUnit;
  /** Plain numbers when absent. */
  yUnit?: ValueUnit | undefined;
  xScale: ScaleKind;
  yScale: ScaleKind;
  /** 0 to 0.999. */
  smoothing: number;
  band: Band;
  ignoreOutliers: boolean;
  /** The y axis begins at zero, however far away the lines are. */
  fromZero?: boolean | undefined;
  zoom: Zoom;
  /** The whole x axis of the data behind the chart, when the lines hold only a part of it. */
  xExtent?: Extent | undefined;
  timeZone: string;
}

/** A chart ready to be drawn: every decision is made, in pixels. */
export interface Frame {
  width: number;
  height: number;
  plot: Box;
  x: Scale;
  y: Scale;
  xUnit: AxisUnit;
  yUnit: ValueUnit;
  xTicks: readonly Tick[];
  yTicks: readonly Tick[];
  lines: readonly DrawnLine[];
  isSmoothed: boolean;
  /** Samples that a log axis leaves out. */
  unplaceable: number;
}

const CHARACTER = 6.3;
const MARGIN = { top: 8, right: 12, bottom: 22, gap: 14 };

/** Room for the labels of the y axis. */
function leftMargin(ticks: readonly Tick[]): number {
  const longest = ticks.reduce((most, { label }) => Math.max(most, label.length), 1);
  return Math.round(Math.max(26, longest * CHARACTER + MARGIN.gap));
}

/** An axis that begins just after zero begins at zero: a bucket lies where its last point is. */
const NEAR_ZERO = 0.03;

function fromZero({ min, max }: Extent, { xScale, xUnit }: FrameRequest): Extent {
  const isNear = min > 0 && min <= max * NEAR_ZERO;
  return isNear && xScale === "linear" && xUnit !== "time" ? { min: 0, max } : { min, max };
}

/** Around a moment that is alone. */
const MOMENT_MS = 30 * 60_000;

function widenX({ min, max }: Extent, { xScale, xUnit }: FrameRequest): Extent {
  if (min === max && xUnit === "time") return { min: min - MOMENT_MS, max: max + MOMENT_MS };
  return widen({ min, max }, xScale);
}

function xExtentOf(request: FrameRequest): Extent {
  const { lines, xScale, xExtent } = request;
  const known = xExtent && (xScale === "linear" || xExtent.min > 0) ? xExtent : null;
  const xs = lines.map((line) => line.x);
  const extent = known ?? extentOf(xs, xScale);
  if (extent) return widenX(fromZero(extent, request), request);
  return xScale === "log" ? { min: 1, max: 10 } : { min: 0, max: 1 };
}

function yExtentOf(request: FrameRequest, view: Extent): Extent {
  const { lines, band, yScale: scale, ignoreOutliers, zoom } = request;
  if (zoom.y && (scale === "linear" || zoom.y.min > 0)) return zoom.y;
  const found = valueExtent(lines, view, { band, scale, ignoreOutliers });
  if (!found) return scale === "log" ? { min: 1, max: 10 } : { min: 0, max: 1 };
  if (request.fromZero && scale === "linear")
    return { min: 0, max: found.max > 0 ? found.max * 1.08 : 1 };
  return pad(widen(found, scale), scale, 0.04);
}

export function prepareFrame(request: FrameRequest): Frame {
  const {
    width,
    height,
    xUnit,
    yUnit = "number",
    xScale,
    yScale,
    smoothing,
    band,
    zoom,
    timeZone,
  } = request;
  const whole = xExtentOf(request);
  const view = zoom.x && (xScale === "linear" || zoom.x.min > 0) ? zoom.x : whole;
  const values = yExtentOf(request, view);
  const plotHeight = Math.max(20, height - MARGIN.top - MARGIN.bottom);
  const yTicks = prepareTicks({
    extent: values,
    scale: yScale,
    unit: yUnit,
    count: Math.max(2, Math.round(plotHeight / 30)),
    timeZone,
  });
  const left = leftMargin(yTicks);
  const plot = {
    left,
    top: MARGIN.top,
    width: Math.max(20, width - left - MARGIN.right),
    height: plotHeight,
  };
  const x = makeScale(xScale, view, plot.left, plot.left + plot.width);
  const y = makeScale(yScale, values, plot.top + plot.height, plot.top);
  const isSmoothed = smoothing > 0;
  const smoothed = smoothAll(request.lines, smoothing, whole.max - whole.min);
  const xTicks = prepareTicks({
    extent: view,
    scale: xScale,
    unit: xUnit,
    count: Math.max(2, Math.round(plot.width / (xUnit === "time" ? 84 : 68))),
    timeZone,
  });
  return {
    width,
    height,
    plot,
    x,
    y,
    xUnit,
    yUnit,
    xTicks,
    yTicks,
    lines: request.lines.map((line, index) =>
      prepareLine(line, smoothed[index] ?? line.y, { x, y, band, isSmoothed }),
    ),
    isSmoothed,
    unplaceable: countUnplaceable(request.lines, xScale, yScale),
  };
}
