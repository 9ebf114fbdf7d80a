import type { Frame, Zoom } from "./prepare-frame";
import type { Extent, Scale } from "./prepare-scale";

export interface Point {
  x: number;
  y: number;
}

export type BrushMode = "x" | "xy";

/** A drag shorter than this is a click. */
const LEAST_PIXELS = 5;

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The part of the plot that a drag covers, for drawing; null while it is still a click. */
export function brushBox(frame: Frame, start: Point, end: Point, mode: BrushMode) {
  const { left, top, width, height } = frame.plot;
  const [x1, x2] = [start.x, end.x].map((x) => clamp(x, left, left + width)).sort((a, b) => a - b);
  const [y1, y2] = [start.y, end.y].map((y) => clamp(y, top, top + height)).sort((a, b) => a - b);
  if (x1 === undefined || x2 === undefined || y1 === undefined || y2 === undefined) return null;
  if (x2 - x1 < LEAST_PIXELS) return null;
  if (mode === "x") return { left: x1, top, width: x2 - x1, height };
  return y2 - y1 < LEAST_PIXELS ? null : { left: x1, top: y1, width: x2 - x1, height: y2 - y1 };
}

function between(scale: Scale, first: number, second: number): Extent {
  const [min = 0, max = 1] = [scale.toValue(first), scale.toValue(second)].sort((a, b) => a - b);
  return { min, max };
}

/** What a finished drag zooms to; null for a click, or where there is nothing smaller to see. */
export function prepareZoom(frame: Frame, start: Point, end: Point, mode: BrushMode): Zoom | null {
  const box = brushBox(frame, start, end, mode);
  if (!box) return null;
  const x = between(frame.x, box.left, box.left + box.width);
  if (frame.xUnit === "integer") {
    const whole = { min: Math.floor(x.min), max: Math.ceil(x.max) };
    // Rounding must not put zero on a log axis.
    if (!(frame.x.kind === "log" && whole.min <= 0)) Object.assign(x, whole);
  }
  if (!(x.max > x.min)) return null;
  return mode === "x" ? { x } : { x, y: between(frame.y, box.top + box.height, box.top) };
}

/** Zooms by a factor about the middle of the view, or about a place in it; for keyboard and wheel. */
export function zoomAbout(scale: Scale, factor: number, about?: number): Extent {
  const from = scale.toPixel(scale.extent.min);
  const to = scale.toPixel(scale.extent.max);
  const center = about === undefined ? (from + to) / 2 : scale.toPixel(about);
  return between(scale, center + (from - center) / factor, center + (to - center) / factor);
}
