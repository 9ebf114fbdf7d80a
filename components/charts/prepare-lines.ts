import { type Extent, extentOf, robustExtent, type Scale, type ScaleKind } from "./prepare-scale";
import { smooth } from "./prepare-smoothing";

/** One line of a chart: its samples by rising x. Missing samples are absent; NaN and infinities are samples. */
export interface LineSeries {
  id: string;
  label: string;
  /** Index of the line colour. */
  color: number;
  /** Index of the dash pattern. */
  dash: number;
  x: readonly number[];
  /** The last value of each sample's bucket, or the value itself. */
  y: readonly number[];
  /** The least and greatest value of each bucket; equal to `y` where a sample is one point. */
  min: readonly number[];
  max: readonly number[];
  /** Samples farther apart than this are not joined; all are when absent. */
  maxGap?: number;
  /** Points behind each sample, when it is a bucket. */
  count?: readonly number[];
  /** How many of them are NaN. */
  nanCount?: readonly number[];
}

export type Band = "none" | "range";

/** x, y, x, y … in pixels. */
export type Polyline = readonly number[];

export interface MarkedSample {
  x: number;
  kind: "nan" | "high" | "low";
}

export interface DrawnLine {
  series: LineSeries;
  /** What the bold line follows: the samples, or their moving average. */
  values: readonly number[];
  main: readonly Polyline[];
  /** The samples themselves, under a smoothed line. */
  raw: readonly Polyline[];
  /** The range between least and greatest values: closed outlines, or columns where samples are denser than pixels. */
  band: readonly Polyline[];
  /** x, top, bottom, x, top, bottom … */
  columns: readonly number[];
  /** Samples with a gap on both sides. */
  dots: readonly { x: number; y: number }[];
  /** Samples that have no place on the y axis: NaN and infinities. */
  marks: readonly MarkedSample[];
}

interface Window {
  from: number;
  to: number;
}

/** Index of the first x that is not below `value`. */
export function lowerBound(x: readonly number[], value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? Number.POSITIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The samples in view and one more on each side, so that lines run on to the edge. */
function windowOf(x: readonly number[], view: Extent): Window {
  return {
    from: Math.max(0, lowerBound(x, view.min) - 1),
    to: Math.min(x.length, lowerBound(x, view.max) + 1),
  };
}

interface Traced {
  lines: Polyline[];
  dots: { x: number; y: number }[];
}

/** Joins neighbouring samples; a value that cannot be placed breaks the line. */
function trace(
  { x: xs, maxGap = Number.POSITIVE_INFINITY }: Pick<LineSeries, "x" | "maxGap">,
  values: readonly number[],
  { from, to }: Window,
  x: Scale,
  y: Scale,
): Traced {
  const traced: Traced = { lines: [], dots: [] };
  let line: number[] = [];
  const close = () => {
    if (line.length === 2) traced.dots.push({ x: line[0] ?? 0, y: line[1] ?? 0 });
    else if (line.length > 2) traced.lines.push(line);
    line = [];
  };
  for (let index = from; index < to; index += 1) {
    const px = x.toPixel(xs[index] ?? Number.NaN);
    const py = y.toPixel(values[index] ?? Number.NaN);
    if (index > from && (xs[index] ?? 0) - (xs[index - 1] ?? 0) > maxGap) close();
    if (Number.isNaN(px) || Number.isNaN(py)) close();
    else line.push(px, py);
  }
  close();
  return traced;
}

/** On a log axis a bucket that reaches down to zero is cut at the bottom of the axis. */
function floored(value: number, y: Scale): number {
  return y.kind === "log" && value <= 0 ? y.extent.min : value;
}

function outline(series: LineSeries, { from, to }: Window, x: Scale, y: Scale): Polyline[] {
  const outlines: Polyline[] = [];
  let upper: number[] = [];
  let lower: number[] = [];
  let isFlat = true;
  const close = () => {
    if (upper.length > 2 && !isFlat) outlines.push([...upper, ...lower]);
    upper = [];
    lower = [];
    isFlat = true;
  };
  for (let index = from; index < to; index += 1) {
    const low = series.min[index] ?? Number.NaN;
    const high = series.max[index] ?? Number.NaN;
    const px = x.toPixel(series.x[index] ?? Number.NaN);
    const top = y.toPixel(high);
    const bottom = y.toPixel(floored(low, y));
    if (Number.isNaN(px) || Number.isNaN(top) || Number.isNaN(bottom)) {
      close();
      continue;
    }
    if (high > low) isFlat = false;
    upper.push(px, top);
    lower.unshift(px, bottom);
  }
  close();
  return outlines;
}

/** The same range, one column a pixel: it looks alike and draws in a fraction of the time. */
function columns(series: LineSeries, { from, to }: Window, x: Scale, y: Scale): number[] {
  const result: number[] = [];
  let column = Number.NaN;
  let top = 0;
  let bottom = 0;
  const close = () => {
    if (!Number.isNaN(column) && bottom > top) result.push(column, top, bottom);
  };
  for (let index = from; index < to; index += 1) {
    const high = y.toPixel(series.max[index] ?? Number.NaN);
    const low = y.toPixel(floored(series.min[index] ?? Number.NaN, y));
    const at = Math.floor(x.toPixel(series.x[index] ?? Number.NaN));
    if (Number.isNaN(high) || Number.isNaN(low) || Number.isNaN(at)) continue;
    if (at !== column) {
      close();
      column = at;
      top = high;
      bottom = low;
    } else {
      top = Math.min(top, high);
      bottom = Math.max(bottom, low);
    }
  }
  close();
  return result;
}

function marksOf(series: LineSeries, { from, to }: Window, x: Scale): MarkedSample[] {
  const marks: MarkedSample[] = [];
  for (let index = from; index < to; index += 1) {
    const value = series.y[index] ?? Number.NaN;
    const px = x.toPixel(series.x[index] ?? Number.NaN);
    if (Number.isNaN(px)) continue;
    if (Number.isNaN(value) || (series.nanCount?.[index] ?? 0) > 0)
      marks.push({ x: px, kind: "nan" });
    else if (!Number.isFinite(value)) marks.push({ x: px, kind: value > 0 ? "high" : "low" });
  }
  return marks;
}

/** The bold line's values of every series. `span` is the width of the whole x axis. */
export function smoothAll(
  lines: readonly LineSeries[],
  smoothing: number,
  span: number,
): readonly number[][] {
  return lines.map((line) => smooth(line.x, line.y, smoothing, span));
}

/** The values that the y axis has to show: those in view, with their spikes when the band is drawn. */
export function valueExtent(
  lines: readonly LineSeries[],
  view: Extent,
  options: { band: Band; scale: ScaleKind; ignoreOutliers: boolean },
): Extent | null {
  const lists = lines.flatMap((line) => {
    const { from, to } = windowOf(line.x, view);
    const cut = (values: readonly number[]) => values.slice(from, to);
    return options.band === "range" ? [cut(line.y), cut(line.min), cut(line.max)] : [cut(line.y)];
  });
  return options.ignoreOutliers
    ? robustExtent(lists.flat(), options.scale)
    : extentOf(lists, options.scale);
}

/** Everything about one line that the chart then only has to draw. */
export function prepareLine(
  series: LineSeries,
  values: readonly number[],
  { x, y, band, isSmoothed }: { x: Scale; y: Scale; band: Band; isSmoothed: boolean },
): DrawnLine {
  const window = windowOf(series.x, x.extent);
  const { lines, dots } = trace(series, values, window, x, y);
  const width = Math.abs(x.toPixel(x.extent.max) - x.toPixel(x.extent.min));
  const isDense = window.to - window.from > width;
  const hasBand = band === "range";
  return {
    series,
    values,
    main: lines,
    raw: isSmoothed ? trace(series, series.y, window, x, y).lines : [],
    band: hasBand && !isDense ? outline(series, window, x, y) : [],
    columns: hasBand && isDense ? columns(series, window, x, y) : [],
    dots,
    marks: marksOf(series, window, x),
  };
}

/** Samples that a log axis leaves out. */
export function countUnplaceable(lines: readonly LineSeries[], x: ScaleKind, y: ScaleKind): number {
  let count = 0;
  for (const line of lines)
    for (const [index, value] of line.y.entries()) {
      const isOffX = x === "log" && (line.x[index] ?? 0) <= 0;
      const isOffY = y === "log" && value <= 0;
      if (isOffX || isOffY) count += 1;
    }
  return count;
}
