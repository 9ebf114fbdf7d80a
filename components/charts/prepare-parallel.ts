import { type AxisValue, prepareAxis, type ValueAxis } from "./prepare-axis";

export interface ParallelDimension {
  id: string;
  label: string;
  /** In the order of the lines. */
  values: readonly AxisValue[];
  isLog: boolean;
  isFlipped: boolean;
}

/** Parts of the axes, from 0 to 1, that lines have to pass through. */
export type Brushes = Readonly<Record<string, { from: number; to: number }>>;

export interface PlacedDimension extends ParallelDimension {
  axis: ValueAxis;
  x: number;
}

export interface ParallelPath {
  index: number;
  /** SVG path data; a line with a missing value is broken there. */
  path: string;
  isKept: boolean;
}

export interface ParallelFrame {
  dimensions: readonly PlacedDimension[];
  paths: readonly ParallelPath[];
  top: number;
  bottom: number;
}

const MARGIN = { top: 44, bottom: 16, side: 64 };

export interface ParallelRequest {
  dimensions: readonly ParallelDimension[];
  lineCount: number;
  width: number;
  height: number;
  brushes: Brushes;
}

function isKept(dimensions: readonly PlacedDimension[], index: number, brushes: Brushes): boolean {
  return dimensions.every(({ id, axis, values }) => {
    const brush = brushes[id];
    if (!brush) return true;
    const at = axis.place(values[index] ?? null);
    return at !== null && at >= brush.from && at <= brush.to;
  });
}

/** Axes side by side, a line for each run through its values, and which lines pass every brush. */
export function prepareParallel(request: ParallelRequest): ParallelFrame {
  const { width, height, brushes, lineCount } = request;
  const top = MARGIN.top;
  const bottom = Math.max(top + 40, height - MARGIN.bottom);
  const gaps = Math.max(1, request.dimensions.length - 1);
  const dimensions = request.dimensions.map((dimension, index) => ({
    ...dimension,
    axis: prepareAxis(dimension.values, {
      isLog: dimension.isLog,
      isFlipped: dimension.isFlipped,
      count: Math.max(3, Math.round((bottom - top) / 60)),
    }),
    x: MARGIN.side + (index * (width - 2 * MARGIN.side)) / gaps,
  }));
  const pathOf = (index: number) => {
    let isBroken = true;
    let path = "";
    for (const { axis, values, x } of dimensions) {
      const at = axis.place(values[index] ?? null);
      if (at !== null) {
        const y = bottom - at * (bottom - top);
        path += `${isBroken ? "M" : "L"}${x.toFixed(1)},${y.toFixed(1)}`;
      }
      isBroken = at === null;
    }
    return path;
  };
  return {
    dimensions,
    paths: Array.from({ length: lineCount }, (_, index) => ({
      index,
      path: pathOf(index),
      isKept: isKept(dimensions, index, brushes),
    })),
    top,
    bottom,
  };
}

/** A brush from a drag between two heights; null when it was a click. */
export function brushOf(
  { top, bottom }: Pick<ParallelFrame, "top" | "bottom">,
  start: number,
  end: number,
): { from: number; to: number } | null {
  if (Math.abs(end - start) < 4) return null;
  const share = (y: number) => Math.min(1, Math.max(0, (bottom - y) / (bottom - top)));
  return { from: share(Math.max(start, end)), to: share(Math.min(start, end)) };
}
