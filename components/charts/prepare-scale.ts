export interface Extent {
  min: number;
  max: number;
}

export type ScaleKind = "linear" | "log";

export interface Scale {
  kind: ScaleKind;
  extent: Extent;
  /** NaN for a value that this scale cannot place, such as zero on a log axis. */
  toPixel: (value: number) => number;
  toValue: (pixel: number) => number;
}

/** Whether a scale can place a value at all. */
export function isPlaceable(value: number, kind: ScaleKind): boolean {
  return Number.isFinite(value) && (kind === "linear" || value > 0);
}

/** The least extent that holds every placeable value; null when there is none. */
export function extentOf(
  lists: readonly (readonly number[])[],
  kind: ScaleKind = "linear",
): Extent | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const list of lists)
    for (const value of list)
      if (isPlaceable(value, kind)) {
        if (value < min) min = value;
        if (value > max) max = value;
      }
  return min <= max ? { min, max } : null;
}

export function unionOf(first: Extent | null, second: Extent | null): Extent | null {
  if (!first || !second) return first ?? second;
  return { min: Math.min(first.min, second.min), max: Math.max(first.max, second.max) };
}

/** An extent that can be divided by: a lone value gets room on both sides. */
export function widen({ min, max }: Extent, kind: ScaleKind): Extent {
  if (max > min) return { min, max };
  if (kind === "log") return { min: min / 2, max: max * 2 };
  const room = min === 0 ? 1 : Math.abs(min) * 0.1;
  return { min: min - room, max: max + room };
}

/** Adds a share of the extent to both ends, so that lines do not touch the frame. */
export function pad(extent: Extent, kind: ScaleKind, share: number): Extent {
  if (kind === "log") {
    const factor = (extent.max / extent.min) ** share;
    return { min: extent.min / factor, max: extent.max * factor };
  }
  const room = (extent.max - extent.min) * share;
  return { min: extent.min - room, max: extent.max + room };
}

/** Maps an extent onto pixels; `from` may lie right of or below `to`. */
export function makeScale(kind: ScaleKind, extent: Extent, from: number, to: number): Scale {
  const transform = kind === "log" ? Math.log10 : (value: number) => value;
  const inverse = kind === "log" ? (value: number) => 10 ** value : (value: number) => value;
  const start = transform(extent.min);
  const span = transform(extent.max) - start || 1;
  const pixels = to - from || 1;
  return {
    kind,
    extent,
    toPixel: (value) =>
      isPlaceable(value, kind) ? from + ((transform(value) - start) / span) * pixels : Number.NaN,
    toValue: (pixel) => inverse(start + ((pixel - from) / pixels) * span),
  };
}

/**
 * The extent between two quantiles, with a tenth of it as room: an axis that a few outliers do not flatten. Falls back
 * to the whole extent when most values are equal.
 */
export function robustExtent(values: readonly number[], kind: ScaleKind): Extent | null {
  const sorted = values.filter((value) => isPlaceable(value, kind)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(0.02), at(0.98)];
  if (low === undefined || high === undefined) return null;
  if (low === high) return extentOf([sorted], kind);
  return pad({ min: low, max: high }, kind, 0.1);
}
