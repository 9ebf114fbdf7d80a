import { type AxisValue, prepareAxis, type ValueAxis } from "./prepare-axis";
import type { Box } from "./prepare-frame";

interface Placeable {
  x: AxisValue;
  y: AxisValue;
}

export interface ScatterRequest {
  points: readonly Placeable[];
  isLogX: boolean;
  isLogY: boolean;
  width: number;
  height: number;
}

export interface ScatterFrame {
  plot: Box;
  x: ValueAxis;
  y: ValueAxis;
}

const MARGIN = { top: 28, right: 20, bottom: 46, left: 72 };

export function prepareScatter(request: ScatterRequest): ScatterFrame {
  const { points, isLogX, isLogY, width, height } = request;
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(40, width - MARGIN.left - MARGIN.right),
    height: Math.max(40, height - MARGIN.top - MARGIN.bottom),
  };
  return {
    plot,
    x: prepareAxis(
      points.map(({ x }) => x),
      { isLog: isLogX, isFlipped: false, count: Math.max(2, Math.round(plot.width / 80)) },
    ),
    y: prepareAxis(
      points.map(({ y }) => y),
      { isLog: isLogY, isFlipped: false, count: Math.max(2, Math.round(plot.height / 44)) },
    ),
  };
}

export interface PlacedPoint<Point> {
  point: Point;
  cx: number;
  cy: number;
  /** Towards which side a label at the point has room. */
  anchor: "start" | "middle" | "end";
}

/** Where the points stand; those without a value on both axes stand nowhere. */
export function placePoints<Point extends Placeable>(
  { plot, x, y }: ScatterFrame,
  points: readonly Point[],
): PlacedPoint<Point>[] {
  return points.flatMap((point) => {
    const [across, up] = [x.place(point.x), y.place(point.y)];
    if (across === null || up === null) return [];
    const anchor = across < 0.2 ? "start" : across > 0.8 ? "end" : "middle";
    return {
      point,
      cx: plot.left + across * plot.width,
      cy: plot.top + (1 - up) * plot.height,
      anchor,
    } as const;
  });
}
