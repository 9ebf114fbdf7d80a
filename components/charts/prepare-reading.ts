import type { Frame } from "./prepare-frame";
import { type DrawnLine, lowerBound } from "./prepare-lines";

export interface ReadingRow {
  id: string;
  label: string;
  color: number;
  dash: number;
  /** Where its nearest sample lies; equal to the reading's own x for most. */
  x: number;
  /** What the line shows there. */
  value: number;
  /** The sample itself, when the line is smoothed. */
  raw: number | null;
  /** Least and greatest of the bucket, when it holds more than one point. */
  range: { min: number; max: number } | null;
  pixel: { x: number; y: number };
}

/** What the lines say at one place of the x axis. */
export interface Reading {
  x: number;
  pixel: number;
  /** Greatest value first; what is not a number last. */
  rows: readonly ReadingRow[];
  /** The line under the pointer, if one is near. */
  nearestId: string | null;
}

/** A pointer farther than this from every line points at none. */
const NEAR_PIXELS = 32;

/** Index of the sample nearest to a value of x; −1 when there is none. */
export function nearestIndex(x: readonly number[], value: number): number {
  const right = lowerBound(x, value);
  const left = right - 1;
  const toRight = (x[right] ?? Number.POSITIVE_INFINITY) - value;
  const toLeft = value - (x[left] ?? Number.NEGATIVE_INFINITY);
  return toLeft <= toRight ? left : right < x.length ? right : left;
}

function isInView(frame: Frame, pixel: number): boolean {
  const { left, width } = frame.plot;
  return pixel >= left - 0.5 && pixel <= left + width + 0.5;
}

/** The sample of any line, in view, whose x is nearest to a pixel. */
export function snap(frame: Frame, pixel: number): number | null {
  const wanted = frame.x.toValue(pixel);
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const { series } of frame.lines) {
    const at = series.x[nearestIndex(series.x, wanted)];
    if (at === undefined) continue;
    const place = frame.x.toPixel(at);
    const distance = Math.abs(place - pixel);
    if (isInView(frame, place) && distance < bestDistance) {
      best = at;
      bestDistance = distance;
    }
  }
  return best;
}

function rowAt({ series, values }: DrawnLine, frame: Frame, x: number): ReadingRow | null {
  const first = series.x[0];
  const last = series.x.at(-1);
  // A line says nothing before its first sample or after its last.
  if (first === undefined || last === undefined || x < first || x > last) return null;
  const index = nearestIndex(series.x, x);
  const at = series.x[index];
  const value = values[index];
  const sample = series.y[index];
  if (at === undefined || value === undefined || sample === undefined) return null;
  const min = series.min[index] ?? sample;
  const max = series.max[index] ?? sample;
  return {
    id: series.id,
    label: series.label,
    color: series.color,
    dash: series.dash,
    x: at,
    value,
    raw: frame.isSmoothed ? sample : null,
    range: max > min ? { min, max } : null,
    pixel: { x: frame.x.toPixel(at), y: frame.y.toPixel(value) },
  };
}

const rank = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);

function nearestRow(rows: readonly ReadingRow[], pixelY: number): ReadingRow | null {
  let best: ReadingRow | null = null;
  let bestDistance = NEAR_PIXELS;
  for (const row of rows) {
    const distance = Math.abs(row.pixel.y - pixelY);
    if (distance <= bestDistance) {
      best = row;
      bestDistance = distance;
    }
  }
  return best;
}

/** Reads every line at a value of x. `pixelY` is the pointer's height, or null when there is no pointer. */
export function prepareReading(frame: Frame, x: number, pixelY: number | null): Reading | null {
  const rows = frame.lines
    .map((line) => rowAt(line, frame, x))
    .filter((row) => row !== null)
    .sort((a, b) => rank(b.value) - rank(a.value) || (a.label < b.label ? -1 : 1));
  const pixel = frame.x.toPixel(x);
  if (rows.length === 0 || Number.isNaN(pixel)) return null;
  const nearest = pixelY === null ? null : nearestRow(rows, pixelY);
  return { x, pixel, rows, nearestId: nearest?.id ?? null };
}

/** The rows that have room, with the one pointed at always among them, and how many are left out. */
export function cutRows(
  rows: readonly ReadingRow[],
  focusId: string | null,
  limit: number,
): { shown: readonly ReadingRow[]; more: number } {
  if (rows.length <= limit) return { shown: rows, more: 0 };
  const focus = rows.findIndex(({ id }) => id === focusId);
  const from = focus < 0 ? 0 : Math.min(Math.max(0, focus - (limit >> 1)), rows.length - limit);
  return { shown: rows.slice(from, from + limit), more: rows.length - limit };
}

function sampleAfter(x: readonly number[], value: number): number | undefined {
  const index = lowerBound(x, value);
  return x[index] === value ? x[index + 1] : x[index];
}

function sampleBefore(x: readonly number[], value: number): number | undefined {
  return x[lowerBound(x, value) - 1];
}

/** The next sample of any line after x, or before it; from the edge of the view when x is null. */
export function stepFrom(frame: Frame, x: number | null, delta: 1 | -1): number | null {
  const { min, max } = frame.x.extent;
  // Just outside the view, so that the sample on its edge is the first one visited.
  const outside = (max - min) * 1e-9;
  const start = x ?? (delta > 0 ? min - outside : max + outside);
  const candidates = frame.lines
    .map(({ series }) => (delta > 0 ? sampleAfter : sampleBefore)(series.x, start))
    .filter((at) => at !== undefined)
    .filter((at) => at >= min && at <= max);
  if (candidates.length === 0) return null;
  return delta > 0 ? Math.min(...candidates) : Math.max(...candidates);
}
