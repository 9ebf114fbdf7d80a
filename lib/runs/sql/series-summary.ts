import "server-only";

/** One point of one series, by interned ids. */
export interface PointRow {
  runId: number;
  experimentId: number;
  keyId: number;
  step: number;
  time: number;
  value: number;
}

/** What the points of one series, that are written together, say of it. */
export interface SeriesSummary {
  runId: number;
  keyId: number;
  experimentId: number;
  points: number;
  lastValue: number;
  lastStep: number;
  lastTime: number;
  /** NaN when there is no number. */
  minValue: number;
  minStep: number;
  maxValue: number;
  maxStep: number;
  firstStep: number;
  firstTime: number;
  /** Whether time never runs backwards from step to step. */
  isMonotone: boolean;
}

/** By run, key, step and time: the order in which all writers write, so that none waits for another in a circle. */
export const inKeyOrder = (points: readonly PointRow[]): PointRow[] =>
  points.toSorted(
    (a, b) => a.runId - b.runId || a.keyId - b.keyId || a.step - b.step || a.time - b.time,
  );

/** Whether `value` is the last of a step and time where `other` is too. A NaN counts as 0, after a real 0. */
function isGreater(value: number, other: number): boolean {
  const [own, its] = [value || 0, other || 0];
  return own > its || (own === its && Number.isNaN(other) && !Number.isNaN(value));
}

const begin = ({ runId, keyId, experimentId, step, time, value }: PointRow): SeriesSummary => ({
  runId,
  keyId,
  experimentId,
  points: 1,
  lastValue: value,
  lastStep: step,
  lastTime: time,
  minValue: value,
  minStep: step,
  maxValue: value,
  maxStep: step,
  firstStep: step,
  firstTime: time,
  isMonotone: true,
});

/** Takes the next point of a series in key order: its step, then its time, is never less than those before it. */
function extend(series: SeriesSummary, { step, time, value }: PointRow): void {
  series.points += 1;
  if (time < series.lastTime) series.isMonotone = false;
  if (time < series.firstTime) series.firstTime = time;
  const isLast =
    step !== series.lastStep || time !== series.lastTime || isGreater(value, series.lastValue);
  if (isLast) {
    series.lastValue = value;
    series.lastStep = step;
    series.lastTime = time;
  }
  if (value < series.minValue || (Number.isNaN(series.minValue) && !Number.isNaN(value))) {
    series.minValue = value;
    series.minStep = step;
  }
  if (value > series.maxValue || (Number.isNaN(series.maxValue) && !Number.isNaN(value))) {
    series.maxValue = value;
    series.maxStep = step;
  }
}

/** The summary of every series of these points, which are in key order and no two of which are equal. */
export function summarizeSeries(points: readonly PointRow[]): SeriesSummary[] {
  const found: SeriesSummary[] = [];
  for (const point of points) {
    const series = found.at(-1);
    if (series?.runId === point.runId && series.keyId === point.keyId) extend(series, point);
    else found.push(begin(point));
  }
  return found;
}
